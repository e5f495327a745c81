"""When the next status update is due, and whether those before were on time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.domain.incident import Incident, IncidentKind, StageVisit
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import to_ms
from models.domain.update import UpdateState

SNOOZE = timedelta(minutes=5)
"""By how much one reminder is put off, once an update; what is due stays due."""
BACKUP_AFTER = timedelta(minutes=5)
"""An update this late is asked of the backup too."""
LONG_AFTER = timedelta(hours=2)
"""A long incident may slow down once it runs this long."""
LONG_NOT_BEFORE = timedelta(hours=1)
"""Nobody decides in this first stretch that an incident is a long one."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Of an update that is out. `due_at` and `late_ms` are None where it was not timed, a
    `late_ms` of 0 is on time; `next_due_at` is when the one after it is due."""

    at: datetime
    due_at: datetime | None
    late_ms: int | None
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Adherence:
    """Of the updates that were due: how many went out on time, late, and not at all."""

    on_time: int = 0
    late: int = 0
    missed: int = 0

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.missed


@dataclass(frozen=True, slots=True)
class Out:
    """An update as the clock meets it: `timed` ones answer the timer."""

    uid: str
    at: datetime
    state: UpdateState
    timed: bool = True


def next_update_due(incident: Incident, policy: Policy = DEFAULT_POLICY) -> datetime | None:
    """When the next update is due; None where none is.

    The first is counted from the declaration, the second of a severity with a scoping update
    from the first, each later one from the one before. A change to a shorter cadence brings it
    forward, one to a longer never puts it off; from a severity without cadence it counts from the
    change, and a severity without cadence cancels it, as resolving does. Reopened, it counts from
    there.
    """
    return _walk(incident, policy).due if _runs(incident) else None


def reminder_due(incident: Incident, policy: Policy = DEFAULT_POLICY) -> datetime | None:
    """When the next update is due, later where that reminder was snoozed."""
    due = next_update_due(incident, policy)
    return due + SNOOZE if due is not None and is_snoozed(incident, due) else due


def is_snoozed(incident: Incident, due: datetime) -> bool:
    return due in incident.snoozes


def promised_after(
    incident: Incident, at: datetime, state: UpdateState, policy: Policy = DEFAULT_POLICY
) -> datetime | None:
    """When the next one is due once another one is out at that moment."""
    if not _runs(incident):
        return None
    return _walk(incident, policy, Out("", at, state)).due


def timings(incident: Incident, policy: Policy = DEFAULT_POLICY) -> Mapping[str, Timing]:
    """By uid, every update that is out. One that says resolved is not timed."""
    return _walk(incident, policy).timings


def adherence(incident: Incident, policy: Policy = DEFAULT_POLICY) -> Adherence:
    clock = _walk(incident, policy)
    late = [one.late_ms for one in clock.timings.values() if one.late_ms is not None]
    return Adherence(late.count(0), len(late) - late.count(0), clock.missed)


def outs_of(incident: Incident) -> list[Out]:
    found = []
    for update in incident.updates:
        at, said = update.out_at, update.published
        if at is not None and said is not None and update.publication is not None:
            found.append(Out(update.uid, at, said.state, update.publication.timed))
    return found


def with_timings(incident: Incident, policy: Policy = DEFAULT_POLICY) -> Incident:
    """The same with the times of its updates: of one that is not out, when it is due."""
    known, due = timings(incident, policy), next_update_due(incident, policy)
    told = []
    for update in incident.updates:
        timing = known.get(update.uid)
        if timing is None:
            told.append(replace(update, due_at=due))
        else:
            told.append(
                replace(
                    update,
                    due_at=timing.due_at,
                    late_ms=timing.late_ms,
                    next_due_at=timing.next_due_at,
                )
            )
    return replace(incident, updates=tuple(told))


def _runs(incident: Incident) -> bool:
    return (
        incident.is_live
        and incident.kind is not IncidentKind.BACKFILLED
        and incident.times.declared_at is not None
        and incident.times.resolved_at is None
    )


@dataclass(frozen=True, slots=True)
class _SlowDown:
    """It was decided to be a long incident, and runs long enough."""


class _Clock:
    """What is due, carried through what happened in order of time."""

    def __init__(self, declared: datetime | None, policy: Policy) -> None:
        self.due: datetime | None = None
        self.timings: dict[str, Timing] = {}
        self.missed = 0
        self._policy = policy
        self._severity: Severity | None = None
        self._last = declared
        self._posted = 0
        self._over = False
        self._is_long = False

    def rate(self, severity: Severity, at: datetime) -> None:
        had_none = self._severity is not None and self._length() is None
        self._severity = severity
        length = self._length()
        if self._over or length is None:
            self._cancel(at)
        elif had_none:
            self.due = at + length
        else:
            fresh = (self._last or at) + length
            self.due = fresh if self.due is None else min(self.due, fresh)

    def enter(self, stage: Stage, at: datetime) -> None:
        """Resolving leads to Post-mortem; who leaves it again has reopened."""
        was_over, self._over = self._over, stage is Stage.POST_MORTEM
        if self._over:
            self._cancel(at)
        elif was_over:
            self.due = self._from(at)

    def slow_down(self, at: datetime) -> None:
        """What is late by now stays late."""
        self._is_long = True
        slower = self._from(self._last) if self._last else None
        if self.due is not None and slower is not None and self.due > at:
            self.due = max(self.due, slower)

    def tell(self, out: Out) -> None:
        due, late_ms = None, None
        if out.timed:
            if self.due is not None and out.state is not UpdateState.RESOLVED:
                due, late_ms = self.due, max(0, to_ms(out.at) - to_ms(self.due))
            self._posted += 1
            self._last = out.at
            self.due = None if self._over else self._from(out.at)
        self.timings[out.uid] = Timing(out.at, due, late_ms, self.due)

    def _cancel(self, at: datetime) -> None:
        if self.due is not None and self.due < at:
            self.missed += 1
        self.due = None

    def _from(self, at: datetime) -> datetime | None:
        length = self._length()
        return None if length is None else at + length

    def _length(self) -> timedelta | None:
        """From the declaration (none posted yet) or the update before to the next."""
        if self._severity is None:
            return None
        rule = self._policy[self._severity]
        if self._posted == 0:
            ms = rule.first_update_ms
        elif self._posted == 1 and rule.scoping_ms is not None:
            ms = rule.scoping_ms
        elif rule.update_every_ms is not None and self._is_long:
            ms = rule.update_every_ms * self._policy.long_factor
        else:
            ms = rule.update_every_ms
        return None if ms is None else timedelta(milliseconds=ms)


_Event = Severity | StageVisit | _SlowDown | Out
_ORDER = (Severity, StageVisit, _SlowDown, Out)
"""Of what happened in the same instant."""


def _walk(incident: Incident, policy: Policy, *more: Out) -> _Clock:
    declared = incident.times.declared_at
    clock = _Clock(declared, policy)
    for at, event in _events(incident, declared, more) if declared else ():
        if isinstance(event, Severity):
            clock.rate(event, at)
        elif isinstance(event, StageVisit):
            clock.enter(event.stage, at)
        elif isinstance(event, Out):
            clock.tell(event)
        else:
            clock.slow_down(at)
    return clock


def _events(
    incident: Incident, declared: datetime, more: tuple[Out, ...]
) -> list[tuple[datetime, _Event]]:
    found: list[tuple[datetime, _Event]] = [
        (max(change.at, declared), change.severity) for change in incident.severities
    ]
    if not found and incident.severity is not None:
        found.append((declared, incident.severity))
    found += [(visit.start, visit) for visit in incident.visits]
    found += [(out.at, out) for out in (*outs_of(incident), *more)]
    if incident.long_since is not None:
        found.append((max(incident.long_since, declared + LONG_AFTER), _SlowDown()))
    return sorted(found, key=lambda event: (event[0], _ORDER.index(type(event[1]))))
