"""The window: opened, composed, and closed again."""

import argparse
import os
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.cli.complaint import complain
from models.domain.errors import Unavailable, WarRoomError

UNAVAILABLE, REFUSED = 69, 1


def open_window(given: argparse.Namespace) -> int:
    """Gives the exit code. Says in one sentence why a window cannot open here."""
    from app.preflight import refuse_without_window

    try:
        refuse_without_window()
    except Unavailable as error:
        complain(str(error))
        return UNAVAILABLE
    from app.workspace import default_folder

    folder = given.data_dir if "data_dir" in given else default_folder()
    actor = given.actor if "actor" in given else None
    frozen = given.now if "now" in given else None
    try:
        return _run(folder, actor, frozen)
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


def _run(folder: Path, actor: str | None, frozen: datetime | None) -> int:
    from PySide6.QtWidgets import QApplication

    from app.crash import CrashNet
    from app.single_instance import SingleInstance
    from app.workspace import open_workspace, wall_clock

    app = QApplication(sys.argv[:1])
    app.setApplicationName("War room")
    app.setDesktopFileName("warroom")
    single = SingleInstance(folder, app)
    if not single.is_first and single.call():
        complain("War room is open already on this data folder; its window was called.")
        return 0
    net = CrashNet(folder / "log")
    try:
        workspace = open_workspace(
            folder, actor=actor, now=wall_clock if frozen is None else lambda: frozen
        )
        database = workspace.database
        if database.was_unclean and database.check():
            # Only after an unclean stop does the check come before the first paint.
            database.repair()
        from app.composition import Desktop

        desktop = Desktop(app, workspace, local_zone())
        net.tell(desktop.say)
        single.listen(desktop.come_forward)
        desktop.show()
        code = app.exec()
        desktop.close()
        return int(code)
    finally:
        single.close()
        net.close()
