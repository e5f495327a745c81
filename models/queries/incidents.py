"""One incident, and lists of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import maybe_from_ms, to_ms
from models.replication import wire
from models.replication.merge import State, apply
from models.replication.projection import Milestone, milestones_of, project_incident
from models.store import entries, lookup, state
from models.store.driver import Connection, Row
from models.store.words import match_words


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
    column = {"recorded": "recorded_at", "happened": "happened_at"}[by]
    until, stream = to_ms(moment), incident_stream(uid)
    fields = connection.execute(
        "SELECT raw FROM operation WHERE stream=? "
        f"AND (entity_kind<'entry' OR entity_kind>'entry') AND {column}<=?",
        (stream, until),
    ).fetchall()
    told = connection.execute(
        "SELECT raw FROM entry JOIN operation ON op_id=unhex(uid) WHERE incident=? "
        f"AND kind IN ('stage', 'severity', 'role') AND operation.{column}<=?",
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


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """What a list shows of an incident, straight from its table. Times aware UTC, `impact_ms` the
    impact that is over; `impact_began_at` is set while impact runs."""

    uid: str
    label: str
    title: str
    kind: str
    status: str
    stage: Stage
    severity: Severity | None
    services: str
    commander: str
    users: str | None
    imported: bool
    live: bool
    conflicts: int
    detected_at: datetime | None
    began_at: datetime | None
    ended_at: datetime | None
    impact_began_at: datetime | None
    impact_ms: int | None
    update_due_at: datetime | None
    open_questions: int


_ROW = (
    "SELECT uid, number, title, kind, status, stage, severity, services, commander, users, "
    "imported, live, conflicts, detected_at, began_at, ended_at, impact_began_at, impact_ms, "
    "update_due_at, open_question_count FROM incident"
)


def row(connection: Connection, uid: str) -> IncidentRow | None:
    found = connection.execute(f"{_ROW} WHERE uid=?", (uid,)).fetchone()
    return None if found is None else _row(connection, found)


def live(connection: Connection) -> list[IncidentRow]:
    """Running incidents, worst first, then by how late the next update is."""
    rows = connection.execute(
        f"{_ROW} WHERE live=1 ORDER BY coalesce(severity, 'P9'), update_due_at IS NULL, "
        "update_due_at, began_at"
    ).fetchall()
    return _rows(connection, rows)


def recent(
    connection: Connection,
    limit: int,
    *,
    before: tuple[datetime | None, str] | None = None,
    severities: Sequence[Severity] = (),
    since: datetime | None = None,
    words: str = "",
) -> list[IncidentRow]:
    """Incidents that are not live, newest first, a page at a time: `before` is the (began_at, uid)
    of the last row of the page before."""
    where, values = ["live=0"], []  # type: list[str], list[object]
    if before is not None:
        where.append("(coalesce(began_at, 0), uid) < (?, ?)")
        values += [to_ms(before[0]) if before[0] else 0, before[1]]
    if severities:
        where.append(f"severity IN ({','.join('?' * len(severities))})")
        values += [severity.value for severity in severities]
    if since is not None:
        where.append("began_at>=?")
        values.append(to_ms(since))
    if words.strip():
        where.append("uid IN (SELECT uid FROM title_text WHERE title_text MATCH ?)")
        values.append(match_words(words))
    rows = connection.execute(
        f"{_ROW} WHERE {' AND '.join(where)} ORDER BY coalesce(began_at, 0) DESC, uid DESC LIMIT ?",
        (*values, limit),
    ).fetchall()
    return _rows(connection, rows)


def count_past(connection: Connection) -> int:
    (n,) = connection.execute("SELECT count(*) FROM incident WHERE live=0").fetchone()
    return int(n)


def in_conflict(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT uid FROM incident WHERE conflicts>0 ORDER BY began_at, uid")
    return [uid for (uid,) in rows]


def last_ended_at(connection: Connection) -> datetime | None:
    (ms,) = connection.execute("SELECT max(ended_at) FROM incident").fetchone()
    return maybe_from_ms(ms)


def similar(connection: Connection, words: str, limit: int = 1) -> list[IncidentRow]:
    """Incidents whose titles share words with these, best first."""
    any_word = match_words(words, any_of=True)
    if not any_word:
        return []
    rows = connection.execute(
        f"{_ROW} JOIN (SELECT uid AS found, rank FROM title_text WHERE title_text MATCH ? "
        "ORDER BY rank LIMIT ?) ON found=uid ORDER BY rank",
        (any_word, limit),
    ).fetchall()
    return _rows(connection, rows)


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


def labels(connection: Connection) -> dict[str, str]:
    """Every incident's uid and how it is called."""
    rows = connection.execute("SELECT uid FROM incident").fetchall()
    return {uid: lookup.label(connection, uid) for (uid,) in rows}


def _rows(connection: Connection, rows: Iterable[Row]) -> list[IncidentRow]:
    return [_row(connection, row) for row in rows]


def _row(connection: Connection, row: Row) -> IncidentRow:
    (
        uid, _, title, kind, status, stage, severity, services, commander, users, imported, live_,
        conflicts, detected, began, ended, impact_began, impact_ms, due, questions,
    ) = row  # fmt: skip
    return IncidentRow(
        uid=str(uid),
        label=lookup.label(connection, str(uid)),
        title=str(title),
        kind=str(kind),
        status=str(status),
        stage=Stage(stage),
        severity=Severity(severity) if severity else None,
        services=str(services),
        commander=str(commander),
        users=None if users is None else str(users),
        imported=bool(imported),
        live=bool(live_),
        conflicts=_int(conflicts),
        detected_at=_moment(detected),
        began_at=_moment(began),
        ended_at=_moment(ended),
        impact_began_at=_moment(impact_began),
        impact_ms=None if impact_ms is None else _int(impact_ms),
        update_due_at=_moment(due),
        open_questions=_int(questions),
    )


def _moment(value: object) -> datetime | None:
    return maybe_from_ms(value if isinstance(value, int) else None)


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0
