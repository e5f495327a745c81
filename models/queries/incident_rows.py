"""Lists of incidents, straight from their table: what the first paint waits for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import maybe_from_ms, to_ms
from models.store import lookup
from models.store.driver import Connection, Row
from models.store.words import match_words


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
