"""Tickets of a project in Jira, in the cloud (secret: `e-mail:token`) or of one's own (a token)."""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from models.domain.errors import BadInput
from models.domain.times import from_ms
from models.publishing.channel import HIDDEN, ChannelSettings
from models.publishing.message import Message
from models.publishing.outbox import Receipt
from models.publishing.tracker import mark_of, title_of, word

_PROJECT = re.compile(r"([A-Z][A-Z0-9_]+)(?:/(.{1,60}))?")
_KIND = "Task"
_CLOUD = re.compile(r"https://[^/]+\.(?:atlassian\.net|jira\.com)(?:/.*)?")


class Jira:
    """A dialect: the mark is a label."""

    def __init__(self, settings: ChannelSettings) -> None:
        """Raises BadInput."""
        named = _PROJECT.fullmatch(settings.page)
        if named is None:
            raise BadInput("Name the project's key, such as SHOP, or SHOP/Bug for another type.")
        self.where, self._kind = named[1], (named[2] or _KIND).strip()
        self._root = settings.url.rstrip("/")
        # The cloud took the older search away, and only the cloud has the newer.
        ending = "search/jql" if _CLOUD.fullmatch(settings.url) else "search"
        self._search = f"{self._root}/rest/api/2/{ending}"

    def headers(self, secret: str) -> tuple[tuple[str, str], ...]:
        if not secret:
            return ()
        if secret == HIDDEN or ":" not in secret:
            return (("Authorization", f"Bearer {secret}"),)
        return (("Authorization", f"Basic {base64.b64encode(secret.encode()).decode()}"),)

    def creation(self, message: Message) -> tuple[str, dict[str, Any]]:
        fields = {
            "project": {"key": self.where},
            "issuetype": {"name": self._kind},
            "summary": title_of(message),
            "description": message.text,
            "labels": [mark_of(message)],
        }
        return f"{self._root}/rest/api/2/issue", {"fields": fields}

    def created(self, found: object) -> Receipt | None:
        key = word(found, "key")
        if not re.fullmatch(r"[A-Z][A-Z0-9_]+-\d+", key):
            return None
        return Receipt(from_ms(0), key, key, f"{self._root}/browse/{key}")

    def searches(self, message: Message) -> Sequence[str]:
        asked = f'project = "{self.where}" AND labels = "{mark_of(message)}" ORDER BY created ASC'
        query = {"jql": asked, "fields": "labels", "maxResults": 5}
        return (f"{self._search}?{urlencode(query)}",)

    def found(self, answer: object, message: Message) -> Receipt | bool:
        items = answer.get("issues") if isinstance(answer, Mapping) else None
        if not isinstance(items, list):
            return False
        if not items:
            return True
        return self.created(items[0]) or False

    def probe(self) -> str:
        return f"{self._root}/rest/api/2/project/{self.where}"

    def is_probe(self, answer: object) -> bool:
        return word(answer, "key") == self.where
