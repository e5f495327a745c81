"""A desk of channels over real receivers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.domain.update import Audience, ComponentState, UpdateState
from models.publishing.channel import Channel, ChannelKind, ChannelSettings
from models.publishing.channels import open_channel
from models.publishing.message import Message, idempotency_key
from models.publishing.publisher import Publisher
from tests.publishing.kept import START, Kept
from tests.publishing.receivers import (
    Mailbox,
    Receivers,
    mail_serving,
    nobody,
    serving,
)

ANSWER_S = 0.4


class Clock:
    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_s(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Kept]:
    found = Kept.at(tmp_path / "desk")
    yield found
    found.close()


@pytest.fixture
def receivers() -> Receivers:
    return Receivers()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@dataclass(frozen=True)
class Desk:
    """The settings of one channel of each kind."""

    page: ChannelSettings
    hook: ChannelSettings
    chat: ChannelSettings
    mail: ChannelSettings
    folder: ChannelSettings


def desk_at(url: str, mail_port: int, folder: Path) -> Desk:
    to = "from=status@shop.example&to=all@shop.example"
    return Desk(
        ChannelSettings("page", ChannelKind.STATUSPAGE, url, page="p"),
        ChannelSettings("hook", ChannelKind.WEBHOOK, f"{url}/hook"),
        ChannelSettings("chat", ChannelKind.SLACK, f"{url}/chat"),
        ChannelSettings("mail", ChannelKind.EMAIL, f"smtp://127.0.0.1:{mail_port}/?{to}"),
        ChannelSettings("folder", ChannelKind.FOLDER, str(folder), page="Shop"),
    )


@pytest.fixture
def url(receivers: Receivers) -> Iterator[str]:
    with serving(receivers) as address:
        yield address


@pytest.fixture
def desk(url: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[Desk]:
    with mail_serving(mailbox) as port:
        yield desk_at(url, port, tmp_path / "page")


@pytest.fixture
def down() -> set[str]:
    """Channels at which nobody answers."""
    return set()


@pytest.fixture
def nobodys_port() -> Iterator[int]:
    with nobody() as port:
        yield port


@pytest.fixture
def channels(desk: Desk, down: set[str], nobodys_port: int) -> Callable[[str], Channel | None]:
    def find(name: str) -> Channel | None:
        settings = getattr(desk, name, None)
        if settings is None:
            return None
        if name in down:
            settings = replace(settings, url=f"http://127.0.0.1:{nobodys_port}")
        return open_channel(settings, whole_s=ANSWER_S)

    return find


@pytest.fixture
def publisher(outbox: Kept, channels: Callable, clock: Clock) -> Publisher:
    return Publisher(outbox, channels, clock, lambda: 0.5)


def message(
    channel: str,
    n: int = 0,
    state: UpdateState = UpdateState.INVESTIGATING,
    text: str = "Some orders fail. We are looking into it.",
    incident: str = "a1b2",
    name: str = "Checkout errors",
    audience: Audience = Audience.CUSTOMERS,
) -> Message:
    """The `n`-th update of an incident to a channel; the first is that of scenario S2, step 1."""
    update = f"{incident}-{n}"
    return Message(
        idempotency_key(update, f"r{n}", channel),
        update,
        f"r{n}",
        channel,
        incident,
        name,
        audience,
        state,
        text,
        START + timedelta(minutes=n),
        START + timedelta(minutes=n, seconds=10),
        impact="major",
        components=(("cmp_checkout", ComponentState.PARTIAL),),
        component_names={"cmp_checkout": "Checkout"},
        first=n == 0,
    )
