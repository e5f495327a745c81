"""Write a person into the list of people."""

from dataclasses import dataclass

from models.actions.assign import given_name
from models.actions.desk import Desk
from models.domain.errors import BadInput, NothingToDo
from models.domain.ids import WORKSPACE_STREAM
from models.queries.people import CONTACT
from models.replication.operation import Value
from models.store import catalog
from models.store.database import read_meta, write_meta


@dataclass(frozen=True, slots=True)
class SetPerson:
    """None leaves a fact as it is. `contact` is kept on this machine only, never in an operation;
    "" forgets it. A name is found whatever its case, and keeps the spelling it has."""

    name: str
    areas: tuple[str, ...] | None = None
    on_call: bool | None = None
    contact: str | None = None


MOST_CONTACT = 500


def set_person(command: SetPerson, desk: Desk) -> None:
    """Raises:
    BadInput: no name, or a contact that is too long.
    NothingToDo: the list says so already.
    """
    named, contact = given_name(command.name), command.contact
    if contact is not None and len(contact) > MOST_CONTACT:
        raise BadInput(f"A contact has at most {MOST_CONTACT} characters.")
    told: dict[str, Value] = {}
    if command.areas is not None:
        areas: list[Value] = list(dict.fromkeys(a.strip() for a in command.areas if a.strip()))
        told["areas"] = areas
    if command.on_call is not None:
        told["on_call"] = command.on_call
    with desk.act() as act:
        known = catalog.people(act.connection)
        name = next((one for one in known if one.casefold() == named.casefold()), named)
        before = known.get(name, {})
        fresh = {field: value for field, value in told.items() if before.get(field) != value}
        if name not in known and not fresh:
            fresh = {"on_call": False}
        key = CONTACT + name
        same = contact is None or (read_meta(act.connection, key) or "") == contact.strip()
        if contact is not None and not same:
            write_meta(act.connection, key, contact.strip())
        if not fresh and same:
            raise NothingToDo(f"The list of people says that of {name} already.")
        for field, value in fresh.items():
            act.set_on(WORKSPACE_STREAM, "person", name, field, value)
