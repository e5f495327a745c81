"""Reopen: it was not over after all."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.declare import open_interval
from models.actions.desk import Desk
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Status
from models.domain.stage import Stage
from models.domain.times import write_time


@dataclass(frozen=True, slots=True)
class Reopen:
    incident: str
    reason: str = ""
    at: datetime | None = None


_FORGOTTEN = ("resolved_at", "impact_ended_at", "closed_at", "cancelled_at")


def reopen(command: Reopen, desk: Desk) -> None:
    """Back to Mitigation, with a new active and a new impact interval. What was known of the end
    becomes unknown; the old values stay in the history.

    Raises:
        NothingToDo: it is open and not resolved.
        Refused: merged, imported history, or a time before it ended.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        if incident.status is Status.MERGED:
            lifecycle.refuse_unless_open(act, incident)
        if incident.over_at_source:
            raise Refused(
                f"{act.label(incident.uid)} is imported history. Declare a new incident and link "
                "it as a recurrence."
            )
        ended = (
            incident.times.resolved_at or incident.times.cancelled_at or incident.times.closed_at
        )
        if ended is None:
            raise NothingToDo(f"{act.label(incident.uid)} is open; there is nothing to reopen.")
        lifecycle.refuse_future(act)
        if act.happened_at < ended:
            raise Refused(
                f"{act.label(incident.uid)} ended at {write_time(ended)}; it cannot be reopened "
                "before that."
            )
        for name in _FORGOTTEN:
            if incident.times.get(name) is not None:
                act.set(incident.uid, name, None)
        if incident.recovery_confirmed:
            act.set(incident.uid, "recovery_confirmed", False)
        open_interval(act, incident.uid, "active", act.happened_at)
        open_interval(act, incident.uid, "impact", act.happened_at)
        said = lifecycle.because(command.reason)
        lifecycle.enter_stage(act, incident, Stage.MITIGATION, f"Reopened.{said}")
