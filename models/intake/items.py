"""What makes several deliveries one item of the inbox."""

import hashlib
from dataclasses import dataclass

from models.domain.alert import Alert
from models.domain.times import maybe_to_ms, to_ms


@dataclass(slots=True)
class Item:
    """The newest firing of one alert; times in milliseconds since the epoch."""

    uid: str
    fired_at: int | None
    ended_at: int | None

    def is_same(self, fired_at: int | None, *, is_resolve: bool) -> bool:
        """Whether a delivery is about this item: it is still firing, or it tells of the same
        firing again. A firing after the end is a new item."""
        if self.ended_at is None:
            return True
        if fired_at is None:
            return is_resolve
        return self.fired_at is not None and fired_at <= self.fired_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a delivery is: `word` is new, duplicate or resolved; `field` the operation's field."""

    word: str
    field: str
    item: Item


def judge(
    item: Item | None, alert: Alert, payload: str, received_at: int, *, seen_before: bool
) -> Outcome:
    """`item` is the newest of this source and fingerprint, `payload` the hash of the delivery's
    bytes, `seen_before` whether the same bytes came before."""
    fired = maybe_to_ms(alert.fired_at)
    over = (maybe_to_ms(alert.ended_at) or received_at) if alert.is_resolved else None
    if item is not None and (seen_before or item.is_same(fired, is_resolve=alert.is_resolved)):
        if over is not None and item.ended_at is None:
            return Outcome("resolved", "resolved", Item(item.uid, item.fired_at, over))
        return Outcome("duplicate", "received", item)
    return Outcome("new", "received", Item(_uid(alert, payload, received_at), fired, over))


def value_of(alert: Alert, payload: str, ended_at: int | None) -> dict[str, object]:
    """A delivery as it stands in an operation."""
    return {
        "source": alert.source,
        "title": alert.title,
        "service": alert.service,
        "fingerprint": alert.fingerprint,
        "severity_word": alert.severity_word,
        "text": alert.text,
        "url": alert.url,
        "labels": dict(alert.labels),
        "fired_at": maybe_to_ms(alert.fired_at),
        "ended_at": ended_at,
        "payload": payload,
    }


def _uid(alert: Alert, payload: str, received_at: int) -> str:
    """Made from what the alert is, so that two places receiving it hold one item."""
    began = str(to_ms(alert.fired_at)) if alert.fired_at else f"{payload}@{received_at}"
    named = f"{alert.source}\x00{alert.fingerprint}\x00{began}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]
