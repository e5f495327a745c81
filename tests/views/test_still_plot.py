"""A chart is shown as a picture of itself, and is itself wherever else it is painted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.dressed import dress
from views.shell.settled import SettledWindow
from views.theme import theme_of
from views.widgets.still_plot import StillPlot
from views.widgets.turns import waiting


@pytest.fixture
def window(qapp, qtbot):
    dress(qapp, "dark")
    made = SettledWindow()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.setCentralWidget(QWidget(made))
    return made


@pytest.fixture
def plot(window, qtbot):
    made = StillPlot(window.centralWidget())
    made.painted = []
    made.scene().sigPrepareForPaint.connect(lambda: made.painted.append(1))
    made.dress(34, 18)
    made.resize(380, 200)
    draw(made, [1, 3, 2])
    window.show()
    qtbot.waitExposed(window)
    settled(qtbot)
    return made


def settled(qtbot):
    qtbot.waitUntil(lambda: not waiting())


def draw(plot, line):
    plot.clear()
    plot.plot(range(len(line)), line, antialias=True)
    plot.setXRange(0, len(line) - 1, padding=0.01)
    plot.setYRange(0, 4, padding=0)
    plot.renew()


def on_screen(window):
    """What the window drew, not what it would draw if it were asked."""
    return as_image(window.screen().grabWindow(window.winId()))


def as_image(picture):
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_the_window_shows_what_the_chart_looks_like(window, plot, qtbot):
    first = on_screen(window)
    assert first == as_image(window.grab())
    draw(plot, [3, 1, 3])
    qtbot.waitUntil(lambda: on_screen(window) != first)
    settled(qtbot)
    assert on_screen(window) == as_image(window.grab())


class Drawn(QWidget):
    """Behind the chart; counts how often what is there is drawn."""

    def __init__(self, parent):
        super().__init__(parent)
        self.times = 0
        self.resize(380, 200)
        self.lower()
        self.show()

    def paintEvent(self, event):  # noqa: N802
        self.times += 1


def test_drawing_the_window_again_paints_no_chart(window, plot, qtbot):
    drawn = Drawn(window.centralWidget())
    plot.painted.clear()
    plot.viewport().update()
    qtbot.waitUntil(lambda: drawn.times > 0)
    assert not plot.painted
    window.grab()
    assert plot.painted


def test_in_another_size_and_in_another_theme_it_is_as_it_would_be_painted(
    qapp, window, plot, qtbot
):
    plot.resize(300, 250)
    settled(qtbot)
    qtbot.waitUntil(lambda: on_screen(window) == as_image(window.grab()))
    dress(qapp, "light")
    plot.dress(34, 18)
    plot.renew()
    settled(qtbot)
    qtbot.waitUntil(lambda: on_screen(window) == as_image(window.grab()))
    assert on_screen(window).pixelColor(290, 5) == theme_of(plot).color("surface")


def test_from_where_it_is_drawn_anew_no_old_picture_is_shown(qapp, window, plot, qtbot):
    """Its colours may be of another theme, and the new picture comes a turn later."""
    dress(qapp, "light")
    plot.dress(34, 18)
    plot.painted.clear()
    plot.viewport().update()
    qtbot.waitUntil(lambda: bool(plot.painted))
    assert on_screen(window).pixelColor(370, 5) == theme_of(plot).color("surface")


def test_out_of_sight_it_is_painted_when_it_is_seen(window, plot, qtbot):
    plot.hide()
    plot.painted.clear()
    draw(plot, [2, 2, 2])
    assert not plot.painted
    plot.show()
    settled(qtbot)
    qtbot.waitUntil(lambda: on_screen(window) == as_image(window.grab()))


def test_nobody_drags_it_and_no_menu_is_built(plot):
    assert plot.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert plot.getViewBox().menu is None
