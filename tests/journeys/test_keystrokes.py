"""How many keys each flow takes, words typed apart: ux/design.md section 6, with real keys."""

import pytest

from models.actions.assign import Assign, assign
from models.actions.import_runbooks import ImportRunbooks, RunbookFile, import_runbooks
from models.domain.incident import Role
from models.domain.runbook import StepState
from models.domain.severity import Severity
from tests.journeys.conftest import Seat
from tests.journeys.test_first_scenario import deliver

BOOK = b"""---
triggers: [Checkout fails]
escalation: [Head of web]
---
# Checkout fails

1. Look at the graph. Expected: a spike.

   ```
   open graph
   ```

2. Restart it. Expected: it is fast.
"""


class Hands:
    """Counts what is pressed; words between are free, a chord is one."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.count = 0

    def press(self, *keys: str) -> "Hands":
        for key in keys:
            self.count += 1
            self.seat.keys(*key.split(" ")) if " " in key else self.seat.keys(key)
        return self

    def type(self, words: str) -> "Hands":
        self.seat.keys(words)
        return self

    def took(self) -> int:
        count, self.count = self.count, 0
        return count


@pytest.fixture
def hands(seat: Seat) -> Hands:
    file = RunbookFile("checkout.md", BOOK)
    import_runbooks(ImportRunbooks((file,), "ours"), seat.desktop._workspace.desk)
    return Hands(seat)


@pytest.fixture
def room(hands: Hands) -> Hands:
    """In the room of a P1 just declared, by the keyboard."""
    seat = hands.seat
    seat.at("16:05:00")
    hands.press("d")
    seat.until(seat.desktop.declare.title_line.hasFocus)
    hands.type("Checkout fails").press("Ctrl+Enter")
    seat.until(lambda: seat.desktop.window.current == "room" and seat.has_incident())
    seat.until(lambda: seat.incident.severity is Severity.P1)
    seat.until(lambda: seat.desktop.rooms.team.state.incident is not None)
    assert hands.took() == 2
    return hands


def test_a_note_takes_two_and_the_next_one_one(room: Hands) -> None:
    room.press("n").type("pool is full").press("Enter")
    assert room.took() == 2
    room.seat.until(lambda: not room.seat.desktop.room.note_line.text)
    room.type("restarting").press("Enter")
    assert room.took() == 1
    room.seat.until(lambda: "restarting" in texts(room))


def test_a_decision_is_a_note_with_two_letters_and_tab(room: Hands) -> None:
    room.press("n").type("/d").press("Tab").type("roll back").press("Enter")
    assert room.took() == 3
    room.seat.until(lambda: "roll back" in texts(room))


def test_severity_with_a_reason_takes_three(room: Hands) -> None:
    room.press("s", "0")
    room.seat.until(room.seat.desktop.room.asks.line.isVisible)
    room.type("everybody").press("Enter")
    assert room.took() == 3
    room.seat.until(lambda: room.seat.incident.severity is Severity.P0)


def test_the_suggested_severity_takes_two(room: Hands) -> None:
    seat = room.seat
    seat.desktop.rooms.team.triage("everyone", (), "", use=False)

    def suggested() -> bool:
        found = seat.desktop.rooms.team.state.suggestion
        return found is not None and found.severity is Severity.P0

    seat.until(suggested)
    room.press("s", "Enter")
    assert room.took() == 2
    seat.until(lambda: seat.incident.severity is Severity.P0)
    assert any("suggested by S-1" in text for text in texts(room))


def test_a_step_takes_two_and_the_next_one_one(room: Hands) -> None:
    seat = room.seat
    seat.until(lambda: bool(seat.desktop.rooms.runbook_panel._offers))
    room.press("b", "Enter")
    seat.until(lambda: bool(seat.incident.runs))
    panel = seat.desktop.rooms.runbook_panel
    seat.until(lambda: panel._view is not None)
    room.took()
    room.press("b", "Space")
    assert room.took() == 2
    seat.until(lambda: seat.incident.runs[0].step(1).state is StepState.DONE)
    room.press("Space")
    assert room.took() == 1
    seat.until(lambda: seat.incident.runs[0].step(2).state is StepState.DONE)


def test_a_step_that_failed_takes_two_to_the_next(room: Hands) -> None:
    seat = room.seat
    seat.until(lambda: bool(seat.desktop.rooms.runbook_panel._offers))
    room.press("b", "Enter")
    panel = seat.desktop.rooms.runbook_panel
    seat.until(lambda: panel._view is not None)
    room.took()
    room.press("x", "Enter")
    assert room.took() == 2
    seat.until(lambda: seat.incident.runs[0].step(1).state is StepState.FAILED)
    seat.until(lambda: panel.at == 2)


def test_anything_is_found_by_two_and_a_few_letters(room: Hands) -> None:
    room.press("Ctrl+K").type("appea").press("Enter")
    assert room.took() == 2
    room.seat.until(lambda: room.seat.desktop.window.current == "settings")
    assert room.seat.desktop.settings.screen.page == "appearance"


def test_an_alert_is_declared_by_two(hands: Hands) -> None:
    seat = hands.seat
    seat.at("16:05:00")
    deliver(seat)
    seat.keys("g", "i")
    seat.until(lambda: seat.desktop.window.current == "inbox")
    hands.press("d")
    seat.until(seat.desktop.declare.isVisible)
    assert seat.desktop.declare.title_line.text() == "DBConnErrors"
    hands.press("Ctrl+Enter")
    assert hands.took() == 2
    seat.until(lambda: seat.desktop.window.current == "room" and seat.has_incident())


def test_a_command_is_copied_by_two(room: Hands) -> None:
    seat = room.seat
    seat.until(lambda: bool(seat.desktop.rooms.runbook_panel._offers))
    room.press("b", "Enter")
    seat.until(lambda: seat.desktop.rooms.runbook_panel._view is not None)
    room.took()
    room.press("b", "c")
    assert room.took() == 2
    seat.until(lambda: seat.clipboard() == "open graph")


def test_command_is_handed_over_by_four_and_taken_by_one(room: Hands) -> None:
    seat = room.seat
    asks = seat.desktop.room.asks
    room.press("r h")
    seat.until(asks.handover.isVisible)
    room.type("Dee").press("Enter", "Ctrl+Enter")
    assert room.took() == 3
    seat.until(lambda: seat.incident.offer is not None)
    assert seat.incident.commander == "Ana"
    seat.until(lambda: bool(seat.desktop.room.needs._needs))
    room.press("y")
    seat.until(lambda: seat.desktop.room.needs.focusWidget() is not None)
    room.press("Enter")
    seat.until(asks.offer.isVisible)
    room.took()
    room.press("Ctrl+Enter")
    assert room.took() == 1
    seat.until(lambda: seat.incident.commander == "Dee")
    assert seat.incident.offer is None


def test_an_update_takes_two_and_its_approver_two(room: Hands) -> None:
    seat = room.seat
    assign(Assign(seat.incident.uid, Role.COMMS, "Ben"), seat.desktop._workspace.desk)
    seat.until(lambda: any(hat.person == "Ben" for hat in seat.incident.hats))
    seat.sits("Ben")
    room.press("u")
    composer = seat.desktop.composer
    seat.until(lambda: composer.presenter.state.is_loaded and bool(composer.presenter.state.text))
    seat.until(composer.screen.composer.text.hasFocus)
    room.type("We are looking into it. ").press("Ctrl+Enter")
    assert room.took() == 2
    seat.until(lambda: composer.presenter.state.primary.words == "Waits for approval")
    seat.sits("Ana")
    composer.leave()
    seat.desktop.rooms.team.refresh()
    seat.until(lambda: any(n.kind == "approval" for n in seat.desktop.room.needs._needs))
    room.took()
    room.press("y", "a")
    assert room.took() == 2
    seat.until(lambda: bool(seat.incident.updates) and bool(seat.incident.updates[0].publication))
    update = seat.incident.updates[0]
    assert update.approval is not None
    assert update.approval.by == "Ana"
    assert update.published is not None
    assert "We are looking into it." in update.published.text


def test_the_next_stage_takes_two_at_most(room: Hands) -> None:
    room.press(".")
    assert room.took() <= 2
    room.seat.until(lambda: room.seat.incident.stage.value == "mitigation")


def test_a_role_is_given_and_a_task_told_by_the_keyboard(room: Hands) -> None:
    seat = room.seat
    room.press("r a")
    seat.until(seat.desktop.room.asks.assign.isVisible)
    room.type("Ben").press("Ctrl+Enter")
    seat.until(lambda: any(hat.role is Role.COMMS for hat in seat.incident.hats))
    room.press("n").type("/task @Ben 10m write the first update").press("Enter")
    seat.until(lambda: bool(seat.incident.tasks))
    task = seat.incident.tasks[0]
    assert (task.person, task.text) == ("Ben", "write the first update")
    assert task.due_at is not None


def texts(hands: Hands) -> list[str]:
    source = hands.seat.desktop.room._source
    assert source is not None
    return [entry.text or "" for entry in source.page(0, 50)]
