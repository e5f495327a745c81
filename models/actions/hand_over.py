"""Command goes from one person to another: offered, then taken; or taken, with a reason."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.assign import given_name
from models.actions.claim import claim_command
from models.actions.desk import ActInProgress, Desk
from models.domain.brief import brief
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Incident
from models.queries.brief import brief_facts
from models.replication.operation import Value


@dataclass(frozen=True, slots=True)
class HandOver:
    """`brief` is what the receiver reads first; None has it written from the timeline."""

    incident: str
    to: str
    brief: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Accept:
    incident: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """The receiver says not now, or the commander takes the offer back."""

    incident: str


@dataclass(frozen=True, slots=True)
class TakeCommand:
    """`seen` is who held command when this was asked for; "" is whoever holds it."""

    incident: str
    reason: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """Who holds command after the act, and whether that is final (`granted`) or claimed until
    the server has decided (`provisional`)."""

    incident: str
    holder: str
    state: str = "granted"


def hand_over(command: HandOver, desk: Desk) -> None:
    """Offer command. Nothing changes until it is taken.

    Raises:
        Refused: not open, or the one who acts does not command.
        NothingToDo: it is offered to that person already, or they command.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        to = given_name(command.to)
        _refuse_unless_commander(incident, desk.actor)
        if _same(to, incident.commander):
            raise NothingToDo(f"{incident.commander} has command already.")
        if incident.offer is not None and _same(incident.offer.to, to) and command.brief is None:
            raise NothingToDo(f"Command is offered to {to} already and waits for an answer.")
        lines = command.brief
        if lines is None:
            lines = brief(incident, brief_facts(act.connection, incident.uid), act.now)
        told: list[Value] = [line for line in lines if line.strip()]
        act.set(incident.uid, "offer", {"to": to, "brief": told})
        act.entry(
            incident.uid,
            EntryKind.ROLE,
            f"Command offered to {to}. {incident.commander} has it until it is taken.",
            detail={"offered": to, "brief": told},
        )


def accept(command: Accept, desk: Desk) -> Command:
    """Take the command that was offered to the one who acts.

    Raises:
        Refused: nothing is offered, or it is offered to somebody else.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        offer = incident.offer
        label = act.label(incident.uid)
        if offer is None:
            raise Refused(
                f"No command of {label} is offered now. Take it with 'take-command' and a reason."
            )
        if not _same(offer.to, desk.actor):
            raise Refused(
                f"Command of {label} is offered to {offer.to}, not to {desk.actor}. "
                "Take it with 'take-command' and a reason."
            )
        _change(act, incident, offer.to)
        act.entry(
            incident.uid,
            EntryKind.ROLE,
            f"{offer.to} assumed command, handed over by {offer.by}.",
            level=Level.KEY,
            detail={"commander": offer.to, "from": incident.commander},
        )
        act.entry(
            incident.uid,
            EntryKind.ROLE,
            f"{incident.commander} renounced command.",
            detail={"renounced": incident.commander},
        )
    return Command(incident.uid, offer.to)


def decline(command: Decline, desk: Desk) -> None:
    """Raises:
    NothingToDo: nothing is offered.
    Refused: it is neither offered to nor offered by the one who acts.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        offer = incident.offer
        if offer is None:
            raise NothingToDo("Nothing is offered now.")
        if not (_same(offer.to, desk.actor) or _same(incident.commander, desk.actor)):
            raise Refused(f"The offer is between {offer.by} and {offer.to}.")
        act.set(incident.uid, "offer", None)
        back = not _same(offer.to, desk.actor)
        text = (
            f"Offer of command to {offer.to} taken back."
            if back
            else f"{offer.to} did not take command now. {incident.commander} keeps it."
        )
        act.entry(incident.uid, EntryKind.ROLE, text)


def take_command(command: TakeCommand, desk: Desk) -> Command:
    """Any responder may, and says why.

    Raises:
        Refused: not open, no reason, or command has changed hands since it was shown.
        NothingToDo: the one who acts has it.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        holder = incident.commander
        if _same(holder, desk.actor):
            raise NothingToDo(f"{holder} has command already.")
        reason = command.reason.strip()
        if not reason:
            raise Refused("Taking command needs a reason; it goes on the timeline.")
        if command.seen and not _same(command.seen, holder):
            raise Refused(f"{holder} has command now, not {command.seen}. Look again, then decide.")
        _change(act, incident, desk.actor)
        before = f" from {holder}" if holder else ""
        act.entry(
            incident.uid,
            EntryKind.ROLE,
            f"{desk.actor} took command{before}: {reason}",
            level=Level.KEY,
            detail={"commander": desk.actor, "from": holder, "reason": reason},
        )
        if holder:
            act.entry(
                incident.uid,
                EntryKind.ROLE,
                f"{holder} no longer has command.",
                detail={"renounced": holder},
            )
    return Command(incident.uid, desk.actor)


def _change(act: ActInProgress, incident: Incident, person: str) -> None:
    claim_command(act, incident.uid, person)
    if incident.offer is not None:
        act.set(incident.uid, "offer", None)


def _refuse_unless_commander(incident: Incident, actor: str) -> None:
    if not _same(incident.commander, actor):
        raise Refused(
            f"{incident.commander or 'Nobody'} has command; only the commander hands it over. "
            "Take command with a reason if it cannot wait."
        )


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
