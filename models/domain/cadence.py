"""When the next status update is due, and whether those before were on time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.domain.incident import Incident, IncidentKind, PostedUpdate, StageVisit
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import to_ms

RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Timed:
    """A posted update that had a time; `late_ms` is 0 where it was on time."""

    due_at: datetime
    posted_at: datetime
    late_ms: int


def next_update_due(incident: Incident, policy: Policy = DEFAULT_POLICY) -> datetime | None:
    """When the next update is due; None where none is.

    The first is counted from the declaration, the second of a severity with a scoping update
    from the first, each later one from the one before. A change to a shorter cadence brings it
    forward, one to a longer never puts it off; from a severity without cadence it counts from the
    change, and a severity without cadence cancels it, as resolving does. Reopened, it counts from
    there.
    """
    return _walk(incident, policy).due if _runs(incident) else None


def promised_after(
    incident: Incident, update: PostedUpdate, policy: Policy = DEFAULT_POLICY
) -> datetime | None:
    """When the next one is due once `update` is out."""
    return next_update_due(replace(incident, updates=(*incident.updates, update)), policy)


def timed_updates(incident: Incident, policy: Policy = DEFAULT_POLICY) -> tuple[Timed, ...]:
    """Every posted update that was due. One that says resolved is not timed."""
    return tuple(_walk(incident, policy).timed)


def adherence(incident: Incident, policy: Policy = DEFAULT_POLICY) -> tuple[int, int]:
    """(posted on time, posted with a time)."""
    timed = timed_updates(incident, policy)
    return sum(one.late_ms == 0 for one in timed), len(timed)


def _runs(incident: Incident) -> bool:
    return (
        incident.is_live
        and incident.kind is not IncidentKind.BACKFILLED
        and incident.times.declared_at is not None
        and incident.times.resolved_at is None
    )


class _Clock:
    """What is due, carried through what happened in order of time."""

    def __init__(self, declared: datetime | None, policy: Policy) -> None:
        self.due: datetime | None = None
        self.timed: list[Timed] = []
        self._policy = policy
        self._severity: Severity | None = None
        self._last = declared
        self._posted = 0
        self._over = False

    def rate(self, severity: Severity, at: datetime) -> None:
        had_none = self._severity is not None and self._length() is None
        self._severity = severity
        length = self._length()
        if self._over or length is None:
            self.due = None
        elif had_none:
            self.due = at + length
        else:
            fresh = (self._last or at) + length
            self.due = fresh if self.due is None else min(self.due, fresh)

    def enter(self, stage: Stage, at: datetime) -> None:
        """Resolving leads to Post-mortem; who leaves it again has reopened."""
        was_over, self._over = self._over, stage is Stage.POST_MORTEM
        if self._over:
            self.due = None
        elif was_over:
            self.due = self._from(at)

    def post(self, update: PostedUpdate) -> None:
        if self.due is not None and update.state != RESOLVED:
            late_ms = max(0, to_ms(update.at) - to_ms(self.due))
            self.timed.append(Timed(self.due, update.at, late_ms))
        self._posted += 1
        self._last = update.at
        self.due = None if self._over else self._from(update.at)

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
        else:
            ms = rule.update_every_ms
        return None if ms is None else timedelta(milliseconds=ms)


def _walk(incident: Incident, policy: Policy) -> _Clock:
    declared = incident.times.declared_at
    clock = _Clock(declared, policy)
    for at, event in _events(incident, declared) if declared else ():
        if isinstance(event, Severity):
            clock.rate(event, at)
        elif isinstance(event, StageVisit):
            clock.enter(event.stage, at)
        else:
            clock.post(event)
    return clock


_ORDER = (Severity, StageVisit, PostedUpdate)
"""Of what happened in the same instant."""
_Event = Severity | StageVisit | PostedUpdate


def _events(incident: Incident, declared: datetime) -> list[tuple[datetime, _Event]]:
    found: list[tuple[datetime, _Event]] = [
        (max(change.at, declared), change.severity) for change in incident.severities
    ]
    if not found and incident.severity is not None:
        found.append((declared, incident.severity))
    found += [(visit.start, visit) for visit in incident.visits]
    found += [(update.at, update) for update in incident.updates]
    return sorted(found, key=lambda event: (event[0], _ORDER.index(type(event[1]))))
