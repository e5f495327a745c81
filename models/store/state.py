"""Field states between their rows and the pure merge."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.replication.merge import FieldState, Key, State, Write
from models.replication.packing import pack, unpack
from models.store.driver import Connection, Row, blob

_COLUMNS = (
    "entity_kind, entity, field, op_id, clock, device, actor, "
    "happened_at, recorded_at, act_id, value"
)
# Marks grow with the timeline and prose with what is typed; they are read by key, never with the
# whole stream.
BY_KEY = ("mark", "prose")
_STREAM = (
    f"SELECT {_COLUMNS} FROM head WHERE stream=? AND entity_kind<'mark' "
    f"UNION ALL SELECT {_COLUMNS} FROM head WHERE stream=? AND entity_kind>'mark' "
    "AND entity_kind<'prose' "
    f"UNION ALL SELECT {_COLUMNS} FROM head WHERE stream=? AND entity_kind>'prose'"
)
_KEY = f"SELECT {_COLUMNS} FROM head WHERE stream=? AND entity_kind=? AND entity=? AND field=?"
_INCIDENTS = (
    f"SELECT stream, {_COLUMNS} FROM head WHERE stream>='incident:' AND stream<'incident;' "
    "AND entity_kind NOT IN ('mark', 'prose') ORDER BY stream"
)
_INSERT = "INSERT INTO head VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
_AHEAD = "INSERT OR IGNORE INTO replaced VALUES (?,?,?,?,?)"
_DELETE = "DELETE FROM head WHERE stream=? AND entity_kind=? AND entity=? AND field=? AND op_id=?"


def _add(state: State, row: Row) -> None:
    kind, entity, field, op_id, clock, device, actor, happened, recorded, act, value = row
    write = Write(
        op_id,  # type: ignore[arg-type]  # columns are typed by the table
        clock,  # type: ignore[arg-type]
        device,  # type: ignore[arg-type]
        actor,  # type: ignore[arg-type]
        happened,  # type: ignore[arg-type]
        recorded,  # type: ignore[arg-type]
        act,  # type: ignore[arg-type]
        unpack(value),  # type: ignore[arg-type]
    )
    key: Key = (str(kind), str(entity), str(field))
    state.setdefault(key, FieldState()).heads[write.op_id] = write


def of_stream(connection: Connection, stream: str) -> State:
    """Everything that stands in an incident, but for marks on its entries and prose."""
    state: State = {}
    for row in connection.execute(_STREAM, (stream, stream, stream)):
        _add(state, row)
    _add_replaced(connection, stream, state)
    return state


def of_keys(connection: Connection, stream: str, keys: Iterable[Key]) -> State:
    state: State = {}
    wanted = set(keys)
    for key in wanted:
        for row in connection.execute(_KEY, (stream, *key)):
            _add(state, row)
    _add_replaced(connection, stream, state, only=wanted)
    return state


def of_all_incidents(connection: Connection) -> dict[str, State]:
    """Stream to state, in one pass over the heads."""
    states: dict[str, State] = {}
    for stream, *row in connection.execute(_INCIDENTS):
        _add(states.setdefault(stream, {}), tuple(row))
    return states


def _add_replaced(
    connection: Connection, stream: str, state: State, only: set[Key] | None = None
) -> None:
    rows = connection.execute(
        "SELECT entity_kind, entity, field, op_id FROM replaced WHERE stream=?",
        (stream,),
    )
    for kind, entity, field, op_id in rows:
        if only is not None and (kind, entity, field) not in only:
            continue
        state.setdefault((kind, entity, field), FieldState()).replaced.add(op_id)


def snapshot(state: State, keys: Iterable[Key]) -> dict[Key, set[bytes]]:
    """The ids that stand before a merge, to tell afterwards what to write."""
    return {key: set(state[key].heads) if key in state else set() for key in keys}


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge changed in one stream: `before` the ids that stood on each key it touched,
    `early` ids replaced before their operations arrived."""

    stream: str
    state: State
    before: dict[Key, set[bytes]]
    early: dict[Key, set[bytes]]


def keep(connection: Connection, merges: Iterable[Merged]) -> None:
    gone: list[Row] = []
    new: list[Row] = []
    ahead: list[Row] = []
    for merged in merges:
        stream = merged.stream
        for key, ids in merged.before.items():
            heads = merged.state[key].heads
            gone += [(stream, *key, op_id) for op_id in ids - heads.keys()]
            new += [_row(stream, key, heads[op_id]) for op_id in heads.keys() - ids]
        ahead += [(stream, *key, op_id) for key, ids in merged.early.items() for op_id in ids]
    for statement, rows in ((_DELETE, gone), (_INSERT, new), (_AHEAD, ahead)):
        if rows:
            connection.executemany(statement, rows)


def _row(stream: str, key: Key, write: Write) -> Row:
    return (
        stream,
        *key,
        blob(write.op_id),
        write.clock,
        write.device,
        write.actor,
        write.happened_at,
        write.recorded_at,
        blob(write.act_id),
        blob(pack(write.value)),
    )
