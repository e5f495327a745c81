"""The window: opened, composed, and closed again."""

import argparse
import gc
import os
import signal
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.cli.complaint import complain
from models.domain.errors import Unavailable, WarRoomError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

UNAVAILABLE, REFUSED = 69, 1


def open_window(given: argparse.Namespace) -> int:
    """Gives the exit code. Says in one sentence why a window cannot open here."""
    # Nothing that is made while starting is garbage; looking through it again and again costs a
    # tenth of the start. When all is ready `Garbage` looks for it.
    gc.disable()
    # Before Qt: from then on each module that is imported is read for what it wants of Qt.
    import models.queries.home  # noqa: F401
    from app.preflight import refuse_without_window
    from app.workspace import default_folder

    try:
        refuse_without_window()
    except Unavailable as error:
        complain(str(error))
        return UNAVAILABLE
    folder = given.data_dir if "data_dir" in given else default_folder()
    actor = given.actor if "actor" in given else None
    frozen = given.now if "now" in given else None
    file = given.file.resolve() if "file" in given else None
    try:
        if file is not None and given.look:
            return _look(file, actor)
        return _run(folder, actor, frozen, file)
    except WarRoomError as error:
        complain(str(error))
        return REFUSED


def local_zone() -> tzinfo:
    """The zone of this machine, by its name where it has one."""
    named = os.environ.get("TZ", "")
    link = Path("/etc/localtime")
    if not named and link.is_symlink():
        named = str(link.readlink()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named) if named else datetime.now().astimezone().tzinfo or UTC
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now().astimezone().tzinfo or UTC


def _close_when_told(app: "QApplication") -> None:
    """An end asked for from outside closes the window as a person would. Python hears of it when
    one of the window's timers runs, half a second later at most."""
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: app.quit())


def _look(file: Path, actor: str | None) -> int:
    """A window of its own for a bundle that is taken in nowhere."""
    from PySide6.QtCore import QTimer

    from app.garbage import Garbage
    from app.looking import ONLY_LOOKS, looked_at
    from views.tongue import tr

    app = _application()
    with looked_at(file, actor) as (workspace, uid):
        from app.composition import Desktop

        desktop = Desktop(app, workspace, local_zone())
        desktop.when_ready(Garbage(app).start)
        desktop.show()
        QTimer.singleShot(0, lambda: desktop.open_imported(uid))
        desktop.window.notice(tr(ONLY_LOOKS))
        _close_when_told(app)
        code = app.exec()
        desktop.close()
        return int(code)


def _application() -> "QApplication":
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    app.setApplicationName("War room")
    app.setDesktopFileName("warroom")
    return app


def _run(folder: Path, actor: str | None, frozen: datetime | None, file: Path | None) -> int:
    from PySide6.QtCore import QTimer

    from app.crash import CrashNet
    from app.garbage import Garbage
    from app.single_instance import SingleInstance
    from app.workspace import must_be_account, open_workspace, wall_clock

    app = _application()
    single = SingleInstance(folder, app)
    if not single.is_first and single.call([str(file)] if file else ()):
        complain("War room is open already on this data folder; its window was called.")
        return 0
    net = CrashNet(folder / "log")
    try:
        workspace = open_workspace(
            folder, actor=actor, now=wall_clock if frozen is None else lambda: frozen
        )
        workspace.actor = must_be_account(workspace, actor or workspace.actor)
        database = workspace.database
        if database.was_unclean and database.check():
            # Only after an unclean stop does the check come before the first paint.
            database.repair()
        from app.composition import Desktop

        desktop = Desktop(app, workspace, local_zone())
        net.tell(desktop.say)
        desktop.when_ready(Garbage(app).start)
        desktop.show()
        # The first paint does not wait for those who may call later.
        QTimer.singleShot(0, lambda: single.listen(desktop.come_forward, desktop.offer_files))
        if file:
            QTimer.singleShot(0, lambda: desktop.offer_files([str(file)]))
        _close_when_told(app)
        code = app.exec()
        desktop.close()
        return int(code)
    finally:
        single.close()
        net.close()
