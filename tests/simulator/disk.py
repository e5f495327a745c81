"""Disks that can be watched, filled and cut off in the middle of a write.

A desktop's database lies in memory, or, where a torn commit is to be tried, in a file.
"""

import os
import tempfile
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from models.store.database import Database, write_meta
from models.store.driver import OperationalError, sqlite

ROOMY = 1_073_741_823
"""Pages; SQLite's own limit."""


class Died(BaseException):
    """Power is gone on this machine. No code of it may run on."""


class When(Enum):
    STATEMENT = "at a statement"
    COMMIT = "before a commit"
    COMMITTED = "after a commit"
    TORN = "in the midst of a commit"


@dataclass(slots=True)
class Trouble:
    """Lies in wait: the `after`-th time `when` comes round the machine dies, or the write fails."""

    when: When
    after: int
    dies: bool = True

    def comes(self, sql: str) -> When | None:
        if sql.startswith(("SELECT", "PRAGMA", "ROLLBACK")):
            return None
        if (sql == "COMMIT") is (self.when is When.STATEMENT):
            return None
        self.after -= 1
        return None if self.after > 0 else self.when


class Disk(sqlite.Connection):
    """A connection whose next writes may fail."""

    trouble: Trouble | None = None
    wal: Path | None = None
    torn: tuple[int, int] | None = None

    def execute(self, sql, *values):
        if self.trouble is None:
            return super().execute(sql, *values)
        return self._execute_in_trouble(super().execute, sql, *values)

    def executemany(self, sql, values):
        if self.trouble is None:
            return super().executemany(sql, values)
        return self._execute_in_trouble(super().executemany, sql, values)

    def _execute_in_trouble(self, execute, sql, *values):
        trouble = self.trouble
        when = trouble.comes(sql)
        if when is None:
            return execute(sql, *values)
        self.trouble = None
        if when is When.TORN and self.wal is not None:
            before = self.wal.stat().st_size if self.wal.exists() else 0
            execute(sql, *values)
            self.torn = (before, self.wal.stat().st_size)
        elif when is When.COMMITTED:
            execute(sql, *values)
        if trouble.dies or (when is not When.STATEMENT and when is not When.COMMIT):
            raise Died
        raise OperationalError("disk I/O error")

    def fill(self, pages_left: int) -> None:
        (pages,) = super().execute("PRAGMA page_count").fetchone()
        super().execute(f"PRAGMA max_page_count={pages + pages_left}")

    def free(self) -> None:
        super().execute(f"PRAGMA max_page_count={ROOMY}")


def memory(of: sqlite.Connection | None = None) -> Disk:
    made = sqlite.connect(":memory:", isolation_level=None, factory=Disk, cached_statements=256)
    if of is not None:
        of.backup(made)
    return made


def _open_file(path: Path) -> Disk:
    made = sqlite.connect(str(path), isolation_level=None, factory=Disk, cached_statements=256)
    for setting in ("journal_mode=WAL", "synchronous=OFF", "wal_autocheckpoint=0"):
        made.execute(f"PRAGMA {setting}")
    made.wal = path.with_name(path.name + "-wal")
    return made


def fast_folder() -> tempfile.TemporaryDirectory:
    shared = Path("/dev/shm")
    where = shared if shared.is_dir() and os.access(shared, os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="warroom-sim-", dir=where)


@cache
def blank() -> Disk:
    """A database as the first start leaves it."""
    with fast_folder() as folder:
        database = Database(Path(folder))
        made = memory(database.connection)
        database.close()
    return made


@dataclass(slots=True)
class Machine:
    """What lies on one desktop's disk; survives a crash, as `reboot` finds it."""

    connection: Disk
    path: Path | None = None

    @classmethod
    def new(cls, device: str, workspace: str, path: Path | None = None) -> "Machine":
        made = cls.copy_of(blank(), path)
        write_meta(made.connection, "device", device)
        write_meta(made.connection, "workspace", workspace)
        return made

    @classmethod
    def copy_of(cls, connection: Disk, path: Path | None = None) -> "Machine":
        if path is None:
            return cls(memory(connection))
        made = _open_file(path)
        connection.backup(made)
        return cls(made, path)

    def reboot(self, cut) -> None:
        """`cut(low, high)` says how many bytes of a torn commit reached the disk."""
        connection = self.connection
        connection.trouble = None
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if connection.torn is None or self.path is None or connection.torn[0] == connection.torn[1]:
            return
        low, high = connection.torn
        wal = connection.wal.read_bytes()[: cut(low, high - 1)]
        main = self.path.read_bytes()
        connection.close()
        self.path = self.path.with_name(self.path.name + "x")
        self.path.write_bytes(main)
        self.path.with_name(self.path.name + "-wal").write_bytes(wal)
        self.connection = _open_file(self.path)
