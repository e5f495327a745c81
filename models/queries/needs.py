"""What waits on one person, over every live incident, and which deadlines run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.domain.expectations import Objective
from models.domain.facts import FactColumns
from models.domain.incident import Incident
from models.domain.needs import Need, commands, needs
from models.domain.policy import Policy
from models.domain.times import to_ms
from models.metrics.sla import Deadlines, deadlines
from models.queries import incidents
from models.queries.objectives import expectations
from models.queries.review_needs import review_needs
from models.queries.updates import with_drafts
from models.store import facts, policies
from models.store.driver import Connection

LOOKED_BACK_MS = 3 * 86_400_000
"""As far as the longest window of a burn alert."""


@dataclass(frozen=True, slots=True)
class Watched:
    """`deadlines` by the uid of each live incident."""

    needs: tuple[Need, ...] = ()
    deadlines: Mapping[str, Deadlines] = field(default_factory=dict)


def watched(connection: Connection, person: str, now: datetime) -> Watched:
    """The incident worst first, and inside it the most pressing first."""
    found: list[Need] = []
    due: dict[str, Deadlines] = {}
    live: list[Incident] = []
    for row in incidents.live(connection):
        incident = incidents.incident(connection, row.uid)
        policy = policies.in_force(connection, incident.times.detected_at or now)
        found += needs(with_drafts(connection, incident), person, now, policy)
        due[incident.uid] = deadlines(incident, now, policy)
        live.append(incident)
    learning = review_needs(connection, person, now)
    return Watched((*found, *_burning(connection, live, person, now), *learning), due)


def needs_in(
    connection: Connection, incident: Incident, person: str, now: datetime, policy: Policy
) -> tuple[Need, ...]:
    """The rows of one incident, with the budgets it burns and what its review waits for."""
    burning = _burning(connection, [incident], person, now) if incident.is_live else []
    learning = [
        one for one in review_needs(connection, person, now) if one.incident == incident.uid
    ]
    told = with_drafts(connection, incident) if incident.is_live else incident
    return (*needs(told, person, now, policy), *burning, *learning)


def needs_of(connection: Connection, person: str, now: datetime) -> tuple[Need, ...]:
    return watched(connection, person, now).needs


def _burning(
    connection: Connection, live: Sequence[Incident], person: str, now: datetime
) -> list[Need]:
    """A budget that burns too fast waits on whoever commands what burns it."""
    mine = {
        service: incident
        for incident in live
        if commands(incident, person)
        for service in incident.services
    }
    objectives = [one for one in expectations(connection, now).objectives if one.service in mine]
    if not objectives:
        return []
    recent = facts.live_or_ended_since(connection, to_ms(now) - LOOKED_BACK_MS)
    return [
        Need("burn", mine[one.service].uid, words, _since(mine[one.service], now))
        for one in objectives
        for words in _burn_words(recent, one, now)
    ]


def _burn_words(recent: FactColumns, objective: Objective, now: datetime) -> list[str]:
    from models.metrics.slo import burn_alerts
    from models.metrics.table import Table

    alerts = burn_alerts(Table.empty().updated(recent), objective, to_ms(now))
    return [one.sentence for one in alerts[:1]]


def _since(incident: Incident, now: datetime) -> datetime:
    return incident.times.impact_started_at or incident.times.detected_at or now
