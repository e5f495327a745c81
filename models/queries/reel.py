"""What a replay shows: the whole course of an incident, read once, and the room at any moment."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from models.domain.entry import EntryKind
from models.domain.ids import incident_stream
from models.domain.incident import Incident, Role
from models.domain.policy import Policy
from models.domain.response import missing_roles
from models.domain.review import MomentKind
from models.domain.runbook import StepState
from models.domain.series import Series, trend
from models.domain.stage import Stage
from models.domain.timeline import TimelineEntry
from models.domain.times import to_ms
from models.queries import incidents, timeline
from models.queries.moments import moments_of
from models.queries.replay import TOLD, Replay, Unknown, not_yet_known
from models.queries.signal import signal
from models.store import policies
from models.store.driver import Connection

JUST, NEXT, KNEW = 5, 3, 2
"""Lines of what just happened, of what comes next, and of what the room knew."""
LEAST = timedelta(minutes=1)
"""A course that is shorter is drawn as long as this."""
OF_THE_REVIEW = frozenset(("review", "action", "override"))
"""Details of entries that were written while it was reviewed: no part of what happened."""


@dataclass(frozen=True, slots=True)
class ReelMark:
    """An event under the line. `kind` is key, alert, update, step or note."""

    at: datetime
    kind: str
    entry: str
    text: str
    moment: MomentKind | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn once: from when to when, the stages, the number and the events of it. `stages`
    are (stage, from, to)."""

    start: datetime
    end: datetime
    stages: tuple[tuple[Stage, datetime, datetime], ...] = ()
    line: Series | None = None
    marks: tuple[ReelMark, ...] = ()


@dataclass(frozen=True, slots=True)
class StepThen:
    """The step of the runbook that was at work, or the last one that was over."""

    n: int
    of: int
    title: str
    state: StepState


@dataclass(frozen=True, slots=True)
class RoomThen:
    """The room as it was known at `at`; `incident` None where there was nothing yet. `value` is of
    the line that is drawn, `way` is rising, falling, flat or ""."""

    at: datetime
    incident: Incident | None = None
    missing: tuple[Role, ...] = ()
    step: StepThen | None = None
    value: float | None = None
    way: str = ""
    knew: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    just: tuple[TimelineEntry, ...] = ()
    coming: tuple[TimelineEntry, ...] = ()


def stamp_of(connection: Connection, uid: str) -> int:
    """Another one where a reel would show something else: what is written in a review is no part
    of the course."""
    (n,) = connection.execute(
        "SELECT count(*) FROM operation WHERE stream=? "
        "AND entity_kind NOT IN ('prose', 'action', 'review')",
        (incident_stream(uid),),
    ).fetchone()
    return int(n)


class Reel:
    """Holds no connection after it was made: the room at a moment may be asked from any thread."""

    def __init__(self, connection: Connection, uid: str, now: datetime) -> None:
        self.uid = uid
        self.stamp = stamp_of(connection, uid)
        self.incident = incidents.incident(connection, uid)
        self.entries = tuple(
            entry
            for entry in timeline.every(connection, uid, timeline.Filter())
            if not entry.struck and not entry.detail.keys() & OF_THE_REVIEW
        )
        self._replay = Replay(connection, uid)
        self._policy: Policy = policies.book(connection).of(self.incident, now)
        lines = signal(connection, uid).lines
        self._line = lines[0] if lines else None
        self._happened = [to_ms(entry.happened_at) for entry in self.entries]
        moments = moments_of(connection, uid)
        start, end = bounds(self.incident, self.entries, now)
        self.course = Course(
            start,
            end,
            tuple(_stages(self.incident, start, end)),
            self._line,
            tuple(_marks(self.entries, moments, start, end)),
        )

    def at(self, moment: datetime) -> RoomThen:
        """Equals what `incidents.incident_at` gives for this moment, with what stood around it."""
        then = self._replay.at(moment)
        upto = bisect_right(self._happened, to_ms(moment))
        past = self.entries[:upto]
        known = (e for e in reversed(past) if e.recorded_at <= moment and _is_told(e))
        ahead = islice(self.entries, upto, None)
        coming = (e for e in ahead if _is_told(e) and e.happened_at <= self.course.end)
        value, way = self._measured(moment)
        unknown = not_yet_known(then, self.incident, past, moment) if then else ()
        return RoomThen(
            at=moment,
            incident=then,
            missing=missing_roles(then, self._policy) if then else (),
            step=_step(then),
            value=value,
            way=way,
            knew=_knew(then, past, moment),
            unknown=tuple(unknown),
            just=tuple(islice(known, JUST)),
            coming=tuple(islice(coming, NEXT)),
        )

    def _measured(self, moment: datetime) -> tuple[float | None, str]:
        if self._line is None:
            return None, ""
        points = tuple(p for p in self._line.points if p.at <= moment)
        if not points:
            return None, ""
        past = replace(self._line, points=points)
        return past.current, trend(past)


