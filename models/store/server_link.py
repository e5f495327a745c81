"""What this file knows of its shared server. Nothing secret: those lie in the keyring."""

from models.store.driver import Connection

KEYS = (
    "url",
    "server_id",
    "workspace",
    "epoch",
    "server_key",
    "account",
    "role",
    "signed_out",
    "clock_offset_ms",
    "clock_told_ms",
    "synced_at",
    "restored_at",
    "returned",
    "ca_file",
    "keep",
)


def is_linked(connection: Connection) -> bool:
    """Whether a server decides for this workspace, reached now or not."""
    return read(connection, "url") is not None


def read(connection: Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM server WHERE key=?", (key,)).fetchone()
    return None if row is None else str(row[0])


def read_all(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT key, value FROM server").fetchall())


def write(connection: Connection, **facts: object) -> None:
    """None takes a fact away. Raises ValueError for a key that is not in KEYS."""
    for key, value in facts.items():
        if key not in KEYS:
            raise ValueError(key)
        if value is None:
            connection.execute("DELETE FROM server WHERE key=?", (key,))
        else:
            connection.execute(
                "INSERT INTO server VALUES (?,?) ON CONFLICT (key) DO UPDATE SET "
                "value=excluded.value",
                (key, str(value)),
            )
