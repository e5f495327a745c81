"""Proof that the log is what its authors wrote."""

from collections.abc import Iterator

from models.domain.errors import BadInput
from models.replication import chain, wire
from models.replication.chain import ChainCheck
from models.replication.operation import Operation
from models.store import driver
from models.store.driver import Connection

_ROWS = (
    "SELECT op_id, stream, device, counter, hash, act_id, clock, happened_at, recorded_at, "
    "entity_kind, raw FROM operation"
)


def verify(connection: Connection, stream: str | None = None) -> ChainCheck:
    """Every operation (of one stream): bodies, hashes, copies beside them, chains, and that this
    device's chains end where it remembers."""
    where, values = (" WHERE stream=?", (stream,)) if stream else ("", ())
    operations: list[Operation] = []
    try:
        for row in connection.execute(_ROWS + where + " ORDER BY position", values):
            op_id = bytes(row[0]).hex()
            broken = _row_fault(row)
            if isinstance(broken, str):
                return ChainCheck(len(operations), op_id, broken)
            operations.append(broken)
        check = chain.check(operations)
        return check if not check.ok else _ends_hold(connection, stream, check)
    except driver.DatabaseError as error:
        return ChainCheck(len(operations), "the file", f"the database cannot be read: {error}")


def _row_fault(row: tuple[object, ...]) -> Operation | str:
    op_id, *copies, raw = row
    try:
        op = wire.decode_checked(raw if isinstance(raw, bytes) else b"")
    except BadInput:
        return "it cannot be read as it was written"
    told = [
        op.stream,
        op.device,
        op.counter,
        op.hash,
        op.act_id,
        op.clock,
        op.happened_at,
        op.recorded_at,
        op.entity_kind,
    ]
    if op.op_id != op_id or told != copies:
        return "it is not the operation that was written here"
    return op


def _ends_hold(connection: Connection, stream: str | None, check: ChainCheck) -> ChainCheck:
    for name, counter, hash_ in _ends(connection):
        if stream is not None and name != stream:
            continue
        held = connection.execute(
            "SELECT 1 FROM operation WHERE stream=? AND counter=? AND hash=?",
            (name, counter, hash_),
        ).fetchone()
        if held is None:
            return ChainCheck(
                check.operations, f"{name} #{counter}", "the newest operation here is missing"
            )
    return check


def _ends(connection: Connection) -> Iterator[tuple[str, int, bytes]]:
    yield from connection.execute("SELECT stream, counter, hash FROM chain").fetchall()
