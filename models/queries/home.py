"""Everything Home shows, read in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from models.domain.severity import Severity
from models.queries import inbox
from models.queries import incident_rows as incidents
from models.queries.inbox import InboxItem
from models.queries.incident_rows import IncidentRow
from models.queries.people import Person, on_call
from models.store import lookup
from models.store.driver import Connection

if TYPE_CHECKING:
    from models.domain.action_item import ActionItem
    from models.domain.needs import Need
    from models.metrics.sla import Deadlines
    from models.queries.needs import Watched

PAGE = 50
INBOX_SHOWN = 12
MOST_SPARKS = 6


@dataclass(frozen=True, slots=True)
class HomeQuery:
    """Which past incidents are wanted: `rows` many, those that began `since` then. `rows_only`
    leaves out what takes more than rows: who is needed for what."""

    severities: tuple[Severity, ...] = ()
    since: datetime | None = None
    words: str = ""
    rows: int = PAGE
    rows_only: bool = False


@dataclass(frozen=True, slots=True)
class OverdueAction:
    """An open action of a review whose day is over; `label` is how its incident is called."""

    action: "ActionItem"
    label: str


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """`past_count` is of all past incidents, whatever the filter; `more` says that the filter
    holds more than `recent`. `needs`, `deadlines` (by uid), `overdue` actions of anybody and
    `sparks` (the number each live incident is watched by) are known only where it is `whole`."""

    live: tuple[IncidentRow, ...] = ()
    recent: tuple[IncidentRow, ...] = ()
    more: bool = False
    past_count: int = 0
    waiting: tuple[InboxItem, ...] = ()
    waiting_count: int = 0
    last_ended_at: datetime | None = None
    sample: bool = False
    needs: tuple["Need", ...] = ()
    deadlines: Mapping[str, "Deadlines"] = field(default_factory=dict)
    overdue: tuple["OverdueAction", ...] = ()
    on_call: tuple[Person, ...] = ()
    sparks: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    whole: bool = True


def home(
    connection: Connection, query: HomeQuery, person: str = "", now: datetime | None = None
) -> HomeRecord:
    """For `person`, whom "needs you" is about; nothing waits on nobody."""
    found = incidents.recent(
        connection,
        query.rows + 1,
        severities=query.severities,
        since=query.since,
        words=query.words,
    )
    watch = None if query.rows_only else _watched(connection, person, now)
    sample = connection.execute("SELECT 1 FROM meta WHERE key='sample'").fetchone()
    live = tuple(incidents.live(connection))
    return HomeRecord(
        live=live,
        recent=tuple(found[: query.rows]),
        more=len(found) > query.rows,
        past_count=incidents.count_past(connection),
        waiting=tuple(inbox.waiting(connection, INBOX_SHOWN)),
        waiting_count=inbox.count_waiting(connection),
        last_ended_at=incidents.last_ended_at(connection),
        sample=sample is not None,
        needs=watch.needs if watch else (),
        deadlines=watch.deadlines if watch else {},
        overdue=() if query.rows_only or now is None else _overdue(connection, now),
        on_call=on_call(connection),
        sparks={} if query.rows_only else _sparks(connection, live),
        whole=not query.rows_only,
    )


def _overdue(connection: Connection, now: datetime) -> "tuple[OverdueAction, ...]":
    from models.queries.review_needs import overdue

    found = overdue(connection, now)
    return tuple(OverdueAction(one, lookup.label(connection, one.incident)) for one in found)


def _watched(connection: Connection, person: str, now: datetime | None) -> "Watched | None":
    from models.queries.needs import watched

    return watched(connection, person, now) if person and now else None


def _sparks(
    connection: Connection, live: Sequence[IncidentRow]
) -> dict[str, tuple[float | None, ...]]:
    from models.queries.signal import spark

    return {row.uid: spark(connection, row.uid) for row in live[:MOST_SPARKS]}


FIRST_RUN = "first_run"
"""The key under which the first choice is kept."""


def is_first_run(connection: Connection) -> bool:
    """Nothing was declared, received or chosen here yet."""
    row = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM incident) OR EXISTS (SELECT 1 FROM alert) "
        "OR EXISTS (SELECT 1 FROM meta WHERE key=?)",
        (FIRST_RUN,),
    ).fetchone()
    return not row[0]
