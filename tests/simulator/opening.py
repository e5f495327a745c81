"""How every schedule begins: a server, and four people signed in. Made once a process."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from random import Random

from models.credentials import SessionVault, SignIn
from models.net.channel import Reply
from models.replication import messages
from models.store.driver import sqlite
from tests.simulator.desktop import Desktop
from tests.simulator.disk import Disk, Machine, fast_folder
from tests.simulator.host import Host, founded, quick_passwords

START = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
TEAM = ("Ana", "Bo", "Dee", "Eve")


@dataclass(frozen=True, slots=True)
class Opening:
    server: sqlite.Connection
    desktops: tuple[tuple[str, Disk, dict[str, SignIn]], ...]


@dataclass
class _Straight:
    host: Host

    def exchange(self, desktop: Desktop, method: str, path: str, body: bytes, token: str) -> Reply:
        found = self.host.answer(method, path, body, token)
        return Reply(found.status, messages.pack(found.message), found.retry_after_s)


@cache
def opening() -> Opening:
    rng = Random(1)
    started = founded()
    with fast_folder() as folder, quick_passwords():
        from pathlib import Path

        host = Host(lambda: int(START.timestamp() * 1000), rng.randbytes, Path(folder), print)
        host.begin(started)
        wire = _Straight(host)
        made = []
        for n, name in enumerate(TEAM):
            machine = Machine.new(rng.randbytes(16).hex(), rng.randbytes(16).hex())
            at = Desktop(name, machine, wire, lambda: START, rng.randbytes, n)
            at.sign_in()
            made.append((name, machine.connection, at.vault._held))
        return Opening(host.engine.copy(), tuple(made))


def seated(n: int, opened: Opening) -> tuple[str, Disk, SessionVault]:
    """The n-th person as they sat down: whose it is, what is on the disk, their sign-in."""
    name, disk, held = opened.desktops[n]
    vault = SessionVault()
    vault._held = dict(held)
    return name, disk, vault
