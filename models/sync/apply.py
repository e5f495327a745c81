"""A page of the server's log, taken in: operations, cursor and echo in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import BadInput, Refused
from models.replication import wire
from models.replication.messages import Message, integer, items, raw_bytes, text
from models.replication.operation import Operation
from models.replication.sequence import Cursor
from models.store import blobs, exchange
from models.store.driver import Connection

SLICE = 200
"""Operations a transaction: a person's own act never waits long for the write lock."""

FUSE_LEAST, FUSE_SHARE = 20, 0.1
_ENDINGS = ("cancelled_at", "merged_into")


class FuseBlown(Refused):
    """Somebody else's changes would end a large part of the live incidents at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """Operations of one stream behind `start`; `end` is where the reader stands after them."""

    stream: str
    start: int
    end: Cursor
    operations: tuple[Operation, ...]


class Fuse:
    """Counts, over one exchange, the live incidents that others' changes would end."""

    def __init__(self, connection: Connection) -> None:
        (self._live,) = connection.execute("SELECT count(*) FROM incident WHERE live=1").fetchone()
        self._ended: set[str] = set()

    def pass_through(self, connection: Connection, operations: Sequence[Operation]) -> None:
        """Raises FuseBlown once it is too many."""
        for op in operations:
            ends = op.entity_kind == "incident" and op.field in _ENDINGS and op.value is not None
            if ends and _is_live(connection, op.entity):
                self._ended.add(op.entity)
        if len(self._ended) > max(FUSE_LEAST, FUSE_SHARE * self._live):
            raise FuseBlown(
                f"The server would cancel or merge {len(self._ended)} of {self._live} live "
                "incidents, or more, at once. Ask who did that; then take it with 'warroom sync "
                "--once --take-all'."
            )


def read_page(message: Message) -> Page:
    """Raises BadInput unless every operation holds."""
    return Page(
        text(message, "stream", 80),
        integer(message, "from"),
        Cursor(integer(message, "seq"), raw_bytes(message, "chain", 32)),
        tuple(wire.decode_checked(raw) for raw in items(message, "ops", 5_000)),
    )


def apply_page(page: Page, desk: Desk, fuse: Fuse | None = None) -> int:
    """Gives how many operations were new here. A page that answers another cursor than the
    present one came late: nothing happens.

    Raises:
        BadInput: its hashes do not lead where it says.
        FuseBlown: it would end many incidents; a person decides.
    """
    start = exchange.cursor(desk.store.connection, page.stream)
    if start.seq != page.start:
        return 0
    if start.after(op.hash for op in page.operations) != page.end:
        raise BadInput("The server's log does not hold together; nothing of it was taken.")
    if fuse is not None:
        fuse.pass_through(desk.store.connection, page.operations)
    new = 0
    for begin in range(0, len(page.operations), SLICE):
        part = page.operations[begin : begin + SLICE]
        with desk.act() as act:
            present = exchange.cursor(act.connection, page.stream)
            if present.seq != page.start + begin:
                return new
            fresh = act.unit.receive(list(part))
            places = [(present.seq + n, op.op_id) for n, op in enumerate(part, start=1)]
            exchange.mark_read(act.connection, places)
            exchange.advance(act.connection, page.stream, present.after(op.hash for op in part))
            _note_files(act.connection, part, {op.op_id for op in fresh})
        new += len(fresh)
    return new


def _is_live(connection: Connection, uid: str) -> bool:
    found = connection.execute("SELECT 1 FROM incident WHERE uid=? AND live=1", (uid,))
    return found.fetchone() is not None


def files_of(op: Operation) -> list[tuple[str, int]]:
    """(SHA-256, bytes) of the files that an entry carries."""
    value = op.value
    if op.entity_kind != "entry" or not isinstance(value, dict):
        return []
    files = value.get("attachments")
    return [
        (str(file["sha256"]), size if isinstance(size := file.get("size"), int) else 0)
        for file in (files if isinstance(files, list) else ())
        if isinstance(file, dict) and isinstance(file.get("sha256"), str)
    ]


def _note_files(connection: Connection, operations: Sequence[Operation], fresh: set[bytes]) -> None:
    """What came is fetched; what was ours is brought, now that the server knows its name."""
    for op in operations:
        for sha256, size in files_of(op):
            held = blobs.holds(connection, sha256)
            if not held:
                exchange.want_blob(connection, sha256, op.stream, size, "down")
            elif op.op_id not in fresh:
                exchange.want_blob(connection, sha256, op.stream, size, "up")
