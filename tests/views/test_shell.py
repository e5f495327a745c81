"""The frame around every screen: where one is, what time it is, what waits."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from views.shell.keys_sheet import KeysSheet, lines_of
from views.shell.rail import RailButton
from views.shell.ticker import Ticker
from views.shell.window import MainWindow
from views.theme import apply_theme

NOW = datetime(2026, 11, 23, 15, 51, 22, 400_000, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def window(qtbot, qapp, clock):
    apply_theme(qapp, "dark")
    window = MainWindow(clock, ZoneInfo("Europe/Berlin"))
    for name in ("home", "room", "inbox"):
        window.add_screen(name, QWidget(), folds_top=name == "room")
    window.resize(1600, 1000)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.show_screen("home")
    return window


@pytest.fixture
def heard(window):
    heard = []
    window.navigate.connect(lambda name: heard.append(("navigate", name)))
    for name in ("declare_requested", "palette_requested", "keys_requested", "theme_toggled"):
        getattr(window, name).connect(lambda name=name: heard.append(name))
    return heard


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def named(window, name):
    return next(w for w in window.findChildren(QWidget) if w.accessibleName() == name)


def test_one_screen_is_shown_and_the_rail_says_which(window):
    window.show_screen("inbox")
    assert window.current == "inbox"
    assert named(window, "Inbox").isChecked()
    assert not named(window, "Home").isChecked()


def test_the_rail_and_the_bars_ask_and_decide_nothing(window, heard, qtbot):
    for name in ("War room", "Inbox", "Keys", "Light theme", "Search or run a command"):
        click(qtbot, named(window, name))
    click(qtbot, window.top.findChild(QWidget, "declare"))
    assert heard == [
        ("navigate", "room"),
        ("navigate", "inbox"),
        "keys_requested",
        "theme_toggled",
        "palette_requested",
        "declare_requested",
    ]
    assert window.current == "home"


def test_what_waits_in_the_inbox_is_counted_in_words_too(window):
    window.rail.set_count("inbox", 3)
    assert named(window, "Inbox, 3 waiting")
    window.rail.set_count("inbox", 0)
    assert named(window, "Inbox")


def test_the_way_to_the_other_theme_follows_the_theme(window, qapp):
    assert named(window, "Light theme")
    apply_theme(qapp, "light")
    assert named(window, "Dark theme")
    apply_theme(qapp, "dark")


def test_utc_comes_first_and_the_time_here_beside_it(window, clock):
    assert window.status._first.text() == "15:51:22 UTC"
    assert window.status._second.text() == "16:51 Berlin"
    clock.now = NOW + timedelta(seconds=1)
    window.ticker.fire()
    window.ticker.stop()
    assert window.status._first.text() == "15:51:23 UTC"


def test_the_time_here_may_come_first(window):
    window.status.set_utc_first(utc_first=False)
    assert window.status._first.text() == "16:51:22 Berlin"
    assert window.status._second.text() == "15:51 UTC"


def test_a_rail_with_words_is_wider_and_its_buttons_higher(window):
    before = window.rail.width()
    window.set_words_in_rail(worded=True)
    buttons = window.rail.findChildren(RailButton)
    assert window.rail.width() > before
    assert {button.sizeHint().height() for button in buttons} == {52}
    window.set_words_in_rail(worded=False)
    assert window.rail.width() == before


def test_where_the_time_here_is_utc_it_is_said_once(qtbot):
    window = MainWindow(lambda: NOW, UTC)
    qtbot.addWidget(window)
    assert window.status._second.text() == ""


def test_the_clock_ticks_at_the_full_second_of_the_clock_given(qtbot, clock):
    ticker = Ticker(clock)
    ticker.start()
    assert ticker._timer.remainingTime() <= 600
    with qtbot.waitSignal(ticker.tick) as ticked:
        pass
    ticker.stop()
    assert ticked.args == [NOW]


def test_a_room_takes_the_top_bar_in_a_narrow_window(window):
    window.show_screen("room")
    assert window.top.isVisible()
    window.resize(1280, 800)
    assert not window.top.isVisible()
    assert window.rail.width() == 52
    window.show_screen("home")
    assert window.top.isVisible()
    window.resize(1600, 1000)
    assert window.rail.width() == 60


def test_the_window_can_be_made_small_but_not_too_small(window):
    window.resize(400, 300)
    assert (window.width(), window.height()) == (1024, 700)


def test_the_path_is_in_the_title_of_the_window(window):
    window.set_path(("War room", "/", "INC-2417"), live=True)
    assert "INC-2417" in window.windowTitle()
    window.set_path(("Home", "Monday 23 November"))
    assert "INC-2417" not in window.windowTitle()


def test_a_toast_stands_above_the_status_bar_and_goes_by_itself(window):
    window.toast("INC-7 was closed. Z takes it back.")
    assert window.toaster.isVisible()
    assert window.toaster.geometry().bottom() < window.height() - window.status.height()
    assert window.toaster.geometry().right() < window.width()
    window.toaster.hide()


def test_a_notice_lasts_until_it_is_taken_away(window):
    window.notice("The database was repaired", "3 rows are kept beside it.")
    assert window._notice.isVisible()
    window.show_screen("room")
    assert window._notice.isVisible()
    window.notice("")
    assert not window._notice.isVisible()


def test_closing_stops_the_clock_and_is_told(window, qtbot):
    window.ticker.start()
    with qtbot.waitSignal(window.closed):
        window.close()
    assert not window.ticker._timer.isActive()


def test_the_sheet_lists_the_keys_of_this_screen_by_group(window):
    lines = lines_of("room")
    assert {group for _, _, group in lines} == {"Anywhere", "War room"}
    assert (("S", "0 to 4"), "Set the severity", "War room") in lines
    assert (("Ctrl", "1 to 9"), "Open a live incident", "Anywhere") in lines
    assert not any(words == "Write a note" for _, words, _ in lines_of("home"))
    sheet = KeysSheet(window)
    sheet.show_scope("room")
    assert sheet.isVisible()
    sheet.close_dialog()


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_no_word_of_the_frame_is_cut_in_the_smallest_window(qtbot, qapp, scale):
    apply_theme(qapp, "dark", scale)
    window = MainWindow(lambda: NOW, timezone(timedelta(hours=1)))
    window.add_screen("home", QWidget())
    window.show_screen("home")
    window.set_path(("Home", "Wednesday 23 September"))
    window.top.set_sample(True)
    window.resize(1024, 700)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    cut = [
        child
        for child in window.top.findChildren(QWidget)
        if child.isVisible() and child.minimumSizeHint().width() > child.width()
    ]
    assert cut == []
    assert window.width() == 1024
    apply_theme(qapp, "dark")
