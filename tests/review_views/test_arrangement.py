"""A review is written, read, or both side by side, as a person chose and the window allows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from app.review_parts import ARRANGEMENT
from models.domain.review import Section
from tests.shots import learning
from tests.shots.stage import settle, staged
from views.review.document import BOTH, READ, WRITE
from views.review.screen import ReviewScreen

STRUGGLED = Section.WHERE_WE_STRUGGLED


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    with staged(qapp, tmp_path / "data") as built:
        built.window.resize(1600, 1000)
        learning.review(built)
        yield built


@pytest.fixture
def screen(desktop: Desktop) -> ReviewScreen:
    return desktop.reviews.screen


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_by_key_and_by_button(screen: ReviewScreen) -> None:
    document = screen.document
    assert document.arrangement == WRITE
    assert not document.pane.isVisible()
    screen.setFocus()
    press(Qt.Key.Key_V)
    assert document.arrangement == BOTH
    assert document.pane.isVisible() and document.editor(STRUGGLED).isVisible()
    assert abs(document.pane.width() - document._scroll.width()) <= 1
    assert not screen._left.isVisible()
    screen._both.click()
    assert document.arrangement == WRITE
    assert screen._left.isVisible() and screen.then.isVisible()


def test_what_is_typed_is_read_beside_it_as_it_is_typed(screen: ReviewScreen, qtbot: QtBot) -> None:
    screen.toggle_both()
    editor = screen.document.editor(STRUGGLED)
    editor.setFocus()
    editor.insertPlainText("- Nobody knew **who** decides.\n")
    qtbot.waitUntil(lambda: "Nobody knew who decides." in screen.document.pane.plain())
    press(Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert screen.document.arrangement == WRITE


def test_the_title_stands_over_both_once(screen: ReviewScreen) -> None:
    screen.toggle_both()
    assert screen._page.title not in screen.document.pane.plain()
    assert screen.document.head.isVisible()
    screen.toggle_preview()
    assert screen.document.arrangement == READ
    assert screen._page.title in screen.document.pane.plain()
    assert not screen.document.head.isVisible()


def test_from_reading_one_comes_back_to_how_one_wrote(screen: ReviewScreen) -> None:
    screen.toggle_both()
    screen.toggle_preview()
    screen.focus_text()
    assert screen.document.arrangement == BOTH
    screen.toggle_preview()
    screen.toggle_both()
    assert screen.document.arrangement == BOTH


def test_what_is_read_goes_along_with_what_is_written(screen: ReviewScreen) -> None:
    screen.toggle_both()
    screen.window().resize(1300, 800)
    settle()
    document = screen.document
    written, read = document._scroll.verticalScrollBar(), document.pane.verticalScrollBar()
    assert written.maximum() > 0 and read.maximum() > 0
    written.setValue(document.boxes[STRUGGLED].y())
    assert read.value() == min(document.pane._parts[STRUGGLED].y(), read.maximum())
    written.setValue(written.maximum())
    assert read.value() == read.maximum()
    written.setValue(0)
    assert read.value() == 0


def test_in_a_narrow_window_the_text_stands_alone_until_it_is_wide_again(
    desktop: Desktop, screen: ReviewScreen
) -> None:
    screen.toggle_both()
    desktop.window.resize(1100, 800)
    settle()
    assert screen.document.arrangement == WRITE
    assert not screen._both.isVisible()
    said: list[str] = []
    screen.said.connect(said.append)
    screen.toggle_both()
    assert said == ["The window is too narrow for both side by side."]
    desktop.window.resize(1600, 1000)
    settle()
    assert screen.document.arrangement == BOTH


def test_the_choice_is_kept_on_this_machine(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.reviews.screen.toggle_both()
    memory = desktop._workspace.database
    qtbot.waitUntil(lambda: memory.meta(ARRANGEMENT) == BOTH)
    desktop.reviews.screen.toggle_both()
    qtbot.waitUntil(lambda: memory.meta(ARRANGEMENT) == WRITE)


def test_it_is_there_again_at_the_next_start(qapp: QApplication, tmp_path: Path) -> None:
    with staged(qapp, tmp_path / "data") as built:
        built._workspace.database.remember(ARRANGEMENT, BOTH)
        built.window.resize(1600, 1000)
        learning.review(built)
        assert built.reviews.screen.document.arrangement == BOTH


def test_where_nothing_is_written_it_says_what_will_be_here(screen: ReviewScreen) -> None:
    screen.toggle_both()
    for section in Section:
        screen.document.show_text(section, "<!-- Which one? -->")
    assert not screen.document.pane._nothing.isHidden()
    assert "Which one?" not in screen.document.pane.plain()
