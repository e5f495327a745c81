"""A page behind the Statuspage API (https://api.statuspage.io/v1, `Authorization: OAuth KEY`)."""

import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from models.domain.errors import BadInput, Unavailable
from models.domain.update import UpdateState
from models.net.client import checked_host
from models.net.poster import Poster, headers_of
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

_SCHEME = "OAuth"
_PAGE_OF_LIST = 100
_MOST_LISTS = 5
_NOT_CREATED_YET = "{id}"
"""Stands in a preview where the page has yet to give the incident its id."""


class Statuspage:
    """Has no idempotency key: what may have arrived is looked up by the incident's name, the
    update's state and its body before it is sent again."""

    def __init__(self, settings: ChannelSettings, secret: str, poster: Poster) -> None:
        """Raises BadInput."""
        self.settings = settings
        self._host = checked_host(settings.url)
        if not settings.page:
            raise BadInput("Name the page's id: it stands in the address of its settings.")
        self._secret = checked_secret(secret, "API key")
        self._poster = poster
        page = quote(settings.page, safe="")
        self._incidents = f"{settings.url.rstrip('/')}/pages/{page}/incidents"
        self._components = f"{settings.url.rstrip('/')}/pages/{page}/components"

    def preview(self, message: Message, before: Sequence[Posting], now: datetime) -> Outgoing:
        known = _remote(before)
        if known is None and message.first:
            return self._request("POST", self._incidents, _created(message), HIDDEN)
        url = f"{self._incidents}/{_quoted(known) if known else _NOT_CREATED_YET}"
        return self._request("PATCH", url, _changed(message), HIDDEN)

    def send(
        self, message: Message, before: Sequence[Posting], now: datetime
    ) -> Sent | Refused | Unclear:
        known = _remote(before)
        if known is None:
            what = self._request("POST", self._incidents, _created(message), self._secret)
        else:
            url = f"{self._incidents}/{_quoted(known)}"
            what = self._request("PATCH", url, _changed(message), self._secret)
        reply = exchanged(self._poster, what, self._secret, self._host)
        if isinstance(reply, Refused | Unclear):
            return reply
        found = _loaded(reply.body)
        if not isinstance(found, dict) or not _text(found, "id"):
            return Unclear(f"{self._host} said yes, but not in the words of a status page.")
        told = _updates(found)
        return Sent(self._receipt(found, told[0] if told else {}, now))

    def look_up(
        self,
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> Sent | Unclear | None:
        """Reads `/incidents/unresolved`, and the page's whole list where the incident is not
        among them and could have been resolved."""
        unresolved = self._listed(f"{self._incidents}/unresolved")
        if isinstance(unresolved, Unclear):
            return unresolved
        found = self._find(unresolved, message, before, is_others, now)
        if found is not None:
            return found
        known = _remote(before)
        if message.state is not UpdateState.RESOLVED and known is None:
            return None
        if any(_text(one, "id") == known for one in unresolved):
            return None
        for page in range(1, _MOST_LISTS + 1):
            listed = self._listed(f"{self._incidents}?limit={_PAGE_OF_LIST}&page={page}")
            if isinstance(listed, Unclear):
                return listed
            found = self._find(listed, message, before, is_others, now)
            if found is not None:
                return found
            if len(listed) < _PAGE_OF_LIST:
                break
        return None

    def test(self, now: datetime) -> str:
        what = self._request("GET", self._components, None, self._secret)
        reply = exchanged(self._poster, what, self._secret, self._host)
        if isinstance(reply, Refused | Unclear):
            raise Unavailable(reply.reason)
        found = _loaded(reply.body)
        if not isinstance(found, list):
            raise Unavailable(f"{self._host} answers, but not in the words of a status page.")
        return f"Page {self.settings.page} at {self._host} answers; it has {len(found)} components."

    def _find(
        self,
        incidents: Sequence[Mapping[str, Any]],
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> Sent | None:
        """The update on the page that is ours and that no earlier receipt accounts for: the same
        words may have been said before."""
        known = _remote(before)
        counted = {one.receipt.remote_update for one in before if one.receipt} - {""}
        same = sum(
            _same(one.message.text, message.text) and one.message.state is message.state
            for one in before
            if one.receipt and not one.receipt.remote_update
        )
        for incident, update in _said(incidents, message, known):
            if known is None and is_others(_text(incident, "id")):
                continue
            if _text(update, "id") in counted:
                continue
            if same:
                same -= 1
                continue
            return Sent(self._receipt(incident, update, now, looked_up=True))
        return None

    def _listed(self, url: str) -> list[Mapping[str, Any]] | Unclear:
        what = self._request("GET", url, None, self._secret)
        reply = exchanged(self._poster, what, self._secret, self._host)
        if isinstance(reply, Refused | Unclear):
            return Unclear(reply.reason, reply.wait_s, reply.unreachable)
        found = _loaded(reply.body)
        if not isinstance(found, list):
            return Unclear(f"{self._host} answers, but not in the words of a status page.")
        return [one for one in found if isinstance(one, dict)]

    def _request(self, method: str, url: str, parts: object, secret: str) -> Outgoing:
        body = b"" if parts is None else _dumped(parts)
        more = [("Content-Type", "application/json")] if body else []
        if self._secret:
            more.append(("Authorization", f"{_SCHEME} {secret}"))
        return Outgoing(method, url, headers_of(url, body, *more), body)

    def _receipt(
        self,
        incident: Mapping[str, Any],
        update: Mapping[str, Any],
        now: datetime,
        *,
        looked_up: bool = False,
    ) -> Receipt:
        link = _text(incident, "shortlink")
        where = link if urlsplit(link).scheme in ("http", "https") else _text(incident, "id")
        words = f"Found on the page: {where}" if looked_up else f"On the page: {where}"
        return Receipt(now, words, _text(incident, "id"), _text(update, "id"))


def _created(message: Message) -> dict[str, Any]:
    return {"incident": {"name": message.name, **_told(message)}}


def _changed(message: Message) -> dict[str, Any]:
    """Without the name: somebody may have put it better on the page."""
    return {"incident": _told(message)}


def _told(message: Message) -> dict[str, Any]:
    told: dict[str, Any] = {"status": message.state.value, "body": message.text}
    if message.impact:
        told["impact_override"] = message.impact
    if message.components:
        told["components"] = {name: state.value for name, state in message.components}
    told["deliver_notifications"] = message.deliver_notifications
    return told


def _remote(before: Sequence[Posting]) -> str | None:
    """What the page calls the incident: the last that it said."""
    known = [one.receipt.remote for one in before if one.receipt and one.receipt.remote]
    return known[-1] if known else None


def _said(
    incidents: Sequence[Mapping[str, Any]], message: Message, known: str | None
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Where the page says what the message says, the earliest first: in the incident that it
    calls `known`, whatever its name is by now, else in those of the message's name."""
    for incident in incidents:
        if known is not None and _text(incident, "id") != known:
            continue
        if known is None and not _same(_text(incident, "name"), message.name):
            continue
        for update in reversed(_updates(incident)):
            if _text(update, "status") == message.state.value and _same(
                _text(update, "body"), message.text
            ):
                yield incident, update


def _updates(incident: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The latest first. A page that keeps none shows its only one as the incident itself."""
    found = incident.get("incident_updates")
    if not isinstance(found, list):
        return [{**incident, "id": ""}]
    return [one for one in found if isinstance(one, dict)]


def _same(here: str, there: str) -> bool:
    """A page may store a text with its marks escaped and its spaces run together."""
    return " ".join(html.unescape(here).split()) == " ".join(html.unescape(there).split())


def _text(record: Mapping[str, Any], name: str) -> str:
    found = record.get(name)
    return found if isinstance(found, str) else ""


def _quoted(remote: str) -> str:
    return quote(remote, safe="")


def _dumped(parts: object) -> bytes:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _loaded(body: bytes) -> object:
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found
