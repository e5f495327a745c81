"""Who does what: hats, command from one to another, tasks with a time box, questions."""

import pytest

from models.actions.ask_person import AnswerAsk, AskPerson, answer_ask, ask_person
from models.actions.assign import Assign, Unassign, assign, unassign
from models.actions.declare import Declare, declare
from models.actions.delegate import AnswerTask, Delegate, answer_task, delegate
from models.actions.hand_over import (
    Accept,
    Decline,
    HandOver,
    TakeCommand,
    accept,
    decline,
    hand_over,
    take_command,
)
from models.actions.note import Note, note
from models.actions.undo import Undo, undo
from models.domain.delegation import TaskState
from models.domain.entry import EntryKind
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Role
from models.domain.severity import Severity
from tests.actions.conftest import Room


@pytest.fixture
def live(room: Room) -> Room:
    room.at("16:05")
    declare(Declare("Checkout fails", Severity.P0), room.desk)
    return room


def hats(room: Room) -> list[tuple[str, str, str]]:
    return [(hat.role.value, hat.person, hat.area) for hat in room.incident().hats]


def test_hats_add_up_and_one_person_may_wear_several(live: Room) -> None:
    assign(Assign("INC-1", Role.COMMS, "Ben"), live.desk)
    assign(Assign("INC-1", Role.SME, "Cy", "db"), live.desk)
    assign(Assign("INC-1", Role.SME, "Cy", "network"), live.desk)
    assert hats(live) == [
        ("commander", "Ana", ""),
        ("comms", "Ben", ""),
        ("sme", "Cy", "db"),
        ("sme", "Cy", "network"),
    ]
    with pytest.raises(NothingToDo, match="Cy is SME for db already"):
        assign(Assign("INC-1", Role.SME, "cy", "DB"), live.desk)


def test_who_wore_what_keeps_from_when_to_when(live: Room, clock) -> None:
    live.at("16:07")
    assign(Assign("INC-1", Role.COMMS, "Ben"), live.desk)
    live.at("16:20")
    assign(Assign("INC-1", Role.COMMS, "Eve", instead="Ben"), live.desk)
    live.at("16:30")
    unassign(Unassign("INC-1", Role.COMMS, "Eve"), live.desk)
    worn = [(h.person, h.since, h.until) for h in live.incident().worn if h.role is Role.COMMS]
    assert worn == [
        ("Ben", clock("16:07"), clock("16:20")),
        ("Eve", clock("16:20"), clock("16:30")),
    ]
    assert "Eve is Communications Lead, instead of Ben." in live.texts()


def test_taking_back_an_assignment_leaves_no_trace_in_the_history_of_hats(live: Room) -> None:
    assign(Assign("INC-1", Role.COMMS, "Ben"), live.desk)
    undo(Undo(), live.desk)
    assert hats(live) == [("commander", "Ana", "")]
    assert all(hat.role is Role.COMMANDER for hat in live.incident().worn)


def test_command_is_never_assigned_or_taken_off(live: Room) -> None:
    with pytest.raises(Refused, match="handover"):
        assign(Assign("INC-1", Role.COMMANDER, "Dee"), live.desk)
    with pytest.raises(Refused, match="take-command"):
        unassign(Unassign("INC-1", Role.COMMANDER, "Ana"), live.desk)


