"""Confirm recovery: the one exit question only a person can answer."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo


@dataclass(frozen=True, slots=True)
class Confirm:
    incident: str
    at: datetime | None = None


def confirm(command: Confirm, desk: Desk) -> None:
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        if incident.recovery_confirmed:
            raise NothingToDo(f"Recovery of {act.label(incident.uid)} is confirmed already.")
        act.set(incident.uid, "recovery_confirmed", True)
        act.entry(incident.uid, EntryKind.SYSTEM, "Recovery confirmed", level=Level.KEY)
