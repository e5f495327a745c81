"""The policy in force at a moment, from the workspace's own history of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from models.domain.errors import BadInput
from models.domain.ids import WORKSPACE_STREAM
from models.domain.incident import Incident
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.times import to_ms
from models.intake.policy_toml import read_policy
from models.replication.wire import decode
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """Every policy there was, by when it came into force (milliseconds)."""

    pages: tuple[tuple[int, str], ...] = ()

    def at(self, moment: datetime) -> Policy:
        """What counts for an incident detected then; the product's defaults before the first."""
        ms = to_ms(moment)
        text = next((text for since, text in reversed(self.pages) if since <= ms), None)
        return DEFAULT_POLICY if text is None else _parsed(text)

    def of(self, incident: Incident, now: datetime) -> Policy:
        return self.at(incident.times.detected_at or now)


def book(connection: Connection) -> PolicyBook:
    rows = connection.execute(
        "SELECT happened_at, raw FROM operation WHERE stream=? AND entity_kind='policy' "
        "ORDER BY happened_at, clock, op_id",
        (WORKSPACE_STREAM,),
    )
    written = [(int(since), decode(raw).value) for since, raw in rows]
    return PolicyBook(tuple((since, text) for since, text in written if isinstance(text, str)))


def in_force(connection: Connection, at: datetime) -> Policy:
    return book(connection).at(at)


@lru_cache(maxsize=32)
def _parsed(text: str) -> Policy:
    try:
        return read_policy(text)
    except BadInput:
        # Written by a later version, with what this one does not know.
        return DEFAULT_POLICY
