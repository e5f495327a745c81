"""The whole first scenario with a team in the window: with the keys alone, and with the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from models.domain.incident import Role
from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.domain.stage import Stage
from tests.journeys.conftest import Seat
from tests.journeys.test_first_scenario import check_the_figures, deliver


@pytest.fixture
def alerted(seat: Seat) -> Seat:
    seat.at("16:02:40")
    deliver(seat)
    seat.at("16:05:00")
    return seat


def test_by_keyboard_alone(alerted: Seat) -> None:
    seat = alerted
    _declare_by_keys(seat)
    seat.at("16:06:10")
    seat.keys("a")
    seat.until(lambda: seat.incident.times.acknowledged_at is not None)
    seat.keys("r", "a")
    seat.until(seat.desktop.room.asks.assign.person.line.hasFocus)
    seat.keys("Ben", "Ctrl+Enter")
    seat.until(lambda: any(hat.person == "Ben" for hat in seat.incident.hats))
    _delegate_by_keys(seat)
    _work_by_keys(seat)
    _hand_over_by_keys(seat)
    _finish_by_keys(seat)
    check_the_figures(seat)
    commanders = [hat.person for hat in seat.incident.worn if hat.role is Role.COMMANDER]
    assert commanders == ["Ana", "Dee"]


def _declare_by_keys(seat: Seat) -> None:
    desktop = seat.desktop
    seat.keys("g", "i")
    seat.until(lambda: desktop.window.current == "inbox")
    seat.keys("Enter")
    seat.until(desktop.declare.title_line.hasFocus)
    seat.keys("Alt+0", "Ctrl+Enter")
    seat.until(lambda: desktop.window.current == "room" and seat.has_incident())
    seat.until(lambda: seat.incident.severity is Severity.P0)
    panel = desktop.rooms.runbook_panel
    seat.until(lambda: bool(panel._offers))
    assert panel._offers[0].title == "Database Connection Failure - webapp-prod"
    assert "DB Connection Errors" in panel._offers[0].reasons[0]
    seat.keys("b", "Enter")
    seat.until(lambda: bool(seat.incident.runs) and panel._view is not None)
    assert len(panel._view.steps) == 5


def _delegate_by_keys(seat: Seat) -> None:
    needs = seat.desktop.room.needs
    seat.at("16:09:10")
    seat.keys("n")
    seat.until(seat.desktop.room.note_line.editor.hasFocus)
    seat.keys("/task @Cy 10m rolling restart", "Enter")
    seat.until(lambda: len(seat.incident.tasks) == 1)
    seat.until(lambda: not seat.desktop.room.note_line.text)
    seat.keys("Esc")
    seat.at("16:19:10")
    seat.desktop.rooms.team.refresh()  # as the clock does every quarter of a minute
    seat.until(lambda: any(need.kind == "time_box" for need in needs._needs))


def _work_by_keys(seat: Seat) -> None:
    seat.keys("b", "Space")
    seat.until(lambda: seat.incident.runs[0].step(1).state is StepState.DONE)
    seat.keys("x")
    seat.until(lambda: seat.incident.runs[0].step(2).state is StepState.FAILED)


def _hand_over_by_keys(seat: Seat) -> None:
    asks, needs = seat.desktop.room.asks, seat.desktop.room.needs
    seat.at("16:24:00")
    seat.keys("r", "h")
    seat.until(asks.handover.person.line.hasFocus)
    seat.keys("Dee", "Enter", "Ctrl+Enter")
    seat.until(lambda: seat.incident.offer is not None)
    assert seat.incident.commander == "Ana"
    seat.until(lambda: any(need.subject == "offer" for need in needs._needs))
    seat.until(lambda: offered(seat).isVisible())
    seat.keys("y")
    seat.until(lambda: any(row.isAncestorOf(QApplication.focusWidget()) for row in needs._rows))
    for _ in range(12):
        if offered(seat).hasFocus():
            break
        seat.keys("Tab")
    assert offered(seat).hasFocus()
    seat.keys("Enter")
    seat.until(asks.offer.isVisible)
    seat.keys("Ctrl+Enter")
    seat.until(lambda: seat.incident.commander == "Dee")


def _finish_by_keys(seat: Seat) -> None:
    asks = seat.desktop.room.asks
    seat.keys(".")
    seat.until(lambda: seat.incident.stage is Stage.MITIGATION)
    seat.at("16:31:00")
    seat.keys(".")
    seat.until(lambda: seat.incident.times.mitigated_at is not None)
    seat.keys("Ctrl+K", "start of impact", "Enter")
    seat.until(asks.line.isVisible)
    seat.keys("16:00:00 the error rate rose", "Enter")
    seat.until(lambda: seat.incident.times.impact_started_at is not None)
    seat.at("17:20:00")
    seat.keys(".")
    seat.until(asks.line.isVisible)
    seat.keys("quiet for half an hour", "Enter")
    seat.until(lambda: seat.incident.times.resolved_at is not None)


def test_by_mouse_alone(alerted: Seat) -> None:
    seat = alerted
    desktop, room, asks = seat.desktop, seat.desktop.room, seat.desktop.room.asks
    seat.click(desktop.home.inbox.row(0))
    seat.until(desktop.declare.isVisible)
    seat.click(desktop.declare.choice(Severity.P0))
    seat.until(lambda: desktop.declare_presenter.state.severity is Severity.P0)
    seat.click(desktop.declare.findChild(QAbstractButton, "declare"))
    seat.until(lambda: desktop.window.current == "room" and seat.has_incident())
    seat.until(lambda: room.header.step_button.text() == "Acknowledge")
    seat.click(room.header.step_button)
    seat.until(lambda: seat.incident.times.acknowledged_at is not None)

    seat.until(lambda: room.roles.card(Role.COMMS) is not None)
    seat.click(room.roles.card(Role.COMMS).button)
    seat.until(asks.assign.person.line.hasFocus)
    seat.keys("Ben")
    seat.click(asks.assign.go)
    seat.until(lambda: any(hat.person == "Ben" for hat in seat.incident.hats))

    panel = desktop.rooms.runbook_panel
    seat.until(lambda: bool(panel._offers))
    seat.click(button(panel, "Start runbook"))
    seat.until(lambda: bool(seat.incident.runs) and panel._view is not None)
    seat.click(button(panel, "Done"))
    seat.until(lambda: seat.incident.runs[0].step(1).state is StepState.DONE)

    seat.click(room.roles.card(Role.COMMANDER).button)
    seat.until(asks.handover.person.line.hasFocus)
    seat.keys("Dee")
    seat.click(asks.handover.ask)
    seat.until(lambda: any(need.subject == "offer" for need in room.needs._needs))
    seat.until(lambda: offered(seat).isVisible())
    seat.click(offered(seat))
    seat.until(asks.offer.isVisible)
    seat.click(asks.offer.take)
    seat.until(lambda: seat.incident.commander == "Dee")

    seat.click(button(desktop.rooms.update_panel, "Write update"))
    composer = desktop.composer
    seat.until(lambda: composer.presenter.state.is_loaded)
    seat.until(composer.screen.composer.text.hasFocus)
    seat.keys("Ctrl+A", "We are looking into it.")
    seat.click(button(composer.screen.composer, "Send for approval"))
    seat.until(lambda: len(seat.incident.updates) == 1)
    seat.until(lambda: seat.incident.updates[0].asked is not None)


def test_a_person_is_dragged_onto_a_hat(alerted: Seat) -> None:
    seat = alerted
    _declare_by_keys(seat)
    card = seat.desktop.room.roles.card(Role.COMMS)
    card.dropped.emit(card.row, "Ben")
    seat.until(lambda: any(hat.person == "Ben" for hat in seat.incident.hats))
    assert (
        "Assign somebody else" in [words for words, _ in seat.desktop.room.roles.offered(card.row)]
        or card.row.state == "vacant"
    )


def offered(seat: Seat) -> QAbstractButton:
    """What says that the one to take command is here."""
    needs = seat.desktop.room.needs
    rows = zip(needs._rows, needs._needs, strict=True)
    return next(row.buttons[-1] for row, need in rows if need.subject == "offer")


def button(parent: QWidget, words: str) -> QAbstractButton:
    """The visible button that says so."""
    found = [
        one
        for one in parent.findChildren(QAbstractButton)
        if one.isVisible()
        and (words in one.text() or words in one.accessibleName())
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert found, f"no button says {words}"
    return found[0]
