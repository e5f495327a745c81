"""What a person is told about the shared server: where it stands, what waits, who is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Protocol


class Link(Enum):
    """How this desktop stands to the server.

    ALONE: no server is configured; the desktop works alone.
    SIGNED_OUT: a server is known, and its sign-in has ended.
    SENDING: something is on its way, up or down.
    """

    ALONE = "alone"
    SIGNED_OUT = "signed out"
    SYNCED = "synced"
    SENDING = "sending"
    OFFLINE = "offline"
    UPDATE_NEEDED = "update needed"


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who was seen in the last half minute; `incident` is the uid they look at, or ""."""

    person: str
    incident: str
    doing: str = ""


@dataclass(frozen=True, slots=True)
class Parked:
    """A change that the server did not take: kept here, shown to a person, never thrown away.

    `op_id` is hex, `incident` a uid or "" for the workspace, `words` what was changed, `person` by
    whom. `may_confirm`: the server takes it once the person here says that they looked at it.
    """

    op_id: str
    incident: str
    words: str
    reason: str
    recorded_at: datetime
    person: str = ""
    may_confirm: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """The server came back from an older copy; `returned` changes were given back to it."""

    at: datetime
    returned: int


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """`waiting` changes are saved here and not yet known to be on the server. `clock_offset_ms`
    is how far this device is ahead of the server; None before the first exchange."""

    link: Link = Link.ALONE
    server: str = ""
    account: str = ""
    role: str = ""
    waiting: int = 0
    parked: tuple[Parked, ...] = ()
    offline_since: datetime | None = None
    last_synced_at: datetime | None = None
    clock_offset_ms: int | None = None
    restored: Restored | None = None
    present: tuple[Presence, ...] = field(default=())
    keep: str = ""
    """Where the sign-in is kept: keyring, session or file; "" while nobody is signed in."""

    trouble: str = ""
    """One sentence when something stands in the way: why it is offline, what to do."""


class SyncPort(Protocol):
    """The shared server as the window knows it. What is said of a status is heard on the
    window's thread."""

    def status(self) -> SyncStatus: ...

    def on_change(self, listener: Callable[[SyncStatus], None]) -> None: ...

    def start(self) -> None:
        """Begin to send and to hear; nothing while no server is known or nobody is signed in."""

    def sign_in(self, url: str, name: str, password: str, keep: str, passphrase: str = "") -> None:
        """Blocks. `keep` is keyring, session or file; a file needs a passphrase. Raises
        WarRoomError."""

    def sign_out(self) -> None:
        """Blocks. Raises WarRoomError."""

    def sync_now(self) -> None: ...

    def try_again(self) -> None:
        """Send what the server did not take once more. Writes: not for the window's thread."""

    def confirm(self, op_ids: Sequence[str]) -> None:
        """Send these, in hex, once more with the word that a person looked at them. Writes: not
        for the window's thread."""

    def look_at(self, incident: str) -> None:
        """The uid of the incident in front, "" for none."""

    def close(self) -> None: ...


CLOCK_NOTICE_MS = 60_000
"""A device further away from the server's clock than this is told so."""


def clock_words(offset_ms: int, *, is_least: bool = False) -> str:
    """`clock about 7 min ahead`, or `clock at least 7 min ahead` where nobody measured it; ""
    where the difference is too small to matter."""
    if abs(offset_ms) < CLOCK_NOTICE_MS:
        return ""
    minutes = max(1, round(abs(offset_ms) / 60_000))
    span = f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"
    if offset_ms > 0:
        return f"clock at least {span} ahead" if is_least else f"clock about {span} ahead"
    return f"clock at least {span} behind" if is_least else f"clock about {span} behind"
