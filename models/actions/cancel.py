"""Cancel: it was a false alarm."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Status


@dataclass(frozen=True, slots=True)
class Cancel:
    incident: str
    reason: str
    at: datetime | None = None


def cancel(command: Cancel, desk: Desk) -> None:
    """The stage stays; clocks and deadlines stop.

    Raises:
        NothingToDo: it is cancelled.
        Refused: no reason, not open, or resolved before.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        if incident.status is Status.CANCELLED:
            raise NothingToDo(f"{act.label(incident.uid)} is cancelled already.")
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        if not command.reason.strip():
            raise Refused("Cancelling needs a reason: say why it was a false alarm.")
        if incident.times.resolved_at is not None:
            raise Refused(f"{act.label(incident.uid)} is resolved. Close it instead.")
        lifecycle.set_time(act, incident, "cancelled_at", act.happened_at)
        lifecycle.end_running(act, incident, "active", act.happened_at)
        lifecycle.end_running(act, incident, "impact", act.happened_at)
        act.entry(
            incident.uid,
            EntryKind.SYSTEM,
            f"Cancelled.{lifecycle.because(command.reason)}",
            level=Level.KEY,
        )
