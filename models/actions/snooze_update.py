"""Put the reminder of an update off, once; or decide that the incident is a long one."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.cadence import (
    LONG_AFTER,
    LONG_NOT_BEFORE,
    SNOOZE,
    is_snoozed,
    next_update_due,
)
from models.domain.entry import EntryKind
from models.domain.errors import NothingToDo, Refused
from models.domain.times import span_words, to_ms
from models.store import policies

_SNOOZE_WORDS = f"{int(SNOOZE.total_seconds()) // 60} min"


@dataclass(frozen=True, slots=True)
class SnoozeUpdate:
    incident: str


@dataclass(frozen=True, slots=True)
class SlowUpdates:
    """`is_long` False goes back to the ordinary cadence."""

    incident: str
    reason: str
    is_long: bool = True


def snooze_update(command: SnoozeUpdate, desk: Desk) -> datetime:
    """Gives when the reminder comes again. What is due stays due: a snooze makes no late update
    one in time.

    Raises:
        NothingToDo: this one was snoozed already.
        Refused: none is due.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        policy = policies.in_force(act.connection, incident.times.detected_at or act.now)
        due = next_update_due(incident, policy)
        if due is None:
            raise Refused(f"No update of {act.label(incident.uid)} is due, so none is snoozed.")
        if is_snoozed(incident, due):
            raise NothingToDo(
                f"The update due at {due:%H:%M} UTC was snoozed already; that is done once."
            )
        act.add(incident.uid, "snoozes", to_ms(due))
        act.entry(
            incident.uid,
            EntryKind.UPDATE,
            f"The update due at {due:%H:%M:%S} UTC is snoozed by {_SNOOZE_WORDS}.",
            detail={"snoozed": to_ms(due)},
        )
    return due + SNOOZE


def slow_updates(command: SlowUpdates, desk: Desk) -> None:
    """Decided in the first two hours, it counts from then on.

    Raises:
        NothingToDo: it is so already.
        Refused: not open, no reason, or decided in the first hour.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        label = act.label(incident.uid)
        if command.is_long is (incident.long_since is not None):
            raise NothingToDo(
                f"{label} is a long incident already."
                if command.is_long
                else f"{label} has its updates at the ordinary times already."
            )
        reason = command.reason.strip()
        if not reason:
            raise Refused("Fewer updates need a reason; it goes on the timeline.")
        declared = incident.times.declared_at or act.now
        ran = act.happened_at - declared
        if command.is_long and ran < LONG_NOT_BEFORE:
            raise Refused(
                f"{label} runs for {span_words(int(ran.total_seconds() * 1000))}. Nobody knows in "
                "the first hour that it will be long; decide it later."
            )
        act.set(incident.uid, "long_mode", command.is_long)
        since = f", from {declared + LONG_AFTER:%H:%M} UTC on" if ran < LONG_AFTER else ""
        words = f"Long incident{since}: fewer updates." if command.is_long else "Updates as before."
        act.entry(
            incident.uid,
            EntryKind.UPDATE,
            f"{words} {reason}",
            detail={"long": command.is_long, "reason": reason},
        )
