"""When a window is drawn: not on top of other work, and without waiting where there was none."""

import gc
from collections.abc import Iterator
from time import thread_time

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QWidget

from views.shell.settled import BEFORE_DRAWING_S, SettledWindow


@pytest.fixture(autouse=True)
def no_garbage() -> Iterator[None]:
    """As in the program: nothing is collected in the middle of a turn."""
    gc.disable()
    yield
    gc.enable()


class Ground(QWidget):
    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen = seen

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._seen.append("drawn")
        return super().event(event)


def shown(qtbot, seen: list[str]) -> SettledWindow:
    window = SettledWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(Ground(seen))
    window.show()
    qtbot.waitUntil(lambda: "drawn" in seen)
    seen.clear()
    return window


def after(seconds: float, window: SettledWindow, seen: list[str]) -> None:
    """Something that takes so long, changes what is seen, and is followed by a timer that is due,
    as a click would be."""
    QTimer.singleShot(1, window, lambda: seen.append("a click"))
    end = thread_time() + seconds
    while thread_time() < end:
        pass
    window.centralWidget().update()


def test_after_long_work_what_a_person_does_comes_before_the_drawing(qtbot):
    seen: list[str] = []
    window = shown(qtbot, seen)
    QTimer.singleShot(1, window, lambda: after(3 * BEFORE_DRAWING_S, window, seen))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == ["a click", "drawn"]


def test_after_little_work_it_is_drawn_at_once(qtbot):
    seen: list[str] = []
    window = shown(qtbot, seen)
    QTimer.singleShot(1, window, lambda: after(0, window, seen))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == ["drawn", "a click"]
