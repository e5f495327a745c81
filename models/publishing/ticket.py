"""From an action of a review to what a tracker is told of it."""

from datetime import datetime

from models.domain.action_item import ActionItem
from models.domain.incident import Incident
from models.domain.update import Audience, UpdateState
from models.publishing.message import Message, idempotency_key

REVISION = "action"
"""Stands where an update has its revision: an action is sent once, however it is changed later."""


def ticket_key(action: str, channel: str) -> str:
    """One an action and tracker, on every desktop."""
    return idempotency_key(action, REVISION, channel)


def ticket_message(
    incident: Incident, action: ActionItem, channel: str, label: str, moment: str, now: datetime
) -> Message:
    """`label` is what the incident is called, `moment` the line of its timeline that the action
    came from, "" for none."""
    lines = [
        action.text,
        "",
        f"From the review of {label}: {incident.title}",
        f"Kind: {action.kind.word}",
        *([f"Owner: {action.owner}"] if action.owner else []),
        *([f"Due: {action.due.isoformat()}"] if action.due else []),
        *(["", f"What showed it: {moment}"] if moment else []),
    ]
    return Message(
        key=ticket_key(action.uid, channel),
        update=action.uid,
        revision=REVISION,
        channel=channel,
        incident=incident.uid,
        name=action.text,
        audience=Audience.INTERNAL,
        state=UpdateState.INVESTIGATING,
        text="\n".join(lines),
        approved_at=now,
        queued_at=now,
        deliver_notifications=False,
        first=False,
        is_action=True,
    )
