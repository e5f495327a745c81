"""Close: nothing is left to do in this incident."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Status
from models.domain.response import open_questions
from models.domain.stage import Stage


@dataclass(frozen=True, slots=True)
class Close:
    """`override` is the reason for closing with an exit question open."""

    incident: str
    override: str = ""
    reason: str = ""
    at: datetime | None = None


def close(command: Close, desk: Desk) -> None:
    """Raises:
    NothingToDo: it is closed.
    Refused: not resolved; an exit question is open and there is no override.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        if incident.status is Status.CLOSED:
            raise NothingToDo(f"{act.label(incident.uid)} is closed already.")
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        if incident.times.resolved_at is None:
            raise Refused(
                f"{act.label(incident.uid)} is not resolved. Resolve it first, or cancel it if it "
                "was a false alarm."
            )
        still_open = open_questions(incident)
        asked = " ".join(question.text for question in still_open)
        if still_open and not command.override.strip():
            raise Refused(
                f"{act.label(incident.uid)} cannot be closed yet: {asked} Answer it, or close with "
                "--override and a reason, which goes on the timeline."
            )
        lifecycle.set_time(act, incident, "closed_at", act.happened_at)
        said = (
            f" Overridden with open: {asked} Reason: {command.override.strip()}"
            if still_open
            else lifecycle.because(command.override or command.reason)
        )
        lifecycle.enter_stage(act, incident, Stage.POST_MORTEM, f"Closed.{said}")
