"""Two workers deliver over one database, and are killed while a receiver takes what they send."""

import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from models.publishing.channel import ChannelKind
from server import postings
from tests.publishing.receivers import Receivers
from tests.updates.test_team import Team, page, postgres, team, url

__all__ = ["page", "postgres", "team", "url"]  # fixtures

ROOT = Path(__file__).resolve().parents[2]
SEEDS = 20 if os.environ.get("WARROOM_LONG") else 1
ROUNDS_OF_KILLS = 4
MOST_ROUNDS = 20
FAULTS = ("", "", "", "500", "500 taken", "502 taken", "429", "gone", "reset")
UPDATES = 4


class Workers:
    """Each round begins two of them; a receiver kills one, or both, just before or just after it
    has taken something. The next round is after every lease."""

    def __init__(self, seed: int, team: Team) -> None:
        self._random = random.Random(seed)
        self._team = team
        self._alive: list[subprocess.Popen[bytes]] = []
        self._left = -1
        self._when = ""
        self.killed = 0

    def round(self, *, kills: bool) -> None:
        self._left = self._random.randrange(1, 4) if kills else -1
        self._when = self._random.choice(("before", "after"))
        database = self._team.server.database
        command = [
            sys.executable, "-m", "tests.updates.one_worker", str(database.folder), database.url,
            str(self._team.world.clock.ms()),
        ]  # fmt: skip
        self._alive = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
        for one in self._alive:
            assert one.wait(120) in (0, -signal.SIGKILL)
        self._team.world.clock.now += timedelta(hours=2)

    def met(self, when: str) -> None:
        """Called by a receiver, in its thread."""
        self._left -= when == self._when
        if self._left == 0 and when == self._when:
            for one in self._random.sample(self._alive, self._random.randint(1, 2)):
                if one.poll() is None:
                    os.kill(one.pid, signal.SIGKILL)
                    self.killed += 1


@pytest.mark.parametrize("seed", range(SEEDS))
def test_exactly_one_copy_arrives_in_order_whoever_is_killed(
    team: Team, page: Receivers, seed: int
) -> None:
    team.channel("page", ChannelKind.STATUSPAGE, page.address, "p")
    team.channel("hook", ChannelKind.WEBHOOK, page.address + "/hook")
    words = [f"As of {n} o'clock, paying fails for some." for n in range(1, UPDATES + 1)]
    for said in words:
        team.publish(said)
    plan = random.Random(seed)
    page.plan.extend(plan.choice(FAULTS) for _ in range(6))
    workers = Workers(seed, team)
    page.on_change = workers.met
    rounds = 0
    while rounds < ROUNDS_OF_KILLS or _waiting(team):
        workers.round(kills=rounds < ROUNDS_OF_KILLS)
        rounds += 1
        assert rounds < MOST_ROUNDS, _waiting(team)
    assert workers.killed >= 1
    page.wait_until_decided(page.address)
    assert [body for _, _, body in page.page_updates()] == words
    assert len(page.incidents) == 1
    assert len(page.hook_order) == UPDATES
    team.world.settle()
    assert team.ana.verified()
    assert team.ana.exported(team.uid) == team.ben.exported(team.uid)


def _waiting(team: Team) -> list[str]:
    with team.server.database.reading() as connection:
        return [
            f"{one.posting.message.channel} {one.posting.state} {one.posting.reason}"
            for one in postings.waiting(connection)
        ]
