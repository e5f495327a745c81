"""Everything Home shows, read in one go."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.needs import Need
from models.domain.severity import Severity
from models.queries import inbox, incidents
from models.queries.inbox import InboxItem
from models.queries.incidents import IncidentRow
from models.queries.needs import needs_of
from models.queries.people import Person, people
from models.store.driver import Connection

PAGE = 50
INBOX_SHOWN = 12


@dataclass(frozen=True, slots=True)
class HomeQuery:
    """Which past incidents are wanted: `rows` many, those that began `since` then."""

    severities: tuple[Severity, ...] = ()
    since: datetime | None = None
    words: str = ""
    rows: int = PAGE


@dataclass(frozen=True, slots=True)
class HomeRecord:
    """`past_count` is of all past incidents, whatever the filter; `more` says that the filter
    holds more than `recent`."""

    live: tuple[IncidentRow, ...] = ()
    recent: tuple[IncidentRow, ...] = ()
    more: bool = False
    past_count: int = 0
    waiting: tuple[InboxItem, ...] = ()
    waiting_count: int = 0
    last_ended_at: datetime | None = None
    sample: bool = False
    needs: tuple[Need, ...] = ()
    on_call: tuple[Person, ...] = ()


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
    sample = connection.execute("SELECT 1 FROM meta WHERE key='sample'").fetchone()
    return HomeRecord(
        live=tuple(incidents.live(connection)),
        recent=tuple(found[: query.rows]),
        more=len(found) > query.rows,
        past_count=incidents.count_past(connection),
        waiting=tuple(inbox.waiting(connection, INBOX_SHOWN)),
        waiting_count=inbox.count_waiting(connection),
        last_ended_at=incidents.last_ended_at(connection),
        sample=sample is not None,
        needs=needs_of(connection, person, now) if person and now else (),
        on_call=tuple(p for p in people(connection) if p.on_call),
    )
