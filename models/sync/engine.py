"""One exchange with the server: read what is there, send what waits, until nothing moves."""

from collections.abc import Callable
from dataclasses import dataclass, field

from models.actions.desk import Desk
from models.domain.errors import BadInput
from models.domain.ids import WORKSPACE_STREAM
from models.domain.syncing import CLOCK_NOTICE_MS
from models.domain.times import to_ms
from models.queries import incidents
from models.replication import messages, wire
from models.replication.operation import Operation, Value
from models.replication.sequence import START, Cursor
from models.replication.signing import vouched_for
from models.store import clocks, exchange, server_link
from models.store.database import read_meta
from models.store.driver import Connection
from models.store.unit_of_work import FORMER
from models.sync import attachments
from models.sync.apply import Fuse, apply_page, read_page
from models.sync.line import GoBack, Line, SignedOut

PULL_LIMIT = 1000
PUSH_OPERATIONS = 500
PUSH_BYTES = 1024 * 1024
MOST_ROUNDS = 10_000
_MOST_GO_BACKS = 16
_MOST_VOUCHED = 1000
"""In one operation, which must stay small enough to be taken."""


@dataclass(slots=True)
class Exchanged:
    """Operations counted, those of others as pulled; positive offset: this device is ahead."""

    pushed: int = 0
    pulled: int = 0
    waiting: int = 0
    parked: int = 0
    conflicts: int = 0
    clock_offset_ms: int | None = None
    returned: int = 0
    """Given back to a server that had lost them."""


