"""Correct a timestamp of the record, with a reason; the old value stays in the history."""

from dataclasses import dataclass, replace
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind
from models.domain.errors import BadInput, Refused
from models.domain.incident import TIMESTAMP_FIELDS, Incident
from models.domain.times import to_ms, write_time
from models.domain.timestamps import WORDS, refuse_broken_order


@dataclass(frozen=True, slots=True)
class CorrectTime:
    incident: str
    field: str
    to: datetime
    reason: str


_SET_BY_ACTS = {
    "declared_at": "declare",
    "resolved_at": "resolve",
    "closed_at": "close",
    "cancelled_at": "cancel",
}
"""What is not known yet and moves the incident is set by its act, not by a correction."""


def correct_time(command: CorrectTime, desk: Desk) -> None:
    """Raises:
    BadInput: no such timestamp.
    Refused: no reason, in the future, the order of times broken, or an act still to come.
    """
    if command.field not in TIMESTAMP_FIELDS:
        raise BadInput(
            f"{command.field!r} is not a timestamp. Use one of {', '.join(TIMESTAMP_FIELDS)}."
        )
    with desk.act() as act:
        incident = act.incident(command.incident)
        if not command.reason.strip():
            raise Refused("Correcting a time needs a reason (--reason); it goes on the timeline.")
        before, word = incident.times.get(command.field), WORDS[command.field]
        verb = _SET_BY_ACTS.get(command.field)
        if before is None and verb and not incident.imported:
            raise Refused(f"{word.capitalize()} is not known yet. Use 'warroom {verb}' first.")
        if command.to > act.now:
            raise Refused(f"{write_time(command.to)} is in the future. Check it and its offset.")
        after = replace(incident.times, **{command.field: command.to})
        refuse_broken_order(incident.times, after)
        act.set(incident.uid, command.field, to_ms(command.to))
        _move_intervals(act, incident, command)
        was = write_time(before) if before else "not known"
        act.entry(
            incident.uid,
            EntryKind.FIELD,
            f"Corrected {word} to {write_time(command.to)} (was {was}): {command.reason.strip()}",
            detail={
                "field": command.field,
                "from": to_ms(before) if before else None,
                "reason": command.reason.strip(),
            },
        )


def _move_intervals(act: ActInProgress, incident: Incident, command: CorrectTime) -> None:
    """Active and impact intervals follow the timestamps they came from."""
    times, uid = incident.times, incident.uid
    stream, to = f"incident:{uid}", to_ms(command.to)
    if command.field == "detected_at":
        if incident.active:
            act.set_on(stream, "interval", incident.active[0].uid, "start", to)
        if incident.impact and times.impact_started_at is None:
            act.set_on(stream, "interval", incident.impact[0].uid, "start", to)
    elif command.field == "impact_started_at":
        if incident.impact:
            act.set_on(stream, "interval", incident.impact[0].uid, "start", to)
    elif command.field == "mitigated_at":
        first = incident.impact[0] if incident.impact else None
        if first is not None and first.end in (times.mitigated_at, None):
            act.set_on(stream, "interval", first.uid, "end", to)
            if times.impact_ended_at == times.mitigated_at:
                act.set(uid, "impact_ended_at", to)
    elif command.field == "impact_ended_at":
        lifecycle.move_last_end(act, incident, "impact", command.to)
    elif command.field == "resolved_at":
        lifecycle.move_last_end(act, incident, "active", command.to)
        if incident.impact and incident.impact[-1].end == times.resolved_at:
            lifecycle.move_last_end(act, incident, "impact", command.to)
            if times.impact_ended_at == times.resolved_at:
                act.set(uid, "impact_ended_at", to)
