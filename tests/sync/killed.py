"""A desktop that writes and sends, and is killed at any moment, again and again.

A program of its own: what it starts is a copy of itself by fork, with everything loaded already.
"""

import json
import os
import random
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bench.server import Member
from models.actions.declare import Declare, declare
from models.actions.note import Note, note
from models.domain.errors import WarRoomError
from models.store.database import Database
from models.sync.engine import Engine

RENEWED_S = 300


def work(at: Member, uid: str, n: int, told: int) -> None:
    """Until killed: what is said on `told` was acknowledged."""
    database = Database(at.folder)
    desk = replace(at.desk, store=database)
    for m in range(1_000_000):
        note(Note(uid, f"note {n}.{m}"), desk)
        os.write(told, f"note {n}.{m}\n".encode())
        with suppress(WarRoomError):
            Engine(desk, at.line).exchange()


def main(folder: Path, url: str, kills: int) -> None:
    chance = random.Random(6)
    acknowledged: list[str] = []
    at = Member(folder, url, "Ana")
    uid = declare(Declare("Checkout fails"), at.desk)
    at.database.close()
    signed_in = time.monotonic()
    for n in range(kills):
        if time.monotonic() - signed_in > RENEWED_S:
            at = Member(folder, url, "Ana")
            at.database.close()
            signed_in = time.monotonic()
        reading, telling = os.pipe()
        child = os.fork()
        if child == 0:
            work(at, uid, n, telling)
        os.close(telling)
        select.select([reading], [], [], 10)
        until = time.monotonic() + chance.random() * 0.25
        while time.monotonic() < until:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading) as lines:
            acknowledged += [line.strip() for line in lines if line.endswith("\n")]
    print(json.dumps(acknowledged))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
