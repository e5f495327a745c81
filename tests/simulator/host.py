"""The real server in memory: it can be killed, filled, and put back to an older copy."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import argon2
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from models.replication import messages, wire
from models.replication.signing import Signer
from models.store.driver import OperationalError as DiskError
from models.store.driver import sqlite
from server import accounts, backup, barring, dispatch, tables
from server.access import Role
from server.blobs import Blobs
from server.core import Server
from server.database import MEMORY, ServerDatabase
from server.live import Hub
from server.streams import Page
from tests.simulator.broken import Broken
from tests.simulator.disk import ROOMY, fast_folder

PASSWORD = "a long password"
WORKSPACE = "aa" * 16
SERVER_ID = "bb" * 16
PEOPLE = {
    "Ana": Role.ADMIN,
    "Bo": Role.RESPONDER,
    "Dee": Role.RESPONDER,
    "Eve": Role.COMMANDER,
    "Lou": Role.RESPONDER,
}
SIGNER = Signer(b"k" * 32)


class ServerDied(Exception):
    """The server's process is gone. What it committed is there at the next start."""


@dataclass(slots=True)
class Trouble:
    """The `after`-th commit or statement from now kills the server, or fails there."""

    at_commit: bool
    after: int
    dies: bool


@dataclass(slots=True)
class Engine:
    """One database engine for all schedules of a process; only its content changes."""

    database: ServerDatabase
    folder: Path
    trouble: Trouble | None = None
    _kept: object = None

    @property
    def connection(self) -> sqlite.Connection:
        return self.database.engine.raw_connection().driver_connection

    def copy(self) -> sqlite.Connection:
        made = sqlite.connect(":memory:", isolation_level=None)
        self.connection.backup(made)
        return made

    def put(self, copy: sqlite.Connection) -> None:
        copy.backup(self.connection)

    def count(self, *, at_commit: bool) -> None:
        trouble = self.trouble
        if trouble is None or trouble.at_commit is not at_commit:
            return
        trouble.after -= 1
        if trouble.after > 0:
            return
        self.trouble = None
        if trouble.dies:
            raise ServerDied
        raise OperationalError("", {}, DiskError("disk I/O error"))


@cache
def engine() -> Engine:
    folder = fast_folder()
    made = Engine(ServerDatabase(Path(folder.name), MEMORY), Path(folder.name))
    made._kept = folder
    on = made.database.engine
    event.listen(on, "before_cursor_execute", lambda *_: made.count(at_commit=False))
    event.listen(on, "commit", lambda _: made.count(at_commit=True))
    return made


@contextmanager
def quick_passwords():
    """Hashing costs a tenth of a second on purpose; a thousand schedules cannot wait for it."""
    kept = accounts._hasher, accounts._NOBODY
    accounts._hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts._NOBODY = accounts._hasher.hash("a password that nobody has")
    try:
        yield
    finally:
        accounts._hasher, accounts._NOBODY = kept


@cache
def founded() -> sqlite.Connection:
    """A server with its people, and nothing said yet."""
    host = engine()
    with quick_passwords(), host.database.writing() as connection:
        for key, value in (("server_id", SERVER_ID), ("workspace", WORKSPACE)):
            connection.execute(
                update(tables.meta).where(tables.meta.c.key == key).values(value=value)
            )
        for name, role in PEOPLE.items():
            accounts.add_account(connection, name, PASSWORD, role, 0)
    return host.copy()


@dataclass
class Host:
    """One schedule's server. `grown` is told the news of each commit, as live listeners are."""

    clock: Callable[[], int]
    random_bytes: Callable[[int], bytes]
    folder: Path
    tell: Callable[[dict], None]
    up: bool = True
    copies: list[tuple[str, object]] = field(default_factory=list)
    reasons: dict[bytes, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Why each operation was not taken, of all that was ever said."""
    is_full: bool = False
    silent_restores: int = 0
    restores: int = 0

    def __post_init__(self) -> None:
        self.engine = engine()
        self.engine.trouble = None
        self.engine.connection.execute(f"PRAGMA max_page_count={ROOMY}")
        self._backups = 0

    def begin(self, copy: sqlite.Connection) -> None:
        self.engine.put(copy)
        self.start()

    def start(self) -> None:
        self.engine.trouble = None
        self._news: list[tuple[int, Page]] = []
        server = Server(
            self.engine.database, SIGNER, self.clock, self.clock, self.random_bytes,
            lambda present, pages: self._news.extend((present, page) for page in pages),
        )  # fmt: skip
        self.site = dispatch.Site(server, Blobs(self.folder))
        self._hub = Hub(server)
        self._hub._known = self._hub._heads()
        self.up = True

    def answer(self, method: str, path: str, body: bytes, token: str) -> dispatch.Answer:
        """Raises ServerDied; then it is down until `start`."""
        excused = self.is_full or self.engine.trouble is not None
        bare, _, query = path.partition("?")
        told = dict(part.split("=", 1) for part in query.split("&") if part)
        message = messages.unpack(body) if body else {}
        try:
            found = dispatch.answer(self.site, method, bare, told, message, token)
        except ServerDied:
            self.up = False
            raise
        if found.status >= 500 and not excused:
            raise Broken(f"The server fails over {method} {path}, and nothing had happened to it.")
        if bare == "/v1/push" and found.status == 200:
            self._note_reasons(message, found.message)
        if self._news:
            news, self._news = self._news, []
            trouble, self.engine.trouble = self.engine.trouble, None
            for present, page in news:
                self._hub._take(present, [page])
                events, unread = self._hub._gathered()
                for raw in [*events, *self._hub._of_log(unread)]:
                    self.tell(messages.unpack(raw))
            self.engine.trouble = trouble
        return found

    def _note_reasons(self, asked: messages.Message, told: messages.Message) -> None:
        for raw, (verdict, reason) in zip(asked["ops"], told["verdicts"], strict=True):
            if verdict in ("parked", "confirm"):
                self.reasons[wire.decode(raw).op_id].add(reason[:500])

    def count_files(self) -> int:
        return sum(1 for _ in self.folder.glob("blobs/*/*"))

    def fill(self, pages_left: int) -> None:
        self.is_full = True
        connection = self.engine.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + pages_left}")

    def free(self) -> None:
        self.is_full = False
        self.engine.connection.execute(f"PRAGMA max_page_count={ROOMY}")

    def back_up(self) -> None:
        self._backups += 1
        out = self.folder / f"backup-{self._backups}.zip"
        backup.write(self.engine.database, self.folder, out)
        self.copies.append(("told", out))

    def snapshot(self) -> None:
        self.copies.append(("silent", self.engine.copy()))

    def restore(self, which: int) -> str:
        """Put back a copy: a backup says so by a new epoch, a snapshot says nothing."""
        how, copy = self.copies[which]
        self.engine.trouble = None
        self.free()
        if how == "told":
            backup.restore(self.engine.database, self.folder, copy)
        else:
            self.engine.put(copy)
            self.silent_restores += 1
        self.restores += 1
        self.start()
        return how

    def set_role(self, name: str, role: Role) -> None:
        with self.engine.database.writing() as connection:
            connection.execute(
                update(tables.account)
                .where(tables.account.c.folded == accounts.fold(name))
                .values(role=role.value)
            )

    def revoke(self, device: str) -> None:
        barring.say(self.site.server, barring.REVOKE, device)

    def rows(self, sql: str, *values: object) -> list[tuple]:
        return self.engine.connection.execute(sql, values).fetchall()
