"""The handover brief: five lines that a new commander needs before saying "I have command"."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.incident import Incident, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import missing_roles, next_update_due
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
    """How bad, what was decided, what is known, what runs and who does it, what comes next.
    A line without anything to say is left out, save for the first and the last."""
    lines = (
        _state(incident, now),
        f"Decided: {facts.decision}" if facts.decision else _aim(incident),
        f"Known: {facts.evidence}" if facts.evidence else "",
        _running(incident, now),
        _next(incident, policy),
    )
    return tuple(line for line in lines if line)


def _state(incident: Incident, now: datetime) -> str:
    severity = incident.severity.value if incident.severity else "No severity"
    began = incident.times.impact_started_at or incident.times.detected_at
    running = any(interval.end is None for interval in incident.impact)
    since = f" for {span_words(to_ms(now) - to_ms(began))}" if began and running else ""
    users = f", users affected: {incident.users}" if incident.users else ""
    impact = f"impact{since}" if running else "impact over"
    return f"{severity} in {incident.stage.word.lower()}, {impact}{users}."


def _aim(incident: Incident) -> str:
    return f"Objective: {incident.objective}" if incident.objective else ""


def _running(incident: Incident, now: datetime) -> str:
    parts = []
    for run in incident.runs:
        at_work = [step for step in run.steps if step.state is StepState.NOW]
        over = sum(step.state.is_over for step in run.steps)
        if at_work:
            who = f" ({at_work[-1].person})" if at_work[-1].person else ""
            parts.append(f"{run.title}, step {at_work[-1].n}{who}")
        elif over:
            parts.append(f"{run.title}, {over} steps over")
    parts += [
        f"{task.person}: {task.text} ({task.state_now(now).value})"
        for task in incident.tasks
        if task.state_now(now).value != "done"
    ]
    return f"At work: {'; '.join(parts)}." if parts else ""


def _next(incident: Incident, policy: Policy) -> str:
    missing = [role.word for role in missing_roles(incident, policy) if role is not Role.COMMANDER]
    gaps = f"Nobody is {', '.join(missing)}." if missing else "All required roles are filled."
    due = next_update_due(incident, policy)
    return f"Next update due {due:%H:%M} UTC. {gaps}" if due else gaps
