"""When the next word is due: the communications lead's clock, to the second."""

from datetime import timedelta

import pytest

from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.mitigate import Mitigate, mitigate
from models.actions.post_update import PostUpdate, post_update
from models.actions.resolve import Resolve, resolve
from models.actions.undo import Undo, undo
from models.domain.cadence import adherence, next_update_due, timed_updates
from models.domain.errors import BadInput, Refused
from models.domain.severity import Severity
from tests.actions.conftest import Room, moment


@pytest.fixture
def live(data_dir) -> Room:
    room = Room(data_dir)
    room.at("16:05")
    declare(Declare("Checkout fails", Severity.P0), room.desk)
    return room


def post(room: Room, clock: str, state: str = "investigating") -> None:
    room.at(clock)
    post_update(PostUpdate("INC-1", "customers", state, f"As of {clock}"), room.seat("Ben"))


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
    assert adherence(incident) == (4, 5)
    late = [timed for timed in timed_updates(incident) if timed.late_ms]
    assert [(one.posted_at, one.late_ms) for one in late] == [(moment("16:36"), 120_000)]


def test_each_update_promises_the_next_on_the_timeline(live: Room) -> None:
    post(live, "16:09:30")
    posted = live.incident().updates[0]
    assert (posted.n, posted.audience, posted.text) == (1, "customers", "As of 16:09:30")
    assert posted.promised_at == moment("16:14:30")
    assert "Update 1 to customers, investigating: “As of 16:09:30”" in live.texts()


def test_an_update_taken_back_is_due_again(live: Room) -> None:
    post(live, "16:09:30")
    undo(Undo(), live.seat("Ben"))
    assert due(live) == moment("16:10")


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


def test_nobody_says_resolved_before_it_is(live: Room) -> None:
    with pytest.raises(Refused, match="is in Triage and not resolved yet"):
        post(live, "16:09", "resolved")
    with pytest.raises(Refused, match="The update is empty"):
        post_update(PostUpdate("INC-1", "customers", "monitoring", " "), live.desk)
    with pytest.raises(BadInput, match="no audience"):
        post_update(PostUpdate("INC-1", "press", "monitoring", "x"), live.desk)
    assert live.incident().updates == ()
