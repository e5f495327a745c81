"""One server, or one restore, at a time over one database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import text

from models.domain.errors import Unavailable
from server.database import ServerDatabase

LOCK_FILE = "server.lock"
_KEY = 8751


@contextmanager
def held_by_server(database: ServerDatabase, folder: Path) -> Iterator[None]:
    """Raises Unavailable while another holds it. On PostgreSQL the lock is the database's own, so
    that it also holds between machines; it ends with the process in either case."""
    taken = Unavailable(
        "A server is running over this database. Stop it first, or name another --data-dir."
    )
    if database.is_sqlite:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(folder / LOCK_FILE, timeout=0):
                yield
        except Timeout:
            raise taken from None
        return
    with database.engine.connect() as connection:
        got = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY})
        if not got.scalar_one():
            raise taken
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
            connection.commit()
