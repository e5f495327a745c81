"""Issues of a repository at GitHub (https://api.github.com) or at a GitHub of one's own."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from models.domain.errors import BadInput
from models.domain.times import from_ms
from models.publishing.channel import ChannelSettings
from models.publishing.message import Message
from models.publishing.outbox import Receipt
from models.publishing.tracker import is_link, mark_of, title_of, word

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_PAGE, _PAGES = 30, 3
"""The newest issues are read as a list, which knows an issue as soon as it is there; the search
lags behind, and knows the older ones."""


class GitHub:
    """A dialect: the mark stands in the last line of an issue's text."""

    def __init__(self, settings: ChannelSettings) -> None:
        """Raises BadInput."""
        if not _REPOSITORY.fullmatch(settings.page):
            raise BadInput("Name the repository, as owner/name.")
        self.where = settings.page
        root = settings.url.rstrip("/")
        self._repository = f"{root}/repos/{quote(settings.page)}"
        self._search = f"{root}/search/issues"

    def headers(self, secret: str) -> tuple[tuple[str, str], ...]:
        version = ("X-GitHub-Api-Version", "2022-11-28")
        return (version, ("Authorization", f"Bearer {secret}")) if secret else (version,)

    def creation(self, message: Message) -> tuple[str, dict[str, Any]]:
        body = f"{message.text}\n\n`{mark_of(message)}`"
        return f"{self._repository}/issues", {"title": title_of(message), "body": body}

    def created(self, found: object) -> Receipt | None:
        link = word(found, "html_url")
        number = found.get("number") if isinstance(found, Mapping) else None
        if not isinstance(number, int) or isinstance(number, bool) or not is_link(link):
            return None
        return Receipt(from_ms(0), f"{self.where}#{number}", f"{self.where}#{number}", link)

    def searches(self, message: Message) -> Sequence[str]:
        listed = {"state": "all", "sort": "created", "direction": "desc", "per_page": _PAGE}
        asked = f'repo:{self.where} is:issue in:body "{mark_of(message)}"'
        return (
            *(
                f"{self._repository}/issues?{urlencode(listed | {'page': n})}"
                for n in range(1, _PAGES + 1)
            ),
            f"{self._search}?{urlencode({'q': asked})}",
        )

    def found(self, answer: object, message: Message) -> Receipt | bool:
        items = answer.get("items") if isinstance(answer, Mapping) else answer
        if not isinstance(items, list):
            return False
        ours = [one for one in items if mark_of(message) in word(one, "body")]
        receipts = [found for one in ours if (found := self.created(one)) is not None]
        if ours and not receipts:
            return False
        return min(receipts, key=lambda one: int(one.remote.rpartition("#")[2]), default=True)

    def probe(self) -> str:
        return self._repository

    def is_probe(self, answer: object) -> bool:
        return bool(word(answer, "full_name"))
