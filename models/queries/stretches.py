"""The stretches of activity and of impact of many incidents, as they are told now."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.domain.facts import MISSING
from models.domain.ids import incident_stream
from models.replication.packing import unpack
from models.store.driver import Connection

Span = tuple[int, int]
"""Start and end in milliseconds, MISSING where not known."""


@dataclass(frozen=True, slots=True)
class Stretches:
    active: tuple[Span, ...] = ()
    impact: tuple[Span, ...] = ()


# Of two that stand beside each other the later one is shown, as everywhere.
_ENDS = (
    "SELECT entity, field, value FROM head WHERE stream=? AND entity_kind='interval' "
    "ORDER BY entity, clock, op_id"
)


def stretches(connection: Connection, uids: Iterable[str]) -> dict[str, Stretches]:
    return {uid: _of(connection, uid) for uid in uids}


def _of(connection: Connection, uid: str) -> Stretches:
    ends: dict[str, dict[str, int]] = {}
    for entity, field, value in connection.execute(_ENDS, (incident_stream(uid),)):
        moment = unpack(value)
        ends.setdefault(entity, {})[field] = moment if isinstance(moment, int) else MISSING
    found: dict[str, list[Span]] = {"active": [], "impact": []}
    for entity, told in ends.items():
        span = told.get("start", MISSING), told.get("end", MISSING)
        kind = entity.removeprefix(f"{uid}/").partition("/")[0]
        if kind in found and span != (MISSING, MISSING):
            found[kind].append(span)
    return Stretches(*(tuple(sorted(found[kind])) for kind in ("active", "impact")))
