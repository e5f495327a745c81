"""The operation log: written once, read by replay, export and verify."""

from collections.abc import Iterable, Iterator, Sequence

from models.domain.errors import BadInput
from models.replication import wire
from models.replication.operation import Operation
from models.store.driver import Connection, blob

_INSERT = (
    "INSERT INTO operation (op_id, stream, device, counter, hash, act_id, clock, happened_at, "
    "recorded_at, entity_kind, raw) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)

_AT_ONCE = 500


def append(connection: Connection, operations: Iterable[Operation]) -> None:
    connection.executemany(
        _INSERT,
        [
            (
                blob(op.op_id),
                op.stream,
                op.device,
                op.counter,
                blob(op.hash),
                blob(op.act_id),
                op.clock,
                op.happened_at,
                op.recorded_at,
                op.entity_kind,
                blob(wire.encode(op)),
            )
            for op in operations
        ],
    )


def not_held(connection: Connection, operations: Sequence[Operation]) -> list[Operation]:
    """Those not in the log yet. BadInput where one with the same id has another content."""
    fresh: dict[bytes, Operation] = {}
    known = _hashes(connection, [op.op_id for op in operations])
    for op in operations:
        held = known.get(op.op_id)
        if held is None:
            fresh[op.op_id] = op
            known[op.op_id] = op.hash
        elif held != op.hash:
            raise BadInput(f"Operation {op.op_id.hex()} was changed: it is held here otherwise.")
    return list(fresh.values())


def _hashes(connection: Connection, op_ids: Sequence[bytes]) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    for start in range(0, len(op_ids), _AT_ONCE):
        part = tuple(map(blob, op_ids[start : start + _AT_ONCE]))
        marks = ",".join("?" * len(part))
        found.update(
            connection.execute(f"SELECT op_id, hash FROM operation WHERE op_id IN ({marks})", part)
        )
    return found


def holds(connection: Connection, op_id: bytes) -> bool:
    return (
        connection.execute("SELECT 1 FROM operation WHERE op_id=?", (op_id,)).fetchone() is not None
    )


def of_stream(connection: Connection, stream: str) -> Iterator[Operation]:
    """In the total order (logical clock, operation id)."""
    rows = connection.execute(
        "SELECT raw FROM operation WHERE stream=? ORDER BY clock, op_id", (stream,)
    )
    return (wire.decode(raw) for (raw,) in rows)


def every(connection: Connection) -> Iterator[Operation]:
    rows = connection.execute("SELECT raw FROM operation ORDER BY position")
    return (wire.decode(raw) for (raw,) in rows)


def of_act(connection: Connection, act_id: bytes) -> list[Operation]:
    rows = connection.execute(
        "SELECT raw FROM operation WHERE act_id=? ORDER BY position", (act_id,)
    )
    return [wire.decode(raw) for (raw,) in rows]


def one(connection: Connection, op_id: bytes) -> Operation | None:
    row = connection.execute("SELECT raw FROM operation WHERE op_id=?", (op_id,)).fetchone()
    return wire.decode(row[0]) if row else None
