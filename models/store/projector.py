"""The one road from operations to what screens read."""

from collections.abc import Mapping, Sequence

from models.changes import Change
from models.domain.ids import incident_of_stream, incident_stream
from models.replication.merge import Key, State, apply
from models.replication.operation import Operation
from models.replication.registry import Rule, field_of
from models.store import entries, inbox, incidents, library, log, state
from models.store.condense import condense
from models.store.driver import Connection


def project(connection: Connection, operations: Sequence[Operation]) -> list[Change]:
    """Apply operations that the log already holds, each once; gives what became stale. However
    many streams they are of, each table is written to in one go."""
    streams: dict[str, list[Operation]] = {}
    for operation in operations:
        streams.setdefault(operation.stream, []).append(operation)
    merges = {stream: _merge(connection, stream, ops) for stream, ops in streams.items()}
    state.keep(connection, merges.values())
    told = [operation for ops in streams.values() for operation in ops]
    entries.add(connection, told)
    inbox.add(connection, told)
    condense(connection, merges.values(), told)
    library.keep_texts(connection, merges.values())
    for merged in merges.values():
        marked = {key: merged.state[key] for key in merged.before}
        entries.mark(connection, marked)
        inbox.mark(connection, marked)
    return _show(connection, streams, merges)


def _merge(connection: Connection, stream: str, operations: Sequence[Operation]) -> state.Merged:
    merging = [op for op in operations if _merges(op)]
    keys = {op.key for op in merging}
    if not keys:
        return state.Merged(stream, {}, {}, {})
    if incident_of_stream(stream) is None:
        present = state.of_keys(connection, stream, keys)
    else:
        present = state.of_stream(connection, stream)
        apart = [key for key in keys if key[0] in state.BY_KEY]
        present |= state.of_keys(connection, stream, apart) if apart else {}
    before = state.snapshot(present, keys)
    touched = apply(present, merging)
    early = _early(connection, merging, before)
    return state.Merged(stream, present, {key: before[key] for key in touched}, early)


def _show(
    connection: Connection,
    streams: Mapping[str, Sequence[Operation]],
    merges: Mapping[str, state.Merged],
) -> list[Change]:
    """The incidents that are another one now, and the news of everything."""
    changes: list[Change] = []
    stale: dict[str, State] = {}
    for stream, operations in streams.items():
        incident, merged = incident_of_stream(stream), merges[stream]
        if incident is None:
            changes.append(Change("inbox"))
            since = [op.happened_at for op in operations if op.entity_kind == "policy"]
            again = _detected_since(connection, min(since)) if since else []
            for uid in again:
                stale.setdefault(uid, state.of_stream(connection, incident_stream(uid)))
            changes += [Change("incident", uid) for uid in again]
        elif (
            not merged.before
            and not entries.has_milestones(operations)
            and incidents.holds(connection, incident)
        ):
            # Words alone change nothing of the incident: the commonest act stays the cheapest.
            changes.append(Change("timeline", incident))
        else:
            stale[incident] = merged.state or state.of_stream(connection, stream)
            changes += [Change("incident", incident), Change("timeline", incident)]
    incidents.project(connection, stale)
    return changes


def _detected_since(connection: Connection, since: int) -> list[str]:
    """Live incidents detected under a policy that only now arrived."""
    rows = connection.execute(
        "SELECT uid FROM incident WHERE live=1 AND detected_at>=?", (since,)
    ).fetchall()
    return [str(uid) for (uid,) in rows]


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
    "fact",
    "action_item",
    "review",
    "review_part",
    "review_read",
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
    connection.execute("INSERT INTO review_text (review_text) VALUES ('delete-all')")
    connection.execute("DELETE FROM title_text")
    pending: list[Operation] = []
    for operation in log.every(connection):
        pending.append(operation)
        if len(pending) >= batch:
            project(connection, pending)
            pending = []
    if pending:
        project(connection, pending)
