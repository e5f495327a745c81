"""Files and payloads, kept once each under the hash of their content."""

from collections.abc import Sequence

from models.domain.errors import NotFound, Refused
from models.replication.wire import sha256
from models.store.driver import Connection

MOST_BYTES = 25 * 1024 * 1024
_AT_ONCE = 200


def keep(connection: Connection, body: bytes, name: str) -> str:
    """Gives the content's SHA-256, as hex. Raises Refused where it is over MOST_BYTES."""
    return keep_all(connection, [(body, name)])[0]


def keep_all(connection: Connection, files: Sequence[tuple[bytes, str]]) -> list[str]:
    """The same of several (content, name), all or none."""
    for body, name in files:
        _refuse_large(body, name)
    digests = [sha256(body) for body, _ in files]
    connection.executemany(
        "INSERT OR IGNORE INTO blob VALUES (?,?,?)",
        [(digest, len(body), body) for digest, (body, _) in zip(digests, files, strict=True)],
    )
    return digests


def _refuse_large(body: bytes, name: str) -> None:
    if len(body) > MOST_BYTES:
        raise Refused(
            f"{name} has {len(body) / 1024 / 1024:.0f} MiB; the most is "
            f"{MOST_BYTES // 1024 // 1024} MiB. Attach a part of it, or a link."
        )


def holds(connection: Connection, digest: str) -> bool:
    return bool(held(connection, [digest]))


def held(connection: Connection, digests: Sequence[str]) -> set[str]:
    """Those of them that are here."""
    found: set[str] = set()
    for first in range(0, len(digests), _AT_ONCE):
        part = digests[first : first + _AT_ONCE]
        marks = ",".join("?" * len(part))
        rows = connection.execute(f"SELECT sha256 FROM blob WHERE sha256 IN ({marks})", part)
        found.update(digest for (digest,) in rows)
    return found


def read(connection: Connection, digest: str) -> bytes:
    row = connection.execute("SELECT body FROM blob WHERE sha256=?", (digest,)).fetchone()
    if row is None:
        raise NotFound("The file's content is not on this machine.")
    return bytes(row[0])
