"""A section as one writes it: chips, lists, questions, and others who write along."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.checks.record import Record
from models.checks.review import check_review
from models.domain.review import Section, evidence_link
from views.review.chips import Chip
from views.review.section_editor import SectionEditor
from views.theme import apply_theme

CHIP = evidence_link("15:24 Mei", "ab" * 16)
SOURCE = f"Pool full 🌊 {CHIP}. Cy should have known.\n- one\n- two {CHIP}\n<!-- why? -->"


@pytest.fixture
def editor(qtbot: QtBot, qapp: QApplication) -> SectionEditor:
    apply_theme(qapp, "dark")
    made = SectionEditor(Section.WHAT_HAPPENED, "What happened")
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show_source(SOURCE)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def test_the_markdown_stays_what_it_was(editor: SectionEditor) -> None:
    assert editor.source() == SOURCE
    assert "entry:" not in editor.toPlainText()


def test_a_click_on_a_chip_leads_to_its_entry(editor: SectionEditor, qtbot: QtBot) -> None:
    layout = editor.document().documentLayout()
    spot = next(
        point
        for x in range(0, 480, 4)
        if editor._chip_at(point := editor.viewport().rect().topLeft().__class__(x, 12))
    )
    assert layout is not None
    with qtbot.waitSignal(editor.chip_opened) as opened:
        QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == ["ab" * 16]


def test_one_backspace_takes_a_chip_and_undo_brings_it_back(editor: SectionEditor) -> None:
    cursor = editor.textCursor()
    before = editor.document().toRawText().partition("\ufffc")[0]
    cursor.setPosition(len(before.encode("utf-16-le")) // 2 + 1)  # Qt counts in UTF-16
    editor.setTextCursor(cursor)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.source() == SOURCE.replace(f"{CHIP}. Cy", ". Cy")
    editor.undo()
    assert editor.source() == SOURCE


def test_others_write_and_the_cursor_stays_at_its_words(editor: SectionEditor) -> None:
    cursor = editor.textCursor()
    place = editor.document().toRawText().index("known")
    cursor.setPosition(place)
    editor.setTextCursor(cursor)
    editor.show_source(f"Before all. {SOURCE}")
    assert editor.document().toRawText()[editor.textCursor().position() :].startswith("known")
    editor.show_source(f"Before all. {SOURCE}\nAfter all.")
    assert editor.document().toRawText()[editor.textCursor().position() :].startswith("known")


def test_what_others_write_right_at_the_cursor_comes_behind_it(editor: SectionEditor) -> None:
    editor.show_source("ab")
    cursor = editor.textCursor()
    cursor.setPosition(1)
    editor.setTextCursor(cursor)
    editor.show_source("aXb")
    assert editor.textCursor().position() == 1
    assert editor.source() == "aXb"


def test_what_others_write_is_no_edit_of_mine(editor: SectionEditor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(editor.edited):
        editor.show_source("Another text")
    with qtbot.waitSignal(editor.edited):
        QTest.keyClicks(editor, "x")


def test_the_words_a_question_is_about_are_marked(editor: SectionEditor) -> None:
    found = check_review(SOURCE, Record(people=("Cy",)))
    editor.show_findings(found)
    marked = [mark.cursor.selectedText() for mark in editor.extraSelections()]
    assert marked == ["Cy", "should have"]
    assert "?" in editor.accessibleDescription()


def test_enter_goes_on_with_a_list_and_ends_it(editor: SectionEditor) -> None:
    editor.show_source("- one")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "two")
    assert editor.source() == "- one\n- two"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "Out.")
    assert editor.source() == "- one\n- two\nOut."


def test_a_chip_is_copied_and_pasted_as_its_markdown(editor: SectionEditor) -> None:
    editor.selectAll()
    data = editor.createMimeDataFromSelection()
    assert data.text() == SOURCE
    editor.show_source("")
    pasted = QMimeData()
    pasted.setText(SOURCE)
    editor.insertFromMimeData(pasted)
    assert editor.source() == SOURCE


def test_evidence_goes_in_at_the_cursor(editor: SectionEditor) -> None:
    editor.show_source("The pool was full")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    editor.insert_chip(Chip("15:24 Mei", "ab" * 16))
    assert editor.source() == f"The pool was full {CHIP}"
