"""The library in the window: what its presenter decides, what its screen shows and hears."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.actions.mark_read import MarkRead
from models.domain.errors import StoreTrouble
from models.domain.severity import Severity
from models.queries.comebacks import Comeback
from models.queries.library import ReviewFound, Snippet
from models.queries.reading_list import ReadingList, ToRead
from models.queries.similar import By, Reason, Similar
from views.library.presenter import LibraryPresenter
from views.library.screen import LibraryScreen
from views.library.states import LibraryState, Shelf

AT = datetime(2026, 11, 1, 10, tzinfo=UTC)


def to_read(n):
    return ToRead(f"u{n}", f"INC-{n}", f"Title {n}", Severity.P1, AT, n, 2, 1, ("checkout",))


def found(n):
    snippet = Snippet("what_happened", "the pool ran dry", ((4, 8),))
    return ReviewFound(f"u{n}", f"INC-{n}", f"Pool {n}", None, "", AT, ((0, 4),), (snippet,))


def alike(uid):
    return (Similar("u9", "INC-9", f"Like {uid}", None, AT, (Reason(By.SERVICE, ("x",)),), True),)


class LateJobs:
    """Runs what it is given when it is told to, in any order."""

    def __init__(self):
        self.waiting = []

    def run(self, work, *, owner, then, failed):
        self.waiting.append((work, then, failed))

    def answer(self, n=0):
        work, then, failed = self.waiting.pop(n)
        try:
            result = work()
        except StoreTrouble as error:
            failed(error)
        else:
            then(result)

    def all(self):
        while self.waiting:
            self.answer()


class Shown:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


@pytest.fixture
def jobs():
    return LateJobs()


@pytest.fixture
def presenter(jobs):
    marked = []
    made = LibraryPresenter(
        Shown(), jobs,
        load=lambda: Shelf(ReadingList((to_read(1), to_read(2)), ("checkout",)), ()),
        search=lambda words: (found(5),) if words == "pool" else (),
        alike=alike,
        mark_read=marked.append,
    )  # fmt: skip
    made.marked = marked
    return made


def test_the_first_row_is_chosen_and_compared_by_itself(presenter, jobs):
    presenter.refresh()
    jobs.all()
    assert (presenter.state.chosen, presenter.state.chosen_label) == ("u1", "INC-1")
    assert presenter.state.similar == alike("u1")


def test_an_answer_to_words_that_are_no_longer_there_is_dropped(presenter, jobs):
    presenter.type_words("poo")
    presenter.type_words("pool")
    jobs.answer(1)
    assert presenter.state.found == (found(5),)
    jobs.answer(0)
    assert presenter.state.found == (found(5),) and presenter.state.is_answered


def test_emptying_the_line_brings_the_reading_list_back(presenter, jobs):
    presenter.refresh()
    presenter.type_words("pool")
    jobs.all()
    assert presenter.state.chosen == "u5"
    presenter.type_words("")
    jobs.all()
    assert presenter.state.found == () and presenter.state.chosen == "u1"


def test_a_comparison_of_a_row_left_meanwhile_is_dropped(presenter, jobs):
    presenter.choose("u1", "INC-1")
    presenter.choose("u2", "INC-2")
    jobs.answer(0)
    assert presenter.state.similar == ()
    jobs.answer(0)
    assert presenter.state.similar == alike("u2")


def test_reading_is_an_act_and_the_list_is_asked_anew(presenter, jobs):
    presenter.read("u1")
    jobs.answer()
    assert presenter.marked == [MarkRead("u1")]
    jobs.all()
    assert presenter.state.reading is not None


def test_trouble_is_shown_as_its_sentence(presenter, jobs):
    def fail():
        raise StoreTrouble("The disk is full.")

    presenter._load = fail
    presenter.refresh()
    jobs.all()
    assert presenter.state.notice == "The disk is full."


@pytest.fixture
def screen(qtbot):
    made = LibraryScreen(UTC)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.show_state(
        LibraryState(
            reading=ReadingList((to_read(1), to_read(2)), ("checkout",)),
            back=(Comeback("checkout / db-pool", 3, AT, ("u1", "u2"), ("INC-1", "INC-2"), 1, 2),),
            chosen="u1", chosen_label="INC-1", similar=alike("u1"),
        )
    )  # fmt: skip
    return made


def test_rows_are_said_whole_to_a_screen_reader(screen):
    said = screen.rows.model_of.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("P1, INC-1, Title 1, ")
    assert said.endswith("came back 1 time, 2 actions, 1 still open, your checkout")
    assert screen.rows.accessibleName() == "To read"
    assert screen.similar.accessibleName() == "Like INC-1"
    back = screen.back.model_of.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "came back 3 times, 2 actions done, 1 action open" in back


def test_keys_go_from_the_line_through_the_rows_and_open_and_mark(screen, qtbot):
    screen.line.setFocus()
    QTest.keyClick(screen.line, Qt.Key.Key_Down)
    qtbot.waitUntil(screen.rows.hasFocus)
    with qtbot.waitSignal(screen.chosen) as moved:
        QTest.keyClick(screen.rows, Qt.Key.Key_J)
    assert moved.args == ["u2", "INC-2"]
    with qtbot.waitSignal(screen.opened) as opened:
        QTest.keyClick(screen.rows, Qt.Key.Key_Return)
    assert opened.args == ["u2"]
    with qtbot.waitSignal(screen.read) as marked:
        QTest.keyClick(screen.rows, Qt.Key.Key_R)
    assert marked.args == ["u2"]
    QTest.keyClick(screen.rows, Qt.Key.Key_K)
    QTest.keyClick(screen.rows, Qt.Key.Key_Up)
    qtbot.waitUntil(screen.line.hasFocus)


def test_what_was_found_names_its_part_and_what_is_missing(screen):
    lacking = ReviewFound("u7", "INC-7", "T", None, "", None, (), (), ("penguin",))
    screen.show_state(LibraryState(typed="pool", searched="pool", found=(found(5), lacking)))
    said = [
        screen.rows.model_of.index(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(2)
    ]
    assert said[0].endswith("What happened: the pool ran dry")
    assert said[1].endswith("Without: penguin")
    assert not screen._mark.isVisible()


def test_escape_empties_the_line(screen, qtbot):
    screen.show_state(LibraryState(typed="pool", searched="pool"))
    with qtbot.waitSignal(screen.typed) as typed:
        QTest.keyClick(screen.line, Qt.Key.Key_Escape)
    assert typed.args == [""]
