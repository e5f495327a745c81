"""A person's act, from the call to the commit."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.figure import Figure, p50, p99, timed
from bench.ground import desk_on, incident_with_entries
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.note import Note, note
from models.domain.severity import Severity

ACTS = 400
FLOOR = "4 KiB pwrite + fdatasync"


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    for size in (100, 10_000):
        desk = desk_on(folder / str(size))
        uid = incident_with_entries(desk, size)
        handle = os.open(folder / f"floor-{size}", os.O_RDWR | os.O_CREAT)
        floors, notes, changes = [], [], []
        for n in range(ACTS):
            severity = Severity.P1 if n % 2 else Severity.P2
            floors.append(timed(partial(_write, handle, n)))
            notes.append(timed(partial(note, Note(uid, f"note {n}"), desk)))
            if n < ACTS // 8:
                command = ChangeSeverity(uid, severity, "so")
                changes.append(timed(partial(change_severity, command, desk)))
        os.close(handle)
        yield Figure(f"note, history of {size:,}, p50", p50(notes), FLOOR, p50(floors), 5)
        yield Figure(f"note, history of {size:,}, p99", p99(notes), "", None, 30)
        yield Figure(f"severity, history of {size:,}, p50", p50(changes), FLOOR, p50(floors), 5)
        yield Figure(f"severity, history of {size:,}, p99", p99(changes), "", None, 30)
        desk.store.connection.close()


def _write(handle: int, n: int) -> None:
    os.pwrite(handle, b"x" * 4_096, n * 4_096)
    os.fdatasync(handle)
