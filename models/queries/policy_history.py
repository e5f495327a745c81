"""How what the workspace expects came to be: every change, by whom, what was before and after."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from models.domain.errors import BadInput
from models.domain.ids import WORKSPACE_STREAM
from models.domain.policy import DEFAULT_POLICY
from models.domain.times import from_ms
from models.intake.policy_toml import read_policy, write_policy
from models.replication.operation import Operation
from models.replication.wire import decode
from models.store.driver import Connection

_SERVICE_FIELDS = ("slo", "window")


@dataclass(frozen=True, slots=True)
class Changed:
    """One value of the policy, by its place in the text; "" where there was, or is, none."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PolicyChange:
    at: datetime
    actor: str
    changes: tuple[Changed, ...]


def policy_history(connection: Connection) -> tuple[PolicyChange, ...]:
    """An act a change, the latest first. One that changed nothing, or that this version cannot
    read, is left out."""
    rows = connection.execute(
        "SELECT raw FROM operation WHERE stream=? AND entity_kind IN ('policy', 'service') "
        "ORDER BY happened_at, clock, op_id",
        (WORKSPACE_STREAM,),
    )
    found, present = [], _flat(write_policy(DEFAULT_POLICY))
    for _, several in groupby((decode(raw) for (raw,) in rows), key=lambda one: one.act_id):
        after = present
        for operation in several:
            after = _after(operation, after)
        places = sorted({*present, *after})
        changes = tuple(
            Changed(place, present.get(place, ""), after.get(place, ""))
            for place in places
            if present.get(place) != after.get(place)
        )
        present = after
        if changes:
            found.append(PolicyChange(from_ms(operation.happened_at), operation.actor, changes))
    return tuple(reversed(found))


def _after(operation: Operation, present: Mapping[str, str]) -> dict[str, str]:
    after = dict(present)
    if operation.is_redacted:
        return after
    if operation.entity_kind == "service":
        place = f"service.{operation.entity}.{operation.field}"
        if operation.field in _SERVICE_FIELDS:
            after[place] = "" if operation.value is None else str(operation.value)
        return {name: value for name, value in after.items() if value or name != place}
    text = operation.value
    try:
        policy = DEFAULT_POLICY if text is None else read_policy(str(text))
    except BadInput:
        return after
    services = {name: value for name, value in after.items() if name.startswith("service.")}
    return _flat(write_policy(policy)) | services


def _flat(text: str) -> dict[str, str]:
    """`goals.tta` to `5m`: every value of a TOML text by its place."""
    return dict(_places("", tomllib.loads(text)))


def _places(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _places(f"{place}.{name}" if place else str(name), part)
    elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        for n, part in enumerate(value):
            named = part.get("id") or part.get("name") or part.get("service") or n + 1
            yield from _places(f"{place}.{named}", part)
    else:
        yield place, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
