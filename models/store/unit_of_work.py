"""One act, one transaction, one announcement."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from models.changes import Change, ChangeFeed
from models.domain.errors import StoreTrouble
from models.domain.ids import RandomBytes, new_uid
from models.replication.act import Act, Author, ChainHead, Sign
from models.replication.act import Change as FieldChange
from models.replication.clock import HybridClock
from models.replication.merge import FieldState, Key, State
from models.replication.operation import Operation
from models.replication.signing import Signer
from models.store import driver, log, projector, state
from models.store.database import read_meta, write_meta
from models.store.driver import Connection

FORMER = "former_devices"
"""Identities this file has written under before, with a space between."""


class UnitOfWork:
    """Everything inside the `with` block lands together, or not at all.

    The write lock is taken first; the clock and the chain heads are read inside it and written
    back with the operations, so several processes may share one file. Changes are announced only
    after the commit.
    """

    def __init__(
        self,
        connection: Connection,
        feed: ChangeFeed,
        wall_clock_ms: Callable[[], int],
        random_bytes: RandomBytes,
        sign: Sign | None = None,
    ) -> None:
        self._sign = sign
        self.connection = connection
        self._feed = feed
        self._wall_clock_ms = wall_clock_ms
        self._random_bytes = random_bytes
        self._stale: list[Change] = []
        self.operations: list[Operation] = []

    def __enter__(self) -> Self:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except driver.OperationalError as error:
            raise _trouble(error) from None
        began = self._wall_clock_ms()
        # One look at the wall clock a transaction: the counter orders what is written in it.
        self._clock = HybridClock(int(read_meta(self.connection, "clock") or 0), lambda: began)
        self.workspace = read_meta(self.connection, "workspace") or ""
        self._write_as(read_meta(self.connection, "device") or "")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._roll_back()
            if isinstance(error, driver.OperationalError):
                raise _trouble(error) from None
            return
        try:
            if self.operations:
                write_meta(self.connection, "clock", str(self._clock.latest))
                self._keep_chain_heads()
            self.connection.execute("COMMIT")
        except driver.OperationalError as failure:
            self._roll_back()
            raise _trouble(failure) from None
        for change in dict.fromkeys(self._stale):
            self._feed.announce(change)

    def _write_as(self, device: str) -> None:
        self.device = device
        self._author = Author(
            self.workspace, device, self._clock, self._random_bytes, self._own_key()
        )

    def _own_key(self) -> Sign | None:
        """None under a new identity until it has a key of its own: what the old one signs would
        prove nothing, and is vouched for later when it is not signed."""
        is_own = not isinstance(self._sign, Signer) or self._sign.device in ("", self.device)
        return self._sign if is_own else None

    def new_op_id(self) -> bytes:
        return self._author.new_op_id()

    def write(self, act: Act, changes: list[FieldChange]) -> list[Operation]:
        """Stamp, log and apply changes of this device."""
        for stream in {change.stream for change in changes}:
            if stream not in self._author.heads:
                self._author.heads[stream] = self._chain_head(stream)
        operations = self._author.write(act, changes)
        self._land(operations)
        return operations

    def receive(self, operations: list[Operation]) -> list[Operation]:
        """Log and apply operations made elsewhere; gives those that were new. They must have been
        checked (`wire.checked`, `chain.check`) before."""
        fresh = log.not_held(self.connection, operations)
        self._mind_own_chain(fresh)
        for operation in fresh:
            self._clock.witness(operation.clock)
        if fresh:
            self._land(fresh)
            write_meta(self.connection, "clock", str(self._clock.latest))
        return fresh

    def _mind_own_chain(self, fresh: list[Operation]) -> None:
        """Operations of this device that it does not hold: lost ones that come back are taken as
        its own past; ones that part from what it wrote mean that the data folder was copied, and
        two machines write as one. Then this one goes on under a new identity."""
        for op in sorted(fresh, key=lambda op: op.counter):
            if op.device != self.device:
                continue
            head = self._chain_head(op.stream)
            if op.counter == head.counter + 1 and op.previous == head.hash:
                self.connection.execute(
                    "INSERT OR REPLACE INTO chain VALUES (?,?,?)", (op.stream, op.counter, op.hash)
                )
            else:
                device = new_uid(self._random_bytes)
                rename(self.connection, device)
                self._write_as(device)  # also what follows in this transaction
                self._hold_deliveries()
                return

    def _hold_deliveries(self) -> None:
        """The other machine may deliver the same."""
        from models.store import postings

        postings.quarantine(self.connection)

    def standing(self, stream: str, key: Key) -> FieldState:
        """The writes that stand on one field, as they are inside this transaction."""
        return state.of_keys(self.connection, stream, [key]).get(key, FieldState())

    def state_of(self, stream: str) -> State:
        return state.of_stream(self.connection, stream)

    def _land(self, operations: list[Operation]) -> None:
        log.append(self.connection, operations)
        self._stale += projector.project(self.connection, operations)
        self.operations += operations

    def _chain_head(self, stream: str) -> ChainHead:
        row = self.connection.execute(
            "SELECT counter, hash FROM chain WHERE stream=?", (stream,)
        ).fetchone()
        return ChainHead(*row) if row else ChainHead()

    def _keep_chain_heads(self) -> None:
        self.connection.executemany(
            "INSERT INTO chain VALUES (?,?,?) ON CONFLICT (stream) "
            "DO UPDATE SET counter=excluded.counter, hash=excluded.hash",
            [(stream, head.counter, head.hash) for stream, head in self._author.heads.items()],
        )

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")


def rename(connection: driver.Connection, device: str) -> None:
    """Go on as another device: what was written so far stays in the old one's name."""
    former = f"{read_meta(connection, FORMER) or ''} {read_meta(connection, 'device') or ''}"
    write_meta(connection, FORMER, former.strip())
    write_meta(connection, "device", device)
    connection.execute("DELETE FROM chain")


def _trouble(error: BaseException) -> StoreTrouble:
    text = str(error)
    if "full" in text or "disk I/O" in text:
        return StoreTrouble(
            "The disk is full: this was not saved. Free some space and do it again; "
            "everything saved before is safe."
        )
    if "locked" in text:
        return StoreTrouble(
            "Another program is writing to the database. This was not saved; try again."
        )
    return StoreTrouble(f"The database refused to write: {text}. This was not saved.")
