"""One schedule: people at desks, a network, a server, and what goes wrong, all from one number."""

import hashlib
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from models.domain.errors import (
    Ambiguous,
    NotFound,
    NothingToDo,
    Refused,
    StoreTrouble,
)
from models.store import exchange
from models.store.driver import OperationalError
from models.sync import apply, engine
from models.sync.line import GoBack, SignedOut
from tests.simulator import invariants, troubles
from tests.simulator.acts import ACTS, random_act, some_acts
from tests.simulator.broken import Broken
from tests.simulator.desktop import OUT_OF_REACH, Desktop
from tests.simulator.disk import Died, Machine, fast_folder
from tests.simulator.host import PEOPLE, Host, quick_passwords
from tests.simulator.opening import START, opening, seated
from tests.simulator.wire import Network

MOST_ROUNDS = 16
SAID_NO = (Refused, NothingToDo, NotFound, Ambiguous)

SIZES = {
    (apply, "SLICE"): (2, 5, 200),
    (engine, "PULL_LIMIT"): (3, 9, 1000, 1000),
    (engine, "PUSH_OPERATIONS"): (3, 8, 500, 500),
    (exchange, "_KEPT_CHECKPOINTS"): (4, 8, 24),
}
"""Pages and batches are made small, so that a few operations take many of them; as they are at
last."""


