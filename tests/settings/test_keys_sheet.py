"""The sheet of keys shows those in force."""

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget

from tests.shots.stage import settle
from views import shortcuts
from views.shell.keys_sheet import KeysSheet, in_columns, lines_of
from views.theme import apply_theme
from views.widgets.keycap import KeyLine


@pytest.fixture(autouse=True)
def _keys_as_they_came():
    yield
    shortcuts.set_overrides({})


def words_and_caps(scope):
    return {words: caps for caps, words, _ in lines_of(scope)}


def test_ten_alike_stand_in_one_line():
    shown = words_and_caps("room")
    assert shown["Set the severity"] == ("S", "0 to 4")
    assert shown["Open a live incident"] == ("Ctrl", "1 to 9")


def test_a_chosen_key_is_shown_and_leaves_its_fold():
    shortcuts.set_overrides({"note": ("W",), "severity.0": ("Ctrl+0",), "undo": ()})
    shown = words_and_caps("room")
    assert shown["Write a note"] == ("W",)
    assert shown["Severity P0"] == ("Ctrl", "0")
    assert shown["Set the severity"] == ("S", "0 to 4")
    assert shown["Take back your last act"] == ("–",)


def test_keys_of_a_panel_are_on_the_sheet_of_its_screen(monkeypatch):
    own = shortcuts.Shortcut("step.copy", ("C",), "room.runbook", "Copy the command", "Runbook")
    monkeypatch.setattr(shortcuts, "SHORTCUTS", (*shortcuts.SHORTCUTS, own))
    assert words_and_caps("room")["Copy the command"] == ("C",)
    assert "Copy the command" not in words_and_caps("home")


@pytest.mark.parametrize("most", [1, 2, 3])
def test_columns_are_about_equally_high_and_keep_the_order(most):
    lines = lines_of("room")
    columns = in_columns(lines, most)
    assert [line for column in columns for line in column] == lines
    assert len(columns) == most
    longest, shortest = max(map(len, columns)), min(map(len, columns))
    assert longest - shortest <= 5


@pytest.mark.parametrize(("size", "scale"), [((1600, 1000), 1.0), ((1024, 700), 1.3)])
def test_the_sheet_fits_its_window_and_cuts_no_line(qtbot, qapp, size, scale):
    apply_theme(qapp, "dark", scale)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    sheet = KeysSheet(window)
    window.show()
    sheet.show_scope("room")
    settle()
    assert window.rect().contains(sheet.surface.geometry())
    inside = sheet.findChild(QScrollArea).widget()
    lines = inside.findChildren(KeyLine)
    assert len(lines) == len(lines_of("room"))
    cut = [
        line.accessibleDescription()
        for line in lines
        if line.height() < line.heightForWidth(line.width())
    ]
    assert cut == []
    window.resize(1100, 720)
    settle()
    assert window.rect().contains(sheet.surface.geometry())
    apply_theme(qapp, "dark")
