"""Which reviews a person may learn from next: theirs to read, the most instructive first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.action_item import ActionState
from models.domain.severity import Severity
from models.domain.times import maybe_from_ms
from models.queries.comebacks import Comeback
from models.store import catalog, lookup
from models.store.driver import Connection

MOST = 50
RULE = (
    "Reviews that are reviewed or closed and that you have not read, of your services. First what "
    "came back most often, then the worst severity, then the most actions, then the newest."
)
YOURS = (
    "Your services are those of your areas, of your teams, of incidents that you commanded and of "
    "actions that you own."
)


@dataclass(frozen=True, slots=True)
class ToRead:
    """`returns` is how often its sign came back, `yours` which of the person's services it hit."""

    uid: str
    label: str
    title: str
    severity: Severity | None
    began_at: datetime | None
    returns: int
    actions: int
    open_actions: int
    yours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingList:
    """`services` are the person's; where there are none, reviews of all services are listed.
    `left` is how many more there are than those listed."""

    rows: tuple[ToRead, ...]
    services: tuple[str, ...]
    left: int = 0


def reading_list(connection: Connection, person: str, back: Sequence[Comeback]) -> ReadingList:
    """`back` is what came back."""
    mine = services_of(connection, person)
    returns = {uid: one.times for one in back for uid in one.uids}
    counts = {
        str(uid): (int(every), int(open_ones))
        for uid, every, open_ones in connection.execute(
            "SELECT incident, sum(state<>?), sum(state=?) FROM action_item GROUP BY incident",
            (ActionState.DROPPED.value, ActionState.OPEN.value),
        )
    }
    rows = connection.execute(
        "SELECT uid, title, severity, services, began_at FROM review "
        "JOIN incident ON incident.uid=review.incident "
        "WHERE review.state IN ('reviewed', 'closed') "
        "AND incident.status NOT IN ('cancelled', 'merged') AND uid NOT IN "
        "(SELECT incident FROM review_read WHERE person=?)",
        (person,),
    ).fetchall()
    found = []
    for uid, title, severity, services, began in rows:
        yours = tuple(one for one in str(services).split(", ") if one.casefold() in mine)
        if yours or not mine:
            found.append(
                ToRead(
                    uid=str(uid),
                    label="",
                    title=str(title),
                    severity=Severity(severity) if severity else None,
                    began_at=maybe_from_ms(began),
                    returns=returns.get(str(uid), 0),
                    actions=counts.get(str(uid), (0, 0))[0],
                    open_actions=counts.get(str(uid), (0, 0))[1],
                    yours=yours,
                )
            )
    found.sort(key=_instructive)
    told = tuple(_named(connection, one) for one in found[:MOST])
    return ReadingList(told, tuple(sorted(mine.values())), len(found) - len(told))


def _instructive(one: ToRead) -> tuple[object, ...]:
    severity = one.severity.value if one.severity else "P9"
    newest = one.began_at.timestamp() if one.began_at else 0.0
    return (-one.returns, severity, -one.actions, -newest, one.uid)


def _named(connection: Connection, one: ToRead) -> ToRead:
    return replace(one, label=lookup.label(connection, one.uid))


def services_of(connection: Connection, person: str) -> dict[str, str]:
    """The person's services, by their names in small letters; as YOURS says."""
    told = catalog.people(connection).get(person, {}).get("areas")
    areas = [str(area) for area in told] if isinstance(told, list) else []
    names = {area.casefold() for area in areas}
    found = {area.casefold(): area for area in areas}
    for service, facts in catalog.services(connection).items():
        if str(facts.get("team") or "").casefold() in names:
            found[service.casefold()] = service
    rows = connection.execute(
        "SELECT DISTINCT services FROM incident WHERE commander=? UNION "
        "SELECT services FROM action_item JOIN incident ON incident.uid=action_item.incident "
        "WHERE owner=?",
        (person, person),
    )
    for (services,) in rows:
        found |= {one.casefold(): one for one in str(services).split(", ") if one}
    return found


def reasons_of(one: ToRead) -> list[str]:
    told = []
    if one.returns:
        told.append(f"came back {one.returns} time{'s' if one.returns != 1 else ''}")
    if one.severity:
        told.append(one.severity.value)
    if one.actions:
        told.append(f"{one.actions} action{'s' if one.actions != 1 else ''}")
    if one.yours:
        told.append(f"your {', '.join(one.yours)}")
    return told


def reading_json(found: ReadingList) -> Mapping[str, object]:
    return {
        "rule": RULE,
        "services": list(found.services),
        "left": found.left,
        "reviews": [
            {
                "incident": one.label,
                "uid": one.uid,
                "title": one.title,
                "severity": one.severity.value if one.severity else None,
                "returns": one.returns,
                "actions": one.actions,
                "open_actions": one.open_actions,
                "your_services": list(one.yours),
                "reasons": reasons_of(one),
            }
            for one in found.rows
        ],
    }
