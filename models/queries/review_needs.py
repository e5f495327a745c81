"""What reviews wait for: meetings that are due, actions that are late, fixes that did not hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from models.domain.action_item import ActionItem, end_of
from models.domain.needs import Need, commands
from models.queries import incidents
from models.queries.recurrences import doubtful
from models.store import lookup, reviews
from models.store.driver import Connection

SOON = timedelta(days=1)
"""A meeting waits on its commander from this long before the last day on."""


def review_needs(connection: Connection, person: str, now: datetime) -> list[Need]:
    """What waits on `person`, the most pressing first. Incidents need not be live any more."""
    return [
        *_late_actions(connection, person, now),
        *_came_back(connection, person),
        *_meetings(connection, person, now),
    ]


def overdue(connection: Connection, now: datetime) -> list[ActionItem]:
    """Everybody's open actions whose day is over, the longest overdue first."""
    today = now.astimezone(UTC).date()
    return reviews.open_actions(connection, today)


def _late_actions(connection: Connection, person: str, now: datetime) -> Iterator[Need]:
    for action in overdue(connection, now):
        if action.due is not None and action.owner.casefold() == person.casefold():
            since = end_of(action.due)
            due, what = f"{action.due:%d %b}", action.text
            text = f"Overdue since {due}: {what}"
            yield Need("late_action", action.incident, text, since, since, action.uid)


def _came_back(connection: Connection, person: str) -> Iterator[Need]:
    for uid, again in doubtful(connection, person).items():
        action, row = reviews.action(connection, uid), incidents.row(connection, again)
        if row is None or row.detected_at is None:
            continue
        label, what = lookup.label(connection, again), action.text
        text = f"Did it help? It came back as {label}: {what}"
        yield Need("came_back", action.incident, text, row.detected_at, None, uid)


def _meetings(connection: Connection, person: str, now: datetime) -> Iterator[Need]:
    soon = (now + SOON).astimezone(UTC).date()
    for uid, day in reviews.undone(connection, soon):
        incident = incidents.incident(connection, uid)
        if commands(incident, person):
            late = now >= end_of(day)
            label, by = lookup.label(connection, uid), f"{day:%d %b}"
            text = f"The review meeting of {label} is due by {by}"
            if late:
                text = f"The review meeting of {label} was due by {by}"
            yield Need("review", uid, text, end_of(day) - SOON, end_of(day))
