"""The log: every stream in one order without gaps, and pages of it."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from models.replication import wire
from models.replication.act import ChainHead
from models.replication.operation import GENESIS, Operation
from models.replication.sequence import START, Cursor, following
from server import copying, tables
from server.statements import SEVERAL, Statement, blobs_of, several

MOST_PAGE_BYTES = 2 * 1024 * 1024


_COLUMNS = "stream, seq, op_id, device, counter, hash, chain, raw"
_INSERT = Statement(f"INSERT INTO op ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)")  # noqa: S608
_FEW = 20

_ENDS = (
    "SELECT name, seq, chain, clock, own_counter, own_hash FROM stream "  # noqa: S608
    f"WHERE name IN {SEVERAL} ORDER BY name"
)
_LOCKED = Statement(_ENDS, f"{_ENDS} FOR UPDATE")
_MOVED = Statement(
    "UPDATE stream SET seq=?, chain=?, clock=?, touched_at=?, own_counter=?, own_hash=? "
    "WHERE name=?"
)
_BETWEEN = Statement("SELECT 1 FROM op WHERE op_id BETWEEN ? AND ? LIMIT 1")

# Made once: building a statement costs as much as asking it.
_HEADS = select(tables.stream.c.name, tables.stream.c.seq, tables.stream.c.chain).where(
    tables.stream.c.touched_at >= bindparam("touched_since"), tables.stream.c.seq > 0
)
_PLACES = select(tables.op.c.stream, tables.op.c.seq, tables.op.c.chain).where(
    tuple_(tables.op.c.stream, tables.op.c.seq).in_(bindparam("places", expanding=True))
)
_PAGE = (
    select(tables.op.c.seq, tables.op.c.chain, tables.op.c.raw)
    .where(tables.op.c.stream == bindparam("stream"), tables.op.c.seq > bindparam("behind"))
    .order_by(tables.op.c.seq)
    .limit(bindparam("most"))
)


@dataclass(slots=True)
class Head:
    """The end of a stream while it is written to: `added` are the bytes behind `start`, up to
    `cursor`. `clock` is the latest logical clock in it, `said` the end of what `server`, the device
    that this server writes as, has said in it. `is_new` where nobody else had written in it."""

    stream: str
    cursor: Cursor
    clock: int
    server: str
    said: ChainHead = field(default_factory=ChainHead)
    start: Cursor = field(init=False)
    is_new: bool = field(init=False)
    added: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = self.cursor
        self.is_new = self.cursor.seq <= self.said.counter


def lock(connection: Connection, server: str, names: Iterable[str]) -> dict[str, Head]:
    """The ends of these streams, made where they are new, and kept from other writers until the
    transaction ends. In the order of their names, so that no two wait for each other."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    found = _read(connection, server, wanted)
    fresh = [name for name in wanted if name not in found]
    if fresh:
        connection.execute(
            upsert(tables.stream).on_conflict_do_nothing(),
            [
                {"name": name, "seq": 0, "chain": START, "clock": 0, "touched_at": 0}
                for name in fresh
            ],
        )
        found = _read(connection, server, wanted)
    return found


def _read(connection: Connection, server: str, names: Sequence[str]) -> dict[str, Head]:
    return {
        name: Head(name, Cursor(seq, chain), clock, server, ChainHead(counter, hash_ or GENESIS))
        for name, seq, chain, clock, counter, hash_ in _LOCKED(
            connection, several(connection, names)
        )
    }


def append(connection: Connection, head: Head, operations: Sequence[Operation]) -> None:
    """Number and chain them; `head` must be locked, and moves along."""
    is_postgres = connection.dialect.name == "postgresql"
    if is_postgres and len(operations) >= _FEW:
        copying.copy(connection, head.stream, _chained(head, operations))
    elif operations:
        blob = blobs_of(connection)
        rows = [
            (head.stream, seq, blob(op.op_id), op.device, op.counter, blob(op.hash), blob(chain),
             blob(raw))
            for seq, op, chain, raw in _chained(head, operations)
        ]  # fmt: skip
        _INSERT.many(connection, rows)


def _chained(
    head: Head, operations: Iterable[Operation]
) -> Iterator[tuple[int, Operation, bytes, bytes]]:
    """(seq, operation, chain, bytes) of each; behind the last one `head` has moved."""
    seq, chain, clock, added = head.cursor.seq, head.cursor.chain, head.clock, head.added
    for op in operations:
        seq, chain, raw = seq + 1, following(chain, op.hash), wire.encode(op)
        clock = max(clock, op.clock)
        if op.device == head.server and op.counter >= head.said.counter:
            head.said = ChainHead(op.counter, op.hash)
        added.append(raw)
        yield seq, op, chain, raw
    head.cursor, head.clock = Cursor(seq, chain), clock


