"""What a channel is to whoever sends: settings, and what it can say of an attempt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from models.domain.errors import BadInput
from models.publishing.message import Message
from models.publishing.outbox import Posting, Receipt


class ChannelKind(Enum):
    STATUSPAGE = "statuspage"
    WEBHOOK = "webhook"
    SLACK = "slack"
    EMAIL = "email"
    FOLDER = "folder"
    GITHUB = "github"
    JIRA = "jira"

    @classmethod
    def parse(cls, text: str) -> "ChannelKind":
        try:
            return cls(text.strip().lower())
        except ValueError:
            known = ", ".join(one.value for one in cls)
            raise BadInput(f"{text!r} is no kind of channel. Use {known}.") from None


class Resend(Enum):
    """What to do with a message that may have arrived."""

    SAFE = "safe"
    """The receiver drops what it has under the same key."""
    LOOK_UP = "look_up"
    """The receiver can be asked first."""
    PERSON = "person"
    """Neither: it is sent at most once by itself, and a person looks."""


@dataclass(frozen=True, slots=True)
class KindFacts:
    resend: Resend
    can_look_up: bool
    customers_only: bool
    words: str
    takes_actions: bool = False
    """A tracker: actions of reviews go there, and no update does."""


KINDS = {
    ChannelKind.STATUSPAGE: KindFacts(
        Resend.LOOK_UP, True, True, "Looked up before it is sent again."
    ),
    ChannelKind.WEBHOOK: KindFacts(
        Resend.SAFE, False, False, "Sent again under the same key, which the receiver knows."
    ),
    ChannelKind.SLACK: KindFacts(
        Resend.PERSON, False, False, "Never sent again by itself: a person looks first."
    ),
    ChannelKind.EMAIL: KindFacts(
        Resend.PERSON, False, False, "Never sent again by itself: a person looks first."
    ),
    ChannelKind.FOLDER: KindFacts(Resend.SAFE, True, True, "Written again without a second copy."),
    ChannelKind.GITHUB: KindFacts(
        Resend.LOOK_UP, True, False, "Looked up before it is created.", takes_actions=True
    ),
    ChannelKind.JIRA: KindFacts(
        Resend.LOOK_UP, True, False, "Looked up before it is created.", takes_actions=True
    ),
}


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """`url` by kind: the API's address (`https://api.statuspage.io/v1`), the webhook's address,
    `https://hooks.slack.com/services`, `https://api.github.com`, the address of a Jira,
    `smtps://user@host:465/?from=A&to=B&to=C` (or `smtp://`,
    which turns to TLS before it says anything), a folder's path. `page` is the page's id, or the
    title of a folder's page, a GitHub repository (`owner/name`) or a Jira project (`KEY` or
    `KEY/Type`). `ca_file` names the authorities to trust instead of the system's.
    A secret is never part of it."""

    name: str
    kind: ChannelKind
    url: str
    page: str = ""
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What would leave, byte for byte; what would give the secret away is `HIDDEN`."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Sent:
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not arrive, for certain. `for_good`: trying again cannot help. `wait_s` is how long
    the receiver asked to be left alone. `unreachable`: nothing answers there at all."""

    reason: str
    for_good: bool = False
    wait_s: float = 0.0
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may have arrived. `wait_s` and `unreachable` as in `Refused`."""

    reason: str
    wait_s: float = 0.0
    unreachable: bool = False


class Channel(Protocol):
    settings: ChannelSettings

    def preview(self, message: Message, before: Sequence[Posting], now: datetime) -> Outgoing:
        """`before` is `Outbox.sent` of the message's incident and channel. Raises BadInput where
        the settings cannot be used."""

    def send(
        self, message: Message, before: Sequence[Posting], now: datetime
    ) -> Sent | Refused | Unclear:
        """`now` dates the receipt. Never raises for what the network or the receiver does."""

    def look_up(
        self,
        message: Message,
        before: Sequence[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> Sent | Unclear | None:
        """Asked only of a kind that can be looked up. None: it is not there. `is_others` tells
        whether a receipt of another incident names that incident of the channel."""

    def test(self, now: datetime) -> str:
        """A sentence that says what answered. Raises BadInput or Unavailable with one that says
        what is wrong. Publishes nothing on a page and sends no e-mail; a webhook and a chat get
        one message that says that it is a test."""
