"""Let a finding of the blameless check stand, saying why."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.entry import EntryKind
from models.domain.errors import NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.review import Section
from models.replication.operation import Value


@dataclass(frozen=True, slots=True)
class OverrideFinding:
    """`key` is the finding's own, `text` the words it marks."""

    incident: str
    section: Section
    key: str
    text: str
    reason: str


def override_finding(command: OverrideFinding, desk: Desk) -> None:
    """Raises:
    Refused: no reason.
    NothingToDo: it stands already.
    """
    reason = " ".join(command.reason.split())
    if not reason:
        raise Refused("Say why the finding may stand; the reason goes on the timeline.")
    with desk.act() as act:
        incident = act.incident(command.incident)
        if any(one.key == command.key for one in incident.review.overrides):
            raise NothingToDo("That finding stands already.")
        value: dict[str, Value] = {
            "section": command.section.value,
            "key": command.key,
            "text": command.text[:200],
            "reason": reason,
        }
        stream = incident_stream(incident.uid)
        act.add_to(stream, "review", incident.uid, "overrides", value)
        act.entry(
            incident.uid,
            EntryKind.SYSTEM,
            f"Blameless check: “{command.text[:200]}” stands. {reason}",
            detail={"override": command.key},
        )
