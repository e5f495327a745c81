"""An incoming webhook as Slack and those that speak like it have them.

The end of its address is the secret, so the address is given in two parts. It answers `ok` and
nothing that could be looked up later.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from models.domain.errors import BadInput, Unavailable
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
from models.publishing.words import COMPONENT_WORDS, STATE_WORDS

_OK = b"ok"
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SLACK = "hooks.slack.com"


class Slack:
    def __init__(self, settings: ChannelSettings, secret: str, poster: Poster) -> None:
        """Raises BadInput."""
        self.settings = settings
        self._host = checked_host(settings.url)
        if self._host == _SLACK and urlsplit(settings.url).path.strip("/") != "services":
            raise BadInput(
                f"The end of this address is a secret. Give https://{_SLACK}/services as the "
                "address and the rest on standard input."
            )
        self._secret = secret and checked_secret(secret, "end of its address").strip("/")
        self._poster = poster

    def preview(self, message: Message, before: Sequence[Posting], now: datetime) -> Outgoing:
        return self._request(_written(message), HIDDEN)

    def send(
        self, message: Message, before: Sequence[Posting], now: datetime
    ) -> Sent | Refused | Unclear:
        return self._post(_written(message), now)

    def look_up(
        self,
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> None:
        return None

    def test(self, now: datetime) -> str:
        outcome = self._post("This is a test of War room. Nothing has happened.", now)
        if not isinstance(outcome, Sent):
            raise Unavailable(outcome.reason)
        return f"{self._host} took a test message."

    def _post(self, text: str, now: datetime) -> Sent | Refused | Unclear:
        what = self._request(text, self._secret)
        reply = exchanged(self._poster, what, self._secret, self._host)
        if isinstance(reply, Refused | Unclear):
            return reply
        if reply.body.strip().lower() != _OK:
            return Unclear(f"{self._host} said yes, but not in the words of a chat.")
        return Sent(Receipt(now, f"{self._host} took it."))

    def _request(self, text: str, ending: str) -> Outgoing:
        url = self.settings.url
        if self._secret:
            url = f"{url.rstrip('/')}/{ending}"
        body = json.dumps({"text": text}, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "replace"
        )
        headers = headers_of(url, body, ("Content-Type", "application/json"))
        return Outgoing("POST", url, headers, body)


def _written(message: Message) -> str:
    """What a person typed is escaped: `<!channel>` in an update must call nobody."""
    lines = [
        f"*{STATE_WORDS[message.state]}: {_plain(message.name)}*",
        message.text.translate(_ESCAPED),
    ]
    lines += [
        f"• {_plain(message.component_names.get(name, name))}: {COMPONENT_WORDS[state]}"
        for name, state in message.components
    ]
    return "\n".join(lines)


def _plain(name: str) -> str:
    return " ".join(name.translate(_ESCAPED).split())
