"""What the workspace promises: the policy, and the service catalog beside it, at any moment. What
has ended is judged by what counted then; what was changed since is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from models.domain.expectations import DEFAULT_GOALS, Expectations, Objective
from models.domain.ids import WORKSPACE_STREAM
from models.domain.times import from_ms, to_ms
from models.replication.wire import decode
from models.store import policies
from models.store.driver import Connection
from models.store.policies import PolicyBook

DEFAULT_WINDOW = "30d"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A goal that was changed (`name` is its figure's; milliseconds or a share, None for none), or
    an objective (`slo:` and its service). `at` is in milliseconds."""

    name: str
    at: int
    before: float | Objective | None
    after: float | Objective | None

    @property
    def is_first(self) -> bool:
        """Nothing was promised before."""
        return self.before is None


def expectations(connection: Connection, at: datetime) -> Expectations:
    """Goals, rules and objectives in force: those of the policy, and those of the service catalog
    that the policy says nothing of. A service that had none yet has the first it was given: a
    promise made today may be held against last month, as long as it is told (`amendments`)."""
    book, ms = policies.book(connection), to_ms(at)
    objectives = []
    for history in _objectives(connection, book).values():
        earlier = [one for since, one in history if since <= ms]
        counts = earlier[-1] if earlier else history[0][1]
        if counts is not None:
            objectives.append(counts)
    return replace(book.at(at).expects, objectives=tuple(objectives))


def amendments(connection: Connection, since: int | None) -> tuple[Amendment, ...]:
    """What was changed after `since` (milliseconds), in the order of time."""
    book = policies.book(connection)
    histories: dict[str, list[tuple[int, float | Objective | None]]] = {
        name: list(history) for name, history in _goals(book).items()
    }
    for service, told in _objectives(connection, book).items():
        histories[f"slo:{service}"] = [(_NEVER, None), *told]
    found = []
    for name, history in histories.items():
        for (_, before), (at, after) in pairwise(history):
            if before != after and (since is None or at > since):
                found.append(Amendment(name, at, before, after))
    return tuple(sorted(found, key=lambda one: (one.at, one.name)))


_NEVER = -(2**63)


def _goals(book: PolicyBook) -> Mapping[str, list[tuple[int, float | None]]]:
    """Of each figure the goals it had, by when they came into force; the product's first."""
    told = [(_NEVER, DEFAULT_GOALS)]
    told += [(since, book.at(from_ms(since)).expects.goals) for since, _ in book.pages]
    names = dict.fromkeys(name for _, goals in told for name in goals)
    return {name: [(since, goals.get(name)) for since, goals in told] for name in names}


def _objectives(
    connection: Connection, book: PolicyBook
) -> dict[str, list[tuple[int, Objective | None]]]:
    """Of each service the objectives it had, by when they came into force, oldest first."""
    written = list(_catalog_writes(connection))
    moments = sorted({*(since for since, _ in book.pages), *(at for at, _, _, _ in written)})
    found: dict[str, list[tuple[int, Objective | None]]] = {}
    for moment in moments:
        catalog: dict[str, dict[str, object]] = {}
        for at, service, field, value in written:
            if at <= moment:
                catalog.setdefault(service, {})[field] = value
        told = {name: _of_catalog(name, facts) for name, facts in catalog.items()}
        told |= {one.service: one for one in book.at(from_ms(moment)).expects.objectives}
        for service in {*told, *found}:
            counts, history = told.get(service), found.setdefault(service, [])
            before = history[-1][1] if history else None
            if counts != before:
                history.append((moment, counts))
    return {service: history for service, history in sorted(found.items()) if history}


def _of_catalog(service: str, told: Mapping[str, object]) -> Objective | None:
    target, window = told.get("slo"), told.get("window")
    if not isinstance(target, float):
        return None
    return Objective(service, target, window if isinstance(window, str) else DEFAULT_WINDOW)


def _catalog_writes(connection: Connection) -> Iterator[tuple[int, str, str, object]]:
    """(when, service, field, value), in the order in which the last one stands."""
    rows = connection.execute(
        "SELECT happened_at, raw FROM operation WHERE stream=? AND entity_kind='service' "
        "ORDER BY clock, op_id",
        (WORKSPACE_STREAM,),
    )
    for at, raw in rows:
        told = _told(raw)
        if told is not None:
            yield int(at), *told


@lru_cache(maxsize=4_096)
def _told(raw: bytes) -> tuple[str, str, object] | None:
    operation = decode(raw)
    if operation.is_redacted or operation.field not in ("slo", "window"):
        return None
    return operation.entity, operation.field, operation.value
