"""One registry of keys: no key means two things, and no key takes a letter from a text."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from views import shortcuts
from views.shortcuts import SHORTCUTS, Shortcut, Shortcuts, caps, clashes, refusal

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
META = Qt.KeyboardModifier.MetaModifier


class Desk:
    """A window with a list-like place and a line to write in; `done` names what was run."""

    def __init__(self, qtbot, qapp):
        self.window = QWidget()
        self.place = QWidget()
        self.place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.place)
        column.addWidget(self.line)
        self.done = []
        self.keys = Shortcuts(self.window)
        for shortcut in SHORTCUTS:
            self.keys.bind(shortcut.id, lambda name=shortcut.id: self.done.append(name))
        self.keys.install(qapp)
        self.keys.activate("room")
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.place.setFocus()
        self._qtbot = qtbot

    def type(self, key, held=Qt.KeyboardModifier.NoModifier):
        self._qtbot.keyClick(QApplication.focusWidget(), key, held)


@pytest.fixture
def desk(qtbot, qapp):
    desk = Desk(qtbot, qapp)
    yield desk
    desk.keys.uninstall()
    desk.keys.set_overrides({})
    desk.keys._timer.stop()


def test_no_key_means_two_things_on_one_screen():
    assert clashes() == []


def test_a_clash_is_found(monkeypatch):
    second = Shortcut("nap", ("N", "G"), "room", "Nap", "War room")
    monkeypatch.setattr(shortcuts, "SHORTCUTS", (*SHORTCUTS, second))
    assert {key for key, _, _ in clashes()} == {"N"}


def test_ids_are_told_apart_and_each_has_words():
    ids = [shortcut.id for shortcut in SHORTCUTS]
    assert len(ids) == len(set(ids))
    assert all(shortcut.label and shortcut.group for shortcut in SHORTCUTS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("palette", ("Ctrl", "K")), ("go.home", ("G", "H")), ("note", ("N",)), ("clock", ("'",))],
)
def test_keys_are_written_a_cap_each(name, expected):
    assert caps(name) == expected


def test_nothing_is_bound_that_the_registry_does_not_know(qapp):
    with pytest.raises(KeyError):
        Shortcuts().bind("nonsense", print)


def test_a_letter_works_in_a_list_and_is_a_letter_in_a_text(desk):
    desk.type(Qt.Key.Key_N)
    desk.line.setFocus()
    desk.type(Qt.Key.Key_N)
    assert desk.done == ["note"]
    assert desk.line.text() == "n"


def test_a_letter_with_alt_works_in_a_text_too(desk):
    desk.line.setFocus()
    desk.type(Qt.Key.Key_N, ALT)
    assert desk.done == ["note"]
    assert desk.line.text() == ""


def test_control_works_in_a_text(desk):
    desk.line.setFocus()
    desk.type(Qt.Key.Key_K, CONTROL)
    desk.type(Qt.Key.Key_P, CONTROL | SHIFT)
    desk.type(Qt.Key.Key_3, CONTROL)
    assert desk.done == ["palette", "palette", "live.3"]


@pytest.mark.parametrize("second", [(Qt.Key.Key_H, "go.home"), (Qt.Key.Key_I, "go.inbox")])
def test_a_chord_is_two_letters(desk, second):
    key, name = second
    desk.type(Qt.Key.Key_G)
    assert desk.done == []
    desk.type(key)
    assert desk.done == [name]


def test_a_chord_begun_with_alt_in_a_text_takes_its_second_letter(desk):
    desk.line.setFocus()
    desk.type(Qt.Key.Key_S, ALT)
    desk.type(Qt.Key.Key_0)
    desk.type(Qt.Key.Key_1)
    assert desk.done == ["severity.0"]
    assert desk.line.text() == "1"


def test_a_chord_left_alone_is_forgotten(desk, qtbot):
    desk.type(Qt.Key.Key_G)
    with qtbot.waitSignal(desk.keys._timer.timeout):
        pass
    desk.type(Qt.Key.Key_T)
    assert desk.done == ["timeline"]


def test_a_letter_that_ends_no_chord_means_what_it_means_alone(desk):
    desk.type(Qt.Key.Key_G)
    desk.type(Qt.Key.Key_N)
    assert desk.done == ["note"]


def test_a_letter_that_stands_alone_and_begins_a_chord_waits_for_the_next_key(desk, qtbot):
    desk.type(Qt.Key.Key_S)
    assert desk.done == []
    desk.type(Qt.Key.Key_0)
    assert desk.done == ["severity.0"]
    desk.type(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: desk.done == ["severity.0", "severity"])
    desk.type(Qt.Key.Key_S)
    desk.type(Qt.Key.Key_N)
    assert desk.done[2:] == ["severity", "note"]


def test_signs_are_read_as_typed(desk):
    for sign in (".", ">", "?", "'", "/"):
        press = QKeyEvent(QEvent.Type.KeyPress, ord(sign), Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(desk.place, press)
    assert desk.done == ["stage.on", "stage.back", "keys", "clock", "room.filter"]


def test_a_key_held_down_is_one_act(desk):
    for repeated in (False, True, True):
        press = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Z, Qt.KeyboardModifier.NoModifier, "z", repeated
        )
        QApplication.sendEvent(desk.place, press)
    assert desk.done == ["undo"]


def test_keys_of_another_screen_are_silent(desk):
    desk.keys.activate("home")
    desk.type(Qt.Key.Key_N)
    desk.type(Qt.Key.Key_D)
    desk.type(Qt.Key.Key_Slash)
    assert desk.done == ["declare", "home.filter"]


def test_nothing_behind_a_dialog_hears_a_key(desk):
    desk.keys.block(True)
    desk.type(Qt.Key.Key_N)
    desk.type(Qt.Key.Key_K, CONTROL)
    desk.keys.block(False)
    desk.type(Qt.Key.Key_T)
    assert desk.done == ["timeline"]


def test_an_open_menu_keeps_its_letters(desk):
    menu = QMenu(desk.window)
    menu.addAction("Note")
    menu.popup(desk.window.pos())
    desk.type(Qt.Key.Key_N)
    menu.close()
    assert desk.done == []


def test_single_letters_can_be_switched_off(desk):
    desk.keys.set_letters(False)
    desk.type(Qt.Key.Key_N)
    desk.type(Qt.Key.Key_K, CONTROL)
    desk.type(Qt.Key.Key_F6)
    assert desk.done == ["palette", "panel.next"]


def test_a_key_of_the_desktop_is_not_ours(desk):
    desk.type(Qt.Key.Key_D, META)
    assert desk.done == []


def test_end_is_for_the_text_where_one_is_written(desk):
    desk.line.setFocus()
    desk.type(Qt.Key.Key_End)
    desk.type(Qt.Key.Key_F6, SHIFT)
    assert desk.done == ["panel.back"]


def test_a_letter_waiting_for_a_chord_is_done_before_the_next_key_and_may_open_a_text(desk):
    desk.keys.bind("severity", desk.line.setFocus)
    desk.type(Qt.Key.Key_S)
    desk.type(Qt.Key.Key_N)
    assert desk.done == []
    assert desk.line.text() == "n"


def test_a_held_letter_still_waits(desk):
    for repeated in (False, True, True):
        press = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "s", repeated
        )
        QApplication.sendEvent(desk.place, press)
    assert desk.done == []


def test_alt_and_an_arrow_is_a_key_of_its_own(desk):
    desk.line.setFocus()
    desk.type(Qt.Key.Key_Right, ALT)
    assert desk.done == ["drawer"]


def test_a_chosen_key_takes_the_place_of_the_old_one(desk):
    desk.keys.set_overrides({"note": ("W",), "go.home": ("Ctrl+H",), "gone": ("Q",)})
    desk.type(Qt.Key.Key_N)
    desk.type(Qt.Key.Key_W)
    desk.type(Qt.Key.Key_H, CONTROL)
    assert desk.done == ["note", "go.home"]
    assert caps("note") == ("W",)
    desk.keys.set_overrides({})
    assert caps("note") == ("N",)


def test_an_act_may_have_no_key(desk):
    desk.keys.set_overrides({"undo": ()})
    desk.type(Qt.Key.Key_Z)
    assert desk.done == []
    assert caps("undo") == ("–",)


@pytest.mark.parametrize(
    ("name", "key", "sentence"),
    [
        ("note", "G H", "G H is already Go to Home. Choose another key."),
        ("note", "T", "T is already Focus the timeline. Choose another key."),
        ("note", "M", "M is already Key moment, on a row. Choose another key."),
        ("note", "Alt+T", "Alt+T is already Focus the timeline. Choose another key."),
        ("note", "Ctrl+C", "Ctrl+C is for texts, lists and dialogs. Choose another key."),
        ("note", "Shift+Left", "Shift+Left is for texts, lists and dialogs. Choose another key."),
        ("note", "W", ""),
        ("note", "N", ""),
        ("home.filter", "N", ""),
    ],
)
def test_a_key_that_is_taken_is_refused_by_the_name_of_what_has_it(desk, name, key, sentence):
    assert refusal(name, key) == sentence


def test_a_key_that_was_given_up_can_be_had(desk):
    desk.keys.set_overrides({"timeline": ("W",)})
    assert refusal("note", "T") == ""
    assert refusal("note", "W") == "W is already Focus the timeline. Choose another key."


def test_a_chosen_clash_is_found_too(desk):
    desk.keys.set_overrides({"note": ("T",)})
    assert [key for key, _, _ in clashes()] == ["T"]


class Panels:
    """The runbook panel around the place, with keys of its own."""

    OWN = (
        Shortcut("step.copy", ("N",), "room.runbook", "Copy the command", "Runbook"),
        Shortcut("step.tick", ("Space",), "room.runbook", "Tick the step", "Runbook"),
        Shortcut("step.again", ("G",), "room.runbook", "Do it again", "Runbook"),
    )

    def __init__(self, desk, monkeypatch):
        monkeypatch.setattr(shortcuts, "SHORTCUTS", (*SHORTCUTS, *self.OWN))
        for shortcut in self.OWN:
            desk.keys.bind(shortcut.id, lambda name=shortcut.id: desk.done.append(name))
        self.button = QPushButton("Look", desk.place)
        self.button.show()
        desk.keys.panel("room.runbook", desk.place)


def test_a_letter_of_a_panel_wins_while_the_keyboard_is_inside_it(desk, monkeypatch):
    panel = Panels(desk, monkeypatch)
    assert clashes() == []
    desk.type(Qt.Key.Key_N)
    panel.button.setFocus()
    desk.type(Qt.Key.Key_N)
    desk.type(Qt.Key.Key_G)
    desk.window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    desk.window.setFocus()
    desk.type(Qt.Key.Key_N)
    assert desk.done == ["step.copy", "step.copy", "step.again", "note"]


def test_space_ticks_in_a_panel_and_presses_a_button_that_has_the_keyboard(desk, monkeypatch):
    panel = Panels(desk, monkeypatch)
    panel.button.clicked.connect(lambda: desk.done.append("button"))
    desk.type(Qt.Key.Key_Space)
    panel.button.setFocus()
    desk.type(Qt.Key.Key_Space)
    assert desk.done == ["step.tick", "button"]


def test_a_panel_of_another_screen_is_silent(desk, monkeypatch):
    Panels(desk, monkeypatch)
    desk.keys.activate("home")
    desk.type(Qt.Key.Key_N)
    assert desk.done == []


def test_a_key_with_control_means_one_thing_in_a_panel_too(monkeypatch):
    second = Shortcut("step.find", ("Ctrl+K",), "room.runbook", "Find a step", "Runbook")
    monkeypatch.setattr(shortcuts, "SHORTCUTS", (*SHORTCUTS, second))
    assert clashes() == [("Ctrl+K", "palette", "step.find")]
