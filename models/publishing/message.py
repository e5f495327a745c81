"""One revision on its way to one channel."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.domain.update import Audience, Components, UpdateState


@dataclass(frozen=True, slots=True)
class Message:
    """`key` is the idempotency key. `name` is what the public calls the incident. `impact` is a
    status page's word for it (none, minor, major, critical), "" where the page is to decide.
    `component_names` are what people call the components; an id without one is shown as it is.
    `first`: no update of this incident was queued for this channel before. `approved_at` and
    `queued_at` never change, so that the bytes of a message are the same whenever it is tried.

    `is_action`: it is an action of a review on its way to a tracker. Then `update` is the action's
    uid, `name` its one line, `text` what is told below it, and what is of updates alone says
    nothing."""

    key: str
    update: str
    revision: str
    channel: str
    incident: str
    name: str
    audience: Audience
    state: UpdateState
    text: str
    approved_at: datetime
    queued_at: datetime
    impact: str = ""
    components: Components = ()
    component_names: Mapping[str, str] = field(default_factory=dict)
    deliver_notifications: bool = True
    first: bool = True
    is_action: bool = False


def idempotency_key(update: str, revision: str, channel: str) -> str:
    """One a revision and channel: 40 hex digits that tell a receiver nothing, fit for a header.
    `update` is the update's uid, `revision` its hash, `channel` the channel's name."""
    parts = f"{update}\n{revision}\n{channel}"
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:40]
