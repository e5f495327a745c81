"""What every tracker is: an action becomes one issue there, found again by a mark made from its
key."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from models.domain.errors import Unavailable
from models.net.client import checked_host
from models.net.poster import Poster, Reply, headers_of
from models.publishing.channel import HIDDEN, ChannelSettings, Outgoing, Refused, Sent, Unclear
from models.publishing.message import Message
from models.publishing.outbox import Posting, Receipt
from models.publishing.replies import checked_secret, exchanged

LONGEST_TITLE = 250
"""Jira takes 255."""


class Dialect(Protocol):
    """One tracker's addresses and words; it asks nothing itself."""

    where: str
    """What a person calls the place, such as `shop/web`."""

    def headers(self, secret: str) -> tuple[tuple[str, str], ...]: ...

    def creation(self, message: Message) -> tuple[str, dict[str, Any]]:
        """The address and what is sent there."""

    def created(self, found: object) -> Receipt | None:
        """Of the answer to a creation; its `at` is not used. None: that is no such answer."""

    def searches(self, message: Message) -> Sequence[str]:
        """Addresses to read, one after another, until it is found."""

    def found(self, answer: object, message: Message) -> Receipt | bool:
        """True: an answer without it; False: no answer of this tracker."""

    def probe(self) -> str: ...

    def is_probe(self, answer: object) -> bool: ...


class Tracker:
    """A `Channel` over a dialect. It looks before every creation, the first one too: another
    desktop of the team may have sent the same action."""

    def __init__(
        self, settings: ChannelSettings, secret: str, poster: Poster, dialect: Dialect
    ) -> None:
        """Raises BadInput."""
        self.settings = settings
        self._host = checked_host(settings.url)
        self._secret = checked_secret(secret, "token")
        self._poster = poster
        self._dialect = dialect

    def preview(self, message: Message, before: Sequence[Posting], now: datetime) -> Outgoing:
        return self._creation(message, HIDDEN)

    def send(
        self, message: Message, before: Sequence[Posting], now: datetime
    ) -> Sent | Refused | Unclear:
        there = self._looked_up(message, now)
        if isinstance(there, Unclear):
            # Nothing was created by looking.
            return Refused(there.reason, wait_s=there.wait_s, unreachable=there.unreachable)
        if there is not None:
            return there
        reply = exchanged(
            self._poster, self._creation(message, self._secret), self._secret, self._host
        )
        if isinstance(reply, Refused | Unclear):
            return reply
        receipt = self._dialect.created(_loaded(reply))
        if receipt is None:
            return Unclear(f"{self._host} said yes, but not in the words of a tracker.")
        return Sent(_dated(receipt, now))

    def look_up(
        self,
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> Sent | Unclear | None:
        return self._looked_up(message, now)

    def test(self, now: datetime) -> str:
        reply = self._read(self._dialect.probe())
        if isinstance(reply, Refused | Unclear):
            raise Unavailable(reply.reason)
        if not self._dialect.is_probe(_loaded(reply)):
            raise Unavailable(f"{self._host} answers, but not in the words of a tracker.")
        return f"{self._dialect.where} at {self._host} answers. Nothing was created."

    def _looked_up(self, message: Message, now: datetime) -> Sent | Unclear | None:
        for url in self._dialect.searches(message):
            reply = self._read(url)
            if isinstance(reply, Unclear):
                return reply
            if isinstance(reply, Refused):
                return Unclear(reply.reason, wait_s=reply.wait_s, unreachable=reply.unreachable)
            found = self._dialect.found(_loaded(reply), message)
            if isinstance(found, Receipt):
                return Sent(_dated(found, now))
            if not found:
                return Unclear(f"{self._host} does not answer in the words of a tracker.")
        return None

    def _read(self, url: str) -> Reply | Refused | Unclear:
        what = Outgoing("GET", url, headers_of(url, b"", *self._dialect.headers(self._secret)), b"")
        return exchanged(self._poster, what, self._secret, self._host)

    def _creation(self, message: Message, secret: str) -> Outgoing:
        url, parts = self._dialect.creation(message)
        body = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )
        more = (("Content-Type", "application/json"), *self._dialect.headers(secret))
        return Outgoing("POST", url, headers_of(url, body, *more), body)


def mark_of(message: Message) -> str:
    """What an issue of ours carries and no other does."""
    return f"warroom-{message.key}"


def title_of(message: Message) -> str:
    title = " ".join(message.name.split())
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def word(parts: object, name: str) -> str:
    """A text of an answer, "" where it has none of that name."""
    told = parts.get(name) if isinstance(parts, Mapping) else None
    return told if isinstance(told, str) else ""


def is_link(text: str) -> bool:
    return text.startswith(("https://", "http://")) and not any(sign.isspace() for sign in text)


def _dated(receipt: Receipt, now: datetime) -> Receipt:
    return Receipt(now, receipt.words, receipt.remote, receipt.remote_update)


def _loaded(reply: Reply) -> object:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
