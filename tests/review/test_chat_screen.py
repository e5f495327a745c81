"""Deciding about a chat's messages: one key each, the next one chosen by itself."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.actions.accept_proposals import AcceptProposals, SkipProposals
from models.domain.chat import ChatMessage, Proposal, Why
from models.domain.errors import NothingToDo, StoreTrouble
from models.queries.proposals import Waiting
from views.library.chat_presenter import ChatPresenter, ChatState
from views.library.chat_screen import ChatScreen

AT = datetime(2026, 11, 20, 16, 10, tzinfo=UTC)


def row(n, incident="i1"):
    message = ChatMessage(f"k{n}", AT, "Mei", "war", f"said {n}\nand more", (Why.CHANGE, Why.LINK))
    return Waiting(Proposal(f"u{n}", incident, message), "INC-1", "Down")


class Jobs:
    """Runs at once."""

    def run(self, work, *, owner, then, failed):
        try:
            result = work()
        except (StoreTrouble, NothingToDo) as error:
            failed(error)
        else:
            then(result)


class Shown:
    def show_state(self, state):
        self.state = state


class Store:
    """What waits, and what was decided."""

    def __init__(self, *rows):
        self.rows = list(rows)
        self.told = []

    def decide(self, command):
        self.told.append(command)
        left = [one for one in self.rows if one.proposal.uid not in command.uids]
        n = len(self.rows) - len(left)
        self.rows = left
        return n


@pytest.fixture
def store():
    return Store(row(1), row(2), row(3, "i2"), row(4))


@pytest.fixture
def presenter(store):
    made = ChatPresenter(
        Shown(), Jobs(), load=lambda: store.rows, accept=store.decide, skip=store.decide
    )
    made.refresh()
    return made


def test_the_first_is_chosen_and_after_each_decision_the_one_that_comes_next(presenter, store):
    assert presenter.state.chosen == "u1"
    presenter.choose("u2")
    presenter.accept("u2")
    assert presenter.state.chosen == "u3"
    presenter.skip("u3")
    assert presenter.state.chosen == "u4"
    presenter.skip("u4")
    assert presenter.state.chosen == "u1"
    assert store.told == [
        AcceptProposals(("u2",)), SkipProposals(("u3",)), SkipProposals(("u4",)),
    ]  # fmt: skip
    assert presenter.state.done == "1 message was skipped."


def test_all_of_one_incident_are_accepted_as_one_act(presenter, store):
    presenter.accept_rest()
    assert store.told == [AcceptProposals(("u1", "u2", "u4"))]
    assert presenter.state.done == "3 messages are on the timeline."
    assert [one.proposal.uid for one in presenter.state.rows] == ["u3"]


def test_what_fails_comes_back_with_its_sentence(presenter, store):
    def fail(command):
        raise StoreTrouble("The disk is full.")

    presenter._accept = fail
    presenter.accept("u1")
    assert presenter.state.rows[0].proposal.uid == "u1"


def test_keys_decide_about_the_row_they_are_pressed_on(qtbot):
    screen = ChatScreen(UTC)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_state(ChatState((row(1), row(2)), "u1", loaded=True))
    said = screen.rows.model_of.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "said 1" in said and "Mei in #war, for a change, a link" in said
    with qtbot.waitSignal(screen.accepted) as accepted:
        QTest.keyClick(screen.rows, Qt.Key.Key_A)
    assert accepted.args == ["u1"]
    with qtbot.waitSignal(screen.chosen) as chosen:
        QTest.keyClick(screen.rows, Qt.Key.Key_J)
    assert chosen.args == ["u2"]
    with qtbot.waitSignal(screen.skipped) as skipped:
        QTest.keyClick(screen.rows, Qt.Key.Key_S)
    assert skipped.args == ["u2"]
    screen.show_state(ChatState((), "", loaded=True, done="1 message was skipped."))
    assert not screen.rows.isVisible() and screen._nothing.isVisible()
