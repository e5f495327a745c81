"""Everything the room's frame shows of one incident, and its timeline by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.domain.entry import EntryKind
from models.domain.incident import Incident
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.timeline import Key, TimelineEntry
from models.domain.times import from_ms, write_time
from models.queries import incidents, timeline
from models.queries.timeline import Filter
from models.store import entries, lookup, policies
from models.store.driver import Connection

FILTERS: dict[str, Filter] = {
    "all": Filter(),
    "key": Filter(key_only=True),
    "decisions": Filter(kinds=(EntryKind.DECISION,)),
    "updates": Filter(kinds=(EntryKind.UPDATE,)),
    "alerts": Filter(kinds=(EntryKind.ALERT,)),
}


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """`counts` is how many entries each filter of FILTERS holds; `merged_into` a label."""

    incident: Incident
    label: str
    counts: dict[str, int]
    merged_into: str | None = None
    policy: Policy = DEFAULT_POLICY


def room(connection: Connection, uid: str) -> RoomRecord:
    found = incidents.incident(connection, uid)
    into = found.merged_into
    detected = found.times.detected_at
    return RoomRecord(
        found,
        lookup.label(connection, uid),
        {name: timeline.count(connection, uid, wanted) for name, wanted in FILTERS.items()},
        lookup.label(connection, into) if into else None,
        policies.in_force(connection, detected) if detected else DEFAULT_POLICY,
    )


class RoomTimeline:
    """A room's timeline under one filter, read by page on the connection of who shows it."""

    def __init__(self, connection: Connection, uid: str, wanted: Filter) -> None:
        self._connection = connection
        self._uid = uid
        self._wanted = wanted

    def count(self) -> int:
        return timeline.count(self._connection, self._uid, self._wanted)

    def page(self, first: int, n: int) -> Sequence[TimelineEntry]:
        return self._told(timeline.page(self._connection, self._uid, self._wanted, first, n))

    def beside(self, key: Key, n: int, *, later: bool, skip: int = 0) -> Sequence[TimelineEntry]:
        return self._told(
            timeline.beside(
                self._connection, self._uid, self._wanted, key, n, later=later, skip=skip
            )
        )

    def _told(self, found: Sequence[TimelineEntry]) -> Sequence[TimelineEntry]:
        if not any("stage" in entry.detail for entry in found):
            return found
        begun = [
            (m.uid, m.happened_at)
            for m in entries.milestones(self._connection, self._uid)
            if "stage" in m.detail
        ]
        return [self._with_end(entry, begun) for entry in found]

    def position(self, uid: str) -> int | None:
        """Where an entry stands; None where the filter leaves it out."""
        return timeline.position_of(self._connection, self._uid, self._wanted, uid)

    def _with_end(self, entry: TimelineEntry, begun: list[tuple[str, int]]) -> TimelineEntry:
        """A stage's entry tells when the stage after it began, None while it goes on."""
        uids = [uid for uid, _ in begun]
        if entry.uid not in uids:
            return entry
        after = uids.index(entry.uid) + 1
        until = write_time(from_ms(begun[after][1])) if after < len(begun) else None
        return replace(entry, detail={**entry.detail, "until": until})
