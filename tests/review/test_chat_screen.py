"""Deciding about a chat's messages: one key each, the next one chosen by itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from models.actions.accept_proposals import AcceptProposals, SkipProposals
from models.actions.propose_chat import Proposed
from models.domain.chat import ChatMessage, Proposal, Why
from models.domain.errors import NothingToDo, StoreTrouble
from models.queries.proposals import Waiting
from views.library.chat_presenter import ChatCalls, ChatPresenter, ChatState, Place
from views.library.chat_screen import ChatScreen

AT = datetime(2026, 11, 20, 16, 10, tzinfo=UTC)


PLACES = (Place("i1", "INC-1", "Down"), Place("i2", "INC-2", "Slow & wrong"))


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


class Later:
    """Keeps what is asked for until it is told to do it."""

    def run(self, work, *, owner, then, failed):
        self.do = lambda: then(work())


class Shown:
    def show_state(self, state):
        self.state = state


class Store:
    """What waits, and what was decided."""

    def __init__(self, *rows):
        self.rows = list(rows)
        self.export = {}
        self.told = []

    def calls(self):
        return ChatCalls(
            load=lambda: (self.rows, PLACES),
            accept=self.decide,
            skip=self.decide,
            read=lambda path: self.export[path],
            propose=self.propose,
        )

    def propose(self, incident, messages):
        fresh = [row(n, incident) for n in range(5, 5 + len(messages))]
        self.rows += fresh
        return Proposed(len(fresh), known=1, outside=1_200, plain=7)

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
    made = ChatPresenter(Shown(), Jobs(), Jobs(), store.calls())
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

    presenter._calls = replace(store.calls(), accept=fail)
    presenter.accept("u1")
    assert presenter.state.rows[0].proposal.uid == "u1"
    assert presenter.state.notice == "The disk is full."


def test_what_cannot_be_loaded_is_said_until_it_can(presenter, store):
    def fail():
        raise StoreTrouble("The disk is full.")

    presenter._calls = replace(store.calls(), load=fail)
    presenter.refresh()
    assert presenter.state.notice == "The disk is full."
    presenter._calls = store.calls()
    presenter.refresh()
    assert presenter.state.notice == ""


def test_an_export_is_read_beside_the_store_and_the_first_of_it_is_chosen(store):
    shown, later = Shown(), Later()
    presenter = ChatPresenter(shown, Jobs(), later, store.calls())
    presenter.refresh()
    store.export["/there/export.zip"] = ((ChatMessage("k", AT, "Mei", "war", "x"),), 2)
    presenter.take_in("i2", "INC-2", "/there/export.zip")
    assert shown.state.reading == "export.zip"
    presenter.accept("u1")  # the store is not held up
    assert store.told == [AcceptProposals(("u1",))]
    later.do()
    assert shown.state.reading == ""
    assert shown.state.chosen == "u3"
    assert shown.state.done == (
        "1 message is proposed for INC-2. 1 known already, 1,200 at other times, 7 plain talk. "
        "2 files could not be read."
    )


def test_an_export_without_news_says_so(presenter, store):
    store.export["x.json"] = ((), 0)
    store.propose = lambda incident, messages: Proposed(0, known=3, outside=0, plain=0, left=4)
    presenter._calls = store.calls()
    presenter.take_in("i1", "INC-1", "x.json")
    assert presenter.state.chosen == "u1"
    assert presenter.state.done.startswith("Nothing new for INC-1 in 0 messages. 3 known already")
    assert presenter.state.done.endswith("More did not fit: decide about these, then import again.")


def test_what_is_no_export_is_said_and_stays_said(presenter, store):
    def read(path):
        raise StoreTrouble("This is no export of a Slack workspace.")

    presenter._calls = replace(store.calls(), read=read)
    presenter.take_in("i1", "INC-1", "x.json")
    presenter.refresh()
    assert (presenter.state.reading, presenter.state.notice) == (
        "",
        "This is no export of a Slack workspace.",
    )


@pytest.fixture
def screen(qtbot):
    made = ChatScreen(UTC)
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def open_menu(screen, qtbot):
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


def test_the_incident_is_asked_for_as_soon_as_there_is_one_to_name(screen, qtbot):
    screen.ask_incident()
    assert QApplication.activePopupWidget() is None
    screen.show_state(ChatState((), PLACES, loaded=True))
    menu = open_menu(screen, qtbot)
    assert [one.text() for one in menu.actions()][1:] == ["INC-1   Down", "INC-2   Slow && wrong"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.import_asked) as asked:
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert asked.args == ["i2", "INC-2", ""]


def drop(screen, *urls):
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    held = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(40, 40), Qt.DropAction.CopyAction, data, *held)
    enter.ignore()
    screen.dragEnterEvent(enter)
    if enter.isAccepted():
        screen.dropEvent(QDropEvent(QPoint(40, 40), Qt.DropAction.CopyAction, data, *held))
    return enter.isAccepted()


def test_a_dropped_file_is_for_the_incident_that_is_chosen(screen, qtbot):
    screen.show_state(ChatState((), PLACES, loaded=True))
    assert not drop(screen, "https://example.org/export.zip")
    assert drop(screen, "file:///there/export.zip")
    menu = open_menu(screen, qtbot)
    with qtbot.waitSignal(screen.import_asked) as asked:
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert asked.args == ["i1", "INC-1", "/there/export.zip"]


def test_what_is_read_is_named_and_the_keyboard_stays_where_it_was(screen):
    screen.activateWindow()
    screen.show_state(ChatState((), PLACES, loaded=True))
    screen.focus_rows()
    screen.show_state(ChatState((), PLACES, loaded=True, reading="export.zip"))
    assert "Reading export.zip." in [label.text() for label in screen.findChildren(QLabel)]
    assert screen.offer.hasFocus()
    screen.show_state(ChatState((row(1),), PLACES, "u1", loaded=True))
    assert screen.rows.hasFocus()
    screen.show_state(ChatState((), PLACES, loaded=True))
    assert screen.offer.hasFocus()


def test_one_after_another_is_read(presenter, store):
    first, then = Later(), Later()
    store.export = {"a/": ((), 0), "b": ((), 0)}
    presenter._reading = first
    presenter.take_in("i1", "INC-1", "/there/a/")
    presenter._reading = then
    presenter.take_in("i1", "INC-1", "/there/b")
    assert presenter.state.reading == "a"
    presenter._calls = replace(store.calls(), read=lambda path: ((), 0))
    first.do()
    assert presenter.state.reading == "b"
    then.do()
    assert presenter.state.reading == ""


def test_keys_decide_about_the_row_they_are_pressed_on(qtbot):
    screen = ChatScreen(UTC)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_state(ChatState((row(1), row(2)), chosen="u1", loaded=True))
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
    screen.show_state(ChatState((), loaded=True, done="1 message was skipped."))
    assert not screen.rows.isVisible() and screen._nothing.isVisible()
