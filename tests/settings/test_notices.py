"""What may be told outside the window, and what never is."""

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from app.notices import Notices
from models.settings import Settings


class Told(Notices):
    """The desktop's place for notices, which no test machine has."""

    def __init__(self, window):
        super().__init__(window, QIcon(), lambda: "Ana Silva")
        self.told = []

    def _send(self, title, body):
        self.told.append((title, body))
        return True


@pytest.fixture
def notices(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return Told(window)


def tell(notices, actor="Mei Tanaka"):
    return notices.notify("INC-13 is P0 now", "Checkout API 5xx", "uid-13", actor)


def test_what_another_did_is_told_while_the_window_is_behind(notices):
    assert tell(notices)
    assert notices.told == [("INC-13 is P0 now", "Checkout API 5xx")]


def test_ones_own_act_is_never_told(notices):
    assert not tell(notices, "ana silva")


@pytest.mark.parametrize("settings", [Settings(notify=False), Settings(do_not_disturb=True)])
def test_whoever_asked_for_quiet_gets_it(notices, settings):
    notices.follow(settings)
    assert not tell(notices)
    notices.follow(Settings())
    assert tell(notices)


def test_nothing_is_told_while_the_window_is_in_front(notices, qtbot):
    window = notices.parent()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert not tell(notices)


def test_a_click_opens_the_incident_of_the_notice(notices, qtbot):
    tell(notices)
    with qtbot.waitSignal(notices.opened) as heard:
        notices._open()
    assert heard.args == ["uid-13"]


def test_a_desktop_without_a_place_for_notices_is_no_trouble(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    plain = Notices(window, QIcon(), lambda: "Ana Silva")
    plain.follow(Settings())
    assert not plain.notify("title", "body", "uid", "Mei Tanaka")
    plain.close()
