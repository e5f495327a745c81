"""The one road from operations to what screens read."""

from collections.abc import Sequence

from models.changes import Change
from models.domain.ids import incident_of_stream, incident_stream
from models.replication.merge import Key, apply
from models.replication.operation import Operation
from models.replication.registry import Rule, field_of
from models.store import entries, inbox, incidents, log, state
from models.store.driver import Connection


def project(connection: Connection, operations: Sequence[Operation]) -> list[Change]:
    """Apply operations that the log already holds, each once; gives what became stale."""
    streams: dict[str, list[Operation]] = {}
    for operation in operations:
        streams.setdefault(operation.stream, []).append(operation)
    changes: list[Change] = []
    for stream, ops in streams.items():
        changes += _project_stream(connection, stream, ops)
    return changes


def _project_stream(
    connection: Connection, stream: str, operations: Sequence[Operation]
) -> list[Change]:
    incident = incident_of_stream(stream)
    merging = [op for op in operations if _merges(op)]
    keys = {op.key for op in merging}
    if not keys:
        present = {}
    elif incident is None:
        present = state.of_keys(connection, stream, keys)
    else:
        present = state.of_stream(connection, stream)
        marks = [key for key in keys if key[0] == "mark"]
        present |= state.of_keys(connection, stream, marks) if marks else {}
    before = state.snapshot(present, keys)
    touched = apply(present, merging)
    state.keep(
        connection,
        stream,
        present,
        {key: before[key] for key in touched},
        _early(connection, merging, before),
    )
    entries.add(connection, operations)
    inbox.add(connection, operations)
    marked = {key: present[key] for key in touched}
    entries.mark(connection, marked)
    inbox.mark(connection, marked)
    if incident is None:
        since = [op.happened_at for op in operations if op.entity_kind == "policy"]
        return [Change("inbox"), *(_project_again(connection, min(since)) if since else ())]
    if (
        not touched
        and not entries.has_milestones(operations)
        and incidents.holds(connection, incident)
    ):
        # Words alone change nothing of the incident: the commonest act stays the cheapest.
        return [Change("timeline", incident)]
    if not keys:
        present = state.of_stream(connection, stream)
    incidents.project(connection, incident, present)
    return [Change("incident", incident), Change("timeline", incident)]


def _project_again(connection: Connection, since: int) -> list[Change]:
    """Live incidents detected under a policy that only now arrived."""
    rows = connection.execute(
        "SELECT uid FROM incident WHERE live=1 AND detected_at>=?", (since,)
    ).fetchall()
    for (uid,) in rows:
        incidents.project(connection, uid, state.of_stream(connection, incident_stream(uid)))
    return [Change("incident", uid) for (uid,) in rows]


def _merges(operation: Operation) -> bool:
    known = field_of(operation.entity_kind, operation.field)
    return known is not None and known.rule is not Rule.ENTRY


def _early(
    connection: Connection,
    operations: Sequence[Operation],
    before: dict[Key, set[bytes]],
) -> dict[Key, set[bytes]]:
    """What is named as replaced and has not arrived yet: it must not stand when it does."""
    found: dict[Key, set[bytes]] = {}
    arriving = {op.op_id for op in operations}
    for op in operations:
        for op_id in op.replaces:
            known = op_id in before[op.key] or op_id in arriving
            if not known and not log.holds(connection, op_id):
                found.setdefault(op.key, set()).add(op_id)
    return found


PROJECTIONS = (
    "head",
    "replaced",
    "incident",
    "entry",
    "entry_count",
    "alert",
    "alert_receipt",
    "alert_taken",
)


def rebuild(connection: Connection, batch: int = 500) -> None:
    """Throw every projection away and make it again from the log."""
    for table in PROJECTIONS:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO entry_text (entry_text) VALUES ('delete-all')")
    connection.execute("DELETE FROM title_text")
    pending: list[Operation] = []
    for operation in log.every(connection):
        pending.append(operation)
        if len(pending) >= batch:
            project(connection, pending)
            pending = []
    if pending:
        project(connection, pending)
