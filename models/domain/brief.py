"""The handover brief: five lines that a new commander needs before saying "I have command"."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.cadence import next_update_due
from models.domain.delegation import TaskState
from models.domain.incident import Incident, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import missing_roles
from models.domain.runbook import StepState
from models.domain.times import span_words, to_ms


@dataclass(frozen=True, slots=True)
class BriefFacts:
    """What the timeline adds: the latest decision and the latest evidence, as written."""

    decision: str = ""
    evidence: str = ""


def brief(
    incident: Incident, facts: BriefFacts, now: datetime, policy: Policy = DEFAULT_POLICY
) -> tuple[str, ...]:
    """Five lines, each begun by its word and a colon: what we want, how it stands, what was
    decided, what to look out for, and when we speak next."""
    return (
        f"Objective: {incident.objective or 'none set yet'}",
        f"State: {_state(incident, now)}",
        f"Decided: {facts.decision or 'nothing recorded yet'}",
        f"Watch out: {_watch_out(incident, facts, now, policy)}",
        f"Next update: {_next(incident, policy)}",
    )


def _state(incident: Incident, now: datetime) -> str:
    severity = incident.severity.value if incident.severity else "No severity"
    began = incident.times.impact_started_at or incident.times.detected_at
    running = any(interval.end is None for interval in incident.impact)
    since = f" for {span_words(to_ms(now) - to_ms(began))}" if began and running else ""
    impact = f"impact{since}" if running else "impact over"
    users = f", users affected: {incident.users}" if incident.users else ""
    work = _running(incident, now)
    return f"{severity} in {incident.stage.word.lower()}, {impact}{users}.{work}"


def _running(incident: Incident, now: datetime) -> str:
    parts = []
    for run in incident.runs:
        at_work = [step for step in run.steps if step.state is StepState.NOW]
        if at_work:
            who = f" ({at_work[-1].person})" if at_work[-1].person else ""
            parts.append(f"{run.title}, step {at_work[-1].n}{who}")
    parts += [
        f"{task.person}: {task.text}"
        for task in incident.tasks
        if task.state_now(now) in (TaskState.OPEN, TaskState.ACKNOWLEDGED)
    ]
    return f" At work: {'; '.join(parts)}." if parts else ""


def _watch_out(incident: Incident, facts: BriefFacts, now: datetime, policy: Policy) -> str:
    found = [
        f"time box of {task.person} ran out ({task.text})"
        for task in incident.tasks
        if task.state_now(now) is TaskState.OVERDUE
    ]
    found += [f"{ask.person} has not answered" for ask in incident.asks if not ask.answer]
    found += [
        f"step {step.n} of {run.title} did not work"
        for run in incident.runs
        for step in run.steps
        if step.state is StepState.FAILED
    ]
    missing = [role.word for role in missing_roles(incident, policy) if role is not Role.COMMANDER]
    found += [f"nobody is {' or '.join(missing)}"] if missing else []
    found += [facts.evidence] if facts.evidence and not found else []
    return f"{'; '.join(found)}." if found else "nothing recorded."


def _next(incident: Incident, policy: Policy) -> str:
    due = next_update_due(incident, policy)
    return f"due {due:%H:%M} UTC." if due else "none is due."
