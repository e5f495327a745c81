"""When the next status update is due, and whether those before were on time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.incident import Incident, IncidentKind, PostedUpdate
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.severity import Severity

RESOLVED = "resolved"
SNOOZE = timedelta(minutes=5)
"""Once an update; the lateness is measured from the time before it all the same."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An update that had a time: `late_ms` is 0 where it was on time, None while it is due and
    not posted yet."""

    due_at: datetime
    posted_at: datetime | None
    late_ms: int | None


def next_update_due(incident: Incident, policy: Policy = DEFAULT_POLICY) -> datetime | None:
    """When the next update is due; None where none is.

    The first is counted from the declaration, the second of a severity with a scoping update
    from the first, each later one from the one before. A change to a shorter cadence brings it
    forward, one to a longer never puts it off; from a severity without cadence it counts from the
    change, and a severity without cadence cancels it, as resolving does.
    """
    if not _runs(incident):
        return None
    return _walk(incident, policy)[0]


def timed_updates(incident: Incident, policy: Policy = DEFAULT_POLICY) -> tuple[Timed, ...]:
    """Every update that was due before it was posted. The resolution update is not timed."""
    return tuple(_walk(incident, policy)[1])


def adherence(incident: Incident, policy: Policy = DEFAULT_POLICY) -> tuple[int, int]:
    """(posted on time, posted with a time)."""
    timed = timed_updates(incident, policy)
    return sum(one.late_ms == 0 for one in timed), len(timed)


def _runs(incident: Incident) -> bool:
    counted = (IncidentKind.INCIDENT, IncidentKind.DRILL, IncidentKind.TEST)
    return (
        incident.is_live
        and incident.kind in counted
        and incident.times.declared_at is not None
        and incident.times.resolved_at is None
    )


def _walk(incident: Incident, policy: Policy) -> tuple[datetime | None, list[Timed]]:
    """Through severity changes and updates in order of time, carrying what is due."""
    declared = incident.times.declared_at
    if declared is None:
        return None, []
    severity: Severity | None = None
    due: datetime | None = None
    last: datetime = declared
    posted = 0
    timed: list[Timed] = []
    for at, event in _events(incident, declared):
        if isinstance(event, Severity):
            due = _after_change(severity, event, due, at, last, posted, policy)
            severity = event
            continue
        if event.state == RESOLVED:
            due = None
            continue
        if due is not None:
            late = max(0, round((at - due).total_seconds() * 1000))
            timed.append(Timed(due, at, late))
        posted, last = posted + 1, at
        length = _length(severity, posted, policy)
        due = None if length is None else at + length
    return due, timed


def _events(
    incident: Incident, declared: datetime
) -> list[tuple[datetime, Severity | PostedUpdate]]:
    found: list[tuple[datetime, Severity | PostedUpdate]] = [
        (max(change.at, declared), change.severity) for change in incident.severities
    ]
    if not found and incident.severity is not None:
        found.append((declared, incident.severity))
    found += [(update.at, update) for update in incident.updates]
    return sorted(found, key=lambda event: (event[0], isinstance(event[1], PostedUpdate)))


def _after_change(
    before: Severity | None,
    now: Severity,
    due: datetime | None,
    at: datetime,
    last: datetime,
    posted: int,
    policy: Policy,
) -> datetime | None:
    length = _length(now, posted, policy)
    if length is None:
        return None
    had_none = before is not None and _length(before, posted, policy) is None
    fresh = (at if had_none else last) + length
    return fresh if due is None or had_none else min(due, fresh)


def _length(severity: Severity | None, posted: int, policy: Policy) -> timedelta | None:
    """From the declaration (none posted yet) or the update before to the next."""
    if severity is None:
        return None
    rule = policy[severity]
    if posted == 0:
        ms = rule.first_update_ms
    elif posted == 1 and rule.scoping_ms is not None:
        ms = rule.scoping_ms
    else:
        ms = rule.update_every_ms
    return None if ms is None else timedelta(milliseconds=ms)
