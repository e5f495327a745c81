"""Take the severity that the rules suggest."""

from dataclasses import dataclass

from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.desk import Desk
from models.domain.errors import NothingToDo, Refused
from models.domain.triage import Suggestion, suggest
from models.queries import incidents
from models.queries.triage import answers_of
from models.store import lookup, policies


@dataclass(frozen=True, slots=True)
class ApplyTriage:
    incident: str


def apply_triage(command: ApplyTriage, desk: Desk) -> Suggestion:
    """A change of severity like any other, whose reason names the rules.

    Raises:
        Refused: no rule fires.
        NothingToDo: it has the suggested severity.
    """
    connection = desk.store.connection
    incident = incidents.named(connection, command.incident)
    label = lookup.label(connection, incident.uid)
    policy = policies.in_force(connection, incident.times.detected_at or desk.now())
    found = suggest(answers_of(connection, incident), policy.triage)
    if found.severity is None:
        raise Refused(
            f"No rule fires for {label}. Say who is hit with 'warroom impact {label} --users N'."
        )
    if found.severity is incident.severity:
        raise NothingToDo(f"{label} is {found.severity.value}, as the rules suggest.")
    rules = ", ".join(rule for rule, _ in found.fired)
    change_severity(ChangeSeverity(incident.uid, found.severity, f"suggested by {rules}"), desk)
    return found
