"""Resolve: the fix is verified, the impact is over."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.errors import NothingToDo
from models.domain.response import RECOVERY_CONFIRMED
from models.domain.stage import Stage
from models.domain.times import to_ms, write_time


@dataclass(frozen=True, slots=True)
class Resolve:
    """`confirmed` answers the exit question of Resolution: recovery was seen."""

    incident: str
    confirmed: bool = False
    reason: str = ""
    at: datetime | None = None


def resolve(command: Resolve, desk: Desk) -> None:
    """Never fills `mitigated_at`; ends the impact only where no mitigation did.

    Raises:
        NothingToDo: it is resolved.
        Refused: not open, an exit question open without a reason, times out of order.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        before = incident.times.resolved_at
        if before is not None:
            raise NothingToDo(
                f"{act.label(incident.uid)} was resolved already, at {write_time(before)}."
            )
        lifecycle.refuse_future(act)
        answered = (RECOVERY_CONFIRMED.id,) if command.confirmed else ()
        left = lifecycle.leave_stage(act, incident, command.reason, answered)
        lifecycle.set_time(act, incident, "resolved_at", act.happened_at)
        lifecycle.end_running(act, incident, "active", act.happened_at)
        if lifecycle.end_running(act, incident, "impact", act.happened_at):
            act.set(incident.uid, "impact_ended_at", to_ms(act.happened_at))
        if command.confirmed and not incident.recovery_confirmed:
            act.set(incident.uid, "recovery_confirmed", True)
        confirmed = " Recovery confirmed." if command.confirmed else ""
        said = left or lifecycle.because(command.reason)
        lifecycle.enter_stage(act, incident, Stage.POST_MORTEM, f"Resolved.{confirmed}{said}")