def test_a_handover_changes_nothing_until_it_is_taken(live: Room, clock) -> None:
    note(Note("INC-1", "Roll back, EU first", EntryKind.DECISION), live.desk)
    live.at("16:24")
    hand_over(HandOver("INC-1", "Dee"), live.desk)
    offered = live.incident()
    assert offered.commander == "Ana"
    assert offered.offer is not None
    assert offered.offer.to == "Dee"
    assert offered.offer.brief == (
        "Objective: none set yet",
        "State: P0 in triage, impact for 19 m 00 s.",
        "Decided: Roll back, EU first",
        "Watch out: nobody is Communications Lead or Subject matter expert.",
        "Next update: due 16:10 UTC.",
    )
    with pytest.raises(Refused, match="offered to Dee, not to Cy"):
        accept(Accept("INC-1"), live.seat("Cy"))
    live.at("16:25")
    taken = accept(Accept("INC-1"), live.seat("Dee"))
    assert (taken.holder, taken.state) == ("Dee", "granted")
    now = live.incident()
    assert (now.commander, now.offer) == ("Dee", None)
    assert [(h.person, h.since, h.until) for h in now.worn] == [
        ("Ana", clock("16:05"), clock("16:25")),
        ("Dee", clock("16:25"), None),
    ]
    assert "Dee assumed command, handed over by Ana." in live.texts()
    assert "Ana renounced command." in live.texts()


def test_there_is_always_exactly_one_commander(live: Room) -> None:
    hand_over(HandOver("INC-1", "Dee"), live.desk)
    decline(Decline("INC-1"), live.seat("Dee"))
    assert (live.incident().commander, live.incident().offer) == ("Ana", None)
    with pytest.raises(Refused, match="only the commander hands it over"):
        hand_over(HandOver("INC-1", "Cy"), live.seat("Ben"))
    with pytest.raises(Refused, match="needs a reason"):
        take_command(TakeCommand("INC-1", " "), live.seat("Cy"))
    take_command(TakeCommand("INC-1", "Ana does not answer"), live.seat("Cy"))
    assert [h.person for h in live.incident().hats if h.role is Role.COMMANDER] == ["Cy"]
    with pytest.raises(Refused, match="Cy has command now, not Ana"):
        take_command(TakeCommand("INC-1", "Me too", seen="Ana"), live.seat("Ben"))


def test_commands_are_given_again_not_undone(live: Room) -> None:
    take_command(TakeCommand("INC-1", "Ana does not answer"), live.seat("Cy"))
    with pytest.raises((NothingToDo, Refused)):
        undo(Undo(), live.seat("Cy"))


def test_a_task_is_told_understood_and_done_within_its_box(live: Room, clock) -> None:
    live.at("16:09:10")
    uid = delegate(Delegate("INC-1", "rolling restart", "Cy", 600_000), live.desk)
    task = live.incident().tasks[0]
    assert (task.person, task.due_at) == ("Cy", clock("16:19:10"))
    assert task.state_now(clock("16:19:09")) is TaskState.OPEN
    answer_task(AnswerTask(uid[:8], TaskState.ACKNOWLEDGED), live.seat("Cy"))
    task = live.incident().tasks[0]
    assert task.state_now(clock("16:19:09")) is TaskState.ACKNOWLEDGED
    assert task.state_now(clock("16:19:10")) is TaskState.OVERDUE
    live.at("16:21:10")
    answer_task(AnswerTask(uid, TaskState.DONE, "no change"), live.seat("Cy"))
    assert live.incident().tasks[0].state_now(live.now) is TaskState.DONE
    assert "Done by Cy, 2 m 00 s after its time box: rolling restart: no change" in live.texts()
    with pytest.raises(Refused, match="That task is done"):
        answer_task(AnswerTask(uid, TaskState.ACKNOWLEDGED), live.seat("Cy"))


def test_a_yes_puts_the_hat_on_and_a_no_does_not(live: Room) -> None:
    first = ask_person(AskPerson("INC-1", Role.SME, "Sofia", "network"), live.desk)
    answer_ask(AnswerAsk("INC-1", first, yes=False), live.seat("Sofia"))
    assert hats(live) == [("commander", "Ana", "")]
    again = ask_person(AskPerson("INC-1", Role.SME, "Sofia", "network"), live.desk)
    assert "Asked Sofia again to be SME for network." in live.texts()
    answer_ask(AnswerAsk("INC-1", again, yes=True), live.seat("Sofia"))
    assert ("sme", "Sofia", "network") in hats(live)
    with pytest.raises(NothingToDo, match="answered already"):
        answer_ask(AnswerAsk("INC-1", again, yes=True), live.seat("Sofia"))
