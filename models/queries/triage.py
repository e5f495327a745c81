"""The answers of triage, with what the catalog knows of the systems named."""

from collections.abc import Sequence

from models.domain.incident import Incident
from models.domain.triage import Answers, answers
from models.store import catalog
from models.store.driver import Connection


def answers_of(
    connection: Connection,
    incident: Incident,
    *,
    users: str | None = None,
    services: Sequence[str] | None = None,
    business: str | None = None,
) -> Answers:
    """As the incident has them, or as they would be with those given."""
    named = incident.services if services is None else services
    known = catalog.facts(connection, named)
    tiers = [tier for facts in known.values() if isinstance(tier := facts.get("tier"), int)]
    return answers(
        incident.users if users is None else users,
        tiers,
        len(named),
        incident.business if business is None else business,
        component=any(facts.get("component") for facts in known.values()),
    )