@dataclass(slots=True)
class Engine:
    """Drives one desktop's side. `desk` writes through a connection that this engine alone uses;
    `progress` is told (done, of) on long work."""

    desk: Desk
    line: Line
    take_all: bool = False
    progress: Callable[[int, int], None] = field(default=lambda done, of: None)
    _done: Exchanged = field(default_factory=Exchanged)
    _sent: set[bytes] = field(default_factory=set)
    _again: set[tuple[str, str]] = field(default_factory=set)
    _fuse: Fuse | None = None

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._done = Exchanged()
        self._again = set()
        self._fuse = None if self.take_all else Fuse(self._connection)

    def exchange(self) -> Exchanged:
        """Go on until nothing is left to read or to send.

        Raises:
            Unavailable: the server does not answer; what was done so far is kept.
            SignedOut, TooOld, FuseBlown: a person has to act first.
        """
        self._begin()
        goes_back = 0
        while True:
            try:
                self._settle()
                break
            except GoBack as back:
                goes_back += 1
                if goes_back > _MOST_GO_BACKS:
                    raise
                self._go_back(back)
        attachments.carry(self.desk, self.line)
        return self._finished()

    def send(self) -> Exchanged:
        """What waits here, and its echo; not what others did meanwhile."""
        self._begin()
        try:
            self._vouch_for_unsigned()
            touched, _ = self._push_all()
            self._pull(dict.fromkeys(sorted(touched)))
        except GoBack as back:
            self._go_back(back)
        return self._done

    def take(self, told: messages.Message) -> int:
        """News that came by themselves: a page, or the name of a stream that has some. Gives how
        many operations were new."""
        self._begin()
        self._note_epoch(messages.integer(told, "epoch"))
        if "ops" in told:
            page = read_page(told)
            before = exchange.cursor(self._connection, page.stream)
            if before.seq == page.start:
                if before.after(op.hash for op in page.operations) != page.end:
                    # Of another past: the server was restored, and says so when it is asked.
                    return self.read([page.stream])
                new = apply_page(page, self.desk, self._fuse)
                if new:
                    attachments.carry(self.desk, self.line)
                return new
            if before.seq >= page.end.seq:
                return 0
        return self.read([messages.text(told, "stream", 80)])

    def read(self, streams: list[str]) -> int:
        """Read news of these streams alone. Gives how many operations were new."""
        before = self._done.pulled
        try:
            self._pull(dict.fromkeys(streams))
        except GoBack as back:
            self._go_back(back)
        return self._done.pulled - before

    def _settle(self) -> None:
        self._pull(self._behind())
        for _ in range(MOST_ROUNDS):
            self._vouch_for_unsigned()
            touched, after = self._push_all()
            if touched:
                self._pull(dict.fromkeys(sorted(touched)))
            if not after and not self._unread(touched):
                return

    def _behind(self) -> dict[str, None]:
        """Streams where the server is elsewhere than our cursor. A cursor of ours that the server
        does not list at all is asked about too: then it was rolled back."""
        asked_at = self._now_ms()
        told = self.line.ask("GET", "/v1/heads")
        self._note_clock(asked_at, told)
        self._note_epoch(messages.integer(told, "epoch"))
        there = {
            str(name): Cursor(int(seq), bytes(chain))
            for name, seq, chain in messages.items(told, "streams", 2_000_000)
        }
        here = exchange.cursors(self._connection)
        wanted = {name for name, cursor in there.items() if here.get(name) != cursor}
        wanted |= {name for name in here if name not in there}
        return dict.fromkeys(sorted(wanted))

    def _pull(self, streams: dict[str, None]) -> None:
        left = list(streams)
        while left:
            batch, left = left[:200], left[200:]
            while batch:
                batch = self._pull_once(batch)

    def _pull_once(self, names: list[str]) -> list[str]:
        """One request; gives the streams that may have more."""
        cursors = {name: exchange.cursor(self._connection, name) for name in names}
        answer = self.line.ask(
            "POST",
            "/v1/pull",
            {
                "epoch": self._epoch(),
                "streams": [[name, c.seq, c.chain] for name, c in cursors.items()],
                "limit": PULL_LIMIT,
            },
        )
        self._note_epoch(messages.integer(answer, "epoch"))
        seen: set[str] = set()
        for told in messages.items(answer, "pages", len(names)):
            page = read_page(told)
            if page.stream not in cursors:
                raise BadInput("The server answered about a stream that was not asked for.")
            seen.add(page.stream)
            new = apply_page(page, self.desk, self._fuse)
            self._done.pulled += new
            self.progress(self._done.pulled, 0)
        if not answer.get("more") or not seen:
            return []
        return names[max(names.index(name) for name in seen) :]

    def _push_all(self) -> tuple[set[str], int]:
        """Send everything that waits, once. Gives the streams that grew there, and how many
        operations the server took."""
        touched: set[str] = set()
        # What the server itself said before it was rolled back goes first, whole: it decides anew
        # only what it had not decided, and takes from anybody what it vouched for.
        server = server_link.read(self._connection, "server_id") or ""
        taken = self._push_waiting(touched, server, of_server=True)
        # What was refused goes once more ahead of what follows it: a server that was restored has
        # forgotten that it holds it, and would leave a hole in the chain that nobody explains.
        rows = exchange.held_back(self._connection)
        while batch := _first_of(rows):
            rows = rows[len(batch) :]
            taken += self._push([wire.decode(raw) for _, raw in batch], touched)
        return touched, taken + self._push_waiting(touched, server, of_server=False)

    def _push_waiting(self, touched: set[str], server: str, *, of_server: bool) -> int:
        position = taken = 0
        only = server if of_server else ""
        while True:
            batch = _first_of(exchange.waiting(self._connection, position, PUSH_OPERATIONS, only))
            if not batch:
                return taken
            position = batch[-1][0]
            operations = [
                op for _, raw in batch if ((op := wire.decode(raw)).device == server) is of_server
            ]
            taken += self._push(operations, touched) if operations else 0
            self.progress(self._done.pushed, 0)

    def _push(self, operations: list[Operation], touched: set[str]) -> int:
        names = sorted({op.stream for op in operations})
        cursors = [(name, exchange.cursor(self._connection, name)) for name in names]
        confirmed = exchange.confirmed(self._connection)
        answer = self.line.ask(
            "POST",
            "/v1/push",
            {
                "epoch": self._epoch(),
                "cursors": [[name, c.seq, c.chain] for name, c in cursors],
                "ops": [wire.encode(op) for op in operations],
                "confirmed": [op.op_id for op in operations if op.op_id in confirmed],
            },
        )
        verdicts = messages.items(answer, "verdicts", len(operations))
        refused: list[tuple[bytes, str, bool]] = []
        proved: set[tuple[str, str]] = set()
        taken = 0
        for op, (verdict, told) in zip(operations, verdicts, strict=True):
            if verdict in ("accepted", "duplicate"):
                touched.add(op.stream)
                taken += verdict == "accepted"
                proved.update((op.stream, device) for device, _, _ in vouched_for(op))
                if verdict == "accepted" and op.op_id not in self._sent:
                    self._sent.add(op.op_id)
                    self._done.pushed += 1
            else:
                refused.append((op.op_id, str(told)[:500], verdict == "confirm"))
        if refused or proved:
            with self.desk.act() as act:
                exchange.park(act.connection, refused, to_ms(act.now))
                # Sent before the word for it was: judged again, once, in the next round.
                exchange.try_chains_again(act.connection, proved - self._again)
            self._again |= proved
        return taken

    def _unread(self, touched: set[str]) -> bool:
        """Whether something was sent and not yet read back."""
        waiting = exchange.streams_waiting(self._connection)
        return any(name in waiting for name in touched)

    def _go_back(self, back: GoBack) -> None:
        """To the last place that both sides know; everything after it waits again."""
        self._note_epoch(back.epoch)
        for name in back.streams:
            places = exchange.checkpoints(self._connection, name)[:64]
            told = self.line.ask(
                "POST",
                "/v1/common",
                {"stream": name, "places": [[c.seq, c.chain] for c in places]},
            )
            common = Cursor(messages.integer(told, "seq"), messages.raw_bytes(told, "chain", 32))
            if common not in (*places, Cursor(0, START)):
                raise BadInput("The server named a place that this desktop never was at.")
            with self.desk.act() as act:
                lost = exchange.rewind(act.connection, name, common)
                before = int(server_link.read(act.connection, "returned") or 0)
                server_link.write(
                    act.connection, restored_at=to_ms(act.now), returned=before + lost
                )
            self._done.returned += lost

    def _vouch_for_unsigned(self) -> None:
        """Acts done while the keyring was locked, or under an identity that was given up, carry no
        signature: the device signs for the last of them, once it can.

        Raises:
            SignedOut: this file goes on under a new identity, which has not signed in yet.
        """
        device = read_meta(self._connection, "device") or ""
        if device != self.line.device:
            raise SignedOut(
                "The data folder was copied, and two machines wrote as one. This one goes on "
                "under a new identity: sign in again; what waits here is safe."
            )
        if self.desk.sign is None:
            return
        former = read_meta(self._connection, FORMER) or ""
        unsigned, vouched = self._unsigned({device, *former.split()})
        told: dict[str, list[Operation]] = {}
        for op in unsigned:
            if op.counter > vouched.get((op.stream, op.device), 0):
                told.setdefault(op.stream, []).append(op)
        if told:
            vouch_for(self.desk, told)

    def _unsigned(self, mine: set[str]) -> tuple[list[Operation], dict[tuple[str, str], int]]:
        """What of ours waits unsigned, and, by stream and device, up to which counter one that
        waits too vouches."""
        workspace = server_link.read(self._connection, "workspace")
        unsigned: list[Operation] = []
        vouched: dict[tuple[str, str], int] = {}
        position = 0
        while rows := exchange.waiting(self._connection, position, PUSH_OPERATIONS):
            position = rows[-1][0]
            for _, raw in rows:
                op = wire.decode(raw)
                if op.device not in mine or op.workspace != workspace:
                    continue
                if not op.signature:
                    unsigned.append(op)
                for device, counter, _ in vouched_for(op) if op.signature else ():
                    vouched[op.stream, device] = max(vouched.get((op.stream, device), 0), counter)
        return unsigned, vouched

    def _note_clock(self, asked_at: int, told: messages.Message) -> None:
        answered_at = self._now_ms()
        offset = (asked_at + answered_at) // 2 - messages.integer(told, "time")
        self._done.clock_offset_ms = offset
        server_link.write(self._connection, clock_offset_ms=offset)
        tell_clock(self.desk, offset)

    def _note_epoch(self, epoch: int) -> None:
        if epoch > self._epoch():
            server_link.write(self._connection, epoch=epoch)

    def _epoch(self) -> int:
        return int(server_link.read(self._connection, "epoch") or 1)

    def _finished(self) -> Exchanged:
        connection = self._connection
        server_link.write(connection, synced_at=self._now_ms(), signed_out=None)
        self._done.waiting = exchange.count_waiting(connection)
        self._done.parked = len(exchange.parked(connection))
        self._done.conflicts = sum(
            len(incidents.incident(connection, uid).conflicts)
            for uid in incidents.in_conflict(connection)
        )
        return self._done

    def _now_ms(self) -> int:
        return to_ms(self.desk.now())

    @property
    def _connection(self) -> Connection:
        return self.desk.store.connection


