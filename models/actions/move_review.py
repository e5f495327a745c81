"""Move a review on: draft, in review, reviewed, closed."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo
from models.domain.ids import incident_stream
from models.domain.review import ReviewState
from models.domain.reviewing import refuse_move
from models.domain.times import to_ms


@dataclass(frozen=True, slots=True)
class MoveReview:
    """With a reason the present state may be confirmed, as with any watched field."""

    incident: str
    to: ReviewState
    reason: str = ""
    at: datetime | None = None


def move_review(command: MoveReview, desk: Desk) -> str:
    """Gives the incident's uid.

    Raises:
        NothingToDo: it is in that state.
        Refused: an action lacks an owner or a due date, or the incident is not resolved.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_future(act)
        label, review, to = act.label(incident.uid), incident.review, command.to
        if review.state is to and not command.reason.strip():
            raise NothingToDo(f"The review of {label} is {to.word} already.")
        refuse_move(label, incident, to)
        stream = incident_stream(incident.uid)
        act.set_on(stream, "review", incident.uid, "state", to.value)
        if to.is_done and review.reviewed_at is None:
            act.set_on(stream, "review", incident.uid, "reviewed_at", to_ms(act.happened_at))
        act.entry(
            incident.uid,
            EntryKind.SYSTEM,
            f"Review: {to.word}.{lifecycle.because(command.reason)}",
            level=Level.KEY if to.is_done else Level.NORMAL,
            detail={"review": to.value},
        )
    return incident.uid
