"""Words typed and not yet sent: kept on this machine, through a crash, never an operation."""

from models.store.driver import Connection


def keep(connection: Connection, place: str, text: str, saved_at_ms: int) -> None:
    """An empty text forgets the draft."""
    if text:
        connection.execute(
            "INSERT INTO draft VALUES (?,?,?) ON CONFLICT (place) "
            "DO UPDATE SET text=excluded.text, saved_at=excluded.saved_at",
            (place, text, saved_at_ms),
        )
    else:
        connection.execute("DELETE FROM draft WHERE place=?", (place,))


def read(connection: Connection, place: str) -> str:
    row = connection.execute("SELECT text FROM draft WHERE place=?", (place,)).fetchone()
    return "" if row is None else str(row[0])
