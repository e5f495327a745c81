"""What the timeline looks like, where it matters."""

from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from models.domain.severity import Severity
from models.domain.stage import Stage
from tests.dressed import dress
from tests.views.timeline_samples import ListSource, picture, show_view, shown
from views.theme import theme_of


@pytest.fixture
def open_view(qtbot):
    return partial(show_view, qtbot)


def focus(view, qtbot):
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_tints_and_stage_colours_are_where_they_belong(open_view, name):
    view = open_view(ListSource(picture()))
    dress(QApplication.instance(), name)
    theme = theme_of(view)
    image = view.grab().toImage()

    def color(position, x, dy=4):
        return image.pixelColor(x, shown(view, position).top + dy).name()

    assert color(5, 740) == theme.severity(Severity.P0).tint.name()
    assert color(9, 740) == theme.color("accentbg").name()
    assert color(10, 740) == theme.color("surface").name()
    assert color(3, 89, 14) == theme.stage(Stage.TRIAGE).name()
    assert color(13, 89, 31) == theme.color("line2").name()
    assert image.pixelColor(300, shown(view, 13).bottom + 10).name() == theme.color("accent").name()


def test_the_current_row_has_the_one_ring_only_while_the_view_has_focus(open_view, qtbot):
    view = open_view(ListSource(picture()))
    ring = theme_of(view).color("focus").name()
    view.make_current(10)
    focus(view, qtbot)
    top = shown(view, 10).top
    assert view.grab().toImage().pixelColor(400, top + 1).name() == ring
    view.clearFocus()
    assert view.grab().toImage().pixelColor(400, top + 1).name() != ring


def test_an_empty_timeline_says_what_would_be_here(open_view):
    view = open_view(ListSource([]))
    text = theme_of(view).color("text").name()
    image = view.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(250, 500) for y in range(200, 320)}
    assert text in seen
