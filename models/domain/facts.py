"""What figures need of one incident, narrow enough to hold all of them in memory at once."""

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from models.domain.action_item import end_of
from models.domain.cadence import adherence, next_update_due
from models.domain.incident import Incident, IncidentKind, Interval, Status
from models.domain.measures import union_ms
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.reviewing import completion, meeting_due
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import maybe_to_ms, to_ms

MISSING = -(2**63)
KINDS = tuple(IncidentKind)
SEVERITIES = tuple(Severity)
UNRATED = len(SEVERITIES)
STAGES = (Stage.DETECTION, Stage.TRIAGE, Stage.MITIGATION, Stage.RESOLUTION)

ESTIMATED, OPEN, CANCELLED, REVERSED_ACTIVE, REVERSED_IMPACT, RUNNING_IMPACT = (
    1 << bit for bit in range(6)
)
"""Flags: the detection is the source's start; not closed; cancelled; a stretch of activity or of
impact ends before it starts; the impact goes on."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Integers of one incident, kept packed: reading a hundred thousand rows costs most where
    each cell becomes an object. Times and lengths in milliseconds, MISSING where not known.

    `kind` and `severity` are places in KINDS and SEVERITIES; `began_at` is the first time known.
    `updates_due` counts the status updates that had a time, out or missed for good. Then come how
    long each of STAGES took, and the first stretch of impact: an end of MISSING goes on.
    `review_due_at` is the moment by which the review had to be reviewed; `actions_done` counts the
    actions of the review that are done and had a date, `actions_in_time` those done by it.
    """

    number: int
    kind: int
    severity: int
    flags: int
    began_at: int
    impact_started_at: int
    detected_at: int
    acknowledged_at: int
    mitigated_at: int
    resolved_at: int
    active_ms: int
    impact_ms: int
    next_update_at: int
    updates_on_time: int
    updates_due: int
    detection_ms: int
    triage_ms: int
    mitigation_ms: int
    resolution_ms: int
    hit_from: int = MISSING
    hit_to: int = MISSING
    review_due_at: int = MISSING
    reviewed_at: int = MISSING
    actions_in_time: int = 0
    actions_done: int = 0


NUMBER_NAMES = tuple(one.name for one in fields(Numbers))
_PACKED = struct.Struct(f"<{len(NUMBER_NAMES)}q")


class Links(NamedTuple):
    """What few incidents have: what people said about how they belong together, by uid, and the
    stretches of impact after the first, when the open actions of the review are due."""

    merged_into: str = ""
    recurs_from: tuple[str, ...] = ()
    not_recurs_from: tuple[str, ...] = ()
    more_hits: tuple[tuple[int, int], ...] = ()
    open_dues: tuple[int, ...] = ()

    def written(self) -> str | None:
        """None where there is nothing to say."""
        said = {name: found for name, found in self._asdict().items() if found}
        return json.dumps(said) if said else None

    @classmethod
    def of(cls, said: dict[str, Any]) -> "Links":
        return cls(
            said.get("merged_into", ""),
            tuple(said.get("recurs_from", ())),
            tuple(said.get("not_recurs_from", ())),
            tuple(map(tuple, said.get("more_hits", ()))),
            tuple(said.get("open_dues", ())),
        )


@dataclass(frozen=True, slots=True)
class Names:
    """Texts that many incidents share. `end_note` says why an end is not known, where the source
    of a history does not give it."""

    services: tuple[str, ...] = ()
    fingerprint: str = ""
    end_note: str = ""

    def written(self) -> str:
        """Signs that part them are blanks within one."""
        services = "\n".join(" ".join(name.split("\n")) for name in self.services)
        several = (services, self.fingerprint, self.end_note)
        return _PART.join(text.replace(_PART, " ").replace(ROW, " ") for text in several)

    @classmethod
    def read(cls, text: str) -> "Names":
        services, fingerprint, end_note = text.split(_PART)
        return cls(tuple(services.split("\n")) if services else (), fingerprint, end_note)

    @staticmethod
    def columns(texts: list[str]) -> tuple[list[str], list[str], list[str]]:
        """Services, a line each, fingerprints, and notes, of at least one text."""
        parts = _PART.join(texts).split(_PART)
        return parts[0::3], parts[1::3], parts[2::3]


_PART, ROW = "\x1e", "\x1d"
"""Between what belongs to one incident, and between incidents."""

FactRow = tuple[str, bytes, str, str | None]
"""uid, packed numbers, names, links."""
FactColumns = tuple[list[str], bytes, list[str], list[dict[str, Any] | None]]
"""The same of many incidents; the numbers of all behind one another."""


def columns_of(rows: Iterable[FactRow]) -> FactColumns:
    uids, numbers, names, links = tuple(zip(*rows, strict=True)) or ((), (), (), ())
    said = [None if text is None else json.loads(text) for text in links]
    return list(uids), b"".join(numbers), list(names), said


_NUMBERS = attrgetter(*(one.name for one in fields(Numbers)))


