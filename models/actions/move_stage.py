"""Move an incident to another stage, forward or back."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind
from models.domain.errors import NothingToDo, Refused
from models.domain.stage import Stage


@dataclass(frozen=True, slots=True)
class MoveStage:
    incident: str
    to: Stage
    reason: str = ""
    at: datetime | None = None


def move_stage(command: MoveStage, desk: Desk) -> None:
    """Moves the stage and sets no timestamp. Named again with a reason, it is a confirmation.

    Raises:
        NothingToDo: it is in that stage.
        Refused: an exit question is open and there is no reason; Post-mortem before resolution.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        if incident.stage is command.to:
            if not command.reason.strip():
                raise NothingToDo(f"{act.label(incident.uid)} is in {command.to.word} already.")
            act.set(incident.uid, "stage", command.to.value)
            act.entry(
                incident.uid,
                EntryKind.SYSTEM,
                f"Stage confirmed: {command.to.word}.{lifecycle.because(command.reason)}",
            )
            return
        if command.to is Stage.POST_MORTEM and incident.times.resolved_at is None:
            raise Refused(
                f"{act.label(incident.uid)} is not resolved. Resolve it; that moves it to "
                "Post-mortem."
            )
        left = lifecycle.leave_stage(act, incident, command.reason)
        said = left or lifecycle.because(command.reason)
        lifecycle.enter_stage(act, incident, command.to, f"{command.to.word} began.{said}")
