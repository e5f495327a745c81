"""People of the workspace: those in the list, and everybody who acted or wore a hat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.replication.packing import unpack
from models.store import catalog
from models.store.driver import Connection

CONTACT = "contact:"
"""What contact details are kept under, on this machine only: never in an operation."""


@dataclass(frozen=True, slots=True)
class Person:
    """`listed` is False for a name that is known only from what was done under it."""

    name: str
    areas: tuple[str, ...] = ()
    on_call: bool = False
    contact: str | None = None
    listed: bool = True


def people(connection: Connection) -> tuple[Person, ...]:
    """By name, those on call first."""
    contacts = _contacts(connection)
    found = {person.name: person for person in _listed(connection, contacts)}
    listed = {name.casefold() for name in found}
    for name in sorted(_seen(connection)):
        if name and name.casefold() not in listed:
            found[name] = Person(name, contact=contacts.get(name) or None, listed=False)
    return tuple(sorted(found.values(), key=lambda p: (not p.on_call, p.name.casefold())))


def on_call(connection: Connection) -> tuple[Person, ...]:
    """Those of the list who are on call now, by name."""
    ready = [person for person in _listed(connection, _contacts(connection)) if person.on_call]
    return tuple(sorted(ready, key=lambda person: person.name.casefold()))


def _contacts(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT key, value FROM meta WHERE key>=? AND key<?", (CONTACT, "contact;")
    )
    return {key.removeprefix(CONTACT): _text(value) for key, value in rows}


def _listed(connection: Connection, contacts: Mapping[str, str]) -> Iterator[Person]:
    for name, facts in catalog.people(connection).items():
        areas = facts.get("areas")
        yield Person(
            name,
            tuple(str(area) for area in areas) if isinstance(areas, list) else (),
            bool(facts.get("on_call")),
            contacts.get(name) or None,
        )


def _seen(connection: Connection) -> set[str]:
    """Commanders, and whoever acts or wears a hat in a live incident."""
    names = {str(name) for (name,) in connection.execute("SELECT DISTINCT commander FROM incident")}
    rows = connection.execute(
        "SELECT h.actor, h.field, h.value FROM head h "
        "JOIN incident i ON h.stream='incident:' || i.uid "
        "WHERE i.live=1 AND h.entity_kind='incident'"
    )
    for actor, field, raw in rows:
        names.add(str(actor))
        worn = unpack(raw) if field == "hats" else None
        if isinstance(worn, dict):
            names.add(str(worn.get("person", "")))
    return names


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
