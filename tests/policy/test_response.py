"""What nobody may notice in the heat, how long it was how bad, and promoting to major."""

from dataclasses import replace
from datetime import datetime

import pytest

from models.actions.assign import Assign, Unassign, assign, unassign
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.promote import Promote, promote
from models.actions.reopen import Reopen, reopen
from models.actions.resolve import Resolve, resolve
from models.actions.undo import Undo, undo
from models.domain.errors import BadInput, NothingToDo, Refused
from models.domain.incident import Role
from models.domain.policy import DEFAULT_POLICY
from models.domain.response import cautions, time_in_severity
from models.domain.severity import Severity
from tests.actions.conftest import Room, moment

MINUTE = 60_000


def warned(room: Room, clock: str) -> list[tuple[str, datetime]]:
    return [(c.id, c.since) for c in cautions(room.incident(), moment(clock))]


def test_a_required_role_may_be_vacant_for_ten_minutes(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P0), room.desk)
    assert warned(room, "16:09:59") == []
    assert warned(room, "16:10") == [("role_vacant", moment("16:00"))] * 2
    words = [c.sentence for c in cautions(room.incident(), moment("16:14"))]
    assert words[0] == "Nobody is Communications Lead, for 14 m 00 s"


def test_a_vacancy_counts_from_when_the_hat_was_taken_off(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P0), room.desk)
    assign(Assign("1", Role.COMMS, "Ben"), room.desk)
    assign(Assign("1", Role.SME, "Cy", "db"), room.desk)
    room.at("16:30")
    unassign(Unassign("1", Role.COMMS, "Ben"), room.desk)
    assert warned(room, "16:39") == []
    assert warned(room, "16:40") == [("role_vacant", moment("16:30"))]


def test_a_vacancy_counts_from_when_the_severity_asked_for_the_role(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P0), room.desk)
    room.at("16:05")
    change_severity(ChangeSeverity("1", Severity.P3), room.desk)
    assert warned(room, "17:00") == []
    room.at("17:00")
    change_severity(ChangeSeverity("1", Severity.P1), room.desk)
    assert warned(room, "17:09") == []
    assert {since for _, since in warned(room, "17:10")} == {moment("17:00")}


def test_four_hours_of_command_are_enough(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P2), room.desk)
    assert warned(room, "20:00") == []
    assert warned(room, "20:00:01") == [("long_duty", moment("16:00"))]


def test_more_than_seven_people_are_too_many_for_one(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P2), room.desk)
    for n in range(1, 9):
        room.at(f"16:0{n}")
        assign(Assign("1", Role.SME, f"Person {n}", f"area {n}"), room.desk)
        assign(Assign("1", Role.SME, f"Person {n}", f"area {n} too"), room.desk)
        assert bool(warned(room, "16:30")) is (n > 7)
    assert warned(room, "16:30") == [("wide_span", moment("16:08"))]


def test_the_commander_reports_to_nobody(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P2), room.desk)
    assign(Assign("1", Role.SCRIBE, "Ana"), room.desk)
    for n in range(7):
        assign(Assign("1", Role.SME, f"Person {n}", "db"), room.desk)
    assert warned(room, "16:30") == []


def test_a_policy_sets_its_own_limits(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P0), room.desk)
    strict = replace(DEFAULT_POLICY, vacancy_ms=MINUTE, duty_ms=2 * MINUTE)
    found = cautions(room.incident(), moment("16:03"), strict)
    assert [c.id for c in found] == ["role_vacant", "role_vacant", "long_duty"]


def test_nothing_is_warned_of_once_it_is_resolved(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P0), room.desk)
    room.at("16:30")
    resolve(Resolve("1", confirmed=True), room.desk)
    assert warned(room, "23:00") == []


def spans(room: Room, clock: str) -> list[tuple[str, int]]:
    found = time_in_severity(room.incident(), moment(clock))
    return [(severity.value, ms // MINUTE) for severity, _, _, ms in found]


def test_time_in_severity_ends_with_the_response(room: Room) -> None:
    declare(Declare("Down"), room.desk)
    room.at("16:10")
    change_severity(ChangeSeverity("1", Severity.P0), room.desk)
    room.at("16:15")
    change_severity(ChangeSeverity("1", Severity.P0, "seen again"), room.desk)
    assert spans(room, "16:30") == [("P1", 10), ("P0", 20)]
    room.at("16:40")
    resolve(Resolve("1", confirmed=True), room.desk)
    room.at("16:50")
    change_severity(ChangeSeverity("1", Severity.P2, "it was less"), room.desk)
    assert spans(room, "18:00") == [("P1", 10), ("P0", 30)]
    room.at("17:00")
    reopen(Reopen("1", "it is back"), room.desk)
    assert spans(room, "17:30") == [("P1", 10), ("P0", 40), ("P2", 40)]


def test_promoting_raises_the_severity_and_puts_on_the_hats_in_one_act(room: Room) -> None:
    declare(Declare("Slow", severity=Severity.P2), room.desk)
    room.at("16:05")
    missing = promote(
        Promote("1", Severity.P0, "payments fail", comms="Ben", runbook="Database failover"),
        room.desk,
    )
    after = room.incident()
    assert after.severity is Severity.P0
    assert [(hat.role, hat.person) for hat in after.hats] == [
        (Role.COMMANDER, "Ana"),
        (Role.COMMS, "Ben"),
    ]
    assert missing == (Role.SME,)
    assert room.texts()[-1] == (
        "Promoted to a major incident, P2 to P0: payments fail. Added: Ben is Communications "
        "Lead, runbook Database failover. Still missing: Subject matter expert."
    )
    assert [(c.severity, c.at) for c in after.severities][-1] == (Severity.P0, moment("16:05"))
    assert after.worn[-1].person == "Ben"


def test_promoting_is_taken_back_whole(room: Room) -> None:
    declare(Declare("Slow", severity=Severity.P2), room.desk)
    promote(Promote("1", Severity.P1, comms="Ben", experts=(("Cy", "db"),)), room.desk)
    undo(Undo(), room.desk)
    assert room.incident().severity is Severity.P2
    assert [hat.role for hat in room.incident().hats] == [Role.COMMANDER]


def test_promoting_never_lowers_and_is_only_to_major(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P0), room.desk)
    with pytest.raises(Refused, match="INC-1 is P0, which is worse than P1"):
        promote(Promote("1", Severity.P1), room.desk)
    with pytest.raises(BadInput, match="not major"):
        promote(Promote("1", Severity.P2), room.desk)
    with pytest.raises(NothingToDo):
        promote(Promote("1", Severity.P0), room.desk)


def test_an_incident_that_is_major_can_still_get_its_hats(room: Room) -> None:
    declare(Declare("Down", severity=Severity.P1), room.desk)
    assert promote(Promote("1", Severity.P1, comms="Ben", experts=(("Cy", "db"),)), room.desk) == ()
    assert len(room.incident().severities) == 1
    with pytest.raises(NothingToDo):
        promote(Promote("1", Severity.P1, comms="Ben"), room.desk)
