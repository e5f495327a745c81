"""Change how bad it is said to be."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo
from models.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class ChangeSeverity:
    incident: str
    to: Severity
    reason: str = ""
    at: datetime | None = None


def change_severity(command: ChangeSeverity, desk: Desk) -> None:
    """Asks for a reason and takes none ("no reason given"). The severity it has, given with a
    reason, is a confirmation: written, and able to conflict.

    Raises:
        NothingToDo: it has that severity and no reason was given.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_future(act)
        before, reason = incident.severity, command.reason.strip()
        if before is command.to and not reason:
            raise NothingToDo(f"{act.label(incident.uid)} is {command.to.value} already.")
        act.set(incident.uid, "severity", command.to.value)
        why = reason or "no reason given"
        if before is None:
            text = f"Severity set to {command.to.value}: {why}"
        elif before is command.to:
            text = f"Severity {command.to.value} confirmed: {why}"
        else:
            moved = "raised" if command.to.is_worse_than(before) else "lowered"
            text = f"Severity {moved} {before.value} to {command.to.value}: {why}"
        act.entry(
            incident.uid,
            EntryKind.SEVERITY,
            text,
            level=Level.KEY,
            detail={
                "from": before.value if before else None,
                "to": command.to.value,
                "reason": reason,
            },
        )
