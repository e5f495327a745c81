"""From one desk's act to another desk's screen: two programs, and a server between."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure, p50, p99
from bench.server import PASSWORD, serving
from models.actions.declare import Declare, declare
from models.actions.note import Note, note

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from views.room.timeline_view import TimelineView

LONGEST_MS = 30_000


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.composition import Desktop
    from app.workspace import open_workspace

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with serving(folder / "server") as (url, _):
        other = subprocess.Popen(
            [sys.executable, "-m", "bench.screens", str(folder / "ana"), url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert other.stdin is not None and other.stdout is not None
        uid = other.stdout.readline().strip()
        workspace = open_workspace(folder / "dee", actor="Dee")
        workspace.database.remember("first_run", "empty")
        desktop = Desktop(app, workspace, UTC)
        desktop.show()
        desktop.sync.port.sign_in(url, "Dee", PASSWORD, "session")
        asked = "SELECT 1 FROM incident WHERE uid=?"
        _until(lambda: workspace.connection.execute(asked, (uid,)).fetchone() is not None)
        _until(lambda: desktop.built("conflicts"))
        desktop.open_incident(uid)
        timeline = desktop.room.timeline
        _until(lambda: timeline.count > 0)
        took = []
        for _ in range(40 if quick else 200):
            wanted = timeline.count + 1
            other.stdin.write("act\n")
            other.stdin.flush()
            _until_painted(timeline.viewport(), partial(_has, timeline, wanted))
            took.append((time.perf_counter() - float(other.stdout.readline())) * 1000)
        other.stdin.close()
        other.wait()
        desktop.shortcuts.uninstall()
        desktop.window.close()
        desktop.close()
    yield Figure("an act on another desk's screen, p50", p50(took), "", None, 50)
    yield Figure("an act on another desk's screen, p99", p99(took), "", None, 100)


def act_when_told(folder: Path, url: str) -> None:
    """The other program, without its window: says when it began each act."""
    from PySide6.QtCore import QCoreApplication, QSocketNotifier

    from app.syncing import SyncService
    from app.workspace import open_workspace

    app = QCoreApplication([])
    workspace = open_workspace(folder, actor="Ana")
    uid = declare(Declare("Checkout fails"), workspace.desk)
    lane = SyncService(workspace)
    lane.sign_in(url, "Ana", PASSWORD, "session")
    told = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def act() -> None:
        if not sys.stdin.readline():
            app.quit()
            return
        began = time.perf_counter()
        note(Note(uid, "the pool is full"), workspace.desk)
        print(began, flush=True)

    told.activated.connect(act)
    print(uid, flush=True)
    app.exec()
    lane.close()


def _has(timeline: "TimelineView", wanted: int) -> bool:
    return timeline.count >= wanted


def _until(holds: Callable[[], bool]) -> None:
    """Turns the event loop until it holds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if holds() else None)
    timer.start(5)
    QTimer.singleShot(LONGEST_MS, loop, loop.quit)
    loop.exec()
    if not holds():
        raise SystemExit("The desks did not come together.")


def _until_painted(viewport: "QWidget", shows: Callable[[], bool]) -> None:
    """Turns the event loop until a paint of it, in which it shows that, has ended."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

    loop = QEventLoop()

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() is QEvent.Type.Paint and shows():
                QTimer.singleShot(0, loop, loop.quit)
            return False

    watch = Watch()
    viewport.installEventFilter(watch)
    QTimer.singleShot(LONGEST_MS, loop, loop.quit)
    loop.exec()
    viewport.removeEventFilter(watch)


if __name__ == "__main__":
    act_when_told(Path(sys.argv[1]), sys.argv[2])
