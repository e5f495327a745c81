"""Settle a conflict: one of the values that stand is kept, the others stay on the timeline."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NotFound, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Conflict, Head
from models.queries import incidents
from models.queries.values import conflict_word, value_words
from models.replication.operation import Value


@dataclass(frozen=True, slots=True)
class Choose:
    """`conflict` is its id, which names the heads it was shown with; `keep` counts from 1."""

    conflict: str
    keep: int


def choose(command: Choose, desk: Desk) -> str:
    """Gives the incident's uid.

    Raises:
        NotFound: no open conflict of that id: settled meanwhile, or its values changed.
        Refused: there is no such value.
    """
    with desk.act() as act:
        found = [
            conflict
            for uid in incidents.in_conflict(act.connection)
            for conflict in act.incident(uid).conflicts
            if conflict.id.startswith(command.conflict.strip().lower())
        ]
        if len(found) != 1 or not command.conflict.strip():
            raise NotFound(
                "That conflict is not open: it was settled, or its values changed. "
                "Look at the open conflicts again."
            )
        conflict = found[0]
        kept = next((head for head in conflict.heads if head.n == command.keep), None)
        if kept is None:
            raise Refused(f"Choose a value from 1 to {len(conflict.heads)}.")
        value: Value = kept.value  # type: ignore[assignment]  # values come from operations
        stream = incident_stream(conflict.incident)
        act.set_on(stream, conflict.entity_kind, conflict.entity, conflict.field, value)
        act.entry(
            conflict.incident,
            EntryKind.CONFLICT,
            choice_words(conflict, kept),
            level=Level.KEY,
            detail={"chose": conflict.field},
        )
    return conflict.incident


def choice_words(conflict: Conflict, kept: Head) -> str:
    """What the timeline says when `kept` is chosen."""
    lost = "; ".join(_said(conflict.field, head) for head in conflict.heads if head is not kept)
    said = _said(conflict.field, kept)
    return f"Chose {conflict_word(conflict)} {said}. Not kept: {lost}."


def _said(field: str, head: Head) -> str:
    return f"{value_words(field, head.value)} ({head.actor})"
