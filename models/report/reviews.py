"""What a document about one incident is made of, read in one go."""

from datetime import datetime

from models.queries import timeline
from models.queries.people import people
from models.queries.reviews import review_record
from models.report.review import ReviewReport
from models.store import lookup
from models.store.driver import Connection


def review_report(
    connection: Connection, uid: str, now: datetime, *, public: bool = False
) -> ReviewReport:
    return ReviewReport(
        review_record(connection, uid, now),
        timeline.every(connection, uid, timeline.Filter()),
        lambda incident: lookup.label(connection, incident),
        tuple(person.name for person in people(connection)),
        public,
    )
