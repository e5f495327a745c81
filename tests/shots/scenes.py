"""Every screen in every look, from sample data at a moment that stands still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.composition import Desktop
from app.demo import fill
from app.workspace import open_workspace
from models.domain.times import parse_time

NOW = parse_time("2026-11-23T15:51:22Z")
SIZES = ((1600, 1000), (1280, 800))
THEMES = ("dark", "light")


@contextmanager
def staged(app: QApplication, folder: Path, text_scale: str = "1.0") -> Iterator[Desktop]:
    """The window over fresh sample data, its clock at NOW."""

    def now() -> datetime:
        return NOW

    workspace = open_workspace(folder, actor="Priya Nair", now=now)
    fill(workspace)
    workspace.database.remember("text_scale", text_scale)
    desktop = Desktop(app, workspace, ZoneInfo("Europe/Berlin"))
    desktop.show()
    try:
        yield desktop
    finally:
        app.removeEventFilter(desktop.shortcuts)
        desktop.window.close()
        desktop.close()
        # A window that lives on is dressed anew at every change of theme after it.
        desktop.window.deleteLater()
        settle()


def wait_for(holds: Callable[[], bool]) -> None:
    """Turns the event loop until `holds`; AssertionError after five seconds."""
    deadline = QDeadlineTimer(5_000)
    while not holds():
        assert not deadline.hasExpired(), "the screen did not get there"
        _turn(5)


def settle() -> None:
    """What Qt put off (showing new rows, laying out, deleting old ones) is done."""
    for _ in range(10):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        _turn(0)


def _turn(ms: int) -> None:
    """Runs the event loop for so long."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def _room(desktop: Desktop) -> None:
    uid = desktop.home_presenter.state.record.live[0].uid
    desktop.open_incident(uid)
    wait_for(lambda: desktop.room_presenter.state.record is not None)
    wait_for(lambda: desktop.rooms.team.state.incident is not None)
    wait_for(lambda: desktop.room.timeline.count > 0)
    wait_for(lambda: desktop.rooms.runbook_panel._view is not None)
    wait_for(lambda: desktop.rooms.updates.state.record is not None)
    settle()
    desktop.room.timeline.follow()
    desktop.room.focus_note()


def _quiet_room(desktop: Desktop) -> None:
    uid = desktop.home_presenter.state.record.live[1].uid
    desktop.open_incident(uid)
    wait_for(lambda: desktop.rooms.team.state.incident is not None)
    wait_for(lambda: desktop.rooms.team.state.incident.uid == uid)
    wait_for(lambda: desktop.room.timeline.count > 0)
    wait_for(lambda: desktop.rooms.updates.state.record is not None)
    settle()
    desktop.room.timeline.follow()
    desktop.room.focus_note()


def _declare(desktop: Desktop) -> None:
    desktop.open_declare()
    title = "webapp-prod cannot reach database"
    desktop.declare.title_line.setText(title)
    desktop.declare_presenter.title_typed(title)
    wait_for(lambda: desktop.declare_presenter.state.look_alike is not None)


def _in_room(ask: str) -> Callable[[Desktop], None]:
    def open_it(desktop: Desktop) -> None:
        _room(desktop)
        getattr(desktop.room, ask)()

    return open_it


def _promote(desktop: Desktop) -> None:
    _quiet_room(desktop)
    desktop.room.ask_promote()


def _offer(desktop: Desktop) -> None:
    _room(desktop)
    team = desktop.rooms.team
    team.offer("Amara Okafor", team.state.brief)
    wait_for(lambda: team.state.incident is not None and team.state.incident.offer is not None)
    desktop.room.open_offer(team.state)


def _inbox(desktop: Desktop) -> None:
    desktop.go("inbox")


def _runbook(desktop: Desktop) -> None:
    _room(desktop)
    desktop.open_run()
    wait_for(lambda: desktop.runbooks.presenter.state.run is not None)
    desktop.runbooks.presenter.show_page("run")


def _library(desktop: Desktop) -> None:
    desktop.go("runbooks")
    wait_for(lambda: desktop.runbooks.presenter.state.book is not None)


def _settings(page: str) -> Callable[[Desktop], None]:
    def open_it(desktop: Desktop) -> None:
        desktop.go("settings")
        wait_for(lambda: desktop.settings.presenter.state.record is not None)
        desktop.settings.screen.open_page(page)

    return open_it


def _layout(name: str) -> Callable[[Desktop], None]:
    def open_it(desktop: Desktop) -> None:
        _room(desktop)
        desktop.room.set_preset(name)

    return open_it


SCENES: dict[str, Callable[[Desktop], None]] = {
    "home": lambda desktop: None,
    "declare": _declare,
    "room": _room,
    "palette": lambda desktop: desktop.palette.open_palette("de"),
    "handover": _in_room("ask_handover"),
    "assign": _in_room("ask_assign"),
    "triage": _in_room("ask_triage"),
    "promote": _promote,
    "offer": _offer,
    "quiet-room": _quiet_room,
    "inbox": _inbox,
    "runbook": _runbook,
    "runbooks": _library,
    "settings": _settings("appearance"),
    "settings-people": _settings("people"),
    "settings-rules": _settings("rules"),
    "first": lambda desktop: desktop.go("first"),
    "comms": _layout("comms"),
    "hands-on": _layout("hands_on"),
    "wall": _layout("wall"),
    "keys": lambda desktop: desktop.keys.show_scope("room"),
}
"""Every screen and dialog by name, and how to get there from Home."""


def scene(
    desktop: Desktop,
    name: str,
    theme: str,
    size: tuple[int, int],
    look: Callable[[], None] = lambda: None,
) -> QImage:
    """One screen, grabbed. `look` is called while it stands."""
    if desktop.settings.theme != theme:
        desktop.settings.toggle_theme()
    desktop.window.resize(*size)
    desktop.go("home")
    wait_for(lambda: len(desktop.home_presenter.state.record.live) == 2)
    SCENES[name](desktop)
    settle()
    image = desktop.window.grab().toImage()
    look()
    desktop.room.set_preset("command")
    for dialog in desktop.dialogs():
        if dialog.isVisible():
            dialog.close_dialog()
    return image


MAIN = ("home", "room", "declare", "palette", "runbook")
"""Screens looked at in both themes and both sizes; of the others one look each of the two."""


def looks_of(name: str) -> list[tuple[str, tuple[int, int]]]:
    """(theme, size) of every picture kept of a screen."""
    every = [(theme, size) for theme in THEMES for size in SIZES]
    return every if name in MAIN else [("dark", SIZES[0]), ("light", SIZES[1])]


def file_name(name: str, theme: str, size: tuple[int, int]) -> str:
    return f"{name}-{theme}-{size[0]}x{size[1]}.png"
