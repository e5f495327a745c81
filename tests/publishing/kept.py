"""The desktop's outbox over a real file, with messages of the tests' own words in it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from models.actions.declare import Declare, declare
from models.actions.deliver import DeskOutbox
from models.domain.severity import Severity
from models.domain.times import maybe_to_ms
from models.publishing.message import Message
from models.publishing.outbox import Posting
from models.store import postings
from tests.actions.conftest import Room, moment

START = moment("16:09:20")


@dataclass(frozen=True)
class Kept(DeskOutbox):
    """`queue` puts a message in as publishing would; incidents are declared as they are met."""

    incidents: dict[str, str] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path) -> "Kept":
        room = Room(folder)
        room.now = START
        return cls(DeskOutbox.of(room.desk).desk)

    def queue(self, message: Message, held_until: datetime | None = None) -> None:
        if message.incident not in self.incidents:
            uid = declare(Declare(message.name, Severity.P3), replace(self.desk, actor="Ana"))
            self.incidents[message.incident] = uid
        known = replace(message, incident=self.incidents[message.incident])
        with self.desk.act() as act:
            postings.queue(act.connection, known, maybe_to_ms(held_until))

    def everything(self) -> list[Posting]:
        """In the order they were queued."""
        keys = self._connection.execute("SELECT key FROM posting ORDER BY position").fetchall()
        return [self.find(key) for (key,) in keys]

    def close(self) -> None:
        self.desk.store.close()
