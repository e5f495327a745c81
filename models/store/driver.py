"""The one place that opens SQLite files, with the settings that durability rests on."""

import sqlite3 as bundled
from pathlib import Path

from models.domain.errors import StoreTrouble

try:
    import pysqlite3.dbapi2 as sqlite
except ImportError:  # a platform without the wheel: its own SQLite must be new enough
    sqlite = bundled

SOUND_FROM = (3, 51, 3)
"""Older versions can lose committed writes in WAL mode (sqlite.org/wal.html, the WAL-reset bug)."""

Connection = bundled.Connection
Row = tuple[object, ...]
DatabaseError: type[Exception] = sqlite.DatabaseError
OperationalError: type[Exception] = sqlite.OperationalError
IntegrityError: type[Exception] = sqlite.IntegrityError

blob = bytearray
"""What is bound where there are many: of `bytes` the driver first looks for an adapter, which takes
longer than storing them."""

_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-4000",
    "PRAGMA trusted_schema=OFF",
)


def refuse_unsound_sqlite() -> None:
    if sqlite.sqlite_version_info < SOUND_FROM:
        wanted = ".".join(str(part) for part in SOUND_FROM)
        raise StoreTrouble(
            f"SQLite {sqlite.sqlite_version} can lose data; War room needs {wanted} or later. "
            "Run scripts/setup, which installs one."
        )


def connect(path: Path) -> Connection:
    """A connection in autocommit: transactions are begun and ended by the unit of work alone."""
    refuse_unsound_sqlite()
    connection: Connection = sqlite.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def version() -> str:
    return str(sqlite.sqlite_version)
