"""Open conflicts with what a person needs to settle them: who, where, when, why, what else."""

from dataclasses import dataclass

from models.domain.cadence import outs_of
from models.domain.entry import EntryKind
from models.domain.incident import Conflict, Head, Incident
from models.domain.timeline import TimelineEntry
from models.domain.times import to_ms
from models.queries import incidents, timeline
from models.queries.timeline import Filter
from models.queries.values import conflict_word, value_words
from models.replication.registry import Meanwhile, field_of
from models.store import clocks, lookup
from models.store.database import read_meta
from models.store.driver import Connection

AROUND = 2
"""Entries shown before and after each of the values."""


@dataclass(frozen=True, slots=True)
class HeadRecord:
    """`value` in words. `entry` is what its act put on the timeline, None where it put nothing;
    `reason` is None where none was asked for. `is_here`: written on this machine. `updates_since`
    went out after it; `lines_between` were written on other machines between the first of the
    values and this one."""

    head: Head
    value: str
    is_here: bool
    by_commander: bool
    entry: TimelineEntry | None = None
    reason: str | None = None
    clock_offset_ms: int | None = None
    clock_is_least: bool = False
    updates_since: int = 0
    lines_between: int = 0


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """`around` are entries near the values, oldest first. `suggested` is the number of the head
    shown meanwhile, by the field's own rule: the worse one where `by_worst`, else the later."""

    conflict: Conflict
    label: str
    title: str
    word: str
    heads: tuple[HeadRecord, ...]
    around: tuple[TimelineEntry, ...]
    suggested: int
    by_worst: bool


def count(connection: Connection) -> int:
    """How many are open."""
    (n,) = connection.execute("SELECT coalesce(sum(conflicts), 0) FROM incident").fetchone()
    return int(n)


def every(connection: Connection) -> tuple[ConflictRecord, ...]:
    """All that are open, by incident in the order they began."""
    place = _Place(read_meta(connection, "device") or "", clocks.book(connection))
    return tuple(
        _record(connection, incident, conflict, place)
        for uid in incidents.in_conflict(connection)
        for incident in [incidents.incident(connection, uid)]
        for conflict in incident.conflicts
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """This machine, and what is known of every device's clock."""

    device: str
    clocks: clocks.Clocks


def _record(
    connection: Connection, incident: Incident, conflict: Conflict, place: _Place
) -> ConflictRecord:
    heads = tuple(_head(connection, incident, conflict, head, place) for head in conflict.heads)
    known = field_of(conflict.entity_kind, conflict.field)
    standing = [head for head in conflict.heads if head.value == conflict.shown]
    return ConflictRecord(
        conflict,
        lookup.label(connection, incident.uid),
        incident.title,
        conflict_word(conflict),
        heads,
        _around(connection, incident.uid, heads),
        (standing or conflict.heads)[-1].n,
        known is not None and known.meanwhile is Meanwhile.WORST,
    )


def _head(
    connection: Connection, incident: Incident, conflict: Conflict, head: Head, place: _Place
) -> HeadRecord:
    act, recorded_at = connection.execute(
        "SELECT act_id, recorded_at FROM operation WHERE op_id=?", (bytes.fromhex(head.operation),)
    ).fetchone()
    entry = _about(conflict, timeline.of_act(connection, act.hex()))
    reason = entry.detail.get("reason") if entry else None
    clock = place.clocks.of(head.device, recorded_at)
    return HeadRecord(
        head,
        _words(connection, conflict.field, head.value),
        head.device == place.device,
        head.actor.casefold() == incident.commander.casefold(),
        entry,
        str(reason) if reason is not None else None,
        clock.offset_ms if clock else None,
        clock is not None and clock.is_least,
        sum(out.at > head.happened_at for out in outs_of(incident)),
        _lines_between(connection, conflict, head),
    )


def _lines_between(connection: Connection, conflict: Conflict, head: Head) -> int:
    """Without the values' own lines, which the cards show."""
    first = min(other.happened_at for other in conflict.heads)
    marks = ",".join("?" * len(conflict.heads))
    (n,) = connection.execute(
        "SELECT count(*) FROM entry WHERE incident=? AND happened_at>=? AND happened_at<? "
        "AND device<>? AND kind<>'correction' AND act_id NOT IN "
        f"(SELECT act_id FROM operation WHERE op_id IN ({marks}))",
        (
            conflict.incident,
            to_ms(first),
            to_ms(head.happened_at),
            head.device,
            *(bytes.fromhex(other.operation) for other in conflict.heads),
        ),
    ).fetchone()
    return int(n)


def _words(connection: Connection, field: str, value: object) -> str:
    if field == "merged_into" and isinstance(value, str):
        return lookup.label(connection, value)
    return value_words(field, value) or "nothing"


def _about(conflict: Conflict, written: list[TimelineEntry]) -> TimelineEntry | None:
    """Of the lines that a head's act wrote, the one about this field, else the first."""
    about = [
        entry
        for entry in written
        if entry.kind.value == conflict.field or entry.detail.get("field") == conflict.field
    ]
    return next(iter([*about, *written]), None)


def _around(
    connection: Connection, incident: str, heads: tuple[HeadRecord, ...]
) -> tuple[TimelineEntry, ...]:
    plain = Filter()
    found: dict[str, TimelineEntry] = {}
    for head in heads:
        place = head.entry and timeline.position_of(connection, incident, plain, head.entry.uid)
        if isinstance(place, int):
            first = max(0, place - AROUND)
            near = timeline.page(connection, incident, plain, first, place - first + AROUND + 1)
            found.update({entry.uid: entry for entry in near})
    wanted = [entry for entry in found.values() if entry.kind is not EntryKind.CONFLICT]
    return tuple(sorted(wanted, key=lambda entry: (entry.happened_at, entry.uid)))