def keep(connection: Connection, heads: Sequence[Head]) -> "list[Page]":
    """Writes the ends; gives what was added before them."""
    blob, now_ms = blobs_of(connection), time.time_ns() // 1_000_000
    moved = [
        (head.cursor.seq, blob(head.cursor.chain), head.clock, now_ms, head.said.counter,
         blob(head.said.hash) if head.said.counter else None, head.stream)
        for head in heads
    ]  # fmt: skip
    if moved:
        _MOVED.many(connection, moved)
    return [Page(head.stream, head.start, head.cursor, tuple(head.added)) for head in heads]


def held(connection: Connection, op_ids: Sequence[bytes]) -> dict[bytes, tuple[int, bytes]]:
    """(seq, hash) of those operations that are in the log."""
    is_postgres = connection.dialect.name == "postgresql"
    if len(op_ids) >= _FEW:
        # Ids are in the order of their time: of new work, most often, none lies between its own.
        ends = (min(op_ids), max(op_ids))
        if not _BETWEEN(connection, *ends):
            return {}
    if is_postgres:
        # One array instead of a place for each: those have to be written into the statement.
        rows = _HELD_OF(connection, list(op_ids))
        return {op_id: (seq, hash_) for op_id, seq, hash_ in rows}
    found: dict[bytes, tuple[int, bytes]] = {}
    for start in range(0, len(op_ids), 500):
        some = tuple(map(bytearray, op_ids[start : start + 500]))
        rows = _held(len(some))(connection, *some)
        found.update({op_id: (seq, hash_) for op_id, seq, hash_ in rows})
    return found


_HELD_OF = Statement("SELECT op_id, seq, hash FROM op WHERE op_id = ANY(?)")


@lru_cache(512)
def _held(n: int) -> Statement:
    marks = ",".join("?" * n)
    return Statement(f"SELECT op_id, seq, hash FROM op WHERE op_id IN ({marks})")  # noqa: S608


def heads(connection: Connection, touched_since: int = 0) -> dict[str, Cursor]:
    rows = connection.execute(_HEADS, {"touched_since": touched_since})
    return {row.name: Cursor(row.seq, bytes(row.chain)) for row in rows}


def heads_of(connection: Connection, names: Sequence[str]) -> dict[str, Cursor]:
    rows = connection.execute(select(tables.stream).where(tables.stream.c.name.in_(names)))
    return {row.name: Cursor(row.seq, bytes(row.chain)) for row in rows}


def recognised(connection: Connection, cursors: dict[str, Cursor]) -> set[str]:
    """The streams whose cursor is a place in this log."""
    good = {name for name, cursor in cursors.items() if cursor == Cursor()}
    asked = [(name, cursor.seq) for name, cursor in cursors.items() if cursor.seq > 0]
    for start in range(0, len(asked), 400):
        rows = connection.execute(_PLACES, {"places": asked[start : start + 400]})
        good |= {row.stream for row in rows if cursors[row.stream].chain == bytes(row.chain)}
    return good


def common(connection: Connection, stream: str, cursors: Sequence[Cursor]) -> Cursor:
    """The furthest of these places that this log has; the start where it has none."""
    for cursor in sorted(cursors, key=lambda one: -one.seq):
        if stream in recognised(connection, {stream: cursor}):
            return cursor
    return Cursor()


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a stream: behind `start`, up to `end`; `cut` when there is more behind it."""

    stream: str
    start: Cursor
    end: Cursor
    operations: tuple[bytes, ...]
    cut: bool = False

    def message(self) -> dict[str, object]:
        return {
            "stream": self.stream,
            "from": self.start.seq,
            "ops": list(self.operations),
            "seq": self.end.seq,
            "chain": self.end.chain,
        }


def page(connection: Connection, stream: str, start: Cursor, most: int) -> Page:
    rows = connection.execute(_PAGE, {"stream": stream, "behind": start.seq, "most": most}).all()
    taken: list[bytes] = []
    end, size = start, 0
    for row in rows:
        size += len(row.raw)
        if taken and size > MOST_PAGE_BYTES:
            break
        taken.append(bytes(row.raw))
        end = Cursor(row.seq, bytes(row.chain))
    cut = len(taken) < len(rows) or len(rows) == most
    return Page(stream, start, end, tuple(taken), cut)
