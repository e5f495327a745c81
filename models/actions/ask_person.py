"""Ask somebody to take a role, and answer."""

from dataclasses import dataclass

from models.actions import lifecycle
from models.actions.assign import find, given_name, put_on, value, words
from models.actions.desk import Desk
from models.domain.entry import EntryKind
from models.domain.errors import NotFound, NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Hat, Role


@dataclass(frozen=True, slots=True)
class AskPerson:
    incident: str
    role: Role
    person: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class AnswerAsk:
    """`ask` is the question's uid within `incident`. A yes puts the hat on."""

    incident: str
    ask: str
    yes: bool


def ask_person(command: AskPerson, desk: Desk) -> str:
    """A row in that person's "Needs you". Asking again is a new question. Gives its uid.

    Raises:
        Refused: not open, or command, which is offered.
        NothingToDo: the person wears the hat.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        if command.role is Role.COMMANDER:
            raise Refused("Command is offered by handing over, not asked for.")
        person = given_name(command.person)
        hat = Hat(command.role, person, command.area.strip())
        if find(incident.hats, hat.role, person, hat.area) is not None:
            raise NothingToDo(f"{person} is {words(hat)} already.")
        stream = incident_stream(incident.uid)
        before = [
            ask
            for ask in incident.asks
            if ask.person == person and ask.role == hat.role.value and ask.area == hat.area
        ]
        for ask in before:
            if not ask.answer:
                act.set_on(stream, "ask", ask.uid, "answer", "again")
        uid = act.new_uid()
        told = {"role": hat.role.value, "person": person, "area": hat.area}
        act.set_on(stream, "ask", uid, "asked", {**told})
        again = " again" if before else ""
        act.entry(
            incident.uid,
            EntryKind.ROLE,
            f"Asked {person}{again} to be {words(hat)}.",
            detail={"asked": person, "role": hat.role.value, "area": hat.area},
        )
    return uid


def answer_ask(command: AnswerAsk, desk: Desk) -> None:
    """Raises:
    NotFound: no such question.
    NothingToDo: it was answered.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        ask = next((ask for ask in incident.asks if ask.uid.startswith(command.ask)), None)
        if ask is None:
            raise NotFound(f"There is no question {command.ask} here.")
        if ask.answer:
            raise NothingToDo("That was answered already.")
        act.set_on(
            incident_stream(incident.uid), "ask", ask.uid, "answer", "yes" if command.yes else "no"
        )
        hat = Hat(Role(ask.role), ask.person, ask.area)
        if not command.yes:
            text = f"{ask.person} cannot be {words(hat)} now."
            act.entry(incident.uid, EntryKind.ROLE, text, detail={"declined": ask.person})
            return
        if find(incident.hats, hat.role, hat.person, hat.area) is None:
            put_on(act, incident, hat)
            act.entry(
                incident.uid,
                EntryKind.ROLE,
                f"{ask.person} is {words(hat)}.",
                detail={"hats": [{**value(hat), "worn": True}]},
            )
