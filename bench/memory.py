"""What the window holds: Home and one room of 100,000 entries."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.figure import Figure, p50, repeated
from bench.ground import desk_on, incident_with_entries
from bench.start import Started
from models.domain.entry import EntryKind
from models.queries import room, timeline
from models.store.driver import Connection

_HELD = """
def held():
    with open("/proc/self/smaps_rollup") as file:
        return next(line.split()[1] for line in file if line.startswith("Rss:"))
"""
EMPTY = (
    _HELD
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget(); window.resize(1600, 1000); window.show()
QTimer.singleShot(500, app.quit)
app.exec()
print(held())
"""
)
ROOM = (
    _HELD
    + """
import sys
from datetime import UTC
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.composition import Desktop
from app.workspace import open_workspace
app = QApplication([])
desktop = Desktop(app, open_workspace(Path(sys.argv[1]), actor="Bench"), UTC)
desktop.show()
def look():
    room = desktop.room
    if not desktop.built("polling") or not room.timeline.count:
        QTimer.singleShot(100, look)
        return
    room.timeline.follow()
    QTimer.singleShot(1_000, app.quit)
QTimer.singleShot(500, lambda: (desktop.open_incident(sys.argv[2]), look()))
app.exec()
assert desktop.room.timeline.count > 90_000
print(held())
desktop.close()
"""
)


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    desk = desk_on(folder / "room")
    uid = incident_with_entries(desk, 100_000)
    connection = desk.store.connection
    notes = timeline.Filter(kinds=(EntryKind.NOTE,))
    took = p50(repeated(partial(_filtered, connection, uid, notes), 9))
    yield Figure("filter of 100,000 by kind", took, "", None, 30)
    counted = p50(repeated(partial(_counted, connection, uid), 9))
    yield Figure("counts of every filter, 100,000", counted, "", None, 30)
    connection.close()
    python = Started(folder)
    floor = _megabytes(python, EMPTY)
    full = _megabytes(python, ROOM, str(folder / "room"), uid)
    yield Figure("Home and a room of 100,000", full, "empty window", floor, 3, unit="MiB")


def _filtered(connection: Connection, uid: str, wanted: timeline.Filter) -> None:
    shown = room.RoomTimeline(connection, uid, wanted)
    shown.page(max(0, shown.count() - 50), 50)


def _counted(connection: Connection, uid: str) -> None:
    for wanted in room.FILTERS.values():
        timeline.count(connection, uid, wanted)


def _megabytes(python: Started, program: str, *arguments: str) -> float:
    """Resident memory: what it shares counts whole, so other programs make no difference."""
    return p50([int(python.said(program, *arguments)) / 1024 for _ in range(3)])
