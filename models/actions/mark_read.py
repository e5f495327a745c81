"""Say that one has read a review: it leaves the reader's list."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.review import ReviewState


@dataclass(frozen=True, slots=True)
class MarkRead:
    incident: str


def mark_read(command: MarkRead, desk: Desk) -> str:
    """Gives the incident's uid.

    Raises:
        NothingToDo: whoever acts has read it.
        Refused: it is still a draft.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        label = act.label(incident.uid)
        if incident.review.state is ReviewState.DRAFT:
            raise Refused(f"The review of {label} is still a draft; there is nothing to have read.")
        if any(person == desk.actor for person, _ in incident.review.read_by):
            raise NothingToDo(f"{desk.actor} has read the review of {label} already.")
        act.add_to(incident_stream(incident.uid), "review", incident.uid, "read_by", desk.actor)
    return incident.uid
