"""Say what an incident is about: its title, summary, objective, failure mode."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.declare import MOST_TITLE
from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused


@dataclass(frozen=True, slots=True)
class Describe:
    """`field` is a key of WORDS; a `reason` confirms a value it has already."""

    incident: str
    field: str
    text: str
    reason: str = ""
    at: datetime | None = None


WORDS = {
    "title": "Title",
    "summary": "Summary",
    "objective": "Objective",
    "failure_mode": "Failure mode",
}
_NEEDED = {"title"}


def describe(command: Describe, desk: Desk) -> None:
    """Raises:
    NothingToDo: it says so already.
    Refused: an empty or over-long title.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_future(act)
        text, word = command.text.strip(), WORDS[command.field]
        if not text and command.field in _NEEDED:
            raise Refused("An incident needs a title: say in a few words what is happening.")
        if command.field == "title" and len(text) > MOST_TITLE:
            raise Refused(f"A title has at most {MOST_TITLE} characters; put the rest in a note.")
        before = {
            "title": incident.title,
            "summary": incident.summary,
            "objective": incident.objective,
            "failure_mode": incident.failure_mode,
        }[command.field]
        if before == text and not command.reason.strip():
            raise NothingToDo(f"{word} of {act.label(incident.uid)} says that already.")
        act.set(incident.uid, command.field, text)
        act.entry(
            incident.uid,
            EntryKind.FIELD,
            f"{word}: {text or 'cleared'}{lifecycle.because(command.reason)}",
            level=Level.KEY if command.field == "objective" else Level.NORMAL,
            detail={"field": command.field, "from": before, "reason": command.reason.strip()},
        )
