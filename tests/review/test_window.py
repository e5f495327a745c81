"""What the window shows of it: the guard while declaring, and what is overdue on Home."""

from datetime import UTC, date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from models.actions.add_action import AddAction, add_action
from models.actions.declare import Declare, declare
from models.actions.resolve import Resolve, resolve
from models.domain.action_item import ActionKind, ActionState
from models.domain.errors import WarRoomError
from models.domain.severity import Severity
from models.queries import home
from models.queries.recurrences import earlier
from tests.actions.conftest import Room
from views.declare.presenter import DeclarePresenter, DeclareState
from views.declare.screen import DeclareScreen
from views.home.overdue import OverduePanel
from views.theme import apply_theme
from views.widgets.button import Button


class AtOnce:
    def run(self, work, *, owner, then, failed):
        try:
            result = work()
        except WarRoomError as error:
            failed(error)
        else:
            then(result)


class Dialog:
    def __init__(self) -> None:
        self.state = DeclareState()

    def show_state(self, state: DeclareState) -> None:
        self.state = state

    def close_declared(self, uid: str) -> None:
        raise AssertionError("nothing was to be declared")


@pytest.fixture
def room(tmp_path) -> Room:
    made = Room(tmp_path / "here")
    uid = declare(Declare("Pool is full", Severity.P0, services=("checkout",)), made.desk)
    made.now += timedelta(minutes=20)
    resolve(Resolve(uid, confirmed=True), made.desk)
    for n in range(OverduePanel.most + 2):
        text = f"alarm {n}"
        add_action(AddAction(uid, text, ActionKind.PREVENT, "Cy", date(2026, 11, 24)), made.desk)
    made.now += timedelta(days=5)
    return made


@pytest.fixture
def theme(qapp):
    yield apply_theme(qapp, "light")
    apply_theme(qapp, "dark")


def presenter_over(room: Room, dialog: Dialog) -> DeclarePresenter:
    return DeclarePresenter(
        dialog,
        AtOnce(),
        declare=lambda command: declare(command, room.desk),
        similar=lambda title: None,
        earlier=lambda sign: earlier(room.database.connection, sign, room.now),
        now=lambda: room.now,
        zone=UTC,
    )


def test_the_earlier_incident_stands_in_the_dialog_before_anything_is_declared(room: Room) -> None:
    dialog = Dialog()
    presenter = presenter_over(room, dialog)
    presenter.open()
    presenter.title_typed("The pool is full again")
    assert dialog.state.earlier is None
    presenter.services_typed("checkout, search")
    found = dialog.state.earlier
    assert found is not None
    assert found.label == "INC-1"
    assert len(found.open_actions) == OverduePanel.most + 2
    assert all(one.state is ActionState.OPEN for one in found.open_actions)
    presenter.services_typed("search")
    assert dialog.state.earlier is None


def test_the_dialog_says_what_is_still_open_and_leads_there(room: Room, qtbot, theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 900)
    window.show()
    screen = DeclareScreen(window)
    dialog = Dialog()
    presenter = presenter_over(room, dialog)
    presenter.open()
    presenter.services_typed("checkout")
    presenter.title_typed("The pool is full again")
    screen.open_dialog()
    screen.show_state(dialog.state)
    said = screen._again.accessibleName()
    assert said.startswith("Seen before: INC-1")
    assert "Still open: alarm 0; alarm 1" in said
    (look,) = screen._again.findChildren(Button)
    with qtbot.waitSignal(screen.look_requested) as asked:
        QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    assert asked.args == [room.incident("INC-1").uid]
    screen.show_state(DeclareState())
    assert screen._again.isHidden()


def test_home_lists_what_is_overdue_and_how_many_more_there_are(room: Room, qtbot, theme) -> None:
    record = home.home(room.database.connection, home.HomeQuery(), "Ana", room.now)
    holder = QWidget()
    qtbot.addWidget(holder)
    panel = OverduePanel(holder)
    panel.show_rows(record.overdue)
    names = [row.accessibleName() for row in panel._rows[:-1]]
    assert names[0] == "alarm 0, due Tue 24 Nov, INC-1, Cy"
    assert len(names) == OverduePanel.most
    assert panel._rows[-1].text() == "2 more"
    button = panel._rows[0].findChildren(Button)[0]
    with qtbot.waitSignal(panel.incident_opened) as asked:
        button.click()
    assert asked.args == [room.incident("INC-1").uid]
    panel.show_rows(())
    assert panel.isHidden()
