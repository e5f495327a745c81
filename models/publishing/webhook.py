"""A signed JSON message to an address of the team's own.

The receiver takes a repeated `Idempotency-Key` for the same message, and answers 2xx with nothing,
plain text or JSON. Where the channel has a secret, it checks `X-WarRoom-Signature: sha256=HEX`:
HMAC-SHA256 over the value of `X-WarRoom-Timestamp` (Unix seconds), a full stop and the body.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from models.domain.errors import Unavailable
from models.domain.times import to_ms, write_time
from models.net.client import checked_host
from models.net.poster import Poster, Reply, headers_of
from models.publishing.channel import (
    HIDDEN,
    ChannelSettings,
    Outgoing,
    Refused,
    Sent,
    Unclear,
)
from models.publishing.message import Message
from models.publishing.outbox import Posting, Receipt
from models.publishing.replies import checked_secret, exchanged

_PAGES = {"text/html", "application/xhtml+xml"}
"""What a sign-in page in front of the receiver answers with, and no receiver does."""


class Webhook:
    def __init__(self, settings: ChannelSettings, secret: str, poster: Poster) -> None:
        """Raises BadInput."""
        self.settings = settings
        self._host = checked_host(settings.url)
        self._secret = checked_secret(secret, "secret to sign with")
        self._poster = poster

    def preview(self, message: Message, before: Sequence[Posting], now: datetime) -> Outgoing:
        return self._request(message.key, _told(message), now, hidden=True)

    def send(
        self, message: Message, before: Sequence[Posting], now: datetime
    ) -> Sent | Refused | Unclear:
        what = self._request(message.key, _told(message), now)
        reply = exchanged(self._poster, what, self._secret, self._host)
        if isinstance(reply, Refused | Unclear):
            return reply
        if not _is_an_answer(reply):
            return Unclear(f"{self._host} said yes with something that no webhook answers.")
        return Sent(Receipt(now, f"{self._host} took it ({reply.status})."))

    def look_up(
        self,
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> None:
        return None

    def test(self, now: datetime) -> str:
        parts = {"type": "test", "sent_at": write_time(now)}
        what = self._request(secrets.token_hex(20), parts, now)
        reply = exchanged(self._poster, what, self._secret, self._host)
        if isinstance(reply, Refused | Unclear):
            raise Unavailable(reply.reason)
        if not _is_an_answer(reply):
            raise Unavailable(f"{self._host} answers, but with something that no webhook answers.")
        return f"{self._host} took a test ({reply.status})."

    def _request(
        self, key: str, parts: dict[str, Any], now: datetime, *, hidden: bool = False
    ) -> Outgoing:
        body = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )
        stamp = str(to_ms(now) // 1000)
        more = [("Content-Type", "application/json"), ("Idempotency-Key", key)]
        if self._secret:
            digest = HIDDEN if hidden else _signed(self._secret, stamp, body)
            more += [("X-WarRoom-Timestamp", stamp), ("X-WarRoom-Signature", f"sha256={digest}")]
        url = self.settings.url
        return Outgoing("POST", url, headers_of(url, body, *more), body)


def _signed(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _is_an_answer(reply: Reply) -> bool:
    if reply.kind in _PAGES:
        return False
    if reply.kind != "application/json" or not reply.body:
        return True
    try:
        json.loads(reply.body)
    except (ValueError, RecursionError):
        return False
    return True


def _told(message: Message) -> dict[str, Any]:
    return {
        "type": "status_update",
        "key": message.key,
        "incident": {"uid": message.incident, "name": message.name},
        "update": {
            "uid": message.update,
            "revision": message.revision,
            "audience": message.audience.value,
            "state": message.state.value,
            "text": message.text,
            "impact": message.impact or None,
            "components": {name: state.value for name, state in message.components},
            "deliver_notifications": message.deliver_notifications,
            "approved_at": write_time(message.approved_at),
        },
    }
