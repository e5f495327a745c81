"""Acknowledge: a person officially starts on it."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo
from models.domain.times import span_words, to_ms, write_time


@dataclass(frozen=True, slots=True)
class Acknowledge:
    incident: str
    at: datetime | None = None


def acknowledge(command: Acknowledge, desk: Desk) -> None:
    """Raises:
    NothingToDo: it was acknowledged before; the first one counts.
    Refused: not open, in the future, or before the detection.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        before = incident.times.acknowledged_at
        if before is not None:
            raise NothingToDo(
                f"{act.label(incident.uid)} was acknowledged already, at {write_time(before)}."
            )
        lifecycle.refuse_future(act)
        lifecycle.set_time(act, incident, "acknowledged_at", act.happened_at)
        detected = incident.times.detected_at
        after = (
            f", {span_words(to_ms(act.happened_at) - to_ms(detected))} after detection"
            if detected
            else ""
        )
        act.entry(incident.uid, EntryKind.SYSTEM, f"Acknowledged{after}", level=Level.KEY)
