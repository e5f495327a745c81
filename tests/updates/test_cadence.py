"""When the next word is due: the communications lead's clock, to the second."""

from datetime import timedelta

import pytest

from models.actions.assign import Assign, assign
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.mitigate import Mitigate, mitigate
from models.actions.resolve import Resolve, resolve
from models.actions.snooze_update import SlowUpdates, SnoozeUpdate, slow_updates, snooze_update
from models.domain.cadence import Adherence, adherence, next_update_due, reminder_due, timings
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Role
from models.domain.needs import needs
from models.domain.severity import Severity
from tests.actions.conftest import Room, moment
from tests.updates.conftest import post


@pytest.fixture
def live(data_dir) -> Room:
    room = Room(data_dir)
    room.at("16:05")
    declare(Declare("Checkout fails", Severity.P0), room.desk)
    return room


def due(room: Room):
    return next_update_due(room.incident())


def test_the_whole_cadence_of_a_critical_incident(live: Room) -> None:
    assert due(live) == moment("16:10")
    post(live, "16:09:30")
    assert due(live) == moment("16:14:30")
    post(live, "16:14:00")
    assert due(live) == moment("16:34:00")
    post(live, "16:36:00", "identified")
    assert due(live) == moment("16:56:00")
    post(live, "16:55:00", "identified")
    assert due(live) == moment("17:15:00")
    post(live, "17:14:00", "monitoring")
    assert due(live) == moment("17:34:00")
    live.at("17:20")
    mitigate(Mitigate("INC-1"), live.desk)
    resolve(Resolve("INC-1", confirmed=True, reason="seen"), live.desk)
    post(live, "17:21", "resolved")
    assert due(live) is None
    incident = live.incident()
    assert adherence(incident) == Adherence(on_time=4, late=1)
    late = [timing for timing in timings(incident).values() if timing.late_ms]
    assert [(one.at, one.late_ms) for one in late] == [(moment("16:36"), 120_000)]


def test_a_worse_severity_brings_the_next_update_forward_a_milder_one_never_off(live: Room) -> None:
    post(live, "16:09")
    post(live, "16:14")
    live.at("16:15")
    change_severity(ChangeSeverity("INC-1", Severity.P1, "less"), live.desk)
    assert due(live) == moment("16:34")
    post(live, "16:30")
    assert due(live) == moment("17:00")
    live.at("16:40")
    change_severity(ChangeSeverity("INC-1", Severity.P0, "worse"), live.desk)
    assert due(live) == moment("16:50")


def test_without_a_cadence_nothing_is_due_and_with_one_again_it_counts_from_there(
    live: Room,
) -> None:
    live.at("16:20")
    change_severity(ChangeSeverity("INC-1", Severity.P3, "few users"), live.desk)
    assert due(live) is None
    live.at("16:40")
    change_severity(ChangeSeverity("INC-1", Severity.P1, "many after all"), live.desk)
    assert due(live) == moment("16:40") + timedelta(minutes=10)


def test_what_was_due_and_never_came_counts_as_missed(live: Room) -> None:
    post(live, "16:09")
    live.at("16:20")
    mitigate(Mitigate("INC-1"), live.desk)
    resolve(Resolve("INC-1", confirmed=True, reason="seen"), live.desk)
    assert adherence(live.incident()) == Adherence(on_time=1, missed=1)


def test_a_snooze_is_recorded_once_and_makes_no_late_update_one_in_time(live: Room) -> None:
    live.at("16:08")
    assert snooze_update(SnoozeUpdate("INC-1"), live.desk) == moment("16:15")
    assert "The update due at 16:10:00 UTC is snoozed by 5 min." in live.texts()
    with pytest.raises(NothingToDo, match="that is done once"):
        snooze_update(SnoozeUpdate("INC-1"), live.desk)
    incident = live.incident()
    assert (due(live), reminder_due(incident)) == (moment("16:10"), moment("16:15"))
    waiting = [need.kind for need in needs(incident, "Ana", moment("16:12"))]
    assert "late_update" not in waiting
    assert "late_update" in [need.kind for need in needs(incident, "Ana", moment("16:15"))]
    post(live, "16:12")
    assert adherence(live.incident()) == Adherence(late=1)


def test_a_long_incident_slows_down_from_two_hours_on_and_is_not_decided_in_the_first(
    live: Room,
) -> None:
    post(live, "16:09")
    post(live, "16:14")
    with pytest.raises(Refused, match="first hour"):
        slow_updates(SlowUpdates("INC-1", "a vendor works on it"), live.desk)
    live.at("17:30")
    with pytest.raises(Refused, match="reason"):
        slow_updates(SlowUpdates("INC-1", " "), live.desk)
    slow_updates(SlowUpdates("INC-1", "a vendor works on it"), live.desk)
    assert due(live) == moment("16:34")
    post(live, "17:40")
    assert due(live) == moment("18:00")
    post(live, "17:59")
    assert due(live) == moment("18:39")
    with pytest.raises(NothingToDo):
        slow_updates(SlowUpdates("INC-1", "again"), live.desk)


def test_late_by_five_minutes_the_deputy_is_asked_else_the_commander(live: Room) -> None:
    assign(Assign("INC-1", Role.COMMS, "Ben"), live.desk)

    def asked(person: str, clock: str) -> bool:
        found = needs(live.incident(), person, moment(clock))
        return "late_update" in [need.kind for need in found]

    assert [asked("Ben", "16:10:01"), asked("Ana", "16:14:59")] == [True, False]
    assert asked("Ana", "16:15")
    assign(Assign("INC-1", Role.DEPUTY, "Dee"), live.desk)
    assert [asked("Dee", "16:15"), asked("Ana", "16:15")] == [True, False]
