"""The server's database: SQLite with no configuration, or PostgreSQL where its address is given."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    create_engine,
    delete,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from models.domain.errors import StoreTrouble, Unavailable
from server import tables

REVISION = "0004"
FILE = "server.db"
_VERSIONS = "alembic_version"
_MIGRATIONS = Path(__file__).parent / "migrations"
MEMORY = "memory:"

_SETTINGS = (
    "PRAGMA page_size=8192",  # of a new file: a page holds a dozen operations
    "PRAGMA journal_mode=WAL",
    "PRAGMA wal_autocheckpoint=2000",  # pages; a bulk push else copies its journal at every batch
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-32000",
    "PRAGMA trusted_schema=OFF",
)


class ServerDatabase:
    """`url` is a PostgreSQL address, MEMORY, or "" for SQLite in `folder`."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.url = url
        self.is_sqlite = not url or url == MEMORY
        self._one_writer = threading.RLock()
        self.engine = _engine(folder, url)
        # Neither BEGIN nor ROLLBACK have to be sent to a PostgreSQL that is only read.
        level = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._reader = self.engine.execution_options(**level)
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """On SQLite all of one moment; on PostgreSQL each statement of its own."""
        with self._reader.connect() as connection:
            yield connection

    @contextmanager
    def of_one_moment(self) -> Iterator[Connection]:
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect().execution_options(**level) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; on SQLite the write lock is taken first."""
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                yield connection
            return
        with self._one_writer, self.engine.connect() as connection:
            connection.execution_options(warroom_writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()

    def fact(self, connection: Connection, key: str) -> str:
        found = connection.execute(
            select(tables.meta.c.value).where(tables.meta.c.key == key)
        ).scalar_one()
        return str(found)

    def _bring_up_to_date(self) -> None:
        try:
            with self.writing() as connection:
                if not self.is_sqlite:
                    # Two workers may start at once; the lock ends with the transaction.
                    connection.execute(text("SELECT pg_advisory_xact_lock(8750)"))
                revision = _revision(connection)
                if revision is None:
                    _refuse_foreign(connection)
                    migrate(connection)
                elif revision != REVISION:
                    self._update(connection, revision)
                _name_server(connection)
        except OperationalError as error:
            raise Unavailable(
                f"The database of the server cannot be used: {str(error.orig).splitlines()[0]}."
            ) from None

    def _update(self, connection: Connection, revision: str) -> None:
        from server.running import held_by_server

        if revision not in revisions():
            raise StoreTrouble(
                "The database was written by a newer version of the server. Update this one."
            )
        try:
            with held_by_server(self, self.folder):
                migrate(connection)
        except Unavailable:
            raise Unavailable(
                "An older version of the server runs over this database. Stop it first: the "
                "database is brought to a form that it does not know."
            ) from None


def _engine(folder: Path, url: str) -> Engine:
    if url and url != MEMORY:
        return create_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1),
            pool_size=8,
            max_overflow=16,
            pool_pre_ping=True,
            pool_use_lifo=True,  # the one used last has its statements prepared
        )
    try:
        import pysqlite3.dbapi2 as sqlite
    except ImportError:
        import sqlite3 as sqlite

    arguments: dict[str, Any] = {"check_same_thread": False, "isolation_level": None}
    if url == MEMORY:
        engine = create_engine(
            "sqlite://", module=sqlite, connect_args=arguments, poolclass=StaticPool
        )
    else:
        folder.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            f"sqlite:///{folder / FILE}",
            module=sqlite,
            connect_args=arguments,
            pool_size=16,
            max_overflow=32,
        )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        for setting in _SETTINGS:
            connection.execute(setting)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("warroom_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _revision(connection: Connection) -> str | None:
    """None where nothing was made yet."""
    if not inspect(connection).has_table(_VERSIONS):
        return None
    return str(connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar_one())  # noqa: S608


def _refuse_foreign(connection: Connection) -> None:
    strangers = set(inspect(connection).get_table_names()) - set(tables.metadata.tables)
    if strangers:
        raise StoreTrouble(
            f"The database holds tables of something else ({', '.join(sorted(strangers)[:3])}). "
            "Give the server a database of its own."
        )


def begin_at(connection: Connection, revision: str) -> MetaData:
    """The server's tables in the form of that revision, empty. Those of the present form are
    emptied, for a database may have given others rights to them; for another all are made anew."""
    if revision == REVISION:
        for table in tables.metadata.sorted_tables:
            connection.execute(delete(table))
        return tables.metadata
    ours = {*tables.metadata.tables, _VERSIONS}
    held = MetaData()
    held.reflect(connection, only=lambda name, _: name in ours)
    held.drop_all(connection)
    strangers = set(inspect(connection).get_table_names())
    migrate(connection, revision)
    made = MetaData()
    made.reflect(connection, only=lambda name, _: name not in {*strangers, _VERSIONS})
    return made


def revisions() -> set[str]:
    """Every form that the database has had."""
    from alembic.script import ScriptDirectory

    return {one.revision for one in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}


def migrate(connection: Connection, revision: str = REVISION) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _name_server(connection: Connection) -> None:
    known = connection.execute(select(tables.meta.c.key)).scalars().all()
    if "server_id" not in known:
        connection.execute(
            tables.meta.insert(),
            [
                {"key": "server_id", "value": secrets.token_hex(16)},
                {"key": "workspace", "value": secrets.token_hex(16)},
                {"key": "epoch", "value": "1"},
            ],
        )