@dataclass(frozen=True, slots=True)
class Facts:
    uid: str
    numbers: Numbers
    names: Names = field(default_factory=Names)
    links: Links = field(default_factory=Links)

    def row(self) -> FactRow:
        packed = _PACKED.pack(*_NUMBERS(self.numbers))
        return self.uid, packed, self.names.written(), self.links.written()


def facts_of(incident: Incident, policy: Policy = DEFAULT_POLICY) -> Facts:
    """`policy` is the one in force when it was detected."""
    times = incident.times
    updates = adherence(incident, policy)
    began = times.detected_at or times.impact_started_at or times.declared_at
    detection, triage, mitigation, resolution = _stage_lengths(incident)
    hits = _hits(incident)
    first = hits[0] if hits else (MISSING, MISSING)
    review_due = meeting_due(incident, policy)
    in_time, done, open_dues = completion(incident.review.actions)
    numbers = Numbers(
        number=MISSING if incident.number is None else incident.number,
        kind=KINDS.index(incident.kind),
        severity=UNRATED if incident.severity is None else incident.severity.rank,
        flags=_flags(incident),
        began_at=_ms(maybe_to_ms(began)),
        impact_started_at=_ms(maybe_to_ms(times.impact_started_at)),
        detected_at=_ms(maybe_to_ms(times.detected_at)),
        acknowledged_at=_ms(maybe_to_ms(times.acknowledged_at)),
        mitigated_at=_ms(maybe_to_ms(times.mitigated_at)),
        resolved_at=_ms(maybe_to_ms(times.resolved_at)),
        active_ms=_ms(union_ms(incident.active)),
        impact_ms=_ms(union_ms(incident.impact)),
        next_update_at=_ms(maybe_to_ms(next_update_due(incident, policy))),
        updates_on_time=updates.on_time,
        updates_due=updates.due,
        detection_ms=detection,
        triage_ms=triage,
        mitigation_ms=mitigation,
        resolution_ms=resolution,
        hit_from=first[0],
        hit_to=first[1],
        review_due_at=MISSING if review_due is None else to_ms(end_of(review_due)),
        reviewed_at=_ms(maybe_to_ms(incident.review.reviewed_at)),
        actions_in_time=in_time,
        actions_done=done,
    )
    return Facts(
        uid=incident.uid,
        numbers=numbers,
        names=Names(
            tuple(_plain(name) for name in incident.services),
            _plain(incident.fingerprint or ""),
            _plain(incident.end_note),
        ),
        links=Links(
            incident.merged_into or "",
            incident.recurs_from,
            incident.not_recurs_from,
            tuple(hits[1:]),
            tuple(to_ms(end_of(day)) for day in open_dues),
        ),
    )


def _plain(text: str) -> str:
    """Without the characters that part names from each other."""
    return text.replace("\x1e", " ").replace("\n", " ")


def _ms(value: int | None) -> int:
    return MISSING if value is None else value


def _flags(incident: Incident) -> int:
    cancelled = incident.times.cancelled_at is not None
    closed = incident.times.closed_at is not None or incident.over_at_source
    return (
        ESTIMATED * incident.estimated_detection
        | OPEN * (not closed and not cancelled)
        | CANCELLED * cancelled
        | REVERSED_ACTIVE * any(_is_reversed(one) for one in incident.active)
        | REVERSED_IMPACT * any(_is_reversed(one) for one in incident.impact)
        | RUNNING_IMPACT * (_goes_on(incident) and any(one.end is None for one in incident.impact))
    )


def _is_reversed(interval: Interval) -> bool:
    return interval.start is not None and interval.end is not None and interval.end < interval.start


def _goes_on(incident: Incident) -> bool:
    """An end that its source does not know is no impact that goes on."""
    return (
        not incident.over_at_source
        and incident.status in (Status.OPEN, Status.MERGED)
        and incident.times.resolved_at is None
    )


def _hits(incident: Incident) -> list[tuple[int, int]]:
    goes_on = _goes_on(incident)
    found = []
    for one in incident.impact:
        ends = one.end is not None or goes_on
        if one.start is not None and ends and not _is_reversed(one):
            found.append((to_ms(one.start), _ms(maybe_to_ms(one.end))))
    return found


def _stage_lengths(incident: Incident) -> tuple[int, ...]:
    """From the visits where there are any, the time before the detection in the first; else from
    the timestamps that bound the stages."""
    times = incident.times
    started, detected = maybe_to_ms(times.impact_started_at), maybe_to_ms(times.detected_at)
    before = _between(None if incident.estimated_detection else started, detected)
    if not incident.visits:
        bounds = (times.detected_at, times.acknowledged_at, times.mitigated_at, times.resolved_at)
        known = [maybe_to_ms(moment) for moment in bounds]
        return (before, *(_between(*pair) for pair in pairwise(known)))
    if times.resolved_at is None:
        return (MISSING,) * len(STAGES)
    total = dict.fromkeys(STAGES, 0)
    for visit in incident.visits:
        if visit.stage in total and visit.end is not None:
            total[visit.stage] += to_ms(visit.end) - to_ms(visit.start)
    total[Stage.DETECTION] += max(0, before)
    return tuple(total.values())


def _between(start: int | None, end: int | None) -> int:
    return MISSING if start is None or end is None or end < start else end - start
