"""Publishers that are killed for real, and two of them over one queue."""

import os
import random
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from models.actions.deliver import DeskOutbox
from models.actions.desk import Desk
from models.changes import ChangeFeed
from models.domain.times import write_time
from models.publishing.channels import open_channel
from models.publishing.publisher import LEASE, Publisher
from models.store.database import Database
from tests.publishing.conftest import desk_at
from tests.publishing.receivers import Mailbox, Receivers, mail_serving, serving
from tests.publishing.schedule import Schedule
from tests.publishing.test_schedules import check

ROOT = Path(__file__).resolve().parents[2]
SEEDS = 40 if os.environ.get("WARROOM_LONG") else 2
KILLS = 5


class Victims:
    """Starts publishers one after the other; each but the last is killed by a receiver, just
    before or just after that has taken something."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._random = random.Random(seed)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._left = -1
        self._when = ""
        self.killed: list[str] = []

    def run(self, schedule: Schedule) -> None:
        now = schedule.clock.now
        for n in range(KILLS + 1):
            self._left = self._random.randrange(1, 4) if n < KILLS else -1
            self._when = self._random.choice(("before", "after"))
            command = [sys.executable, "-m", "tests.publishing.one_publisher"]
            self._process = subprocess.Popen(
                [*command, str(self._folder), write_time(now)], cwd=ROOT
            )
            code = self._process.wait(60)
            assert code in (0, -signal.SIGKILL)
            now += timedelta(hours=2)
        assert code == 0

    def met(self, when: str) -> None:
        """Called by a receiver, in its thread."""
        self._left -= when == self._when
        if self._left == 0 and when == self._when and self._process is not None:
            self.killed.append(when)
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait(60)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_publisher_that_is_killed_while_a_receiver_takes_it_tells_nobody_twice(
    seed: int, tmp_path: Path
) -> None:
    receivers, mailbox = Receivers(silence_s=0.6), Mailbox()
    with serving(receivers) as url, mail_serving(mailbox) as port:
        desk = desk_at(url, port, tmp_path / "page")
        schedule = Schedule(seed, desk, receivers, mailbox, tmp_path / "desk")
        victims = Victims(seed, tmp_path / "desk")
        receivers.on_change = mailbox.on_change = victims.met
        try:
            victims.run(schedule)
            assert len(victims.killed) >= 2
            check(schedule, tmp_path / "page")
        finally:
            schedule.close()


def test_two_publishers_over_one_queue_send_nothing_twice(tmp_path: Path) -> None:
    """They begin together and each takes what the other leaves."""
    receivers, mailbox = Receivers(), Mailbox()
    with serving(receivers) as url, mail_serving(mailbox) as port:
        desk = desk_at(url, port, tmp_path / "page")
        schedule = Schedule(7, desk, receivers, mailbox, tmp_path / "desk")
        receivers.plan.clear()
        mailbox.plan.clear()
        begin, wrong = threading.Barrier(2), []

        def publish() -> None:
            store = Database(tmp_path / "desk")
            own = Desk(store, ChangeFeed(), schedule.clock, os.urandom, "War room")
            publisher = Publisher(
                DeskOutbox.of(own),
                lambda name: open_channel(getattr(desk, name)),
                schedule.clock,
                random.random,
            )
            begin.wait(30)
            try:
                publisher.run()
            except BaseException as error:
                wrong.append(error)
                raise
            finally:
                store.close()

        threads = [threading.Thread(target=publish) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert wrong == []
        schedule.clock.now += LEASE
        schedule.run()
        check(schedule, tmp_path / "page")
        assert schedule.waiting() == []
        assert len(receivers.requests) == 3 * 6
        assert len(mailbox.mails) == 6
        schedule.close()
