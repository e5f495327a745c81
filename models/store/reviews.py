"""Reviews and what they decided, in tables of their own: what waits on people spans incidents."""

from collections.abc import Iterable, Sequence
from datetime import date

from models.domain.action_item import ActionItem, ActionKind, ActionState, maybe_day
from models.domain.incident import Incident
from models.domain.policy import Policy
from models.domain.reviewing import meeting_due
from models.domain.times import maybe_from_ms, maybe_to_ms
from models.store import library
from models.store.driver import Connection, Row

_COLUMNS = (
    "uid, incident, text, kind, owner, due, state, entry, tracker, by, added_at, done_at, "
    "settled_at"
)
_KEEP = f"INSERT INTO action_item ({_COLUMNS}, place) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_SELECT = f"SELECT {_COLUMNS} FROM action_item"


def keep(connection: Connection, told: Sequence[tuple[Incident, Policy]]) -> None:
    """The reviews of these incidents as they are now. Most incidents have none."""
    held = _held(connection)
    rows, actions = [], []
    for incident, policy in told:
        due = meeting_due(incident, policy)
        if incident.review.begun or due is not None:
            rows.append(_row(incident, due))
            actions += [(*_action_row(one), n) for n, one in enumerate(incident.review.actions)]
    gone = [(one.uid,) for one, _ in told] if held else []
    if gone:
        connection.executemany("DELETE FROM review WHERE incident=?", gone)
        connection.executemany("DELETE FROM action_item WHERE incident=?", gone)
    if rows:
        connection.executemany("INSERT INTO review VALUES (?,?,?,?)", rows)
    if actions:
        connection.executemany(_KEEP, actions)
    library.keep_reviews(connection, [incident for incident, _ in told])


def _held(connection: Connection) -> bool:
    return connection.execute("SELECT 1 FROM review LIMIT 1").fetchone() is not None


def _row(incident: Incident, due: date | None) -> Row:
    review = incident.review
    return (
        incident.uid,
        review.state.value,
        due.isoformat() if due else None,
        maybe_to_ms(review.reviewed_at),
    )


def _action_row(action: ActionItem) -> Row:
    return (
        action.uid,
        action.incident,
        action.text,
        action.kind.value,
        action.owner,
        action.due.isoformat() if action.due else None,
        action.state.value,
        action.entry,
        action.tracker,
        action.by,
        maybe_to_ms(action.added_at),
        maybe_to_ms(action.done_at),
        maybe_to_ms(action.settled_at),
    )


def actions(connection: Connection) -> list[ActionItem]:
    """Every action there is: open ones first by their due date, those without a date last."""
    rows = connection.execute(
        f"{_SELECT} ORDER BY state<>'open', due IS NULL, due, added_at, place, uid"
    ).fetchall()
    return _actions(rows)


def open_actions(connection: Connection, due_before: date | None = None) -> list[ActionItem]:
    """Those that are open; with a day, only those due before it."""
    where, values = ("", ()) if due_before is None else (" AND due<?", (due_before.isoformat(),))
    rows = connection.execute(
        f"{_SELECT} WHERE state='open'{where} ORDER BY due IS NULL, due, added_at, place, uid",
        values,
    ).fetchall()
    return _actions(rows)


def actions_of(connection: Connection, incident: str) -> list[ActionItem]:
    rows = connection.execute(f"{_SELECT} WHERE incident=? ORDER BY place", (incident,)).fetchall()
    return _actions(rows)


def action(connection: Connection, uid: str) -> ActionItem:
    """The action of that uid, which must be there."""
    return _actions(connection.execute(f"{_SELECT} WHERE uid=?", (uid,)).fetchall())[0]


def undone(connection: Connection, due_to: date) -> list[tuple[str, date]]:
    """(incident, last day) of reviews that were never reviewed and are due by then."""
    rows = connection.execute(
        "SELECT incident, due FROM review WHERE state IN ('draft', 'in_review') AND due<=? "
        "AND reviewed_at IS NULL ORDER BY due, incident",
        (due_to.isoformat(),),
    ).fetchall()
    return [(str(incident), date.fromisoformat(str(due))) for incident, due in rows]


def _actions(rows: Iterable[Row]) -> list[ActionItem]:
    found = []
    for row in rows:
        uid, incident, text, kind, owner, due, state, entry, tracker, by, *times = row
        added, done, settled = (maybe_from_ms(one if isinstance(one, int) else None)
                                for one in times)  # fmt: skip
        found.append(
            ActionItem(
                str(uid),
                str(incident),
                str(text),
                ActionKind(kind),
                str(owner),
                maybe_day(due),
                ActionState(state),
                str(entry),
                str(tracker),
                str(by),
                added,
                done,
                settled,
            )
        )
    return found