class Schedule:
    """`run` plays it to its end and raises Broken where something does not hold."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rng = Random(seed)
        self._ids = Random(~seed)
        self.now: datetime = START + timedelta(minutes=1)
        self.step = 0
        self.depth = 0
        self.story: list[str] = []
        self._trace = hashlib.sha256()
        self.authors: dict[bytes, Desktop] = {}
        self.forged: set[bytes] = set()
        self.confirmed: set[bytes] = set()
        """What somebody looked at and has sent anyway."""
        self.signed_for: set[bytes] = set()
        """What its own device has signed, or vouched for, before it gave it away."""
        self.roles = dict(PEOPLE)
        self.desktops: list[Desktop] = []
        self.server_seen = 0
        self.may_fork = False
        self.happened: Counter[str] = Counter()
        self._kept_folder = fast_folder()
        self.folder = Path(self._kept_folder.name)

    # What the rest of a schedule asks for

    def clock(self) -> datetime:
        return self.now

    def clock_ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def random_bytes(self, n: int) -> bytes:
        return self._ids.randbytes(n)

    def say(self, *parts: object) -> None:
        line = " ".join(str(part) for part in parts)
        self.story.append(line)
        self._trace.update(line.encode() + b"\n")

    @property
    def trace(self) -> str:
        return self._trace.hexdigest()

    @property
    def present(self) -> list[Desktop]:
        return [at for at in self.desktops if not at.is_gone]

    def new_desktop(self, name: str, machine: Machine) -> Desktop:
        made = Desktop(
            name, machine, self.network, self.clock, self.random_bytes, len(self.desktops)
        )
        self.desktops.append(made)
        return made

    # The play

    def run(self) -> "Schedule":
        kept = {place: getattr(*place) for place in SIZES}
        try:
            with quick_passwords():
                self._begin()
                for (module, name), sizes in SIZES.items():
                    setattr(module, name, self.rng.choice(sizes))
                for step in range(self.rng.randint(20, 45)):
                    self.step = step
                    self.now += timedelta(milliseconds=self.rng.randint(0, 40_000))
                    troubles.next_step(self)
                if self.rng.random() < 0.7:
                    _put(kept)
                self._end()
        finally:
            _put(kept)
            for at in self.desktops:
                at.connection.close()
            self._kept_folder.cleanup()
        return self

    def _begin(self) -> None:
        self.plan = troubles.plan(self.rng, Random(f"more {self.seed}"))
        self.acts = some_acts(self.rng)
        opened = opening()
        self.host = Host(self.clock_ms, self.random_bytes, self.folder, self.tell)
        self.host.begin(opened.server)
        self.network = Network(self.host, self.rng, self, self.plan.rates, [])
        for n in range(self.rng.choice((2, 3, 3, 4))):
            name, disk, vault = seated(n, opened)
            path = self.folder / f"{n}.db" if n in self.plan.files else None
            self.new_desktop(name, Machine.copy_of(disk, path)).vault = vault
        for at in self.desktops:
            self.watch(at)

    def _end(self) -> None:
        troubles.heal(self)
        self.quiesce()
        if any(self._waits_for_a_person(at) for at in self.present):
            invariants.all_but_parked(self)
            troubles.mend(self)
            self.quiesce()
            if troubles.answer(self):
                self.quiesce()
        invariants.at_rest(self)
        for stream, seq, chain in self.host.rows("SELECT name, seq, chain FROM stream"):
            self.say(stream, seq, chain.hex())

    @staticmethod
    def _waits_for_a_person(at: Desktop) -> bool:
        """What was refused, or a file that whoever has it may not bring."""
        files = exchange.blob_tasks(at.connection, "up")
        return bool(exchange.parked(at.connection) or files)

    def quiesce(self) -> None:
        for _ in range(MOST_ROUNDS):
            files = self.host.count_files()
            moved = [self._settled(at) for at in self.present]
            if not any(moved) and files == self.host.count_files():
                return
        raise Broken("It never comes to rest.")

    def _settled(self, at: Desktop) -> bool:
        """Whether anything moved still."""
        before = at.held
        try:
            done = at.engine().exchange()
        except SignedOut:
            at.sign_in()
            self.watch(at)
            return True
        self.watch(at)
        return bool(done.pushed or done.pulled or done.waiting or done.returned) or (
            at.held != before
        )

    # What people and machines do

    def attempt(self, at: Desktop, what: str, do, allowed=()) -> str:
        """Do it, come what may. Anything but what may happen goes out as it is."""
        lies_in_wait = at.connection.trouble is not None or at in self.plan.full
        try:
            do()
            outcome = "done"
        except Died:
            outcome = "died"
            at.machine.reboot(self.rng.randint)
            self.watch(at)
            self.say(self.step, at.n, what, outcome)
            if self.depth and at is self.waiting:
                raise
            return outcome
        except (StoreTrouble, OperationalError) as error:
            if not lies_in_wait and at.connection.trouble is None and at not in self.plan.full:
                raise
            outcome = type(error).__name__
        except allowed as error:
            outcome = type(error).__name__
        self.watch(at)
        self.say(self.step, at.n, what, outcome)
        return outcome

    def act(self, at: Desktop) -> None:
        known = at.incidents()
        uid = self.rng.choice(known) if known else ""
        name = random_act(self.rng, self.acts) if known else "declare"
        self.attempt(at, name, partial(ACTS[name][1], at, uid, self.rng), SAID_NO)

    def sync(self, at: Desktop) -> None:
        how = self.rng.choice(("exchange", "exchange", "exchange", "send"))
        allowed = (*OUT_OF_REACH, *((GoBack,) if self.host.restores else ()))

        def go() -> None:
            if at.is_linked:
                getattr(at.engine(), how)()

        if self.attempt(at, how, go, allowed) == "SignedOut" and self.rng.random() < 0.8:
            self.attempt(at, "sign in", at.sign_in, (*OUT_OF_REACH, Refused))

    def hear(self, at: Desktop) -> None:
        """News as they come: late, twice, in another order."""
        if not at.news or not at.is_linked:
            return
        n = self.rng.randrange(len(at.news))
        told = at.news[n] if self.rng.random() < 0.2 else at.news.pop(n)
        allowed = (*OUT_OF_REACH, *((GoBack,) if self.host.restores else ()))
        self.attempt(at, "news", lambda: at.engine().take(told), allowed)

    def tell(self, told: dict) -> None:
        for at in self.present:
            at.news = [*at.news[-8:], told]

    # What the network asks

    def before_request(self, at: Desktop) -> bool:
        self.watch(at)
        return at.offline_until <= self.step

    def answered(self, at: Desktop, method: str, path: str, status: int) -> None:
        self._trace.update(f"{method} {path.partition('?')[0]} {status}\n".encode())
        if path == "/v1/push":
            invariants.what_was_taken(self)

    def meanwhile(self, at: Desktop) -> None:
        if self.depth:
            return
        self.depth, self.waiting = 1, at
        try:
            troubles.meanwhile(self, at)
        finally:
            self.depth = 0

    def watch(self, at: Desktop) -> None:
        invariants.watch(self, at)


def _put(sizes: dict) -> None:
    for place, value in sizes.items():
        setattr(*place, value)
