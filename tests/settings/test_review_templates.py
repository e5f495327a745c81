"""Templates of reviews in settings: written by keyboard, kept in a real file."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from models.actions.use_template import keep_template, planned
from models.domain.errors import StoreTrouble
from models.domain.review import Section
from models.domain.review_templates import SHORT, Origin, origin_of
from models.queries.review_templates import template_named, templates
from tests.actions.conftest import Room
from tests.settings.stage import AtOnce, Stage
from views.settings.publishing_view import ReviewTemplatePages
from views.settings.review_templates import (
    ReviewTemplatesPresenter,
    TemplateCalls,
    command_of,
    values_of,
)
from views.theme import apply_theme
from views.widgets.question import Question

HAPPENED = Section.WHAT_HAPPENED


class Desk:
    """The page over the templates of a file of its own."""

    def __init__(self, room: Room, window: QWidget) -> None:
        self.window, stage = window, Stage(window)
        self.connection, self.said = room.database.connection, stage.said
        self.screen, self.page = stage.screen, stage.screen.review_templates
        self.question = Question(window)
        view = ReviewTemplatePages(stage.screen, self.question)
        calls = TemplateCalls(
            load=lambda: tuple(templates(self.connection)),
            check=lambda command: planned(self.connection, command),
            keep=lambda command: keep_template(command, room.desk),
        )
        self.presenter = ReviewTemplatesPresenter(view, AtOnce(), calls)
        view.connect_to(self.presenter)
        self.presenter.load()
        stage.screen.open_page("review-templates")

    @property
    def names(self) -> list[str]:
        return [one.name for one in templates(self.connection)]

    def kept(self, name: str):
        return template_named(self.connection, name)

    def edit(self, section: Section = HAPPENED):
        return self.page.edit.boxes[section].edit


@pytest.fixture
def desk(qtbot, qapp, tmp_path):
    apply_theme(qapp, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 900)
    made = Desk(Room(tmp_path / "here"), window)
    made.screen.resize(1100, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return made


def press(key, text="", held=Qt.KeyboardModifier.NoModifier):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(QApplication.focusWidget(), QKeyEvent(kind, key, held, text))


def write(words):
    for letter in words:
        press(Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_unknown, letter)


CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_every_template_is_listed_with_what_it_is_for_and_whose_it_is(desk):
    said = [label.text() for label in desk.page.card.findChildren(QLabel)]
    for name in ("Standard", "Short", "In depth", "For customers"):
        assert name in said
    assert "For most reviews of a major incident." in said
    assert "17 questions" in said


def test_a_template_is_written_with_the_keyboard_alone(desk):
    desk.page.add_button.setFocus()
    press(Qt.Key.Key_Space, " ")
    write("Supplier")
    press(Qt.Key.Key_Tab)
    write("When it is theirs")
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is desk.edit()
    write("Which part?\nSince when?")
    press(Qt.Key.Key_Up, "", ALT)
    press(Qt.Key.Key_Return, "\r", CONTROL)
    found = desk.kept("Supplier")
    assert (found.about, found.questions) == (
        "When it is theirs",
        {HAPPENED: ("Since when?", "Which part?")},
    )
    assert desk.said == [("The template is saved.", False)]
    assert desk.page.edited is None


def test_a_starter_is_changed_and_brought_back(desk):
    desk.page.open_edit("Short")
    assert not desk.page.edit.back.isVisible()
    desk.edit().setPlainText("Seen by whom?\n\n  Since   when? ")
    desk.page.edit.go.click()
    assert desk.kept("Short").questions[HAPPENED] == ("Seen by whom?", "Since when?")
    desk.page.open_edit("Short")
    assert desk.page.edit.back.isVisible()
    desk.page.edit.back.click()
    assert desk.kept("Short") == SHORT
    assert desk.said[-1] == ("The template is as it came.", False)


def test_a_section_that_asks_nothing_is_not_in_the_template(desk):
    desk.page.open_edit("Short")
    desk.edit(Section.CONTRIBUTING_FACTORS).setPlainText(" \n")
    desk.edit(Section.WHAT_WENT_WELL).setPlainText("Which alarm helped?")
    desk.page.edit.go.click()
    asked = desk.kept("Short").questions
    assert Section.CONTRIBUTING_FACTORS not in asked
    assert asked[Section.WHAT_WENT_WELL] == ("Which alarm helped?",)


def test_an_own_template_is_renamed_and_taken_away_after_a_question(desk):
    desk.page.open_edit("")
    desk.page.edit.lines["name"].setText("Supplier")
    desk.edit().setPlainText("Which part?")
    desk.page.edit.go.click()
    desk.page.open_edit("Supplier")
    desk.page.edit.lines["name"].setText("Bought in")
    desk.page.edit.go.click()
    assert "Supplier" not in desk.names
    assert origin_of(desk.kept("Bought in")) is Origin.OWN
    desk.page.open_edit("Bought in")
    desk.page.edit.remove.click()
    assert "Bought in" in desk.names
    assert desk.question.isVisible()
    desk.question.go.click()
    assert "Bought in" not in desk.names
    assert desk.said[-1] == ("Bought in is taken away.", False)


def test_what_is_wrong_is_said_while_it_is_typed(desk):
    desk.page.open_edit("Short")
    line = desk.page.edit.lines["name"]
    line.selectAll()
    write("standard")
    assert desk.page.edit.problem.text() == (
        "There is a template Standard already. Choose another name."
    )
    assert not desk.page.edit.go.isEnabled()
    line.selectAll()
    write("Shorter")
    assert desk.page.edit.go.isEnabled()
    for section in Section:
        desk.edit(section).setPlainText("")
    assert "asks nothing" in desk.page.edit.problem.text()
    press(Qt.Key.Key_Escape)
    assert desk.page.edited is None
    assert desk.kept("Short") == SHORT
    desk.page.open_edit("Short")
    assert desk.page.edit.problem.text() == ""
    assert desk.page.edit.go.isEnabled()


def test_nothing_new_is_no_act(desk):
    desk.page.open_edit("Standard")
    desk.page.edit.go.click()
    assert desk.said == [("The template is as it was.", False)]
    assert desk.page.edited is None


def test_a_line_moves_no_further_than_the_others(desk):
    desk.page.open_edit("In depth")
    edit = desk.edit()
    edit.setFocus()
    before = edit.questions().split("\n")
    press(Qt.Key.Key_Up, "", ALT)
    assert edit.questions().split("\n") == before
    for _ in before:
        press(Qt.Key.Key_Down, "", ALT)
    assert edit.questions().split("\n") == [*before[1:], before[0]]
    edit.undo()
    assert edit.questions().split("\n") == [*before[1:-1], before[0], before[-1]]


def test_a_trouble_is_a_sentence_and_what_was_typed_stays(desk):
    def fail(command):
        raise StoreTrouble("The disk is full.")

    desk.presenter._calls = TemplateCalls(tuple, lambda _: None, fail)
    desk.page.open_edit("Short")
    desk.edit().setPlainText("Seen by whom?")
    desk.page.edit.go.click()
    assert desk.page.edit.problem.text() == "The disk is full."
    assert desk.edit().questions() == "Seen by whom?"


def test_the_form_and_the_template_say_the_same():
    for words in ("# For us ", "For us"):
        command = command_of("Short", values_of(SHORT) | {"about": words})
        assert command.text.startswith("For us\n\n## What happened")
