"""Verbs about what the workspace expects, and who and what is in it."""

import argparse
from contextlib import suppress
from pathlib import Path

from app.cli.output import Said, table
from app.files import read_file
from app.workspace import Workspace
from models.actions.apply_triage import ApplyTriage, apply_triage
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.set_person import SetPerson, set_person
from models.domain.errors import BadInput, NothingToDo
from models.domain.expectations import GOAL_LENGTHS, Expectations
from models.domain.policy import Policy
from models.domain.severity import Severity
from models.domain.triage import suggest
from models.intake.expectations_toml import DAYS
from models.intake.policy_toml import MOST_CHARACTERS, write_policy
from models.queries import incidents
from models.queries.people import people
from models.queries.triage import answers_of
from models.store import policies

Arguments = argparse.Namespace


def policy_verb(w: Workspace, g: Arguments) -> Said:
    if g.action == "import":
        if g.file is None:
            raise BadInput("Name the file to import: policy import FILE.")
        import_policy(ImportPolicy(_text(g.file)), w.desk)
    policy = policies.in_force(w.connection, w.now())
    return Said(policy_json(policy), write_policy(policy).rstrip())


def _text(path: Path) -> str:
    try:
        return read_file(path, MOST_CHARACTERS * 4).decode()
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not a text in UTF-8.") from None


def policy_json(policy: Policy) -> dict[str, object]:
    """Lengths of time are integer milliseconds; null is never."""
    return {
        "severities": {
            severity.value: {
                "meaning": policy[severity].meaning,
                "response_ms": policy[severity].response_ms,
                "resolution_ms": policy[severity].resolution_ms,
                "first_update_ms": policy[severity].first_update_ms,
                "scoping_ms": policy[severity].scoping_ms,
                "update_every_ms": policy[severity].update_every_ms,
                "review": policy[severity].review,
                "required_roles": [role.value for role in policy[severity].required],
            }
            for severity in Severity
        },
        "at_risk": policy.at_risk,
        "role_vacant_after_ms": policy.vacancy_ms,
        "long_duty_after_ms": policy.duty_ms,
        "most_reports": policy.span,
        "long_incident_factor": policy.long_factor,
        "triage": [
            {
                "id": rule.id,
                "words": rule.words,
                "severity": rule.severity.value,
                "when": rule.conditions(),
            }
            for rule in policy.triage
        ],
        **_expectations(policy.expects),
    }


def _expectations(expects: Expectations) -> dict[str, object]:
    """As the file has them; goals that are lengths of time are milliseconds, with `_ms`."""
    return {
        "goals": {
            f"{name}_ms" if name in GOAL_LENGTHS else name: goal
            for name, goal in expects.goals.items()
        },
        "calendar": [
            {
                "name": one.name,
                "zone": one.zone,
                "days": [DAYS[day] for day in sorted(one.days)],
                "opens": f"{one.opens // 60:02d}:{one.opens % 60:02d}",
                "closes": f"{one.closes // 60:02d}:{one.closes % 60:02d}",
                "holidays": [day.isoformat() for day in sorted(one.holidays)],
            }
            for one in expects.calendars
        ],
        "sla": [
            {
                "name": one.name,
                "severities": [severity.value for severity in one.severities],
                "services": list(one.services),
                "response_ms": one.response_ms,
                "resolution_ms": one.resolution_ms,
                "at_risk": one.at_risk,
                "calendar": one.calendar or None,
                "paused_in": [stage.value for stage in one.paused_in],
            }
            for one in expects.slas
        ],
        "slo": [
            {"service": one.service, "target": one.target, "window": one.window}
            for one in expects.objectives
        ],
    }


def person_verb(w: Workspace, g: Arguments) -> Said:
    if g.action == "set":
        _set_person(w, g)
    found = people(w.connection)
    rows = [
        {
            "name": person.name,
            "areas": list(person.areas),
            "on_call": person.on_call,
            "contact": person.contact,
            "listed": person.listed,
        }
        for person in found
    ]
    cells = [
        [
            person.name if person.listed else f"{person.name} (not in the list)",
            ", ".join(person.areas) or "-",
            "on call" if person.on_call else "-",
            person.contact or "-",
        ]
        for person in found
    ]
    head = ("name", "areas", "on call", "contact (this machine only)")
    return Said(rows, table(cells, head) if cells else "Nobody is in the list of people yet.")


def _set_person(w: Workspace, g: Arguments) -> None:
    if g.name is None:
        raise BadInput("Name the person to set.")
    on_call = {"on": True, "off": False}.get(g.on_call or "")
    areas = tuple(g.areas) if g.areas else None
    set_person(SetPerson(g.name, areas, on_call, g.contact), w.desk)


def triage_verb(w: Workspace, g: Arguments) -> Said:
    if g.apply:
        with suppress(NothingToDo):
            apply_triage(ApplyTriage(g.incident), w.desk)
    incident = incidents.named(w.connection, g.incident)
    policy = policies.in_force(w.connection, incident.times.detected_at or w.now())
    found = suggest(answers_of(w.connection, incident), policy.triage)
    label = w.label(incident.uid)
    present = incident.severity.value if incident.severity else None
    value = {
        "incident": label,
        "suggested": found.severity.value if found.severity else None,
        "current": present,
        "rules": [
            {"id": rule, "text": words, "severity": severity.value}
            for (rule, words), severity in zip(found.fired, found.severities, strict=True)
        ],
    }
    if found.severity is None:
        return Said(value, f"No rule fires for {label}. It is {present or 'without a severity'}.")
    beside = "as it is" if value["suggested"] == present else f"it is {present or 'not set'}"
    reasons = "\n".join(f"  {rule}  {words}" for rule, words in found.fired)
    return Said(value, f"{label}: {found.severity.value} suggested ({beside}).\n{reasons}")
