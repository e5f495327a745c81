"""One seed's run: updates of some incidents to one channel of each kind, receivers that fail, a
publisher that is killed, and the clock that goes from one try to the next."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from models.actions.declare import Declare, declare
from models.actions.deliver import DeskOutbox
from models.actions.draft_update import DraftUpdate, draft_update
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.resolve import Resolve, resolve
from models.actions.set_channel import SetChannel, set_channel
from models.domain.severity import Severity
from models.domain.update import Audience, DeliveryState, UpdateState
from models.publishing.channel import Channel, ChannelSettings, Outgoing
from models.publishing.channels import open_channel
from models.publishing.folder import Folder
from models.publishing.message import Message
from models.publishing.outbox import Claim, Posting, Settled
from models.publishing.publisher import Publisher
from models.store import postings
from tests.actions.conftest import Room
from tests.publishing.conftest import Clock, Desk
from tests.publishing.kept import START
from tests.publishing.receivers import FAULTS, MAIL_FAULTS, Mailbox, Receivers, nobody

ANSWER_S = 0.15
"""How long a request may take here; receivers that say nothing are silent for longer."""
POINTS = ("claimed", "looked up", "sent", "unsettled", "settled", "half a page")
CHANNELS = ("page", "hook", "chat", "mail", "folder")
STATES = (UpdateState.INVESTIGATING, UpdateState.IDENTIFIED, UpdateState.MONITORING)
REDIRECTED = "redirected"


class Killed(BaseException):
    """The publisher is gone between two instructions; what was committed stays."""


@dataclass
class Killer:
    """Kills at the named points, each with `chance`."""

    random: random.Random
    chance: float = 0.0
    at: list[str] = field(default_factory=list)

    def pass_by(self, point: str) -> None:
        if self.random.random() < self.chance:
            self.at.append(point)
            raise Killed(point)


@dataclass(frozen=True)
class KilledOutbox(DeskOutbox):
    killer: Killer

    def claim(self, key: str, now: datetime, until: datetime) -> Claim | None:
        claim = super().claim(key, now, until)
        self.killer.pass_by("claimed")
        return claim

    def settle(self, claim: Claim, settled: Settled) -> bool:
        self.killer.pass_by("unsettled")
        done = super().settle(claim, settled)
        self.killer.pass_by("settled")
        return done


class KilledFolder(Folder):
    killer: Killer

    def _replace(self, name: str, body: bytes) -> None:
        super()._replace(name, body)
        self.killer.pass_by("half a page")


@dataclass
class KilledChannel:
    inner: Channel
    killer: Killer

    @property
    def settings(self) -> ChannelSettings:
        return self.inner.settings

    def preview(self, message: Message, before: list[Posting], now: datetime) -> Outgoing:
        return self.inner.preview(message, before, now)

    def send(self, message: Message, before: list[Posting], now: datetime) -> object:
        outcome = self.inner.send(message, before, now)
        self.killer.pass_by("sent")
        return outcome

    def look_up(
        self,
        message: Message,
        before: list[Posting],
        is_others: Callable[[str], bool],
        now: datetime,
    ) -> object:
        found = self.inner.look_up(message, before, is_others, now)
        self.killer.pass_by("looked up")
        return found


class Schedule:
    """Over a desktop's real file, in which the updates were written and published by acts."""

    def __init__(
        self, seed: int, desk: Desk, receivers: Receivers, mailbox: Mailbox, folder: Path
    ) -> None:
        self.random = random.Random(seed)
        self.receivers = receivers
        self.mailbox = mailbox
        self.clock = Clock()
        self.killer = Killer(self.random)
        self.room = Room(folder)
        self.room.now = START
        self._desk = desk
        self._held = contextlib.ExitStack()
        self._nobody = self._held.enter_context(nobody())
        self._down_until = {
            name: START + timedelta(hours=1)
            for name in ("page", "hook", "chat", "mail")
            if self.random.random() < 0.1
        }
        receivers.plan.extend(self._faults(FAULTS, 14))
        mailbox.plan.extend(self._faults(MAIL_FAULTS, 4))
        self._publish()
        self.outbox = KilledOutbox(DeskOutbox.of(self.room.desk).desk, self.killer)
        self.messages = [one.message for one in self.everything()]

    def _faults(self, known: tuple[str, ...], n: int) -> list[str]:
        """One that is refused for good is another test's."""
        usual = [one for one in known if one != REDIRECTED]
        return [self.random.choice((*usual, "", "")) for _ in range(n)]

    def _publish(self) -> None:
        """Some say the same words twice, and two incidents may have one name in public."""
        room = self.room
        for name in CHANNELS:
            set_channel(SetChannel(getattr(self._desk, name), (Audience.CUSTOMERS,)), room.desk)
        same = self.random.random() < 0.5
        for n in (1, 2):
            service = "shop" if same else f"shop {n}"
            declare(Declare("Errors", Severity.P3, services=(service,)), room.desk)
            for step in range(3):
                room.now += timedelta(seconds=20)
                self._tell(f"INC-{n}", step)

    def _tell(self, incident: str, step: int) -> None:
        state = STATES[0] if self.random.random() < 0.5 else STATES[step]
        text = self.random.choice(("Still looking.", f"Step {step}."))
        lost = None
        if step == 2 and self.random.random() < 0.5:
            resolve(Resolve(incident, reason="It is over."), self.room.desk)
            state, lost = UpdateState.RESOLVED, False
        draft = DraftUpdate(incident, Audience.CUSTOMERS, state, text, data_lost=lost)
        n = draft_update(draft, self.room.desk).n
        publish_update(PublishUpdate(incident, str(n)), self.room.desk)

    def everything(self) -> list[Posting]:
        connection = self.room.database.connection
        rows = connection.execute("SELECT key FROM posting ORDER BY position").fetchall()
        return [postings.find(connection, key).posting for (key,) in rows]

    def channel(self, name: str) -> Channel:
        settings: ChannelSettings = getattr(self._desk, name)
        if self.clock() < self._down_until.get(name, START):
            where = settings.url.partition("://")[2].partition("/")[0]
            settings = replace(
                settings, url=settings.url.replace(where, f"127.0.0.1:{self._nobody}")
            )
        if name == "folder":
            folder = KilledFolder(settings)
            folder.killer = self.killer
            return KilledChannel(folder, self.killer)
        return KilledChannel(open_channel(settings, whole_s=ANSWER_S), self.killer)

    def publisher(self) -> Publisher:
        return Publisher(self.outbox, self.channel, self.clock, self.random.random)

    def run(self, chance: float = 0.0, most_kills: int = 12) -> int:
        """Until nothing is left that happens by itself; how often the publisher was killed."""
        self.killer.chance = chance
        publisher, kills = self.publisher(), 0
        for _ in range(400):
            try:
                wake_at = publisher.run().wake_at
                if wake_at is None:
                    return kills
            except Killed:
                kills += 1
                if kills == most_kills:
                    self.killer.chance = 0.0
                publisher, wake_at = self.publisher(), self.outbox.wake_at(self.clock())
            self.receivers.wait_until_decided(self._desk.page.url)
            self.clock.now = max(self.clock.now + timedelta(seconds=1), wake_at or self.clock.now)
        raise AssertionError(f"it never ends: {self.everything()}")

    def waiting(self) -> list[Posting]:
        return [one for one in self.everything() if one.needs_person]

    def sent(self, channel: str) -> list[Message]:
        return [
            one.message
            for one in self.everything()
            if one.message.channel == channel and one.state is DeliveryState.SENT
        ]

    def queued(self, channel: str) -> list[Message]:
        return [one for one in self.messages if one.channel == channel]

    def close(self) -> None:
        self.room.database.close()
        self._held.close()
