"""The incident table: one row an incident, for lists and look-ups."""

from collections.abc import Iterable, Mapping

from models.domain.cadence import next_update_due
from models.domain.facts import facts_of
from models.domain.incident import Incident, Status
from models.domain.measures import union_ms
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import open_questions
from models.domain.times import maybe_to_ms
from models.replication.merge import State
from models.replication.projection import project_incident
from models.store import entries, facts, policies, reviews
from models.store.driver import Connection, Row

_COLUMNS = (
    "uid", "number", "title", "kind", "status", "stage", "severity", "services", "failure_mode",
    "commander", "source", "source_id", "key", "users", "merged_into", "imported", "live",
    "conflicts", "detected_at", "declared_at", "began_at", "ended_at", "impact_began_at",
    "impact_ms", "update_due_at", "open_question_count",
)  # fmt: skip
_UPSERT = (
    f"INSERT INTO incident ({', '.join(_COLUMNS)}) VALUES ({','.join('?' * len(_COLUMNS))}) "
    "ON CONFLICT (uid) DO UPDATE SET "
    + ", ".join(f"{name}=excluded.{name}" for name in _COLUMNS[1:])
)


def project(connection: Connection, states: Mapping[str, State]) -> None:
    """The incidents that these states tell of, by uid: their rows, their titles made findable,
    and the facts that figures are made of."""
    if not states:
        return
    book = policies.book(connection)
    found = [
        project_incident(uid, state, entries.milestones(connection, uid))
        for uid, state in states.items()
    ]
    _make_findable(connection, found)
    told = [
        (one, book.at(one.times.detected_at) if one.times.detected_at else DEFAULT_POLICY)
        for one in found
    ]
    connection.executemany(_UPSERT, [_row(one, policy) for one, policy in told])
    facts.keep(connection, [facts_of(one, policy) for one, policy in told])
    reviews.keep(connection, told)


def _make_findable(connection: Connection, found: Iterable[Incident]) -> None:
    fresh, gone = [], []
    for one in found:
        row = connection.execute("SELECT title FROM incident WHERE uid=?", (one.uid,)).fetchone()
        if row is None or row[0] != one.title:
            fresh.append((one.uid, one.title))
            if row is not None:
                gone.append((one.uid,))
    if gone:
        connection.executemany("DELETE FROM title_text WHERE uid=?", gone)
    if fresh:
        connection.executemany("INSERT INTO title_text VALUES (?,?)", fresh)


def holds(connection: Connection, uid: str) -> bool:
    found = connection.execute("SELECT 1 FROM incident WHERE uid=?", (uid,)).fetchone()
    return found is not None


def _row(incident: Incident, policy: Policy) -> Row:
    times = incident.times
    running = next((i.start for i in incident.impact if i.end is None), None)
    over = [i for i in incident.impact if i.end is not None]
    return (
        incident.uid,
        incident.number,
        incident.title,
        incident.kind.value,
        incident.status.value,
        incident.stage.value,
        incident.severity.value if incident.severity else None,
        ", ".join(incident.services),
        incident.failure_mode,
        incident.commander,
        incident.source,
        incident.source_id,
        incident.key,
        incident.users,
        incident.merged_into,
        incident.imported,
        incident.is_live and times.resolved_at is None and incident.status is Status.OPEN,
        len(incident.conflicts),
        maybe_to_ms(times.detected_at),
        maybe_to_ms(times.declared_at),
        maybe_to_ms(times.detected_at or times.impact_started_at or times.declared_at),
        maybe_to_ms(times.resolved_at or times.cancelled_at or times.closed_at),
        maybe_to_ms(running),
        union_ms(over),
        maybe_to_ms(next_update_due(incident, policy)),
        len(open_questions(incident)),
    )
