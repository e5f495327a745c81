"""The room at any moment, quickly: what a scrubber asks for many times a second."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.domain.entry import EntryKind
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.timeline import TimelineEntry
from models.domain.times import to_ms
from models.queries.incidents import AT
from models.replication import wire
from models.replication.merge import FieldState, State, apply
from models.replication.operation import Operation
from models.replication.projection import MILESTONES, milestones_of, project_incident
from models.store.driver import Connection

STRIDE = 256
"""Operations between two kept states: what a position folds at most."""

TOLD = (EntryKind.NOTE, EntryKind.DECISION, EntryKind.EVIDENCE, EntryKind.METRIC, EntryKind.ALERT)
"""Kinds of entry in which people and machines say what they know."""


class Replay:
    """One incident's operations in the order in which they became known (`by` "recorded"), or in
    which they took place ("happened"), with the state between them kept every STRIDE operations.
    `at` equals `incidents.incident_at` for every moment; kept states share what did not change.
    Ordinary timeline entries and prose change nothing of an incident and are left out."""

    def __init__(self, connection: Connection, uid: str, by: str = "recorded") -> None:
        self.uid = uid
        column = AT[by]
        operations = [
            (moment, wire.decode(raw))
            for moment, raw in connection.execute(
                f"SELECT {column}, raw FROM operation WHERE stream=? "
                "AND entity_kind NOT IN ('entry', 'prose')",
                (incident_stream(uid),),
            )
        ]
        operations.sort(key=lambda one: (one[0], one[1].order))
        self._moments = [moment for moment, _ in operations]
        self._operations = [operation for _, operation in operations]
        self._kept: list[State] = [{}]
        for first in range(0, len(self._operations) - STRIDE + 1, STRIDE):
            block = self._operations[first : first + STRIDE]
            self._kept.append(_folded(self._kept[-1], block))
        told: State = {}
        moments: dict[str, int] = {}
        for moment, entry, raw in connection.execute(
            f"SELECT operation.{column}, uid, raw FROM entry JOIN operation ON op_id=unhex(uid) "
            f"WHERE incident=? AND kind IN {MILESTONES}",
            (uid,),
        ):
            apply(told, [wire.decode(raw)])
            moments[entry] = moment
        self._milestones = [(moments[one.uid], one) for one in milestones_of(told)]

    def at(self, moment: datetime) -> Incident | None:
        """What was known then; None where there was nothing yet."""
        until = to_ms(moment)
        end = bisect_right(self._moments, until)
        kept = end // STRIDE
        state = _folded(self._kept[kept], self._operations[kept * STRIDE : end])
        struck = _struck(state)
        told = [one for known, one in self._milestones if known <= until and one.uid not in struck]
        if not state and not told:
            return None
        return project_incident(self.uid, state, told)


def _struck(state: State) -> set[str]:
    """Entries that were taken back by then."""
    return {
        entity
        for (kind, entity, field), standing in state.items()
        if (kind, field) == ("mark", "struck")
        and (latest := standing.latest()) is not None
        and latest.value
    }


def _folded(before: State, operations: Sequence[Operation]) -> State:
    """`before` stays as it is: only the fields that are touched are copied."""
    after = dict(before)
    for key in {operation.key for operation in operations}:
        if key in before:
            standing = before[key]
            after[key] = FieldState(dict(standing.heads), set(standing.replaced))
    apply(after, operations)
    return after


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that was so at a moment and that nobody had written down yet: an entry, or a
    time of the incident (`field`), with when it came to be known."""

    happened_at: datetime
    text: str = ""
    actor: str = ""
    entry: str = ""
    field: str = ""
    known_at: datetime | None = None


def not_yet_known(
    then: Incident, now: Incident, entries: Iterable[TimelineEntry], moment: datetime
) -> list[Unknown]:
    """What had happened by `moment` and was recorded only later, in the order it happened.
    `then` is the incident as it was known at `moment`, `now` as it is known in the end."""
    told_later = [
        Unknown(
            one.happened_at,
            one.corrected_text or one.text,
            one.actor,
            one.uid,
            known_at=one.recorded_at,
        )
        for one in entries
        if one.kind in TOLD and not one.struck and one.happened_at <= moment < one.recorded_at
    ]
    times_later = [
        Unknown(value, field=name)
        for name, value in now.times.items()
        if value is not None and value <= moment and then.times.get(name) != value
    ]
    return sorted([*told_later, *times_later], key=lambda one: (one.happened_at, one.text))
