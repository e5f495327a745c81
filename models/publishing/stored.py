"""Postings as a store keeps them: their written form, and which of them are due. Pure, so that
the desktop's store and the server's answer alike."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.times import from_ms, to_ms
from models.domain.update import (
    Audience,
    ComponentState,
    Delivery,
    DeliveryState,
    UpdateState,
)
from models.publishing.message import Message
from models.publishing.outbox import Posting, Receipt


@dataclass(frozen=True, slots=True)
class Stored:
    """`lease_until` is of the latest claim, None where none runs."""

    posting: Posting
    lease_until: datetime | None = None


def due_of(rows: Iterable[Stored], now: datetime, *, eager: bool = False) -> Sequence[Posting]:
    """Of `rows`, in the order they were queued, what `Outbox.due` promises."""
    return [row.posting for row in _first(rows) if _is_due(row, now, eager=eager)]


def wake_of(rows: Iterable[Stored], now: datetime) -> datetime | None:
    """The earliest time after `now` at which one more of them is due."""
    times = [
        row.lease_until if row.posting.state is DeliveryState.SENDING else row.posting.next_try_at
        for row in _first(rows)
    ]
    return min((at for at in times if at is not None and at > now), default=None)


def _first(rows: Iterable[Stored]) -> list[Stored]:
    """The earliest that is not over of each incident and channel."""
    found: dict[tuple[str, str], Stored] = {}
    for row in rows:
        message = row.posting.message
        if not row.posting.is_over:
            found.setdefault((message.incident, message.channel), row)
    return list(found.values())


def _is_due(row: Stored, now: datetime, *, eager: bool) -> bool:
    posting = row.posting
    if posting.state is DeliveryState.SENDING:
        return row.lease_until is None or row.lease_until <= now
    if posting.state is DeliveryState.QUEUED:
        return posting.next_try_at is None or posting.next_try_at <= now
    return posting.next_try_at is not None and (eager or posting.next_try_at <= now)


def delivery_of(posting: Posting) -> Delivery:
    """As the record of the incident has it."""
    receipt = posting.receipt
    return Delivery(
        posting.message.channel,
        posting.message.revision,
        posting.state,
        posting.attempts,
        receipt.at if receipt else None,
        (receipt.remote_update or receipt.remote or receipt.words) if receipt else "",
        posting.reason,
        posting.next_try_at,
    )


def quarantined(posting: Posting) -> Posting:
    """As it is after a restore: it may have left, it is looked at first, and claims are void."""
    return replace(
        posting,
        state=DeliveryState.UNKNOWN,
        quarantined=True,
        next_try_at=from_ms(0),
        fence=posting.fence + 1,
        reason=posting.reason or "What is known of it comes from an older copy.",
    )


def remote_of(posting: Posting) -> tuple[str, ...]:
    receipt = posting.receipt
    return () if receipt is None else (receipt.words, receipt.remote, receipt.remote_update)


# Written form


def message_text(message: Message) -> str:
    parts = {
        "key": message.key,
        "update": message.update,
        "revision": message.revision,
        "channel": message.channel,
        "incident": message.incident,
        "name": message.name,
        "audience": message.audience.value,
        "state": message.state.value,
        "text": message.text,
        "approved_at": to_ms(message.approved_at),
        "queued_at": to_ms(message.queued_at),
        "impact": message.impact,
        "components": {name: state.value for name, state in message.components},
        "component_names": dict(message.component_names),
        "deliver_notifications": message.deliver_notifications,
        "first": message.first,
    }
    if message.is_action:
        parts["is_action"] = True
    return json.dumps(parts, sort_keys=True)


def message_from(text: str) -> Message:
    parts = json.loads(text)
    components = parts["components"].items()
    return Message(
        key=parts["key"],
        update=parts["update"],
        revision=parts["revision"],
        channel=parts["channel"],
        incident=parts["incident"],
        name=parts["name"],
        audience=Audience(parts["audience"]),
        state=UpdateState(parts["state"]),
        text=parts["text"],
        approved_at=from_ms(parts["approved_at"]),
        queued_at=from_ms(parts["queued_at"]),
        impact=parts["impact"],
        components=tuple(sorted((name, ComponentState(told)) for name, told in components)),
        component_names=parts["component_names"],
        deliver_notifications=parts["deliver_notifications"],
        first=parts["first"],
        is_action=parts.get("is_action", False),
    )


def receipt_text(receipt: Receipt | None) -> str | None:
    if receipt is None:
        return None
    return json.dumps([to_ms(receipt.at), receipt.words, receipt.remote, receipt.remote_update])


def receipt_from(text: str | None) -> Receipt | None:
    if text is None:
        return None
    at, words, remote, remote_update = json.loads(text)
    return Receipt(from_ms(at), words, remote, remote_update)
