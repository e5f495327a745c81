"""The first start: a name, and one of three beginnings."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from views.first_run.screen import CHOICES, FirstRunScreen


@pytest.fixture
def first(qtbot):
    screen = FirstRunScreen()
    qtbot.addWidget(screen)
    screen.resize(1000, 700)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    screen.setFocus()
    return screen


@pytest.mark.parametrize("name", [choice[0] for choice in CHOICES])
def test_a_choice_goes_out_with_the_name(first, qtbot, name):
    first.set_name(" Ana Silva ")
    with qtbot.waitSignal(first.chosen) as heard:
        first.buttons[name].click()
    assert heard.args == [name, "Ana Silva"]


def test_two_enters_begin_with_sample_data(first, qtbot):
    first.set_name("ana")
    with qtbot.waitSignal(first.chosen) as heard:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert heard.args == ["sample", "ana"]


def test_without_a_name_nothing_begins(first, qtbot):
    first.set_name("  ")
    with qtbot.assertNotEmitted(first.chosen):
        first.buttons["empty"].click()
    assert QApplication.focusWidget() is first.name_line
    assert "Write your name first" in first.name_line.accessibleDescription()
    qtbot.keyClick(first.name_line, Qt.Key.Key_A)
    assert first.name_line.accessibleDescription() == ""
