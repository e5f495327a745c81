"""Files and payloads, kept once each under the hash of their content."""

from models.domain.errors import NotFound, Refused
from models.replication.wire import sha256
from models.store.driver import Connection

MOST_BYTES = 25 * 1024 * 1024


def keep(connection: Connection, body: bytes, name: str) -> str:
    """Gives the content's SHA-256, as hex. Raises Refused where it is over MOST_BYTES."""
    if len(body) > MOST_BYTES:
        raise Refused(
            f"{name} has {len(body) / 1024 / 1024:.0f} MiB; the most is "
            f"{MOST_BYTES // 1024 // 1024} MiB. Attach a part of it, or a link."
        )
    digest = sha256(body)
    connection.execute("INSERT OR IGNORE INTO blob VALUES (?,?,?)", (digest, len(body), body))
    return digest


def holds(connection: Connection, digest: str) -> bool:
    found = connection.execute("SELECT 1 FROM blob WHERE sha256=?", (digest,)).fetchone()
    return found is not None


def read(connection: Connection, digest: str) -> bytes:
    row = connection.execute("SELECT body FROM blob WHERE sha256=?", (digest,)).fetchone()
    if row is None:
        raise NotFound("The file's content is not on this machine.")
    return bytes(row[0])
