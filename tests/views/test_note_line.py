"""Writing a note: keys, types, times, and what happens while it is being kept."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from models.domain.entry import TYPED_BY_PEOPLE, EntryKind
from models.domain.note import ParsedNote
from tests.views.timeline_samples import NOW, at
from views.room.note_line import NoteLine
from views.theme import apply_theme, theme_of


@pytest.fixture
def line(qtbot):
    apply_theme(QApplication.instance(), "dark")
    shown = NoteLine(lambda: NOW)
    qtbot.addWidget(shown)
    shown.resize(740, shown.sizeHint().height())
    shown.show()
    shown.activateWindow()
    shown.start()
    qtbot.waitUntil(shown.editor.hasFocus)
    return shown


@pytest.fixture
def posted(line):
    notes = []
    line.posted.connect(notes.append)
    return notes


def enter(qtbot, line, text="", **modifier):
    qtbot.keyClicks(line.editor, text)
    qtbot.keyClick(line.editor, Qt.Key.Key_Return, **modifier)


def test_enter_posts_what_was_typed_and_the_line_empties_once_it_is_kept(line, posted, qtbot):
    enter(qtbot, line, "Pool is full")
    assert posted == [ParsedNote(EntryKind.NOTE, "Pool is full")]
    assert line.text == "Pool is full"
    line.accepted()
    assert line.text == ""
    assert line.editor.hasFocus()


def test_a_second_enter_before_it_is_kept_posts_nothing(line, posted, qtbot):
    enter(qtbot, line, "Pool is full")
    enter(qtbot, line)
    assert len(posted) == 1
    line.accepted()
    enter(qtbot, line, "again")
    assert len(posted) == 2


def test_what_was_typed_while_it_was_being_kept_stays(line, posted, qtbot):
    enter(qtbot, line, "one")
    qtbot.keyClicks(line.editor, "two")
    line.accepted()
    assert line.text == "two"


def test_a_refused_note_keeps_its_words_and_says_why(line, posted, qtbot):
    enter(qtbot, line, "one")
    line.set_error("The note was not kept. The disk is full.")
    assert line.text == "one"
    assert "disk" in line.hint
    enter(qtbot, line)
    assert len(posted) == 2


def test_shift_enter_begins_a_line_and_four_lines_are_the_most(line, posted, qtbot):
    one = line.editor.height()
    for n in range(6):
        qtbot.keyClicks(line.editor, f"line {n}")
        enter(qtbot, line, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert not posted
    assert line.text.count("\n") == 6
    spacing = line.editor.fontMetrics().lineSpacing()
    assert line.editor.height() == one + 3 * spacing


def test_nothing_to_say_posts_nothing(line, posted, qtbot):
    enter(qtbot, line)
    enter(qtbot, line, "15:20 ")
    assert not posted
    assert "no words" in line.hint


def test_tab_completes_a_command_and_the_type_follows(line, posted, qtbot):
    qtbot.keyClicks(line.editor, "/d")
    assert line.hint == "Tab: /decision"
    qtbot.keyClick(line.editor, Qt.Key.Key_Tab)
    assert line.text == "/decision "
    assert line._type.text().strip() == "decision"
    enter(qtbot, line, "roll back")
    assert posted == [ParsedNote(EntryKind.DECISION, "roll back")]


def test_tab_with_nothing_to_complete_goes_on_to_the_next_field(line, qtbot):
    qtbot.keyClicks(line.editor, "words")
    qtbot.keyClick(line.editor, Qt.Key.Key_Tab)
    assert not line.editor.hasFocus()


def test_a_type_chosen_from_the_list_holds_for_one_note(line, posted, qtbot):
    actions = {action.text(): action for action in line._type.menu().actions()}
    assert list(actions) == ["Note", "Decision", "Evidence", "Metric"]
    actions["Decision"].trigger()
    enter(qtbot, line, "roll back")
    line.accepted()
    enter(qtbot, line, "thanks")
    assert [note.kind for note in posted] == [EntryKind.DECISION, EntryKind.NOTE]


def test_tasks_are_offered_once_there_are_tasks(line, posted, qtbot):
    assert "/task" not in line.editor.placeholderText()
    line.set_kinds((*TYPED_BY_PEOPLE, EntryKind.TASK))
    assert "/task  @name" in line.editor.placeholderText()
    enter(qtbot, line, "/task @mei look")
    assert posted == [ParsedNote(EntryKind.TASK, "look", None, "mei")]


def test_a_leading_time_is_shown_as_understood_before_it_is_posted(line, posted, qtbot):
    qtbot.keyClicks(line.editor, "15:20 pool")
    assert line._when.text() == "at 15:20:00 UTC"
    line.editor.selectAll()
    qtbot.keyClicks(line.editor, "15:52 pool")
    assert line._when.text() == "at 22 Nov 15:52:00 UTC"
    line.editor.selectAll()
    enter(qtbot, line, "15:20 pool")
    assert posted == [ParsedNote(EntryKind.NOTE, "pool", at("15:20:00"))]


def test_a_time_that_cannot_be_meant_is_told_and_not_posted(line, posted, qtbot):
    enter(qtbot, line, "25:10 pool")
    assert not posted
    assert line.hint == "25:10 is not a time of day. Write it like 15:20."
    assert line.editor.accessibleDescription() == line.hint


def test_typing_tells_the_draft_and_putting_one_back_does_not(line, qtbot):
    drafts = []
    line.draft_changed.connect(drafts.append)
    qtbot.keyClicks(line.editor, "ab")
    assert drafts == ["a", "ab"]
    line.set_draft("from elsewhere")
    assert line.text == "ab"
    line.editor.clearFocus()
    line.set_draft("kept before")
    assert line.text == "kept before"
    assert drafts == ["a", "ab"]


def test_escape_gives_the_focus_back(line, qtbot):
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line.editor, Qt.Key.Key_Escape)


def test_a_pasted_picture_or_file_is_handed_on_not_typed(line, qtbot):
    picture = QMimeData()
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    with qtbot.waitSignal(line.image_pasted) as pasted:
        line.editor.insertFromMimeData(picture)
    assert bytes(pasted.args[0]).startswith(b"\x89PNG")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/log.txt")])
    with qtbot.waitSignal(line.files_pasted) as pasted:
        line.editor.insertFromMimeData(files)
    assert pasted.args[0] == ["/tmp/log.txt"]
    assert line.text == ""


def test_the_line_is_forty_high_and_ringed_while_it_has_the_focus(line):
    assert line.height() == 40
    focus = theme_of(line).color("focus").name()
    assert line.grab().toImage().pixelColor(300, 0).name() == focus
    line.editor.clearFocus()
    assert line.grab().toImage().pixelColor(300, 0).name() == theme_of(line).color("control").name()


def test_at_and_hash_name_people_and_incidents_with_tab(line, posted, qtbot):
    line.set_names(lambda: ["Ana Silva", "Amara", "Bo"], lambda: ["INC-12", "INC-4"])
    qtbot.keyClicks(line.editor, "asked @am")
    assert line.hint == "Tab: @Amara"
    qtbot.keyClick(line.editor, Qt.Key.Key_Tab)
    qtbot.keyClicks(line.editor, "about #4")
    qtbot.keyClick(line.editor, Qt.Key.Key_Tab)
    assert line.text == "asked @Amara about INC-4 "
    assert line.editor.hasFocus()
    qtbot.keyClicks(line.editor, "and @sil")
    qtbot.keyClick(line.editor, Qt.Key.Key_Tab)
    enter(qtbot, line)
    assert posted[0].text.strip() == "asked @Amara about INC-4 and @Ana Silva"


def test_an_address_in_the_words_is_nobodys_name(line, qtbot):
    line.set_names(lambda: ["Example"], list)
    qtbot.keyClicks(line.editor, "mail ops@ex")
    assert line.hint == ""
