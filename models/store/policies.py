"""The policy in force at a moment, from the workspace's own history of it."""

from datetime import datetime
from functools import lru_cache

from models.domain.errors import BadInput
from models.domain.ids import WORKSPACE_STREAM
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.times import to_ms
from models.intake.policy_toml import read_policy
from models.replication.wire import decode
from models.store.driver import Connection


def in_force(connection: Connection, at: datetime) -> Policy:
    """What counts for an incident detected then; the product's defaults before the first."""
    text = text_in_force(connection, at)
    return DEFAULT_POLICY if text is None else _parsed(text)


def text_in_force(connection: Connection, at: datetime) -> str | None:
    rows = connection.execute(
        "SELECT raw FROM operation WHERE stream=? AND entity_kind='policy' AND happened_at<=? "
        "ORDER BY happened_at DESC, clock DESC, op_id DESC LIMIT 1",
        (WORKSPACE_STREAM, to_ms(at)),
    )
    for (raw,) in rows:
        value = decode(raw).value
        if isinstance(value, str):
            return value
    return None


@lru_cache(maxsize=32)
def _parsed(text: str) -> Policy:
    try:
        return read_policy(text)
    except BadInput:
        # Written by a later version, with what this one does not know.
        return DEFAULT_POLICY
