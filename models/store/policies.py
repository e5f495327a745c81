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
    """Every policy there was, by when it came into force (milliseconds). A page of None is an
    import taken back that nothing had come before: the product's defaults again."""

    pages: tuple[tuple[int, str | None], ...] = ()

    def at(self, moment: datetime) -> Policy:
        """What counts for an incident detected then; the product's defaults before the first."""
        ms = to_ms(moment)
        for since, text in reversed(self.pages):
            policy = None if since > ms else _parsed(text)
            if policy is not None:
                return policy
        return DEFAULT_POLICY

    def of(self, incident: Incident, now: datetime) -> Policy:
        return self.at(incident.times.detected_at or now)


def book(connection: Connection) -> PolicyBook:
    rows = connection.execute(
        "SELECT happened_at, raw FROM operation WHERE stream=? AND entity_kind='policy' "
        "ORDER BY happened_at, clock, op_id",
        (WORKSPACE_STREAM,),
    )
    written = [(int(since), _written(raw)) for since, raw in rows]
    return PolicyBook(tuple((since, text) for since, text in written if text != _UNREADABLE))


def in_force(connection: Connection, at: datetime) -> Policy:
    return book(connection).at(at)


_UNREADABLE = ""


@lru_cache(maxsize=32)
def _written(raw: bytes) -> str | None:
    operation = decode(raw)
    if operation.is_redacted or not isinstance(operation.value, str | None):
        return _UNREADABLE
    return operation.value


@lru_cache(maxsize=32)
def _parsed(text: str | None) -> Policy | None:
    """None for what a later version wrote and this one cannot read: the one before it counts."""
    if text is None:
        return DEFAULT_POLICY
    try:
        return read_policy(text)
    except BadInput:
        return None
