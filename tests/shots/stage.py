"""Where screens are looked at: the window over sample data, at a moment that stands still."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.composition import Desktop
from app.demo import fill as sample
from app.workspace import Workspace, open_workspace
from models.domain.times import parse_time
from models.store.database import FILE
from tests.sync_views.told import ToldPort
from views.recolor import recolor_of
from views.widgets.turns import waiting

NOW = parse_time("2026-11-23T15:51:22Z")
SIZES = ((1600, 1000), (1280, 800))
THEMES = ("dark", "light")


@contextmanager
def staged(
    app: QApplication,
    folder: Path,
    text_scale: str = "1.0",
    fill: Callable[[Workspace], object] = sample,
    language: str = "system",
) -> Iterator[Desktop]:
    """The window over fresh sample data, or what else `fill` brings, its clock at NOW."""
    if fill is sample:
        put_sample(folder)
    workspace = _workspace(folder)
    if fill is not sample:
        fill(workspace)
    workspace.database.remember("text_scale", text_scale)
    workspace.database.remember("setting:language", language)
    desktop = Desktop(app, workspace, ZoneInfo("Europe/Berlin"), ToldPort())
    desktop.show()
    try:
        yield desktop
    finally:
        desktop.shortcuts.uninstall()
        desktop.window.close()
        desktop.close()
        # A window that lives on is dressed anew at every change of theme after it.
        desktop.window.deleteLater()
        settle()


def put_sample(folder: Path) -> None:
    """The sample data, where nothing is yet. It is made once a process: that takes longer than to
    build the window over it."""
    if not (folder / FILE).exists():
        shutil.copytree(_made(), folder, dirs_exist_ok=True)


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="warroom-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace = _workspace(folder)
    sample(workspace)
    workspace.database.close()
    return folder


def _workspace(folder: Path) -> Workspace:
    def now() -> datetime:
        return NOW

    return open_workspace(folder, actor="Priya Nair", now=now)


def wait_for(holds: Callable[[], bool]) -> None:
    """Turns the event loop until `holds`; AssertionError after half a minute."""
    deadline = QDeadlineTimer(30_000)
    while not holds():
        assert not deadline.hasExpired(), "the screen did not get there"
        _turn(5)


def answered(desktop: Desktop) -> None:
    """Whatever was asked of the store is shown, and nothing of it waits for its turn: what comes
    later would change what is looked at. Only what is made ready for later may go on."""
    unseen = {desktop._ready._slices._turn}
    wait_for(lambda: not desktop._jobs._asked and not waiting() - unseen)
    settle()


def settle() -> None:
    """What was put off (another theme, showing new rows, laying out, deleting old ones) is done."""
    recolor_of(QApplication.instance()).finish()
    for _ in range(10):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        _turn(0)
    # An answer of the last turn is laid out, and no further one comes in.
    QCoreApplication.sendPostedEvents()


def picture(desktop: Desktop) -> QImage:
    """The window, with the cursor of its texts standing: blinking, it would be in one picture and
    not in the next."""
    blinks = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    try:
        return desktop.window.grab().toImage()
    finally:
        QApplication.setCursorFlashTime(blinks)


def _turn(ms: int) -> None:
    """Runs the event loop for so long."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
