"""Choosing what the timeline shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from models.queries import room
from views.room.timeline_filters import FILTERS, FilterBar
from views.theme import apply_theme

COUNTS = {"all": 31_204, "key": 8, "decisions": 2, "updates": 3, "alerts": 6}


@pytest.fixture
def bar(qtbot):
    apply_theme(QApplication.instance(), "dark")
    shown = FilterBar()
    qtbot.addWidget(shown)
    shown.resize(600, 40)
    shown.set_counts(COUNTS)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


@pytest.fixture
def told(bar):
    changes = []
    bar.filter_changed.connect(lambda name, words: changes.append((name, words)))
    return changes


def test_the_segments_are_the_filters_of_the_queries():
    assert list(FILTERS) == list(room.FILTERS)


def test_a_segment_shows_its_count_and_is_chosen_by_a_click(bar, told, qtbot):
    assert bar.segments.label("all") == "All 31,204"
    place = bar.segments.places()["decisions"]
    qtbot.mouseClick(bar.segments, Qt.MouseButton.LeftButton, pos=place.center())
    assert told == [("decisions", "")]
    assert bar.segments.accessibleName() == "Show: Decisions 2"


def test_arrow_keys_go_round_the_segments(bar, told, qtbot):
    qtbot.keyClick(bar.segments, Qt.Key.Key_Left)
    qtbot.keyClick(bar.segments, Qt.Key.Key_Right)
    assert told == [("alerts", ""), ("all", "")]


def test_words_narrow_the_chosen_segment_and_escape_lets_go_of_them(bar, told, qtbot):
    bar.segments.choose("key")
    bar.open_search()
    qtbot.waitUntil(bar.field.hasFocus)
    qtbot.keyClicks(bar.field, "po")
    assert told == [("key", ""), ("key", "p"), ("key", "po")]
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert told[-1] == ("key", "")
    assert not bar.field.isVisible()


def test_the_chosen_segment_stays_in_view_where_there_is_little_room(bar):
    bar.segments.choose("alerts")
    bar.segments.resize(160, 28)
    assert bar.segments.rect().contains(bar.segments.places()["alerts"])
