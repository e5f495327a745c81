"""What a review's page decides: texts that two people write, questions, actions, the gate."""

from contextlib import suppress
from datetime import date

import pytest

from app.commands import carry_out
from models.actions.edit_text import EditText, edit_text
from models.domain.action_item import ActionKind, ActionState
from models.domain.errors import NothingToDo
from models.domain.review import MomentKind, ReviewState, Section
from models.queries.reel import ReelMark
from models.queries.review_page import review_page
from models.queries.texts import text_of
from tests.review_views.conftest import Lane
from tests.store.conftest import Worker
from views.review.presenter import ReviewPresenter
from views.review.states import Findings, PageState

WHAT = Section.WHAT_HAPPENED


class Page:
    """What is shown, and what was said."""

    def __init__(self) -> None:
        self.state = PageState()
        self.texts: dict[Section, str] = {}
        self.findings: Findings = {}
        self.said: list[str] = []
        self.kept = 0

    def show_page(self, state: PageState) -> None:
        self.state = state

    def show_text(self, section: Section, text: str) -> None:
        self.texts[section] = text

    def show_findings(self, findings: Findings) -> None:
        self.findings = findings

    def action_kept(self) -> None:
        self.kept += 1

    def action_refused(self, sentence: str) -> None:
        self.said.append(sentence)

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


class Reviewer:
    """Somebody at the page; `refresh` is what the change feed would do."""

    def __init__(self, worker: Worker, lane: Lane) -> None:
        self.worker, self.page = worker, Page()
        (self.uid,) = worker.incidents
        connection = worker.database.connection

        def save(uid: str, section: Section, text: str, seen: str) -> str:
            with suppress(NothingToDo):
                return edit_text(EditText(uid, section.value, text, seen), worker.desk)
            return text_of(connection, uid, section.value)

        self.presenter = ReviewPresenter(
            self.page,
            lane,
            load=lambda uid: review_page(connection, uid, worker._now),
            act=lambda command: carry_out(command, worker.desk),
            save=save,
            now=lambda: worker._now,
        )
        self.presenter.open(self.uid)

    def type(self, text: str) -> None:
        self.presenter.typed(WHAT, text)

    def stored(self) -> str:
        return text_of(self.worker.database.connection, self.uid, WHAT.value)


@pytest.fixture
def reviewer(worker: Worker, lane: Lane) -> Reviewer:
    return Reviewer(worker, lane)


def test_what_is_typed_is_kept_when_typing_rests(reviewer: Reviewer) -> None:
    reviewer.type("The pool was full.")
    assert reviewer.stored() == ""
    reviewer.presenter.settle()
    assert reviewer.stored() == "The pool was full."
    assert reviewer.presenter.is_kept


def test_what_another_wrote_meanwhile_stays_beside_mine(reviewer: Reviewer, lane: Lane) -> None:
    reviewer.type("One. Two.")
    reviewer.presenter.settle()
    other = Reviewer(reviewer.worker, lane)
    other.type("One. Two. Three by another.")
    other.presenter.settle()
    reviewer.type("Zero by me. One. Two.")
    reviewer.presenter.refresh()
    assert reviewer.page.texts[WHAT] == "Zero by me. One. Two. Three by another."
    assert reviewer.stored() == "Zero by me. One. Two. Three by another."
    other.presenter.refresh()
    assert other.page.texts[WHAT] == "Zero by me. One. Two. Three by another."


def test_what_is_typed_while_it_is_kept_is_not_lost(reviewer: Reviewer, lane: Lane) -> None:
    lane.hold()
    reviewer.type("One.")
    reviewer.presenter.settle()
    reviewer.type("One. Two.")
    reviewer.presenter.settle()
    edit_text(EditText(reviewer.uid, WHAT.value, "Another: "), reviewer.worker.desk)
    lane.let_go()
    reviewer.presenter.settle()
    assert sorted(reviewer.stored().split()) == ["Another:", "One.", "Two."]
    assert reviewer.presenter.texts[WHAT] == reviewer.stored()


def test_another_review_is_opened_with_this_one_kept(reviewer: Reviewer) -> None:
    reviewer.type("Not yet kept.")
    reviewer.presenter.open("")
    assert reviewer.stored() == "Not yet kept."


def test_questions_are_those_of_the_text_as_it_is_now(reviewer: Reviewer, lane: Lane) -> None:
    reviewer.type("Human error.")
    lane.hold()
    reviewer.presenter.settle()
    reviewer.type("The pool was full.")
    lane.let_go()
    assert reviewer.page.findings.get(WHAT, ()) == ()
    reviewer.type("Human error.")
    reviewer.presenter.settle()
    (finding,) = reviewer.page.findings[WHAT]
    assert reviewer.page.state.questions == 1
    reviewer.presenter.let_stand(WHAT, finding, "a title of a book")
    reviewer.presenter.refresh()
    assert reviewer.page.findings[WHAT] == ()


def test_an_action_is_read_from_one_line(reviewer: Reviewer) -> None:
    reviewer.presenter.add_action("Alarm at 80 % @mei 2026-12-04 /notice", None, "")
    reviewer.presenter.refresh()
    (action,) = reviewer.page.state.actions
    assert (action.text, action.owner, action.due) == ("Alarm at 80 %", "mei", date(2026, 12, 4))
    assert action.kind is ActionKind.NOTICE_SOONER
    assert reviewer.page.kept == 1
    reviewer.presenter.change_action(action.uid, "Alarm at 70 % @mei 2026-12-04", ActionKind.FIX)
    reviewer.presenter.set_action_state(action.uid, ActionState.DONE)
    reviewer.presenter.refresh()
    (action,) = reviewer.page.state.actions
    assert (action.text, action.kind, action.is_done) == ("Alarm at 70 %", ActionKind.FIX, True)


def test_a_day_that_does_not_exist_is_refused_in_the_line(reviewer: Reviewer) -> None:
    reviewer.presenter.add_action("Alarm 2026-02-31", None, "")
    assert "2026-02-31" in reviewer.page.said[0]
    assert reviewer.page.kept == 0


def test_the_gate_names_what_lacks(reviewer: Reviewer) -> None:
    reviewer.presenter.add_action("Alarm at 80 %", None, "")
    reviewer.presenter.refresh()
    reviewer.presenter.go_on()
    reviewer.presenter.refresh()
    assert reviewer.page.state.state is ReviewState.IN_REVIEW
    refused = reviewer.page.state.gate.refused
    assert refused
    reviewer.presenter.go_on()
    reviewer.presenter.refresh()
    assert reviewer.page.said[-1] == refused
    assert reviewer.page.state.state is ReviewState.IN_REVIEW


def test_nothing_is_marked_where_nothing_happened(reviewer: Reviewer) -> None:
    reviewer.presenter.mark(None, MomentKind.REPAIR)
    assert reviewer.page.said == ["Nothing happened up to here that could be marked."]


def test_a_mark_is_put_on_and_taken_off(reviewer: Reviewer, worker: Worker) -> None:
    (entry,) = worker.database.connection.execute(
        "SELECT uid FROM entry WHERE incident=? LIMIT 1", (reviewer.uid,)
    ).fetchone()
    here = ReelMark(worker._now, "note", entry, "")
    reviewer.presenter.mark(here, MomentKind.REPAIR)
    assert reviewer.page.said == ["Marked: Repair."]
    marked = ReelMark(worker._now, "key", entry, "", MomentKind.REPAIR)
    reviewer.presenter.mark(marked, MomentKind.REPAIR)
    assert reviewer.page.said[-1] == "No longer marked: Repair."
