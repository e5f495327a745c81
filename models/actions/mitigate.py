"""Mitigate: customer impact stops."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.errors import NothingToDo
from models.domain.response import MITIGATED
from models.domain.stage import Stage
from models.domain.times import to_ms, write_time


@dataclass(frozen=True, slots=True)
class Mitigate:
    incident: str
    reason: str = ""
    at: datetime | None = None


def mitigate(command: Mitigate, desk: Desk) -> None:
    """`mitigated_at` is the first mitigation and stays; a later one ends the running impact only.

    Raises:
        NothingToDo: no impact is running.
        Refused: not open, an exit question open without a reason, times out of order.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        before = incident.times.mitigated_at
        running = any(interval.end is None for interval in incident.impact)
        if not running:
            when = f", at {write_time(before)}" if before else ""
            raise NothingToDo(f"{act.label(incident.uid)} was mitigated already{when}.")
        left = lifecycle.leave_stage(act, incident, command.reason, answered=(MITIGATED.id,))
        if before is None:
            lifecycle.set_time(act, incident, "mitigated_at", act.happened_at)
        lifecycle.end_running(act, incident, "impact", act.happened_at)
        act.set(incident.uid, "impact_ended_at", to_ms(act.happened_at))
        said = left or lifecycle.because(command.reason)
        lifecycle.enter_stage(
            act, incident, Stage.RESOLUTION, f"Mitigated: customer impact stopped.{said}"
        )