def _first_of(rows: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """As many (position, bytes) as go into one request; one, however large it is."""
    size = 0
    batch: list[tuple[int, bytes]] = []
    for place, raw in rows[:PUSH_OPERATIONS]:
        size += len(raw)
        if batch and size > PUSH_BYTES:
            break
        batch.append((place, raw))
    return batch


def tell_clock(desk: Desk, offset_ms: int) -> None:
    """Let the others know that this device's clock is off, or no longer is: its times are shown
    with that, and stay as they were written."""
    connection = desk.store.connection
    device = read_meta(connection, "device") or ""
    told = server_link.read(connection, "clock_told_ms")
    before = clocks.told_last(connection, device) if told is None else int(told)
    if abs(offset_ms - before) < CLOCK_NOTICE_MS:
        return
    with desk.act() as act:
        value: dict[str, Value] = {"offset_ms": offset_ms}
        act.add_to(WORKSPACE_STREAM, "device", device, clocks.FIELD, value)
        server_link.write(act.connection, clock_told_ms=offset_ms)


def vouch_for(desk: Desk, ends: dict[str, list[Operation]]) -> None:
    """Sign, stream by stream, for these operations, which carry no signature of their own, and
    for all that their chains lead back to."""
    device = read_meta(desk.store.connection, "device") or ""
    with desk.act() as act:
        for stream, operations in ends.items():
            for start in range(0, len(operations), _MOST_VOUCHED):
                part = operations[start : start + _MOST_VOUCHED]
                told = [[op.device, op.counter, op.hash] for op in part]
                act.append(stream, "device", device, "vouched", told)  # type: ignore[arg-type]
