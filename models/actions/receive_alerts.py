"""Take in what monitoring says: into the inbox, each alert once, however often it comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actions.desk import ActInProgress, Desk
from models.domain.alert import Alert
from models.domain.ids import WORKSPACE_STREAM
from models.intake.items import Item, judge, value_of
from models.replication.operation import Value
from models.replication.wire import sha256
from models.store import blobs, inbox


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
        open_items = _OpenItems(act, payloads)
        known = blobs.held(act.connection, [sha256(payload.body) for payload in payloads])
        all_kept = blobs.keep_all(act.connection, [(p.body, p.name) for p in payloads])
        for payload, kept in zip(payloads, all_kept, strict=True):
            seen = kept in known
            known.add(kept)
            for alert in payload.alerts:
                outcome = open_items.take(alert, kept, seen_before=seen)
                new += outcome == "new"
                duplicates += outcome == "duplicate"
                resolved += outcome == "resolved"
    return Received(new + duplicates + resolved, new, duplicates, resolved)


class _OpenItems:
    """The inbox as it stands inside the act: the newest item of each (source, fingerprint)."""

    def __init__(self, act: ActInProgress, payloads: Sequence[Payload]) -> None:
        self._act = act
        keys = {(alert.source, alert.fingerprint) for p in payloads for alert in p.alerts}
        self._newest = {
            key: Item(*item) for key, item in inbox.newest(act.connection, sorted(keys)).items()
        }

    def take(self, alert: Alert, payload: str, *, seen_before: bool) -> str:
        key = (alert.source, alert.fingerprint)
        before = self._newest.get(key)
        received = self._act.act.happened_at
        done = judge(before, alert, payload, received, seen_before=seen_before)
        self._newest[key] = done.item
        ended = None if done.word == "duplicate" else done.item.ended_at
        value: Value = value_of(alert, payload, ended)  # type: ignore[assignment]
        self._act.append(WORKSPACE_STREAM, "alert", done.item.uid, done.field, value)
        return done.word
