"""Make an incident major: the severity, the hats it then needs, and what is still missing."""

from dataclasses import dataclass, replace
from datetime import datetime

from models.actions import assign, lifecycle
from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import BadInput, NothingToDo, Refused
from models.domain.incident import Hat, Incident, Role
from models.domain.response import missing_roles
from models.domain.severity import Severity
from models.replication.operation import Value
from models.store import policies


@dataclass(frozen=True, slots=True)
class Promote:
    """`comms` and `experts` ((person, area) each) put on their hats in the same act; `runbook`
    names what is followed from now on. Nobody is asked by it and no run is started."""

    incident: str
    severity: Severity = Severity.P1
    reason: str = ""
    comms: str = ""
    experts: tuple[tuple[str, str], ...] = ()
    runbook: str = ""
    at: datetime | None = None


def promote(command: Promote, desk: Desk) -> tuple[Role, ...]:
    """Gives the required roles that nobody wears after it.

    Raises:
        BadInput: a severity that is not major.
        Refused: not open, or worse already: promoting never lowers.
        NothingToDo: it has that severity, and nothing was added.
    """
    if not command.severity.is_major:
        raise BadInput(f"{command.severity.value} is not major. Promote to P0 or P1.")
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        before = incident.severity
        if before is not None and before.is_worse_than(command.severity):
            raise Refused(
                f"{act.label(incident.uid)} is {before.value}, which is worse than "
                f"{command.severity.value}. Lower it with 'severity' and a reason."
            )
        added = _added(incident, command)
        if before is command.severity and not added and not command.runbook.strip():
            raise NothingToDo(f"{act.label(incident.uid)} is {before.value} already.")
        after = replace(incident, severity=command.severity, hats=(*incident.hats, *added))
        policy = policies.in_force(act.connection, incident.times.detected_at or act.now)
        missing = missing_roles(after, policy)
        _write(act, incident, command, added, missing)
    return missing


def _added(incident: Incident, command: Promote) -> tuple[Hat, ...]:
    """The hats named that are not worn yet, each once."""
    named = [(Role.COMMS, command.comms, "")] if command.comms.strip() else []
    named += [(Role.SME, person, area) for person, area in command.experts]
    added: list[Hat] = []
    for role, person, area in named:
        hat = Hat(role, assign.given_name(person), area.strip())
        if assign.find((*incident.hats, *added), hat.role, hat.person, hat.area) is None:
            added.append(hat)
    return tuple(added)


def _write(
    act: ActInProgress,
    incident: Incident,
    command: Promote,
    added: tuple[Hat, ...],
    missing: tuple[Role, ...],
) -> None:
    before = incident.severity
    if before is not command.severity:
        act.set(incident.uid, "severity", command.severity.value)
    for hat in added:
        assign.put_on(act, incident, hat)
    said = [f"{hat.person} is {assign.words(hat)}" for hat in added]
    if command.runbook.strip():
        said.append(f"runbook {command.runbook.strip()}")
    was = before.value if before else "no severity"
    head = (
        f"Major incident, {command.severity.value}"
        if before is command.severity
        else f"Promoted to a major incident, {was} to {command.severity.value}"
    )
    parts = [
        f"{head}: {command.reason.strip() or 'no reason given'}.",
        f"Added: {', '.join(said)}." if said else "Nothing was added.",
        f"Still missing: {', '.join(role.word for role in missing)}." if missing else "",
    ]
    detail: dict[str, Value] = {"hats": [{**assign.value(hat), "worn": True} for hat in added]}
    if before is not command.severity:
        detail |= {"from": before.value if before else None, "to": command.severity.value}
    act.entry(
        incident.uid,
        EntryKind.ROLE if before is command.severity else EntryKind.SEVERITY,
        " ".join(part for part in parts if part),
        level=Level.KEY,
        detail=detail,
    )
