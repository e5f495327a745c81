"""The timeline's widget over the real store, in a window: an act, and what the window then paints.

Not `grab()` of the viewport: it paints into a picture made for it, of a widget that it has to lay
out, and leaves out the scroll bar and the way to the window. What a person waits for is the paint
event that follows the act. "append" is what the room does when it hears that a note was written:
the rows in sight are read again as well."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure, p50, p99, repeated, timed
from bench.ground import desk_on, incident_with_entries, now
from models.actions.desk import Desk
from models.actions.note import Note, note
from models.queries.room import RoomTimeline
from models.queries.timeline import Filter

if TYPE_CHECKING:
    from views.room.timeline_view import TimelineView


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from views.theme import apply_theme

    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        apply_theme(app, "dark")
    floor = None
    for size, most in ((100, 1.0), (100_000, 2.0), *(() if quick else ((1_000_000, 3.0),))):
        desk = desk_on(folder / str(size))
        uid = incident_with_entries(desk, size)
        opened = p50(repeated(partial(_open, desk, uid), 7))
        floor = floor or opened
        yield Figure(f"timeline, open {size:,}", opened, "open 100", floor, most)
        yield from _at_work(desk, uid, size)
        desk.store.connection.close()


def _open(desk: Desk, uid: str) -> "TimelineView":
    from views.room.timeline_view import TimelineView

    view = TimelineView(now())
    view.resize(760, 620)
    view.reset(RoomTimeline(desk.store.connection, uid, Filter()))
    view.grab()
    return view


def _at_work(desk: Desk, uid: str, size: int) -> Iterator[Figure]:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtTest import QTest

    view = _open(desk, uid)
    view.show()
    if not QTest.qWaitForWindowExposed(view):  # it would paint nothing, and be very quick
        raise RuntimeError("The window of the timeline was not shown.")
    bar = view.verticalScrollBar()

    def paint() -> None:
        QCoreApplication.sendPostedEvents(view, QEvent.Type.UpdateRequest.value)

    def refresh() -> None:
        view.refresh()
        paint()

    def show(at: int) -> None:
        bar.setValue(at)
        paint()

    appends = []
    for n in range(60):
        note(Note(uid, f"one more {n}"), desk)
        appends.append(timed(refresh))
    scrolls = [timed(partial(show, bar.value() - 40)) for _ in range(60)]
    jumps = [timed(partial(show, bar.maximum() * n // 30)) for n in range(30)]
    for name, values, most in (("append", appends, 2), ("scroll", scrolls, 4), ("jump", jumps, 10)):
        yield Figure(f"timeline of {size:,}, {name}, p50", p50(values), "", None, most)
        yield Figure(f"timeline of {size:,}, {name}, p99", p99(values), "", None, 16)
