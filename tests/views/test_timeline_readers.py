"""The rows of the timeline as a screen reader finds them."""

from functools import partial

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from tests.views.timeline_samples import NOW, MadeSource, show_view
from views.room.timeline_words import sentence


@pytest.fixture
def open_view(qtbot):
    return partial(show_view, qtbot)


@pytest.fixture
def reader():
    """Somebody has the window read out."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def test_a_screen_reader_finds_each_row_in_sight_where_it_stands(open_view, reader):
    view = open_view(MadeSource(40))
    spoken = QAccessible.queryAccessibleInterface(view.viewport())
    rows = [spoken.child(n) for n in range(spoken.childCount())]
    said = [row.text(QAccessible.Text.Name) for row in rows if not row.state().invisible]
    said = [words for words in said if words != "0 new"]
    wanted = [sentence(shown.row.entry, NOW, view.clock) for shown in view.shown]
    assert [words for words in said if words in wanted] == wanted


def test_without_a_screen_reader_no_widget_stands_for_a_row(open_view):
    view = open_view(MadeSource(40))
    assert view.viewport().findChildren(QLabel) == []
