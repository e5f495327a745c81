"""Garbage is looked for by the UI thread, as often as Python would and never elsewhere."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.garbage import LOADED, Garbage


class Knot:
    """Holds itself, and a widget with it."""

    def __init__(self) -> None:
        self.me, self.widget = self, QWidget()


@pytest.fixture
def garbage(qapp: QApplication) -> Iterator[Garbage]:
    found = Garbage()
    found.start()
    yield found
    found.stop()
    gc.unfreeze()


def test_python_itself_looks_for_none(garbage: Garbage) -> None:
    assert not gc.isenabled()


def test_what_holds_itself_is_found_while_the_window_waits(garbage: Garbage, qtbot: QtBot) -> None:
    gone = weakref.ref(Knot())
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: gone() is None)
    assert kept


def test_a_library_that_was_loaded_is_not_looked_through(garbage: Garbage) -> None:
    garbage.look()
    before = gc.get_freeze_count()
    library = [[] for _ in range(2 * LOADED)]
    garbage.look()
    assert gc.get_freeze_count() - before > LOADED
    gone = weakref.ref(Knot())
    library += [[] for _ in range(2 * gc.get_threshold()[0])]
    garbage.look()
    assert gone() is None


def test_with_little_made_there_is_nothing_to_look_for(garbage: Garbage) -> None:
    gc.collect()
    held = weakref.ref(Knot())
    garbage.look()
    assert held() is not None
