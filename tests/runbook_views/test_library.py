"""The library of runbooks on screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.runbook_views.samples import BOOK, NOW, ROWS, RUN
from views.runbooks.presenter import RunbooksState
from views.runbooks.screen import RunbooksScreen
from views.theme import apply_theme
from views.widgets.wrap import WrapText

Key = Qt.Key
STATE = RunbooksState(rows=ROWS, total=5, chosen="book-1", book=BOOK, loaded=True)


@pytest.fixture
def screen(put, qtbot):
    shown = put(RunbooksScreen(lambda: NOW), 1500, 860)
    shown.show_state(STATE)
    shown.start()
    qtbot.waitUntil(lambda: shown.book.is_whole)
    return shown


def said(screen):
    return [part.text() for part in screen.findChildren(WrapText) if part.isVisible()]


def test_the_runbook_is_read_with_its_findings_and_how_its_steps_went(screen):
    words = said(screen)
    assert "Step 5 does not say what should be seen after it." in words
    assert "failed 3 of 7 times, usually 4 min" in words


def test_j_and_k_choose_and_enter_goes_to_the_runbook(screen, qtbot):
    with qtbot.waitSignal(screen.chosen) as chosen:
        qtbot.keyClick(screen.books.list, Key.Key_J)
    assert chosen.args == ["book-2"]
    with qtbot.waitSignal(screen.chosen) as chosen:
        qtbot.keyClick(screen.books.list, Key.Key_Down)
    assert chosen.args == ["book-2"]
    qtbot.keyClick(screen.books.list, Key.Key_Return)
    assert screen.book.start_button.hasFocus()


def test_a_slash_goes_to_the_search_and_words_are_told(screen, qtbot):
    qtbot.keyClick(screen.books.list, Key.Key_Slash)
    assert screen.books.search.hasFocus()
    with qtbot.waitSignal(screen.words_typed) as typed:
        qtbot.keyClicks(screen.books.search, "certificate")
    assert typed.args == ["certificate"]
    qtbot.keyClick(screen.books.search, Key.Key_Escape)
    assert screen.books.list.hasFocus()


def test_a_runbook_starts_in_the_incident_in_front(screen, qtbot):
    assert screen.book.start_button.text() == "Start in INC-2418"
    with qtbot.waitSignal(screen.start_requested) as started:
        screen.book.start_button.click()
    assert started.args == ["book-1"]


def test_without_an_incident_it_can_be_read_and_not_started(screen):
    screen.show_state(replace(STATE, book=replace(BOOK, incident="")))
    assert not screen.book.start_button.isEnabled()


def test_its_text_is_edited_and_saved_by_the_keys(screen, qtbot):
    screen.show_state(replace(STATE, editing=True))
    qtbot.waitUntil(screen.editor.text.hasFocus)
    qtbot.keyClicks(screen.editor.text, "New. ")
    with qtbot.waitSignal(screen.edited) as edited:
        qtbot.keyClick(screen.editor.text, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert edited.args == ["book-1", f"New. {BOOK.book.text}"]
    with qtbot.waitSignal(screen.edit_cancelled):
        qtbot.keyClick(screen.editor.text, Key.Key_Escape)


def test_what_is_being_written_outlives_a_refresh(screen):
    screen.show_state(replace(STATE, editing=True))
    screen.editor.text.setPlainText("Half written")
    screen.show_state(replace(STATE, editing=True, notice="The folder cannot be written."))
    assert screen.editor.text.toPlainText() == "Half written"
    assert "The folder cannot be written." in said(screen)


def test_an_empty_library_offers_to_import_a_folder(screen, qtbot):
    screen.show_state(RunbooksState(loaded=True))
    assert screen.empty.isVisible()
    with qtbot.waitSignal(screen.import_requested):
        screen.empty.findChild(type(screen.book.start_button)).click()


def test_words_that_nothing_has_are_answered(screen):
    screen.show_state(replace(STATE, rows=(), words="zzz"))
    assert "No runbook has these words. There are 5 in all." in said(screen)


def test_the_run_of_the_incident_is_a_page_away(screen, qtbot):
    screen.show_state(replace(STATE, run=RUN, cursor=3))
    with qtbot.waitSignal(screen.page_shown) as turned:
        screen._other.click()
    assert turned.args == ["run"]
    screen.show_state(replace(STATE, page="run", run=RUN, cursor=3))
    assert screen.run_page.isVisible()
    assert screen.run_page.steps.hasFocus()


@pytest.mark.parametrize("page", ["library", "run"])
def test_all_that_takes_the_keyboard_has_a_name(screen, page):
    screen.show_state(replace(STATE, page=page, run=RUN, cursor=3))
    nameless = [
        type(part).__name__
        for part in screen.findChildren(QWidget)
        if part.isVisible()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not part.accessibleName()
    ]
    assert nameless == []


def test_a_change_of_theme_is_followed(screen):
    dark = screen.grab().toImage()
    apply_theme(QApplication.instance(), "light")
    light = screen.grab().toImage()
    assert dark.pixelColor(700, 40).lightness() < 60
    assert light.pixelColor(700, 40).lightness() > 200
    apply_theme(QApplication.instance(), "dark")


def test_a_long_runbook_comes_step_by_step_and_another_one_takes_its_place(screen, qtbot):
    steps = tuple(replace(BOOK.book.steps[0], n=n + 1, text=f"look at {n}") for n in range(200))
    long = replace(BOOK, uid="long", book=replace(BOOK.book, steps=steps))
    screen.show_state(replace(STATE, book=long))
    assert not screen.book.is_whole
    screen.show_state(STATE)
    qtbot.waitUntil(lambda: screen.book.is_whole)
    assert not any(words.startswith("look at") for words in said(screen))
    screen.show_state(replace(STATE, book=long))
    qtbot.waitUntil(lambda: screen.book.is_whole)
    assert said(screen).count("look at 199") == 1
