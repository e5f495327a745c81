"""Everything one review's page shows, read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.checks.record import Record
from models.domain.ids import incident_stream
from models.publishing.roster import trackers
from models.queries.channels import channels
from models.queries.people import people
from models.queries.review_templates import templates
from models.queries.reviews import ReviewRecord, check_record, review_record
from models.queries.tickets import Ticket, tickets
from models.store import lookup
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`check` is what the blameless check knows; `writers` wrote in the sections; `came_back` is
    how the incident is called that asks whether an action helped, by the action's uid."""

    record: ReviewRecord
    label: str
    check: Record
    templates: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    came_back: Mapping[str, str] | None = None
    trackers: tuple[str, ...] = ()
    tickets: tuple[Ticket, ...] = ()


def review_page(connection: Connection, uid: str, now: datetime) -> ReviewPage:
    record = review_record(connection, uid, now)
    asked = record.came_back or {}
    rows = connection.execute(
        "SELECT actor, max(recorded_at) FROM head WHERE stream=? AND entity_kind='prose' "
        "GROUP BY actor ORDER BY 2 DESC LIMIT 3",
        (incident_stream(uid),),
    ).fetchall()
    return ReviewPage(
        record,
        lookup.label(connection, uid),
        check_record(connection, record.incident),
        tuple(one.name for one in templates(connection)),
        tuple(person.name for person in people(connection)),
        tuple(str(actor) for actor, _ in rows),
        {action: lookup.label(connection, again) for action, again in asked.items()},
        tuple(one.name for one in trackers(channels(connection))),
        tuple(tickets(connection, uid)),
    )
