"""One desktop of a schedule: the real desk, engine and sign-in over a disk that may fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from models.actions.desk import Desk
from models.changes import ChangeFeed
from models.credentials import SessionVault
from models.domain.errors import Unavailable
from models.net.channel import Reply
from models.replication import wire
from models.replication.signing import Signer
from models.store import server_link
from models.store.database import read_meta
from models.sync.engine import Engine
from models.sync.line import Line, SignedOut
from models.sync.sign_in import sign_in
from tests.simulator.disk import Disk, Machine
from tests.simulator.host import PASSWORD

ADDRESS = "http://localhost"
OUT_OF_REACH = (Unavailable, SignedOut)


class Wire(Protocol):
    def exchange(
        self, desktop: "Desktop", method: str, path: str, body: bytes, token: str
    ) -> Reply: ...


@dataclass(eq=False)
class Desktop:
    """`seen` is how far its log was looked at; `held`, `entries` and `epoch` may only grow."""

    name: str
    machine: Machine
    wire: Wire
    clock: Callable[[], object]
    random_bytes: Callable[[int], bytes]
    n: int
    vault: SessionVault = field(default_factory=SessionVault)
    skew: timedelta = timedelta()
    offline_until: int = 0
    is_locked: bool = False
    """The keyring is not open: what is done meanwhile is not signed."""
    is_gone: bool = False
    kept_signer: Signer | None = None
    """The key that the open window goes on with, whatever became of its file meanwhile."""
    news: list[dict] = field(default_factory=list)
    positions: dict[bytes, int] = field(default_factory=dict)
    """Where in its log each operation came to stand: what its people had seen, in order."""
    top: int = 0
    seen: int = 0
    held: int = 0
    entries: int = 0
    epoch: int = 0

    @property
    def connection(self) -> Disk:
        return self.machine.connection

    def now(self):
        return self.clock() + self.skew

    def now_ms(self) -> int:
        return int(self.now().timestamp() * 1000)

    def exchange(self, method: str, path: str, body: bytes, kind: str, token: str = "") -> Reply:
        return self.wire.exchange(self, method, path, body, token)

    @property
    def device(self) -> str:
        return read_meta(self.connection, "device") or ""

    @property
    def is_linked(self) -> bool:
        return server_link.is_linked(self.connection)

    def line(self) -> Line:
        server_id = server_link.read(self.connection, "server_id") or ""
        device = self.device
        return Line(self, self.vault, Line.name_of(server_id, device), device, self.now_ms)

    @property
    def desk(self) -> Desk:
        signer = None
        if self.is_linked and not self.is_locked:
            signer = self.kept_signer = self.kept_signer or self.line().signer()
        return Desk(self.machine, ChangeFeed(), self.now, self.random_bytes, self.name, signer)

    def engine(self) -> Engine:
        return Engine(self.desk, self.line())

    def sign_in(self) -> None:
        self.is_locked = False
        self.kept_signer = None
        sign_in(ADDRESS, self.name, PASSWORD, self.desk, self, self.vault)

    def incidents(self) -> list[str]:
        return [uid for (uid,) in self.connection.execute("SELECT uid FROM incident ORDER BY uid")]

    def operations(self, after: int = 0):
        """(position, operation) of what came to its log behind `after`."""
        rows = self.connection.execute(
            "SELECT position, raw FROM operation WHERE position>? ORDER BY position", (after,)
        ).fetchall()
        return [(position, wire.decode(raw)) for position, raw in rows]
