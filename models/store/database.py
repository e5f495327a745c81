"""One workspace's file: opened, brought up to date, checked, and never lost."""

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from models.domain.errors import StoreTrouble
from models.domain.ids import RandomBytes, new_uid
from models.replication.registry import fingerprint
from models.store import driver
from models.store.driver import Connection

FILE = "warroom.db"
REVISION = "0008"
"""The newest step in migrations/versions; a file that names it needs no migration."""

_UNCLEAN = "in use"


@dataclass(frozen=True, slots=True)
class Salvage:
    """What became of a damaged file: where it was put, and what was read out of it."""

    set_aside: Path
    operations: int
    lost_rows: int

    def sentence(self) -> str:
        lost = f"; {self.lost_rows} could not be read" if self.lost_rows else ""
        return (
            f"The database was damaged. {self.operations} operations were recovered{lost}. "
            f"The damaged file is kept as {self.set_aside.name}."
        )


class Database:
    """The file behind one data folder. Connections are made by `connect`; this object holds one
    for writing and reading on its own thread."""

    def __init__(self, folder: Path, random_bytes: RandomBytes = os.urandom) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.salvage: Salvage | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreTrouble(
                f"The data folder {folder} cannot be made: {error.strerror}. Name another with "
                "--data-dir."
            ) from None
        self.connection = self._open(random_bytes)
        self.was_unclean = self.meta("state") == _UNCLEAN

    def connect(self) -> Connection:
        return driver.connect(self.path)

    def meta(self, key: str) -> str | None:
        return read_meta(self.connection, key)

    def remember(self, key: str, value: str) -> None:
        write_meta(self.connection, key, value)

    def mark_in_use(self) -> None:
        """From now until `close`: a process that ends without closing left it unclean."""
        self.remember("state", _UNCLEAN)

    def close(self) -> None:
        if self.meta("state") == _UNCLEAN:
            self.remember("state", "closed")
        self.connection.close()

    def data_version(self) -> int:
        """Changes when another connection committed (and only then)."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _open(self, random_bytes: RandomBytes) -> Connection:
        try:
            connection = self.connect()
            self._bring_up_to_date(connection, random_bytes)
        except driver.OperationalError as error:
            raise StoreTrouble(f"{self.path} cannot be used: {error}. {_advice(error)}") from None
        except driver.DatabaseError:
            return self._start_over(random_bytes)
        return connection

    def _bring_up_to_date(self, connection: Connection, random_bytes: RandomBytes) -> None:
        found = revision(connection)
        if found != REVISION:
            if found is not None and found > REVISION:
                raise StoreTrouble(
                    f"{self.path} was written by a newer War room. Update this one to open it."
                )
            migrate(connection, self.path)
        if read_meta(connection, "workspace") is None:
            connection.execute("BEGIN IMMEDIATE")
            for key, value in (
                ("workspace", new_uid(random_bytes)),
                ("device", new_uid(random_bytes)),
                ("clock", "0"),
                ("registry", fingerprint()),
            ):
                connection.execute("INSERT OR IGNORE INTO meta VALUES (?,?)", (key, value))
            connection.execute("COMMIT")
        if read_meta(connection, "registry") != fingerprint():
            # Fields that an older program kept aside are applied now.
            from models.store import projector

            connection.execute("BEGIN IMMEDIATE")
            projector.rebuild(connection)
            write_meta(connection, "registry", fingerprint())
            connection.execute("COMMIT")

    def check(self) -> str | None:
        """What SQLite finds wrong with the file; None when it is sound. Its own connection, so
        that it may run on another thread."""
        with closing(self.connect()) as connection:
            return quick_check(connection)

    def repair(self) -> Salvage:
        """Set the damaged file aside and go on with what can be read of it."""
        self.connection.close()
        self.connection = self._start_over(os.urandom)
        assert self.salvage is not None
        return self.salvage

    def _start_over(self, random_bytes: RandomBytes) -> Connection:
        from models.store.salvage import set_aside_and_recover

        self.salvage = set_aside_and_recover(self.path, self._fresh(random_bytes))
        connection = self.connect()
        return connection

    def _fresh(self, random_bytes: RandomBytes) -> Callable[[], Connection]:
        def make() -> Connection:
            connection = self.connect()
            self._bring_up_to_date(connection, random_bytes)
            return connection

        return make


def _advice(error: Exception) -> str:
    text = str(error)
    if "full" in text:
        return "Free some space and try again; nothing that was saved is lost."
    if "locked" in text:
        return "Another program holds it; close that one and try again."
    return "Check that the folder can be written to, or name another with --data-dir."


def quick_check(connection: Connection) -> str | None:
    try:
        rows = connection.execute("PRAGMA quick_check(1)").fetchall()
    except driver.DatabaseError as error:
        return str(error)
    return None if rows == [("ok",)] else str(rows[0][0])


def revision(connection: Connection) -> str | None:
    known = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE name='alembic_version'"
    ).fetchone()
    if known is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def migrate(connection: Connection, path: Path) -> None:
    """Bring the file up to REVISION. SQLAlchemy and alembic are loaded only when there is a step
    to take: the ordinary start does without them."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        if revision(connection) != REVISION:
            with engine.connect() as bound:
                config.attributes["connection"] = bound
                command.upgrade(config, REVISION)
                bound.commit()
        if connection.in_transaction:
            connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def read_meta(connection: Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
    return None if row is None else str(row[0])


def write_meta(connection: Connection, key: str, value: str) -> None:
    connection.execute(
        "INSERT INTO meta VALUES (?,?) ON CONFLICT (key) DO UPDATE SET value=excluded.value",
        (key, value),
    )


def aside_name(path: Path) -> Path:
    """A name that is free, beside the file: warroom.damaged-20261123T101500.db."""
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    candidate = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    n = 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}.damaged-{stamp}-{n}{path.suffix}")
        n += 1
    return candidate
