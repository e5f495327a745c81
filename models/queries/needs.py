"""What waits on one person, over every live incident."""

from datetime import datetime

from models.domain.needs import Need, needs
from models.queries import incidents
from models.store import policies
from models.store.driver import Connection


def needs_of(connection: Connection, person: str, now: datetime) -> tuple[Need, ...]:
    """The incident worst first, and inside it the most pressing first."""
    found: list[Need] = []
    for row in incidents.live(connection):
        incident = incidents.incident(connection, row.uid)
        policy = policies.in_force(connection, incident.times.detected_at or now)
        found += needs(incident, person, now, policy)
    return tuple(found)
