"""Every review there is, as a list shows it: where it stands, when it is due, what it left open."""

from dataclasses import dataclass
from datetime import date, datetime

from models.domain.action_item import ActionState, maybe_day
from models.domain.review import ReviewState
from models.domain.severity import Severity
from models.domain.times import maybe_from_ms
from models.queries.recurrences import doubtful
from models.store import lookup
from models.store.driver import Connection

MOST = 400
"""A year of a busy team; the older ones are found by the library's search."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """`due` is the last day for the meeting, None where none is due; `done` of `actions` are done,
    `came_back` says that one of them is asked whether it helped."""

    uid: str
    label: str
    title: str
    severity: Severity | None
    state: ReviewState
    due: date | None
    reviewed_at: datetime | None
    resolved_at: datetime | None
    done: int
    actions: int
    came_back: bool = False

    @property
    def waits(self) -> bool:
        """Whether its meeting is still to come."""
        return self.due is not None and self.reviewed_at is None


def review_list(connection: Connection) -> list[ReviewRow]:
    """Those whose meeting is still due first, the most pressing on top; then the newest."""
    counts = {
        str(uid): (int(done), int(every))
        for uid, done, every in connection.execute(
            "SELECT incident, sum(state=?), sum(state<>?) FROM action_item GROUP BY incident",
            (ActionState.DONE.value, ActionState.DROPPED.value),
        )
    }
    asked = set(doubtful(connection))
    back = {
        str(incident)
        for uid, incident in connection.execute("SELECT uid, incident FROM action_item")
        if uid in asked
    }
    rows = connection.execute(
        "SELECT incident.uid, title, severity, review.state, due, reviewed_at, ended_at "
        "FROM review JOIN incident ON incident.uid=review.incident "
        "WHERE status NOT IN ('cancelled', 'merged') "
        "ORDER BY due IS NULL OR reviewed_at IS NOT NULL OR review.state IN ('reviewed', 'closed'),"
        " CASE WHEN reviewed_at IS NULL THEN due END, coalesce(ended_at, began_at) DESC, "
        "incident.uid LIMIT ?",
        (MOST,),
    ).fetchall()
    return [
        ReviewRow(
            str(uid),
            lookup.label(connection, str(uid)),
            str(title),
            Severity(severity) if severity else None,
            ReviewState(state),
            maybe_day(due),
            maybe_from_ms(reviewed),
            maybe_from_ms(ended),
            *counts.get(str(uid), (0, 0)),
            str(uid) in back,
        )
        for uid, title, severity, state, due, reviewed, ended in rows
    ]
