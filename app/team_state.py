"""What the role board, the triage and "Needs you" show of one incident, read in one go."""

from app.runbook_views import offers
from app.workspace import Workspace
from models.domain.brief import brief
from models.domain.incident import Incident
from models.domain.policy import Policy
from models.domain.severity import Severity
from models.domain.triage import suggest
from models.queries import incidents, people
from models.queries.brief import brief_facts
from models.queries.needs import needs_in
from models.queries.triage import answers_of
from models.store import catalog, lookup, policies
from models.store.driver import Connection
from views.room.team_presenter import Person, TeamState
from views.tongue import tr


def load_team(workspace: Workspace, uid: str) -> TeamState:
    """What the role board, the triage and "Needs you" show of one incident."""
    connection, now = workspace.connection, workspace.now()
    incident = incidents.incident(connection, uid)
    policy = policies.in_force(connection, incident.times.detected_at or now)
    services = catalog.services(connection)
    tiers = sorted(
        {str(services[s]["tier"]) for s in incident.services if "tier" in services.get(s, {})}
    )
    return TeamState(
        incident=incident,
        label=lookup.label(connection, uid),
        needs=needs_in(connection, incident, workspace.actor, now, policy),
        people=tuple(
            Person(p.name, p.areas, p.on_call, p.contact or "") for p in people.people(connection)
        ),
        services=tuple(services),
        tiers=tuple(tr("tier {tier}", tier=tier) for tier in tiers),
        suggestion=suggest(answers_of(connection, incident), policy.triage),
        brief=brief(incident, brief_facts(connection, uid), now, policy),
        cadence=_cadence(policy),
        runbook=_best(connection, incident),
    )


def _best(connection: Connection, incident: Incident) -> tuple[str, str]:
    """(uid, title) of the runbook that fits best, where none is at work."""
    found = () if incident.runs or not incident.is_live else offers(connection, incident)
    return (found[0].uid, found[0].title) if found else ("", "")


def _cadence(policy: Policy) -> str:
    """What a major incident asks for, in a sentence."""
    said = []
    for severity in (Severity.P1, Severity.P0):
        every = policy[severity].update_every_ms
        if every is not None:
            said.append(
                tr(
                    "at {severity} every {minutes} min",
                    severity=severity.value,
                    minutes=every // 60_000,
                )
            )
    return tr("Status updates fall due {times}.", times=", ".join(said)) if said else ""
