"""The timeline's table, its counts and its full text, kept in step with the log."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from models.domain.ids import incident_of_stream
from models.replication.merge import State
from models.replication.operation import Operation
from models.replication.packing import pack, unpack
from models.replication.projection import MILESTONES, Milestone
from models.store.driver import Connection, Row, blob

_INSERT = (
    "INSERT INTO entry (position, uid, incident, act_id, kind, level, actor, text, happened_at, "
    "recorded_at, offset_min, clock, device, corrects, detail, attachments) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_COUNT = (
    "INSERT INTO entry_count VALUES (?,?,?,?) "
    "ON CONFLICT (incident, kind, level) DO UPDATE SET n=n+excluded.n"
)
_MILESTONES = (
    "SELECT uid, kind, happened_at, detail FROM entry "
    f"WHERE incident=? AND kind IN ({','.join('?' * len(MILESTONES))}) AND struck=0"
)
_MARKS = {"struck": "struck", "is_key": "is_key"}


def add(connection: Connection, operations: Sequence[Operation]) -> None:
    """Rows for entries just appended to the log."""
    written = [op for op in operations if (op.entity_kind, op.field) == ("entry", "written")]
    if not written:
        return
    (last,) = connection.execute("SELECT coalesce(max(position), 0) FROM entry").fetchone()
    rows = [_row(position, op) for position, op in enumerate(written, start=last + 1)]
    connection.executemany(_INSERT, rows)
    connection.executemany(
        "INSERT INTO entry_text (rowid, text) VALUES (?,?)",
        [(row[0], row[7]) for row in rows if row[7]],
    )
    _mark_late_rows(connection, written)
    counts = Counter((row[2], row[4], row[5]) for row in rows)
    connection.executemany(_COUNT, [(*key, n) for key, n in counts.items()])


def has_milestones(operations: Sequence[Operation]) -> bool:
    return any(
        op.field == "written" and isinstance(op.value, dict) and op.value.get("kind") in MILESTONES
        for op in operations
    )


def _row(position: int, op: Operation) -> Row:
    value: dict[str, Any] = op.value if isinstance(op.value, dict) else {}
    return (
        position,
        op.entity,
        incident_of_stream(op.stream) or "",
        blob(op.act_id),
        str(value.get("kind", "system")),
        str(value.get("level", "normal")),
        op.actor,
        value.get("text"),
        op.happened_at,
        op.recorded_at,
        op.offset_min,
        op.clock,
        op.device,
        value.get("corrects"),
        blob(pack(value.get("detail") or {})),
        blob(pack(value.get("attachments") or [])),
    )


def _mark_late_rows(connection: Connection, written: Sequence[Operation]) -> None:
    """A mark may arrive before the entry that it is about."""
    for stream in {op.stream for op in written}:
        marks = connection.execute(
            "SELECT entity, field, value FROM head WHERE stream=? AND entity_kind='mark'",
            (stream,),
        ).fetchall()
        arrived = {op.entity for op in written} if marks else set()
        for entity, field, value in marks:
            if entity in arrived and field in _MARKS:
                connection.execute(
                    f"UPDATE entry SET {_MARKS[field]}=? WHERE uid=?",
                    (bool(unpack(value)), entity),
                )


def mark(connection: Connection, state: State) -> None:
    """Carry struck-through and key-moment marks over to the rows they are about."""
    for (kind, entity, field), values in state.items():
        write = values.latest()
        if kind == "mark" and field in _MARKS and write is not None:
            connection.execute(
                f"UPDATE entry SET {_MARKS[field]}=? WHERE uid=?",
                (bool(write.value), entity),
            )


def all_milestones(connection: Connection) -> list[tuple[str, Milestone]]:
    """(incident, milestone) of every incident, in order."""
    rows = connection.execute(
        "SELECT incident, uid, kind, happened_at, detail FROM entry "
        f"WHERE kind IN ({','.join('?' * len(MILESTONES))}) AND struck=0 "
        "ORDER BY incident, happened_at, uid",
        MILESTONES,
    )
    return [
        (incident, Milestone(uid, kind, happened, unpack(detail)))
        for incident, uid, kind, happened, detail in rows
    ]


def milestones(connection: Connection, incident: str) -> list[Milestone]:
    """What an incident's stage visits, severities and hats are read from."""
    rows = connection.execute(_MILESTONES, (incident, *MILESTONES))
    found = [Milestone(uid, kind, happened, unpack(detail)) for uid, kind, happened, detail in rows]
    return sorted(found, key=lambda milestone: (milestone.happened_at, milestone.uid))
