"""One incident whole, and several."""

from dataclasses import replace
from datetime import datetime

from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.times import to_ms
from models.queries.incident_rows import (
    IncidentRow,
    count_past,
    last_ended_at,
    live,
    recent,
    row,
    similar,
)
from models.replication import wire
from models.replication.merge import State, apply
from models.replication.projection import (
    MILESTONES,
    Milestone,
    milestones_of,
    project_incident,
)
from models.store import entries, lookup, state
from models.store.driver import Connection
from models.store.words import match_words

__all__ = [
    "IncidentRow",
    "count_past",
    "every",
    "in_conflict",
    "incident",
    "incident_alone",
    "incident_at",
    "labels",
    "last_ended_at",
    "live",
    "named",
    "recent",
    "row",
    "similar",
    "with_cycle",
]


AT = {"recorded": "recorded_at", "happened": "happened_at"}
"""The column by which a past moment is told: what was known by then, or what had happened."""


def incident(connection: Connection, uid: str) -> Incident:
    """The incident as it is now."""
    return with_cycle(connection, incident_alone(connection, uid))


def incident_alone(connection: Connection, uid: str) -> Incident:
    """The incident as its own operations tell it, whatever others say."""
    present = state.of_stream(connection, incident_stream(uid))
    return project_incident(uid, present, entries.milestones(connection, uid))


def named(connection: Connection, name: str) -> Incident:
    return incident(connection, lookup.incident_uid(connection, name))


def incident_at(
    connection: Connection, uid: str, moment: datetime, by: str = "recorded"
) -> Incident | None:
    """The incident as it was known at `moment` (acts recorded up to and including it), or, `by`
    "happened", from the acts that had happened by then. None where there was none yet.

    Ordinary timeline entries change nothing of it, so they are not read.
    """
    column = AT[by]
    until, stream = to_ms(moment), incident_stream(uid)
    fields = connection.execute(
        "SELECT raw FROM operation WHERE stream=? "
        f"AND (entity_kind<'entry' OR entity_kind>'entry') AND {column}<=?",
        (stream, until),
    ).fetchall()
    told = connection.execute(
        "SELECT raw FROM entry JOIN operation ON op_id=unhex(uid) WHERE incident=? "
        f"AND kind IN {MILESTONES} AND operation.{column}<=?",
        (uid, until),
    ).fetchall()
    rows = fields + told
    past: State = {}
    apply(past, (wire.decode(raw) for (raw,) in rows))
    if not past:
        return None
    return project_incident(uid, past, milestones_of(past))


def with_cycle(connection: Connection, found: Incident) -> Incident:
    """An incident on a cycle of merges, made apart and offline, does not count as merged."""
    if found.merged_into is None:
        return found
    seen: set[str] = set()
    above: str | None = found.merged_into
    while above is not None and above != found.uid and above not in seen:
        seen.add(above)
        row = connection.execute("SELECT merged_into FROM incident WHERE uid=?", (above,))
        (above,) = row.fetchone() or (None,)
    if above != found.uid:
        return found
    finding = "This incident and the one it is merged into are merged into each other. Unmerge one."
    return replace(found, merge_cycle=True, findings=(*found.findings, finding))


def in_conflict(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT uid FROM incident WHERE conflicts>0 ORDER BY began_at, uid")
    return [uid for (uid,) in rows]


def every(
    connection: Connection,
    *,
    live_only: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
    words: str = "",
) -> list[Incident]:
    """All incidents (those detected from `since` on, before `until`), oldest first."""
    wanted = _wanted(connection, live_only, since, until, words)
    states = state.of_all_incidents(connection)
    milestones = _all_milestones(connection)
    found = [
        project_incident(uid, states.get(incident_stream(uid), {}), milestones.get(uid, []))
        for uid in wanted
    ]
    return [with_cycle(connection, one) for one in found]


def _wanted(
    connection: Connection,
    live_only: bool,
    since: datetime | None,
    until: datetime | None,
    words: str,
) -> list[str]:
    where, values = ["1"], []  # type: list[str], list[object]
    if live_only:
        where.append("live=1")
    if since is not None:
        where.append("began_at>=?")
        values.append(to_ms(since))
    if until is not None:
        where.append("began_at<?")
        values.append(to_ms(until))
    if words.strip():
        where.append(
            "(uid IN (SELECT uid FROM title_text WHERE title_text MATCH ?) OR uid IN (SELECT "
            "incident FROM entry WHERE position IN (SELECT rowid FROM entry_text WHERE entry_text "
            "MATCH ?)))"
        )
        values += [match_words(words)] * 2
    rows = connection.execute(
        f"SELECT uid FROM incident WHERE {' AND '.join(where)} ORDER BY coalesce(began_at, 0), uid",
        values,
    )
    return [uid for (uid,) in rows]


def _all_milestones(connection: Connection) -> dict[str, list[Milestone]]:
    found: dict[str, list[Milestone]] = {}
    for uid, milestone in entries.all_milestones(connection):
        found.setdefault(uid, []).append(milestone)
    return found


def latest_labels(connection: Connection, most: int = 300) -> list[str]:
    """What the newest incidents are called, the newest first."""
    rows = connection.execute(
        "SELECT number FROM incident WHERE number IS NOT NULL ORDER BY number DESC LIMIT ?",
        (most,),
    )
    return [f"INC-{number}" for (number,) in rows]


def labels(connection: Connection) -> dict[str, str]:
    """Every incident's uid and how it is called."""
    rows = connection.execute("SELECT uid FROM incident").fetchall()
    return {uid: lookup.label(connection, uid) for (uid,) in rows}
