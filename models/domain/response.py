"""What a running response still needs: roles, answers, and what is due when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from models.domain.incident import Incident, IncidentKind, Role, Status
from models.domain.policy import AT_RISK, DEFAULT_POLICY, Policy
from models.domain.severity import Severity
from models.domain.stage import Stage


class DeadlineStatus(Enum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Deadline:
    due_at: datetime
    status: DeadlineStatus


@dataclass(frozen=True, slots=True)
class Deadlines:
    response: Deadline | None = None
    resolution: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """An exit question of a stage; `derived` ones are answered by the record, not by a person."""

    id: str
    text: str
    derived: bool


SEVERITY_SET = Question("severity_set", "Is the severity set?", derived=True)
COMMANDER_PRESENT = Question("commander_present", "Is a commander present?", derived=True)
MITIGATED = Question("mitigated", "Is the impact mitigated?", derived=True)
RECOVERY_CONFIRMED = Question("recovery_confirmed", "Is recovery confirmed?", derived=False)
REVIEW_DONE = Question("review_done", "Is the review done?", derived=True)

EXIT_QUESTIONS: dict[Stage, tuple[Question, ...]] = {
    Stage.DETECTION: (),
    Stage.TRIAGE: (SEVERITY_SET, COMMANDER_PRESENT),
    Stage.MITIGATION: (MITIGATED,),
    Stage.RESOLUTION: (RECOVERY_CONFIRMED,),
    Stage.POST_MORTEM: (RECOVERY_CONFIRMED, REVIEW_DONE),
}


def open_questions(incident: Incident) -> tuple[Question, ...]:
    """The exit questions of the stage the incident is in that have no answer yet."""
    if incident.imported or incident.status is not Status.OPEN:
        return ()
    answered = {
        SEVERITY_SET.id: incident.severity is not None,
        COMMANDER_PRESENT.id: bool(incident.commander),
        MITIGATED.id: incident.times.mitigated_at is not None,
        RECOVERY_CONFIRMED.id: incident.recovery_confirmed,
        REVIEW_DONE.id: incident.severity is None or not incident.severity.is_major,
    }
    return tuple(q for q in EXIT_QUESTIONS[incident.stage] if not answered[q.id])


def missing_roles(incident: Incident, policy: Policy = DEFAULT_POLICY) -> tuple[Role, ...]:
    if not incident.is_live or incident.severity is None:
        return ()
    worn = {hat.role for hat in incident.hats}
    return tuple(role for role in policy[incident.severity].required if role not in worn)


def deadlines(incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY) -> Deadlines:
    """Both deadlines run from detection, by the severity as it is now. None where nothing runs."""
    detected = incident.times.detected_at
    runs = (
        not incident.imported
        and incident.severity is not None
        and incident.status not in (Status.CANCELLED, Status.MERGED)
    )
    if not runs or detected is None or incident.severity is None:
        return Deadlines()
    rule = policy[incident.severity]
    return Deadlines(
        response=_deadline(detected, rule.response_ms, incident.times.acknowledged_at, now),
        resolution=_deadline(detected, rule.resolution_ms, incident.times.resolved_at, now),
    )


def _deadline(start: datetime, length_ms: int, met_at: datetime | None, now: datetime) -> Deadline:
    due = start + timedelta(milliseconds=length_ms)
    if met_at is not None:
        status = DeadlineStatus.MET if met_at <= due else DeadlineStatus.BREACHED
    elif now > due:
        status = DeadlineStatus.BREACHED
    elif now >= start + timedelta(milliseconds=length_ms * AT_RISK):
        status = DeadlineStatus.AT_RISK
    else:
        status = DeadlineStatus.ON_TRACK
    return Deadline(due, status)


def next_update_due(incident: Incident, policy: Policy = DEFAULT_POLICY) -> datetime | None:
    """When the first status update is due; None where none is.

    Counted from the declaration. A change to a severity with a shorter cadence brings it forward,
    one to a longer cadence never puts it off; from a severity without cadence it counts from the
    change, and a severity without cadence cancels it.
    """
    declared = incident.times.declared_at
    counted = incident.kind in (
        IncidentKind.INCIDENT,
        IncidentKind.DRILL,
        IncidentKind.TEST,
    )
    if not incident.is_live or not counted or declared is None:
        return None
    if incident.times.resolved_at is not None:
        return None
    due: datetime | None = None
    for severity, since in _severities(incident, declared):
        first_ms = policy[severity].first_update_ms
        if first_ms is None:
            due = None
            continue
        length = timedelta(milliseconds=first_ms)
        due = since + length if due is None else min(due, declared + length)
    return due


def _severities(incident: Incident, declared: datetime) -> list[tuple[Severity, datetime]]:
    changes = [(change.severity, max(change.at, declared)) for change in incident.severities]
    if not changes and incident.severity is not None:
        return [(incident.severity, declared)]
    return changes
