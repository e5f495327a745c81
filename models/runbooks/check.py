"""What a runbook does not say yet, rule by rule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.domain.runbook import Runbook, RunbookFinding

STALE_DAYS = 180


@dataclass(frozen=True, slots=True)
class Rule:
    """`look` gives the sentence of what is missing, "" where nothing is."""

    id: str
    look: Callable[[Runbook, date], str]


def _owner(runbook: Runbook, today: date) -> str:
    return "" if runbook.owner else "Nobody owns it. Say who keeps it true: `owner:`."


def _trigger(runbook: Runbook, today: date) -> str:
    return "" if runbook.triggers else "It does not say when to use it. Name the alert or symptom."


def _steps(runbook: Runbook, today: date) -> str:
    return "" if runbook.steps else "It has no steps. Write what to do as a numbered list."


def _expected(runbook: Runbook, today: date) -> str:
    silent = [str(step.n) for step in runbook.steps if not step.expected]
    if not silent:
        return ""
    if len(silent) == len(runbook.steps):
        return "No step says what to expect. Write “Expected: …” under each."
    if len(silent) == 1:
        return f"Step {silent[0]} does not say what to expect."
    return f"Steps {', '.join(silent)} do not say what to expect."


def _escalation(runbook: Runbook, today: date) -> str:
    return "" if runbook.escalation else "It does not say whom to call when it does not help."


def _reviewed(runbook: Runbook, today: date) -> str:
    if runbook.last_reviewed is None:
        return "It does not say when it was last reviewed."
    days = (today - runbook.last_reviewed).days
    if days <= STALE_DAYS:
        return ""
    return f"Last reviewed {runbook.last_reviewed:%Y-%m-%d}, {days} days ago. Check that it holds."


RULES = (
    Rule("no_owner", _owner),
    Rule("no_trigger", _trigger),
    Rule("no_steps", _steps),
    Rule("no_expected_outcome", _expected),
    Rule("no_escalation", _escalation),
    Rule("stale_review", _reviewed),
)


def check(runbook: Runbook, today: date) -> tuple[RunbookFinding, ...]:
    found = ((rule.id, rule.look(runbook, today)) for rule in RULES)
    return tuple(RunbookFinding(rule, text) for rule, text in found if text)
