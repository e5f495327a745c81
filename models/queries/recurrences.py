"""What happened before under the same sign: the earlier incident, what fixed it, what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.action_item import ActionItem, ActionKind, ActionState
from models.domain.incident import Incident, IncidentKind
from models.domain.review import ReviewState
from models.domain.times import to_ms
from models.queries import incidents
from models.store import lookup
from models.store.driver import Connection

WITHIN = timedelta(days=90)
MOST = 3
_COUNTED = (IncidentKind.INCIDENT.value, IncidentKind.BACKFILLED.value)


@dataclass(frozen=True, slots=True)
class Sign:
    """By what an incident is known again. `alert` is the uid of the alert it is declared from,
    `title` what is typed while it has no failure mode yet; `uid` is the incident itself, where
    there is one already."""

    services: tuple[str, ...] = ()
    failure_mode: str = ""
    alert: str = ""
    title: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """`why` says by what it was found. `fix` is what ended it then, "" where nobody wrote it down;
    `open_actions` were never done, `ineffective` were done and it came back all the same."""

    uid: str
    label: str
    title: str
    resolved_at: datetime
    why: str
    state: ReviewState
    fix: str = ""
    open_actions: tuple[ActionItem, ...] = ()
    ineffective: tuple[ActionItem, ...] = ()


def earlier(connection: Connection, sign: Sign, at: datetime) -> list[Earlier]:
    """The newest first, resolved in the 90 days before `at`; a person's unlink wins."""
    unlinked: tuple[str, ...] = ()
    found: dict[str, str] = {}
    if sign.uid:
        present = incidents.incident(connection, sign.uid)
        unlinked = present.not_recurs_from
        found |= dict.fromkeys(present.recurs_from, "linked by a person")
    if sign.failure_mode and sign.services:
        for uid in _same_fingerprint(connection, sign, at):
            found.setdefault(uid, "same service and failure mode")
    if sign.alert:
        for uid in _same_alert(connection, sign.alert, at):
            found.setdefault(uid, "the same alert")
    if sign.title and sign.services and not sign.failure_mode:
        for uid in _same_words(connection, sign, at):
            found.setdefault(uid, "same service and a title like it")
    told = []
    for uid, why in found.items():
        if uid in unlinked or uid == sign.uid:
            continue
        one = incidents.incident(connection, uid)
        if one.times.resolved_at is not None:
            told.append(_earlier(connection, one, one.times.resolved_at, why, at))
    return sorted(told, key=lambda one: one.resolved_at, reverse=True)[:MOST]


def sign_of(incident: Incident) -> Sign:
    return Sign(
        incident.services,
        incident.failure_mode,
        incident.alerts[0] if incident.alerts else "",
        uid=incident.uid,
    )


def _same_fingerprint(connection: Connection, sign: Sign, at: datetime) -> list[str]:
    """Of those that count in key figures: not called off, not merged, no drill."""
    rows = connection.execute(
        "SELECT uid, services FROM incident WHERE failure_mode=? AND ended_at<=? AND ended_at>=? "
        "AND status NOT IN ('cancelled', 'merged') "
        f"AND kind IN ({','.join('?' * len(_COUNTED))}) ORDER BY ended_at DESC LIMIT 200",
        (sign.failure_mode, to_ms(at), to_ms(at - WITHIN), *_COUNTED),
    ).fetchall()
    first = sign.services[0]
    return [str(uid) for uid, services in rows if str(services).split(", ")[0] == first][:MOST]


def _same_alert(connection: Connection, alert: str, at: datetime) -> list[str]:
    """Incidents that an alert of the same sender and fingerprint was declared as."""
    rows = connection.execute(
        "SELECT DISTINCT incident.uid FROM alert AS this JOIN alert AS other "
        "ON other.source=this.source AND other.fingerprint=this.fingerprint "
        "JOIN incident ON incident.uid=other.taken_by "
        "WHERE this.uid=? AND this.fingerprint<>'' AND incident.ended_at<=? "
        "AND incident.ended_at>=? AND status NOT IN ('cancelled', 'merged') "
        f"AND kind IN ({','.join('?' * len(_COUNTED))}) ORDER BY incident.ended_at DESC LIMIT ?",
        (alert, to_ms(at), to_ms(at - WITHIN), *_COUNTED, MOST),
    ).fetchall()
    return [str(uid) for (uid,) in rows]


def _same_words(connection: Connection, sign: Sign, at: datetime) -> list[str]:
    """A title like it on the same service: what else is known of an incident being declared."""
    first = sign.services[0].casefold()
    return [
        row.uid
        for row in incidents.similar(connection, sign.title, 10)
        if row.services.split(", ")[0].casefold() == first
        and row.kind in _COUNTED
        and row.status not in ("cancelled", "merged")
        and row.ended_at is not None
        and at - WITHIN <= row.ended_at <= at
    ][:MOST]


def _earlier(
    connection: Connection, one: Incident, resolved: datetime, why: str, at: datetime
) -> Earlier:
    actions = one.review.actions
    return Earlier(
        uid=one.uid,
        label=lookup.label(connection, one.uid),
        title=one.title,
        resolved_at=resolved,
        why=why,
        state=one.review.state,
        fix=_fix(actions, one),
        open_actions=tuple(a for a in actions if a.state is ActionState.OPEN),
        ineffective=tuple(a for a in actions if _was_done(a, at)),
    )


def _fix(actions: Iterable[ActionItem], one: Incident) -> str:
    """What was done to fix it, else how the room summed it up."""
    done = [a.text for a in actions if a.kind is ActionKind.FIX and a.state is ActionState.DONE]
    return "; ".join(done) or one.summary


def _was_done(action: ActionItem, before: datetime) -> bool:
    return action.state is ActionState.DONE and bool(action.done_at and action.done_at <= before)


_WITHIN_MS = WITHIN // timedelta(milliseconds=1)
_FIRST = "substr({0}.services || ', ', 1, instr({0}.services || ', ', ', '))"
_ASKING = (
    "SELECT action_item.uid, own.uid, later.uid FROM action_item "
    "JOIN incident AS own ON own.uid=action_item.incident "
    "JOIN incident AS later ON later.failure_mode=own.failure_mode AND later.uid<>own.uid "
    "AND later.detected_at>action_item.settled_at "
    f"AND later.detected_at<=own.ended_at+{_WITHIN_MS} "
    "WHERE action_item.state='done' AND own.failure_mode<>'' "
    "AND later.status NOT IN ('cancelled', 'merged') "
    f"AND later.kind IN ({','.join('?' * len(_COUNTED))}) "
    f"AND {_FIRST.format('own')}={_FIRST.format('later')} AND "
)
_ORDER = " ORDER BY later.detected_at, later.uid"


def doubtful(connection: Connection, owner: str | None = None) -> dict[str, str]:
    """Done actions, of everybody or of one owner, whose incident came back since somebody last
    said that they are done: the first return asks whether each of them helped. By uid."""
    where, values = ("1", ()) if owner is None else ("owner=? COLLATE NOCASE", (owner,))
    return _asking(connection, where, values)


def questioned(connection: Connection, incident: str) -> dict[str, str]:
    """The same of the actions of one incident."""
    return _asking(connection, "action_item.incident=?", (incident,))


def _asking(connection: Connection, where: str, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    rows = connection.execute(f"{_ASKING}{where}{_ORDER}", (*_COUNTED, *values)).fetchall()
    for action, own, later in rows:
        if str(action) in found:
            continue
        if str(own) not in incidents.incident(connection, str(later)).not_recurs_from:
            found[str(action)] = str(later)
    return found
