"""A scrubber over a long incident: the room at any moment."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.figure import Figure, p50, p99, repeated, timed
from bench.ground import desk_on, now
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.note import Note, note
from models.domain.severity import Severity
from models.queries import incidents
from models.queries.replay import Replay

POSITIONS = 200


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    desk = desk_on(folder / "replay")
    begun = now()
    uid = declare(Declare("Checkout fails"), desk.at(begun))
    size = acts = 0
    while size < 10_000:
        later = desk.at(begun + timedelta(seconds=acts))
        if acts % 2:
            note(Note(uid, f"reading {acts}"), later)
        else:
            change_severity(ChangeSeverity(uid, Severity(f"P{acts % 5}"), "so"), later)
        acts += 1
        size += 2 - acts % 2
    connection = desk.store.connection
    opened = timed(lambda: Replay(connection, uid))
    yield Figure("replay of 10,000 operations, open", opened, "", None, 1_000)
    replay, chance = Replay(connection, uid), random.Random(3)  # noqa: S311 - the same positions every time
    anywhere = [begun + timedelta(seconds=chance.uniform(0, acts)) for _ in range(POSITIONS)]
    jumps = [timed(partial(replay.at, moment)) for moment in anywhere]
    yield Figure("replay of 10,000, any position, p50", p50(jumps), "", None, 16)
    yield Figure("replay of 10,000, any position, p99", p99(jumps), "", None, 50)
    steps = [timed(partial(replay.at, begun + timedelta(seconds=n))) for n in range(POSITIONS)]
    yield Figure("replay of 10,000, the next position, p50", p50(steps), "", None, 16)
    moment = anywhere[0]
    whole = p50(repeated(lambda: incidents.incident_at(connection, uid, moment), 7))
    yield Figure("show --at, 10,000 operations", whole, "", None, 50)
    connection.close()
