"""Which runbook, which step, and what happens to what a person marks."""

from dataclasses import replace

import pytest

from models.domain.errors import Refused
from models.domain.runbook import StepState
from tests.runbook_views.samples import BOOK, NOW, ROWS, RUN, fresh_run
from views.runbooks.presenter import Acts, RunbooksPresenter, Sources
from views.runbooks.states import StepNote, with_mark


class Kept:
    """Stands where the store is: keeps one run, and answers as it would."""

    def __init__(self):
        self.run = fresh_run()
        self.rows = ROWS
        self.texts = {}
        self.log = []
        self.refusal = ""

    def library(self):
        return self.rows

    def book(self, uid):
        return replace(BOOK, uid=uid, book=replace(BOOK.book, text=self.texts.get(uid, "")))

    def read_run(self):
        return self.run

    def start(self, uid):
        self.log.append(("start", uid))
        self.run = fresh_run()

    def mark(self, _run, n, state, note):
        if self.refusal:
            raise Refused(self.refusal)
        self.log.append((n, state, note.reason))
        self.run = with_mark(self.run, n, state, note, NOW, "Mei Tanaka")

    def escalate(self, run):
        self.log.append(("escalate", run))

    def attach(self, _run, n, output):
        self.log.append((n, output))

    def save(self, uid, written):
        if self.refusal:
            raise Refused(self.refusal)
        self.texts[uid] = written


class Screen:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def made(kept):
    def make(jobs):
        return RunbooksPresenter(
            Screen(),
            jobs,
            Sources(kept.library, kept.book, kept.read_run),
            Acts(kept.start, kept.mark, kept.escalate, kept.attach, kept.save),
            now=lambda: NOW,
            person="Mei Tanaka",
        )

    return make


@pytest.fixture
def presenter(made, at_once):
    built = made(at_once)
    built.refresh()
    return built


def test_the_first_runbook_is_open_and_the_cursor_is_on_the_step_to_do(presenter):
    state = presenter.state
    assert (state.chosen, state.book.uid, state.cursor) == ("book-1", "book-1", 1)
    assert state.loaded


def test_words_narrow_the_list_and_the_total_stays(presenter):
    presenter.search("search team")
    assert [row.uid for row in presenter.state.rows] == ["book-5"]
    assert presenter.state.total == 5


def test_three_marks_in_a_row_go_to_three_steps_though_none_was_kept_yet(made, later, kept):
    presenter = made(later)
    presenter.refresh_run()
    later.finish()
    for _ in range(3):
        presenter.mark(presenter.state.cursor, StepState.DONE, StepNote())
    assert presenter.state.cursor == 4
    later.finish()
    assert [entry[0] for entry in kept.log] == [1, 2, 3]
    assert presenter.state.run.over == 3
    assert presenter.state.cursor == 4


def test_what_was_read_before_a_mark_is_kept_does_not_take_the_mark_back(made, later):
    presenter = made(later)
    presenter.refresh_run()
    later.finish()
    presenter.refresh_run()
    stale, later.waiting = later.waiting, []
    presenter.mark(1, StepState.DONE, StepNote())
    own, later.waiting = later.waiting, stale
    later.finish()
    assert presenter.state.run.over == 1
    later.waiting = own
    later.finish()
    assert presenter.state.run.over == 1


def test_a_mark_that_is_refused_is_taken_back_and_its_reason_said(presenter, kept):
    kept.refusal = "Step 1 was done by Diego. Look at it again."
    presenter.mark(1, StepState.FAILED, StepNote())
    assert presenter.state.notice == "Step 1 was done by Diego. Look at it again."
    assert presenter.state.run.over == 0


def test_a_skip_carries_its_reason(presenter, kept):
    presenter.mark(1, StepState.SKIPPED, StepNote(reason="Seen on the alert"))
    assert kept.log == [(1, StepState.SKIPPED, "Seen on the alert")]


def test_to_look_at_a_step_marks_nothing(presenter, kept):
    presenter.look_at(4)
    presenter.look_at(99)
    assert presenter.state.cursor == 4
    assert kept.log == []


def test_a_text_is_written_until_it_is_kept(presenter, kept):
    presenter.edit()
    presenter.choose("book-2")
    assert (presenter.state.chosen, presenter.state.editing) == ("book-1", True)
    kept.refusal = "The folder cannot be written. Choose another one."
    presenter.save("book-1", "# New")
    assert presenter.state.editing
    assert presenter.state.notice.startswith("The folder cannot be written.")
    kept.refusal = ""
    presenter.save("book-1", "# New")
    assert not presenter.state.editing
    assert presenter.state.book.book.text == "# New"


def test_to_start_a_runbook_turns_to_its_run(presenter, kept):
    presenter.start("book-2")
    assert kept.log == [("start", "book-2")]
    assert presenter.state.page == "run"


def test_an_incident_without_a_run_leaves_the_library(presenter, kept):
    presenter.show_page("run")
    kept.run = None
    presenter.refresh_run()
    assert (presenter.state.page, presenter.state.run) == ("library", None)


def test_output_and_escalation_go_to_the_run(presenter, kept):
    presenter.attach(2, "db-1 HEALTHY")
    presenter.escalate()
    assert kept.log == [(2, "db-1 HEALTHY"), ("escalate", RUN.uid)]


def test_from_a_run_to_the_text_of_its_runbook(presenter):
    presenter.show_page("run")
    presenter.edit_book("book-1")
    assert (presenter.state.page, presenter.state.editing) == ("library", True)
