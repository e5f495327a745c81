"""Real files, acts with seeded chance, and a clock that only goes on."""

import contextlib
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.mark_key import MarkKey, mark_key
from models.actions.mitigate import Mitigate, mitigate
from models.actions.note import Correct, Note, correct, note
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.reopen import Reopen, reopen
from models.actions.resolve import Resolve, resolve
from models.actions.undo import Undo, undo
from models.changes import ChangeFeed
from models.domain.alert import Alert
from models.domain.errors import WarRoomError
from models.domain.severity import Severity
from models.domain.times import parse_time
from models.store.database import Database

TABLES = {
    "head": "*",
    "incident": "*",
    "fact": "uid, numbers, names, links",
    "entry": "uid, incident, act_id, kind, level, actor, text, happened_at, recorded_at, clock, "
    "device, corrects, detail, attachments, struck, is_key",
    "entry_count": "*",
    "alert": "*",
    "alert_receipt": "*",
    "alert_taken": "*",
}


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every projection, in an order of its own."""
    return {
        table: sorted(database.connection.execute(f"SELECT {columns} FROM {table}"), key=repr)
        for table, columns in TABLES.items()
    }


class Worker:
    """Does acts at random; what the rules refuse is part of the game."""

    def __init__(self, folder: Path, seed: int, name: str = "Ana") -> None:
        self.database = Database(folder)
        self.chance = random.Random(seed)
        self._now = parse_time("2026-11-20T16:00:00Z")
        self.desk = Desk(self.database, ChangeFeed(), self._clock, self.chance.randbytes, name)
        self.incidents = [declare(Declare(title="First"), self.desk)]
        self.entries: list[str] = []

    def _clock(self) -> object:
        return self._now

    def act(self) -> None:
        self._now += timedelta(milliseconds=self.chance.randint(0, 4_000))
        incident = self.chance.choice(self.incidents)
        acts: list[Callable[[], object]] = [
            lambda: self.entries.append(
                note(Note(incident, f"note {self.chance.random()}"), self.desk)
            ),
            lambda: self.entries.append(note(Note(incident, "checked the pool"), self.desk)),
            lambda: change_severity(
                ChangeSeverity(incident, self.chance.choice(list(Severity))), self.desk
            ),
            lambda: describe(Describe(incident, "summary", str(self.chance.random())), self.desk),
            lambda: acknowledge(Acknowledge(incident), self.desk),
            lambda: mitigate(Mitigate(incident, "so it is"), self.desk),
            lambda: resolve(Resolve(incident, reason="over"), self.desk),
            lambda: reopen(Reopen(incident, "again"), self.desk),
            lambda: undo(Undo(), self.desk),
            lambda: correct(Correct(self.chance.choice(self.entries), "rather so"), self.desk),
            lambda: mark_key(MarkKey(self.chance.choice(self.entries), True), self.desk),
            lambda: receive_alerts([self._payload()], self.desk),
            lambda: self.incidents.append(declare(Declare(title="Another"), self.desk)),
        ]
        weights = [8, 8, 4, 4, 1, 1, 1, 1, 2, 2, 2, 2, 0.3]
        with contextlib.suppress(WarRoomError, IndexError):
            self.chance.choices(acts, weights)[0]()

    def _payload(self) -> Payload:
        n = self.chance.randint(1, 5)
        ended = self._now if self.chance.random() < 0.3 else None
        alert = Alert(
            "generic", f"Disk {n} is full", f"disk-{n}", fired_at=self._now,
            status="resolved" if ended else "firing", ended_at=ended,
        )  # fmt: skip
        return Payload("p", self.chance.randbytes(8), (alert,))


@pytest.fixture
def worker(data_dir: Path) -> Worker:
    return Worker(data_dir / "one", seed=11)
