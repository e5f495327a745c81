"""Take in what monitoring says: into the inbox, each alert once, however often it comes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actions.desk import ActInProgress, Desk
from models.domain.alert import Alert
from models.domain.ids import WORKSPACE_STREAM
from models.domain.times import maybe_to_ms, to_ms
from models.replication.operation import Value
from models.replication.wire import sha256
from models.store import blobs


@dataclass(frozen=True, slots=True)
class Payload:
    """One delivery: the bytes as they came, kept verbatim, and the alerts read out of them."""

    name: str
    body: bytes
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """Every alert is counted once: new in the inbox, onto an existing item, or as its end."""

    received: int
    alerts: int
    duplicates: int
    resolved: int


def receive_alerts(
    payloads: Sequence[Payload], desk: Desk, received_at: datetime | None = None
) -> Received:
    """All of `payloads` in one act; the alerts of a payload byte-equal to one kept before are
    counted onto the items they are on already."""
    new = duplicates = resolved = 0
    with desk.act(received_at) as act:
        open_items = _OpenItems(act)
        for payload in payloads:
            seen = blobs.holds(act.connection, sha256(payload.body))
            kept = blobs.keep(act.connection, payload.body, payload.name)
            for alert in payload.alerts:
                outcome = open_items.take(alert, kept, seen)
                new += outcome == "new"
                duplicates += outcome == "duplicate"
                resolved += outcome == "resolved"
    return Received(new + duplicates + resolved, new, duplicates, resolved)


class _OpenItems:
    """The inbox as it stands inside the act: the newest item of each (source, fingerprint)."""

    def __init__(self, act: ActInProgress) -> None:
        self._act = act
        self._newest: dict[tuple[str, str], _Item | None] = {}

    def take(self, alert: Alert, payload: str, seen_before: bool) -> str:
        key = (alert.source, alert.fingerprint)
        if key not in self._newest:
            self._newest[key] = self._read(*key)
        item = self._newest[key]
        fired = maybe_to_ms(alert.fired_at)
        if item is not None and (seen_before or item.is_same(fired, alert.is_resolved)):
            if alert.is_resolved and item.ended_at is None:
                item.ended_at = maybe_to_ms(alert.ended_at) or self._act.act.happened_at
                self._append(item.uid, "resolved", alert, payload, item.ended_at)
                return "resolved"
            self._append(item.uid, "received", alert, payload, None)
            return "duplicate"
        ended = None
        if alert.is_resolved:
            ended = maybe_to_ms(alert.ended_at) or self._act.act.happened_at
        uid = _uid(alert, payload, self._act.act.happened_at)
        self._newest[key] = _Item(uid, fired, ended)
        self._append(uid, "received", alert, payload, ended)
        return "new"

    def _read(self, source: str, fingerprint: str) -> "_Item | None":
        row = self._act.connection.execute(
            "SELECT uid, fired_at, ended_at FROM alert WHERE source=? AND fingerprint=? "
            "ORDER BY coalesce(fired_at, first_at) DESC, uid DESC LIMIT 1",
            (source, fingerprint),
        ).fetchone()
        return _Item(*row) if row else None

    def _append(
        self, uid: str, field: str, alert: Alert, payload: str, ended_at: int | None
    ) -> None:
        value: dict[str, Value] = {
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
        self._act.append(WORKSPACE_STREAM, "alert", uid, field, value)


@dataclass(slots=True)
class _Item:
    uid: str
    fired_at: int | None
    ended_at: int | None

    def is_same(self, fired_at: int | None, is_resolve: bool) -> bool:
        """Whether a delivery is about this item: it is still firing, or it tells of the same
        firing again. A firing after the end is a new item."""
        if self.ended_at is None:
            return True
        if fired_at is None:
            return is_resolve
        return self.fired_at is not None and fired_at <= self.fired_at


def _uid(alert: Alert, payload: str, received_at: int) -> str:
    """Made from what the alert is, so that two desktops receiving it hold one item."""
    began = str(to_ms(alert.fired_at)) if alert.fired_at else f"{payload}@{received_at}"
    named = f"{alert.source}\x00{alert.fingerprint}\x00{began}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]
