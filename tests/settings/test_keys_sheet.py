"""The sheet of keys shows those in force."""

import pytest

from views import shortcuts
from views.shell.keys_sheet import lines_of


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
