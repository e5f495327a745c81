"""The inbox's tables, kept in step with the log."""

from collections.abc import Sequence
from typing import Any

from models.replication.merge import State
from models.replication.operation import Operation
from models.replication.packing import pack
from models.store.driver import Connection

_TEXTS = (
    "source",
    "title",
    "service",
    "fingerprint",
    "severity_word",
    "text",
    "url",
    "payload",
)
_FIRST_TOLD = ", ".join(
    f"{name}=CASE WHEN excluded.clock<clock THEN excluded.{name} ELSE {name} END"
    for name in (*_TEXTS, "labels")
)
# What an alert says is what was said first, by logical clock; times only widen. So the row is the
# same whatever order its operations come in.
_UPSERT = (
    f"INSERT INTO alert (uid, {', '.join(_TEXTS)}, labels, clock, received_count, first_at, "
    "last_at, fired_at, ended_at, taken_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
    "(SELECT value FROM alert_taken WHERE alert=?)) "
    f"ON CONFLICT (uid) DO UPDATE SET {_FIRST_TOLD}, clock=min(clock, excluded.clock), "
    "received_count=received_count+excluded.received_count, "
    "first_at=min(first_at, excluded.first_at), last_at=max(last_at, excluded.last_at), "
    "fired_at=min(coalesce(fired_at, excluded.fired_at), coalesce(excluded.fired_at, fired_at)), "
    "ended_at=max(coalesce(ended_at, excluded.ended_at), coalesce(excluded.ended_at, ended_at))"
)

RECEIVED, RESOLVED = "received", "resolved"


def add(connection: Connection, operations: Sequence[Operation]) -> None:
    """Rows for alerts and resolve events just appended to the log."""
    told = [
        op for op in operations if op.entity_kind == "alert" and op.field in (RECEIVED, RESOLVED)
    ]
    if not told:
        return
    connection.executemany(_UPSERT, [_row(op) for op in told])
    connection.executemany(
        "INSERT OR IGNORE INTO alert_receipt VALUES (?,?,?)",
        [(op.op_id, op.entity, op.happened_at) for op in told if op.field == RECEIVED],
    )


def newest(
    connection: Connection, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, int | None, int | None]]:
    """By (source, fingerprint): uid of its newest item, when that fired and ended, in ms."""
    found: dict[tuple[str, str], tuple[str, int | None, int | None]] = {}
    for first in range(0, len(keys), _AT_ONCE):
        part = keys[first : first + _AT_ONCE]
        marks = ",".join(["(?,?)"] * len(part))
        rows = connection.execute(
            "SELECT source, fingerprint, uid, fired_at, ended_at FROM alert "
            f"WHERE (source, fingerprint) IN (VALUES {marks}) "
            "ORDER BY coalesce(fired_at, first_at), uid",
            [word for key in part for word in key],
        )
        # The newest comes last and stays.
        found |= {(source, name): (uid, fired, ended) for source, name, uid, fired, ended in rows}
    return found


_AT_ONCE = 200
"""Keys that are asked for in one statement."""


def _row(op: Operation) -> tuple[Any, ...]:
    value: dict[str, Any] = op.value if isinstance(op.value, dict) else {}
    return (
        op.entity,
        *(str(value.get(name) or "") for name in _TEXTS),
        pack(value.get("labels") or {}),
        op.clock,
        1 if op.field == RECEIVED else 0,
        op.happened_at,
        op.happened_at,
        value.get("fired_at"),
        value.get("ended_at"),
        op.entity,
    )


def mark(connection: Connection, state: State) -> None:
    """Which incident took an alert. The row may come later than the mark, so both are kept."""
    for (kind, entity, field), values in state.items():
        write = values.latest()
        if (kind, field) == ("alert", "taken") and write is not None:
            connection.execute("UPDATE alert SET taken_by=? WHERE uid=?", (write.value, entity))
            connection.execute(
                "INSERT INTO alert_taken VALUES (?,?) "
                "ON CONFLICT (alert) DO UPDATE SET value=excluded.value",
                (entity, write.value),
            )
