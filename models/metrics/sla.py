"""Deadlines of one incident: when they fall due, whether they are met. A function of the incident,
the policy in force and now alone, so that two desktops come to the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from models.domain.expectations import SlaRule
from models.domain.incident import Incident, Status
from models.domain.policy import DEFAULT_POLICY, Policy, SeverityPolicy
from models.domain.severity import Severity
from models.domain.times import from_ms, maybe_from_ms, maybe_to_ms, to_ms
from models.metrics.hours import FOREVER, Span, due_after, elapsed


class DeadlineStatus(Enum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`left_ms` is counted time still left, negative once it is late, None when it was met or
    stands still for ever."""

    due_at: datetime
    status: DeadlineStatus
    at_risk_at: datetime
    met_at: datetime | None = None
    breached_at: datetime | None = None
    left_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """`rule` names what they come from; `paused` says that the clock stands now."""

    response: Deadline | None = None
    resolution: Deadline | None = None
    rule: str = ""
    calendar: str = ""
    paused: bool = False
    pauses: tuple[tuple[datetime, datetime], ...] = ()


def deadlines(incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY) -> Deadlines:
    """Both run from detection, by the severity as it is now; a breach that happened stays. None
    where nothing runs."""
    detected, severity = incident.times.detected_at, incident.severity
    over = incident.status in (Status.CANCELLED, Status.MERGED)
    if incident.imported or over or severity is None or detected is None:
        return Deadlines()
    rule = rule_of(incident, severity, policy)
    pauses = _pauses(incident, rule, to_ms(now))
    running = incident.visits[-1].stage if incident.visits else None
    return Deadlines(
        response=_deadline(incident, now, policy, _response, incident.times.acknowledged_at),
        resolution=_deadline(incident, now, policy, _resolution, incident.times.resolved_at),
        rule=rule.name if rule else f"{severity.value} {severity.word}",
        calendar=rule.calendar if rule else "",
        paused=bool(rule and running in rule.paused_in and incident.times.resolved_at is None),
        pauses=tuple((from_ms(start), from_ms(end)) for start, end in pauses),
    )


def rule_of(incident: Incident, severity: Severity, policy: Policy) -> SlaRule | None:
    """The first rule that matches; None where the severity's own lengths count."""
    for rule in policy.expects.slas:
        rated = not rule.severities or severity in rule.severities
        concerned = not rule.services or bool(set(rule.services) & set(incident.services))
        if rated and concerned:
            return rule
    return None


Length = Callable[[SlaRule | None, SeverityPolicy], int]


def _response(rule: SlaRule | None, plain: SeverityPolicy) -> int:
    return rule.response_ms if rule and rule.response_ms else plain.response_ms


def _resolution(rule: SlaRule | None, plain: SeverityPolicy) -> int:
    return rule.resolution_ms if rule and rule.resolution_ms else plain.resolution_ms


def _deadline(
    incident: Incident, now: datetime, policy: Policy, length: Length, met_at: datetime | None
) -> Deadline:
    met, until = maybe_to_ms(met_at), to_ms(met_at or now)
    breached: int | None = None
    stretches = _stretches(incident)
    for severity, since, to in stretches[:-1]:
        due, _, _ = _due(incident, severity, policy, length, until)
        late = max(due, since)
        if late < min(to, until):
            breached = late if breached is None else min(breached, late)
    severity, since, _ = stretches[-1]
    due, at_risk, left = _due(incident, severity, policy, length, until)
    if until > due:
        late = max(due, min(since, until))
        breached = late if breached is None else min(breached, late)
    if breached is not None:
        status = DeadlineStatus.BREACHED
    elif met is not None:
        status = DeadlineStatus.MET
    elif until >= at_risk:
        status = DeadlineStatus.AT_RISK
    else:
        status = DeadlineStatus.ON_TRACK
    return Deadline(
        due_at=from_ms(due),
        status=status,
        at_risk_at=from_ms(at_risk),
        met_at=met_at,
        breached_at=maybe_from_ms(breached),
        left_ms=None if met is not None else left,
    )


def _due(
    incident: Incident, severity: Severity, policy: Policy, length: Length, until: int
) -> tuple[int, int, int]:
    """(due, at risk from, counted time left at `until`) by one severity."""
    detected = incident.times.detected_at
    assert detected is not None
    rule = rule_of(incident, severity, policy)
    whole, start = length(rule, policy[severity]), to_ms(detected)
    calendar = policy.expects.calendar(rule.calendar) if rule and rule.calendar else None
    pauses = _pauses(incident, rule, until)
    share = rule.at_risk if rule and rule.at_risk else policy.at_risk
    return (
        due_after(start, whole, calendar, pauses),
        due_after(start, round(whole * share), calendar, pauses),
        whole - elapsed(start, until, calendar, pauses),
    )


def _pauses(incident: Incident, rule: SlaRule | None, until: int) -> Sequence[Span]:
    """A pause that goes on is known only up to `until`."""
    if rule is None:
        return ()
    return [
        (to_ms(visit.start), maybe_to_ms(visit.end) or until)
        for visit in incident.visits
        if visit.stage in rule.paused_in and to_ms(visit.start) < until
    ]


def _stretches(incident: Incident) -> list[tuple[Severity, int, int]]:
    """(severity, from, to) since detection; the last one is what it is now, without end."""
    detected, severity = incident.times.detected_at, incident.severity
    assert detected is not None and severity is not None
    starts: list[tuple[Severity, int]] = [(severity, to_ms(detected))]
    if incident.severities:
        changes = sorted(incident.severities, key=lambda change: change.at)
        starts = [(change.severity, to_ms(change.at)) for change in changes]
        starts[0] = (starts[0][0], to_ms(detected))
        if starts[-1][0] is not severity:
            starts.append((severity, starts[-1][1]))
    ends = [since for _, since in starts[1:]] + [FOREVER]
    return [(one, since, to) for (one, since), to in zip(starts, ends, strict=True)]
