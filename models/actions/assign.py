"""Put a hat on somebody, and take it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import BadInput, NothingToDo, Refused
from models.domain.incident import Hat, Incident, Role
from models.replication.operation import Value


@dataclass(frozen=True, slots=True)
class Assign:
    """`instead` names who wears the hat until now and gives it up in the same act."""

    incident: str
    role: Role
    person: str
    area: str = ""
    instead: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unassign:
    incident: str
    role: Role
    person: str
    area: str = ""
    at: datetime | None = None


MOST_NAME = 120


def assign(command: Assign, desk: Desk) -> None:
    """Raises:
    Refused: not open, or the hat is the commander's, which is handed over or taken.
    NothingToDo: the person wears it.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        _refuse_command(command.role)
        person = given_name(command.person)
        worn = find(incident.hats, command.role, person, command.area)
        if worn is not None:
            raise NothingToDo(f"{worn.person} is {words(worn)} already.")
        before = find(incident.hats, command.role, command.instead, command.area)
        if before is not None:
            take_off(act, incident, before)
        hat = Hat(command.role, person, command.area.strip())
        put_on(act, incident, hat)
        after = f", instead of {before.person}" if before else ""
        act.entry(
            incident.uid,
            EntryKind.ROLE,
            f"{person} is {words(hat)}{after}.",
            level=Level.KEY,
            detail={
                "hats": [
                    *([{**value(before), "worn": False}] if before else []),
                    {**value(hat), "worn": True},
                ]
            },
        )


def unassign(command: Unassign, desk: Desk) -> None:
    """Raises:
    Refused: the commander's hat is handed over, not taken off.
    NothingToDo: the person does not wear it.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_future(act)
        _refuse_command(command.role)
        worn = find(incident.hats, command.role, command.person.strip(), command.area)
        if worn is None:
            hat = Hat(command.role, command.person.strip(), command.area)
            raise NothingToDo(f"{hat.person} is not {words(hat)}.")
        take_off(act, incident, worn)
        act.entry(
            incident.uid,
            EntryKind.ROLE,
            f"{worn.person} is no longer {words(worn)}.",
            level=Level.KEY,
            detail={"hats": [{**value(worn), "worn": False}]},
        )


def words(hat: Hat) -> str:
    """What a hat is called in a sentence: `Communications Lead`, `SME for db`."""
    if hat.role is Role.SME:
        return f"SME for {hat.area}" if hat.area else "SME"
    return hat.role.word


def given_name(typed: str) -> str:
    """Raises BadInput for no name, or one that nobody has."""
    name = " ".join(typed.split()).lstrip("@")
    if not name:
        raise BadInput("Name the person.")
    if len(name) > MOST_NAME:
        raise BadInput(f"A name has at most {MOST_NAME} characters.")
    return name


def find(hats: Sequence[Hat], role: Role, person: str, area: str = "") -> Hat | None:
    """The hat that `person` wears now; without an area the only one of that role."""
    same = [h for h in hats if h.role is role and h.person.casefold() == person.casefold()]
    if area.strip():
        same = [h for h in same if h.area.casefold() == area.strip().casefold()]
    elif role is Role.SME:
        same = [h for h in same if not h.area] or (same if len(same) == 1 else [])
    return same[0] if same else None


def put_on(act: ActInProgress, incident: Incident, hat: Hat) -> None:
    act.add(incident.uid, "hats", value(hat))


def take_off(act: ActInProgress, incident: Incident, hat: Hat) -> None:
    act.remove(incident.uid, "hats", value(hat))


def value(hat: Hat) -> dict[str, Value]:
    """A hat as it stands in an operation."""
    return {"role": hat.role.value, "person": hat.person, "area": hat.area}


def _refuse_command(role: Role) -> None:
    if role is Role.COMMANDER:
        raise Refused(
            "Command is not assigned: offer it with 'handover', or take it with 'take-command' "
            "and a reason."
        )
