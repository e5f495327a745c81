"""A team in one process: the real server code, the real desktops' code, and a wire between them
that carries bytes and can be cut."""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from models.actions.desk import Desk
from models.changes import ChangeFeed
from models.credentials import SessionVault
from models.domain.errors import Unavailable
from models.domain.ids import incident_stream
from models.net.channel import Reply
from models.queries import export, incidents
from models.queries.verify import verify
from models.replication import messages
from models.replication.signing import Signer
from models.store import server_link
from models.store.database import Database, read_meta
from models.sync.engine import Engine, Exchanged
from models.sync.line import Line
from models.sync.sign_in import sign_in
from server import accounts, dispatch
from server.access import Role
from server.blobs import Blobs
from server.core import Server
from server.database import MEMORY, ServerDatabase

PASSWORD = "a long password"
START = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


@dataclass
class WorldClock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


class DirectChannel:
    """Hands requests to the server's own code. `cut` makes it unreachable; `lose_answers` lets
    the request arrive and loses the answer."""

    def __init__(self, site: Callable[[], dispatch.Site]) -> None:
        self._site = site
        self.cut = False
        self.lose_answers = False
        self.asked: list[tuple[str, str]] = []

    def exchange(self, method: str, path: str, body: bytes, kind: str, token: str = "") -> Reply:
        self.asked.append((method, path))
        if self.cut:
            raise Unavailable("The server does not answer.")
        bare, _, query = path.partition("?")
        told = dict(part.split("=", 1) for part in query.split("&") if part)
        message = messages.unpack(body) if body else {}
        found = dispatch.answer(self._site(), method, bare, told, message, token)
        if self.lose_answers:
            raise Unavailable("The server does not answer.")
        return Reply(found.status, messages.pack(found.message), found.retry_after_s)


@dataclass
class Opened:
    connection: object


@dataclass
class Desktop:
    name: str
    folder: Path
    clock: Callable[[], datetime]
    channel: DirectChannel
    database: Database
    vault: SessionVault = field(default_factory=SessionVault)
    skew: timedelta = timedelta()
    random_bytes: Callable[[int], bytes] = os.urandom

    def now(self) -> datetime:
        return self.clock() + self.skew

    def set_right(self) -> None:
        """Its clock is right again, and so is what it writes from now on."""
        self.skew = timedelta()
        self.database.connection.execute("UPDATE meta SET value='0' WHERE key='clock'")

    @property
    def signer(self) -> Signer | None:
        if not server_link.is_linked(self.database.connection):
            return None
        return self.line().signer()

    @property
    def desk(self) -> Desk:
        return Desk(
            self.database, ChangeFeed(), self.now, self.random_bytes, self.name, self.signer
        )

    def line(self) -> Line:
        server_id = server_link.read(self.database.connection, "server_id") or ""
        device = read_meta(self.database.connection, "device") or ""
        return Line(
            self.channel,
            self.vault,
            Line.name_of(server_id, device),
            device,
            lambda: int(self.clock().timestamp() * 1000),
        )

    def sign_in(self, account: str | None = None) -> None:
        account = account or self.name
        sign_in("http://localhost", account, PASSWORD, self.desk, self.channel, self.vault)
        self.name = account

    def sync(self) -> Exchanged:
        return Engine(self.desk, self.line()).exchange()

    def incident(self, uid: str):
        return incidents.incident(self.database.connection, uid)

    def exported(self, uid: str) -> bytes:
        return export.incident_as_json(self.database.connection, uid)

    def operations(self, uid: str | None = None) -> set[bytes]:
        where, values = ("", ()) if uid is None else (" WHERE stream=?", (incident_stream(uid),))
        rows = self.database.connection.execute(f"SELECT op_id FROM operation{where}", values)
        return {op_id for (op_id,) in rows}

    def verified(self) -> bool:
        return verify(self.database.connection).ok


class World:
    """A server and desktops around it, on one clock."""

    def __init__(self, folder: Path, url: str = MEMORY) -> None:
        self.folder = folder
        self.clock = WorldClock()
        self.url = url
        self.desktops: list[Desktop] = []
        self._made = count()
        self.signer = Signer(b"k" * 32)
        self.start_server()

    def start_server(self) -> None:
        server = Server(
            ServerDatabase(self.folder / "server", self.url),
            self.signer,
            self.clock.ms,
            self.clock.ms,
        )
        self.site = dispatch.Site(server, Blobs(self.folder / "server"))

    @property
    def server(self) -> Server:
        return self.site.server

    def member(self, name: str, role: Role = Role.RESPONDER) -> None:
        with self.server.database.writing() as connection:
            accounts.add_account(connection, name, PASSWORD, role, self.clock.ms())

    def desktop(self, name: str, role: Role | None = Role.RESPONDER) -> Desktop:
        """A new desktop of that person; with a role it is signed in."""
        folder = self.folder / f"desktop-{next(self._made)}"
        made = Desktop(name, folder, self.clock, DirectChannel(lambda: self.site), Database(folder))
        self.desktops.append(made)
        if role is not None:
            self.member(name, role)
            made.sign_in()
        return made

    def settle(self, rounds: int = 6) -> None:
        """Everybody syncs until nothing moves."""
        for _ in range(rounds):
            moved = [desktop.sync() for desktop in self.desktops]
            if not any(done.pushed or done.pulled for done in moved):
                return

    def close(self) -> None:
        for desktop in self.desktops:
            with closing(desktop.database):
                pass
        self.server.database.close()
