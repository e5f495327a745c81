"""Write a person into the list of people."""

from dataclasses import dataclass

from models.actions.assign import given_name
from models.actions.desk import Desk
from models.domain.errors import NothingToDo
from models.domain.ids import WORKSPACE_STREAM
from models.replication.operation import Value
from models.store import catalog


@dataclass(frozen=True, slots=True)
class SetPerson:
    """None leaves a fact as it is. Contact details are no part of it: they stay on a machine."""

    name: str
    areas: tuple[str, ...] | None = None
    on_call: bool | None = None


def set_person(command: SetPerson, desk: Desk) -> None:
    """Raises:
    BadInput: no name.
    NothingToDo: the list says so already.
    """
    name = given_name(command.name)
    told: dict[str, Value] = {}
    if command.areas is not None:
        areas: list[Value] = list(dict.fromkeys(a.strip() for a in command.areas if a.strip()))
        told["areas"] = areas
    if command.on_call is not None:
        told["on_call"] = command.on_call
    with desk.act() as act:
        known = catalog.people(act.connection)
        before = known.get(name, {})
        fresh = {field: value for field, value in told.items() if before.get(field) != value}
        if name not in known and not fresh:
            fresh = {"on_call": False}
        if not fresh:
            raise NothingToDo(f"The list of people says that of {name} already.")
        for field, value in fresh.items():
            act.set_on(WORKSPACE_STREAM, "person", name, field, value)