def bounds(
    incident: Incident, entries: Sequence[TimelineEntry], now: datetime
) -> tuple[datetime, datetime]:
    """From the first thing that is known to when it was over; to now while it goes on."""
    times = incident.times
    known = [times.impact_started_at, times.detected_at, times.declared_at]
    starts = [one for one in known if one is not None]
    starts += [entry.happened_at for entry in entries[:1]]
    start = min(starts, default=now)
    over = [times.resolved_at, times.impact_ended_at, times.cancelled_at]
    ends = [one for one in over if one is not None]
    end = max(ends) if ends and times.resolved_at is not None else now
    if ends and incident.imported:
        end = max(ends)
    return start, max(end, start + LEAST)


def _stages(
    incident: Incident, start: datetime, end: datetime
) -> list[tuple[Stage, datetime, datetime]]:
    found = []
    for visit in incident.visits:
        since, until = max(visit.start, start), min(visit.end or end, end)
        if since < until:
            found.append((visit.stage, since, until))
    if found and found[0][1] > start:
        # Until somebody noticed, it was not noticed.
        if found[0][0] is Stage.DETECTION:
            found[0] = (Stage.DETECTION, start, found[0][2])
        else:
            found.insert(0, (Stage.DETECTION, start, found[0][1]))
    return found


def _marks(
    entries: Sequence[TimelineEntry],
    moments: Mapping[str, MomentKind],
    start: datetime,
    end: datetime,
) -> list[ReelMark]:
    return [
        ReelMark(
            entry.happened_at, _kind(entry, moments), entry.uid, said(entry), moments.get(entry.uid)
        )
        for entry in entries
        if start <= entry.happened_at <= end and (_is_told(entry) or entry.uid in moments)
    ]


_SHAPES = {
    EntryKind.ALERT: "alert",
    EntryKind.UPDATE: "update",
    EntryKind.RUNBOOK: "step",
    EntryKind.DECISION: "key",
    EntryKind.SEVERITY: "key",
}


def _kind(entry: TimelineEntry, moments: Mapping[str, MomentKind]) -> str:
    if entry.is_key or entry.uid in moments:
        return "key"
    return _SHAPES.get(entry.kind, "note")


def _is_told(entry: TimelineEntry) -> bool:
    """What a person reads in the course of it; fields that were set and points that were kept are
    in the room and in the line."""
    series = entry.kind is EntryKind.METRIC and "series" in entry.detail
    return entry.kind not in (EntryKind.FIELD, EntryKind.CORRECTION) and not series


def said(entry: TimelineEntry) -> str:
    """In one line."""
    return " ".join((entry.corrected_text or entry.text or "").split())


def _step(then: Incident | None) -> StepThen | None:
    if then is None or not then.runs or not then.runs[-1].steps:
        return None
    run = then.runs[-1]
    over = [step for step in run.steps if step.state.is_over]
    at_work = next((s for s in run.steps if s.state is StepState.NOW), None)
    step = at_work or (over[-1] if over else run.steps[0])
    return StepThen(step.n, len(run.steps), run.title, step.state)


def _knew(
    then: Incident | None, past: Sequence[TimelineEntry], moment: datetime
) -> tuple[str, ...]:
    """How the room summed it up, else the latest that somebody found or decided."""
    if then is not None and then.summary:
        return (then.summary,)
    told: list[str] = []
    for one in reversed(past):
        if one.recorded_at > moment or one.kind not in TOLD or "series" in one.detail:
            continue
        if one.kind in (EntryKind.EVIDENCE, EntryKind.DECISION) or one.is_key:
            told.append(said(one))
        if len(told) == KNEW:
            return tuple(told)
    words = (said(e) for e in reversed(past) if e.recorded_at <= moment and e.kind in TOLD)
    return tuple(told) or tuple(islice(words, 1))
