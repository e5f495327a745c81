"""The inbox's tables, kept in step with the log."""

from collections.abc import Sequence
from typing import Any

from models.replication.merge import State
from models.replication.operation import Operation, pack
from models.store.driver import Connection

_UPSERT = (
    "INSERT INTO alert (uid, source, title, service, fingerprint, severity_word, text, url, "
    "payload, labels, received_count, first_at, last_at, fired_at, ended_at) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,1,?,?,?,?) ON CONFLICT (uid) DO UPDATE SET "
    "received_count=received_count+1, first_at=min(first_at, excluded.first_at), "
    "last_at=max(last_at, excluded.last_at), "
    "fired_at=min(coalesce(fired_at, excluded.fired_at), coalesce(excluded.fired_at, fired_at)), "
    "ended_at=coalesce(excluded.ended_at, ended_at)"
)


def add(connection: Connection, operations: Sequence[Operation]) -> None:
    """Rows for alerts and resolve events just appended to the log."""
    received = [op for op in operations if (op.entity_kind, op.field) == ("alert", "received")]
    connection.executemany(_UPSERT, [_row(op) for op in received])
    connection.executemany(
        "INSERT OR IGNORE INTO alert_receipt VALUES (?,?,?)",
        [(op.op_id, op.entity, op.happened_at) for op in received],
    )
    resolved = [op for op in operations if (op.entity_kind, op.field) == ("alert", "resolved")]
    connection.executemany(
        "UPDATE alert SET ended_at=?, last_at=max(last_at, ?) WHERE uid=?",
        [(_part(op, "ended_at"), op.happened_at, op.entity) for op in resolved],
    )


def _part(op: Operation, name: str) -> Any:
    return op.value.get(name) if isinstance(op.value, dict) else None


def _row(op: Operation) -> tuple[Any, ...]:
    texts = [
        _part(op, name) or ""
        for name in (
            "source", "title", "service", "fingerprint", "severity_word", "text", "url", "payload",
        )
    ]  # fmt: skip
    return (
        op.entity,
        *texts,
        pack(_part(op, "labels") or {}),
        op.happened_at,
        op.happened_at,
        _part(op, "fired_at"),
        _part(op, "ended_at"),
    )


def mark(connection: Connection, state: State) -> None:
    for (kind, entity, field), values in state.items():
        write = values.latest()
        if (kind, field) == ("alert", "taken") and write is not None:
            connection.execute("UPDATE alert SET taken_by=? WHERE uid=?", (write.value, entity))
