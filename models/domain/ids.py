"""Names that machines give: ordered ids for what happened, random ones for what exists."""

from collections.abc import Callable

RandomBytes = Callable[[int], bytes]
"""Takes a number of bytes, gives that many; `os.urandom` outside tests."""


def ordered_id(ms: int, random_bytes: RandomBytes) -> bytes:
    """16 bytes that sort by time: 48 bits of milliseconds, 80 random bits (the ULID layout)."""
    return ms.to_bytes(6, "big") + random_bytes(10)


def new_uid(random_bytes: RandomBytes) -> str:
    """32 hex digits, random from the first, so that a few of them name a thing."""
    return random_bytes(16).hex()


def incident_stream(uid: str) -> str:
    return f"incident:{uid}"


def incident_of_stream(stream: str) -> str | None:
    kind, _, uid = stream.partition(":")
    return uid if kind == "incident" else None


WORKSPACE_STREAM = "workspace"


def alias(uid: str) -> str:
    """What an incident is called for ever, before and after it has a number."""
    return f"INC-~{uid[:4]}"
