"""The rules of an incident's life, one sentence each."""

from dataclasses import replace

import pytest

from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.cancel import Cancel, cancel
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.close import Close, close
from models.actions.confirm import Confirm, confirm
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.declare import Declare, declare
from models.actions.describe import Describe, describe
from models.actions.import_bundle import import_bundle
from models.actions.import_history import import_history
from models.actions.link_recurrence import (
    LinkRecurrence,
    UnlinkRecurrence,
    link_recurrence,
    unlink_recurrence,
)
from models.actions.merge import Merge, Unmerge, merge, unmerge
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Attached, Correct, Note, correct, note
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.reopen import Reopen, reopen
from models.actions.resolve import Resolve, resolve
from models.actions.undo import Undo, undo
from models.domain.alert import Alert
from models.domain.cadence import next_update_due
from models.domain.errors import Ambiguous, BadInput, NotFound, NothingToDo, Refused
from models.domain.incident import IncidentKind, Status
from models.domain.measures import durations
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.intake.histories import read_history
from models.queries import export, inbox, timeline
from tests.actions.conftest import Room, moment

MINUTE = 60_000


def declared(room: Room, severity: Severity = Severity.P1) -> str:
    room.at("16:00")
    return declare(Declare(title="Checkout is down", severity=severity), room.desk)


def test_leaving_a_stage_with_an_open_question_needs_a_reason(room: Room) -> None:
    declared(room)
    move_stage(MoveStage("1", Stage.MITIGATION), room.desk)
    with pytest.raises(Refused, match="Is the impact mitigated"):
        move_stage(MoveStage("1", Stage.RESOLUTION), room.desk)
    move_stage(MoveStage("1", Stage.RESOLUTION, "the graph lies"), room.desk)
    assert room.incident().stage is Stage.RESOLUTION
    assert any("the graph lies" in text for text in room.texts())


def test_post_mortem_waits_for_the_resolution(room: Room) -> None:
    declared(room)
    with pytest.raises(Refused, match="not resolved"):
        move_stage(MoveStage("1", Stage.POST_MORTEM), room.desk)


def test_going_back_keeps_both_visits(room: Room) -> None:
    declared(room)
    room.at("16:10")
    move_stage(MoveStage("1", Stage.MITIGATION), room.desk)
    room.at("16:20")
    move_stage(MoveStage("1", Stage.TRIAGE, "wrong trail"), room.desk)
    stages = [visit.stage for visit in room.incident().visits]
    assert stages == [Stage.DETECTION, Stage.TRIAGE, Stage.MITIGATION, Stage.TRIAGE]


def test_the_first_acknowledgement_counts(room: Room) -> None:
    declared(room)
    room.at("16:04")
    acknowledge(Acknowledge("1"), room.desk)
    with pytest.raises(NothingToDo, match="16:04:00"):
        acknowledge(Acknowledge("1"), room.desk)


def test_resolving_never_fills_the_mitigation(room: Room) -> None:
    declared(room)
    room.at("16:30")
    resolve(Resolve("1"), room.desk)
    times = room.incident().times
    assert times.mitigated_at is None
    assert times.impact_ended_at == moment("16:30")


def test_reopening_forgets_the_end_and_counts_active_time_without_the_gap(room: Room) -> None:
    declared(room)
    room.at("16:30")
    mitigate(Mitigate("1"), room.desk)
    room.at("17:00")
    resolve(Resolve("1", confirmed=True), room.desk)
    room.at("18:00")
    reopen(Reopen("1", "it came back"), room.desk)
    again = room.incident()
    assert again.times.resolved_at is None
    assert again.times.impact_ended_at is None
    assert again.stage is Stage.MITIGATION
    assert not again.recovery_confirmed
    room.at("18:20")
    mitigate(Mitigate("1"), room.desk)
    assert room.incident().times.mitigated_at == moment("16:30")
    room.at("18:30")
    resolve(Resolve("1", confirmed=True), room.desk)
    took = durations(room.incident())
    assert took.ttr_ms == 150 * MINUTE
    assert took.active_ttr_ms == 90 * MINUTE
    assert took.impact_ms == 50 * MINUTE


def test_closing_needs_the_questions_answered_or_an_override(room: Room) -> None:
    declared(room, Severity.P3)
    resolve(Resolve("1"), room.desk)
    with pytest.raises(Refused, match="recovery confirmed"):
        close(Close("1", reason="enough"), room.desk)
    confirm(Confirm("1"), room.desk)
    close(Close("1"), room.desk)
    assert room.incident().status is Status.CLOSED


def test_a_cancelled_incident_asks_for_nothing_and_can_be_reopened(room: Room) -> None:
    declared(room)
    cancel(Cancel("1", "a probe was broken"), room.desk)
    assert room.incident().status is Status.CANCELLED
    with pytest.raises(Refused, match="cancelled"):
        acknowledge(Acknowledge("1"), room.desk)
    reopen(Reopen("1"), room.desk)
    assert room.incident().status is Status.OPEN


def test_the_next_update_comes_forward_with_the_severity_and_is_never_put_off(room: Room) -> None:
    declared(room, Severity.P2)
    assert next_update_due(room.incident()) == moment("17:00")
    room.at("16:02")
    change_severity(ChangeSeverity("1", Severity.P0), room.desk)
    assert next_update_due(room.incident()) == moment("16:05")
    change_severity(ChangeSeverity("1", Severity.P2), room.desk)
    assert next_update_due(room.incident()) == moment("16:05")
    change_severity(ChangeSeverity("1", Severity.P4), room.desk)
    assert next_update_due(room.incident()) is None
    room.at("16:30")
    change_severity(ChangeSeverity("1", Severity.P1), room.desk)
    assert next_update_due(room.incident()) == moment("16:40")


def test_a_time_that_breaks_the_order_is_refused_with_the_pair(room: Room) -> None:
    declared(room)
    room.at("16:30")
    with pytest.raises(Refused, match=r"The start of impact .* would be after the detection"):
        correct_time(CorrectTime("1", "impact_started_at", moment("16:10"), "graph"), room.desk)
    with pytest.raises(BadInput, match="not a timestamp"):
        correct_time(CorrectTime("1", "tea_at", moment("16:10"), "graph"), room.desk)
    with pytest.raises(Refused, match="future"):
        correct_time(CorrectTime("1", "acknowledged_at", moment("18:00"), "x"), room.desk)


def test_undo_brings_back_what_was_and_strikes_the_line(room: Room) -> None:
    declared(room)
    describe(Describe("1", "objective", "Roll back"), room.desk)
    describe(Describe("1", "objective", "Fail over"), room.desk)
    undo(Undo(), room.desk)
    assert room.incident().objective == "Roll back"
    assert "Objective: Fail over" not in room.texts()


def test_undo_is_refused_once_somebody_wrote_after_it_and_names_them(room: Room) -> None:
    declared(room)
    describe(Describe("1", "summary", "pool is full"), room.desk)
    told = timeline.every(room.database.connection, room.incident().uid, timeline.Filter())
    act = next(entry.act for entry in told if "pool is full" in entry.text)
    describe(Describe("1", "summary", "disk is full"), room.seat("Ben"))
    with pytest.raises(Refused, match="Ben changed the summary"):
        undo(Undo(act), room.desk)


def test_declaring_is_not_undone(room: Room) -> None:
    declared(room)
    with pytest.raises(NothingToDo):
        undo(Undo(), room.desk)


def test_a_correction_points_back_and_the_old_text_stays(room: Room) -> None:
    declared(room)
    written = note(Note("1", "40 percent of carts"), room.desk)
    correct(Correct(written, "4 percent of carts"), room.desk)
    entry = timeline.one(room.database.connection, written)
    assert entry is not None
    assert (entry.text, entry.corrected_text) == ("40 percent of carts", "4 percent of carts")


def test_merging_refuses_circles_and_can_be_taken_back(room: Room) -> None:
    declared(room)
    declare(Declare(title="The same"), room.desk)
    merge(Merge("INC-2", "INC-1"), room.desk)
    assert room.incident("INC-2").status is Status.MERGED
    with pytest.raises(Refused, match="is merged into"):
        merge(Merge("INC-1", "INC-2"), room.desk)
    unmerge(Unmerge("INC-2"), room.desk)
    assert room.incident("INC-2").status is Status.OPEN


def test_a_link_and_its_opposite_stand_against_each_other(room: Room) -> None:
    declared(room)
    room.at("16:30")
    later = declare(Declare(title="Again"), room.desk)
    link_recurrence(LinkRecurrence(later, "INC-1"), room.desk)
    assert room.incident(later).recurs_from == (room.incident("1").uid,)
    unlink_recurrence(UnlinkRecurrence(later, "INC-1"), room.desk)
    assert room.incident(later).recurs_from == ()


def test_an_incident_answers_to_number_alias_and_beginning_of_its_uid(room: Room) -> None:
    uid = declared(room)
    for name in ("1", "inc-1", f"INC-~{uid[:4]}", f"~{uid[:6]}", uid[:8], uid):
        assert room.incident(name).uid == uid
    with pytest.raises(NotFound):
        room.incident("INC-7")


def test_an_ambiguous_beginning_is_refused_with_the_candidates(room: Room) -> None:
    first = declared(room)
    connection = room.database.connection
    connection.execute(
        "INSERT INTO incident (uid, title, kind, status, stage) "
        "VALUES (?,'x','incident','open','triage')",
        (first[:6] + "0" * 26,),
    )
    with pytest.raises(Ambiguous) as refusal:
        room.incident(first[:5])
    assert len(refusal.value.candidates) == 2


def test_one_alert_however_often_is_one_item_and_its_end_is_matched(room: Room) -> None:
    alert = Alert("alertmanager", "Disk is full", "f1", fired_at=moment("15:55"))
    first = receive_alerts([Payload("a", b"1", (alert,))], room.desk)
    again = receive_alerts([Payload("a", b"1", (alert,))], room.desk)
    assert (first.alerts, again.alerts, again.duplicates) == (1, 0, 1)
    over = replace(alert, status="resolved", ended_at=moment("15:59"))
    assert receive_alerts([Payload("b", b"2", (over,))], room.desk).resolved == 1
    (item,) = inbox.waiting(room.database.connection)
    assert (item.count, item.status) == (2, "resolved")
    fresh = replace(alert, fired_at=moment("16:00"))
    assert receive_alerts([Payload("c", b"3", (fresh,))], room.desk).alerts == 1


def test_an_alert_is_declared_once(room: Room) -> None:
    alert = Alert("alertmanager", "Disk is full", "f1", service="db", fired_at=moment("15:55"))
    receive_alerts([Payload("a", b"1", (alert,))], room.desk)
    (item,) = inbox.waiting(room.database.connection)
    declare(Declare(from_alert=item.id), room.desk)
    assert room.incident().times.detected_at == moment("15:55")
    assert inbox.waiting(room.database.connection) == []
    with pytest.raises(NothingToDo, match="INC-1"):
        declare(Declare(from_alert=item.id), room.desk)


CSV = b"""key,title,kind,severity,service,failure_mode,impact_started_at,\
detected_at,acknowledged_at,mitigated_at,resolved_at,reopened_at,resolved_again_at,cancelled_at,merged_into_key
INC-2,Index lags,,P1,search,index-lag,2026-10-05T13:00:00Z,2026-10-05T13:10:00Z,,,\
2026-10-05T14:40:00Z,,,,
INC-6,The same,,P1,search,,,2026-10-05T13:11:00Z,,,2026-10-05T14:41:00Z,,,,INC-2
INC-7,False alarm,,P2,,,,2026-10-18T03:00:00Z,,,,,,2026-10-18T03:10:00Z,
INC-8,Certificate,,P1,edge,cert-expiry,2026-10-20T00:00:00Z,2026-10-20T00:00:00Z,\
2026-10-20T00:05:00Z,2026-10-20T01:30:00Z,2026-10-20T02:00:00Z,2026-10-20T03:00:00Z,\
2026-10-20T04:30:00Z,,
INC-9,Still open,,P0,checkout,,,2026-10-31T20:01:00Z,,,,,,,
"""


def test_a_history_keeps_reopened_merged_cancelled_and_open_rows_as_they_were(room: Room) -> None:
    done = import_history(read_history([("history.csv", CSV)]), room.desk)
    assert (done.imported, len(done.skipped), len(done.rejected)) == (5, 0, 0)
    connection = room.database.connection
    keys = dict(connection.execute("SELECT key, uid FROM incident").fetchall())
    took = durations(room.incident(keys["INC-8"]))
    assert took.ttr_ms == 270 * MINUTE
    assert took.active_ttr_ms == 210 * MINUTE
    assert room.incident(keys["INC-6"]).merged_into == keys["INC-2"]
    statuses = {key: room.incident(uid).status for key, uid in keys.items()}
    assert statuses["INC-7"] is Status.CANCELLED
    assert statuses["INC-9"] is Status.OPEN
    assert next_update_due(room.incident(keys["INC-9"])) is None
    again = import_history(read_history([("history.csv", CSV)]), room.desk)
    assert (again.imported, len(again.skipped)) == (0, 5)


def test_a_bundle_comes_back_byte_by_byte_and_refuses_a_changed_one(
    room: Room, data_dir: object
) -> None:
    uid = declared(room)
    note(Note("1", "see graph", attachments=(Attached("pool.png", b"\x89PNG"),)), room.desk)
    text = export.incident_as_json(room.database.connection, uid)
    archive = export.incident_as_archive(room.database.connection, uid)
    other = Room(room.database.folder / "other")
    assert import_bundle(archive, other.desk).new > 0
    assert export.incident_as_json(other.database.connection, uid) == text
    assert export.incident_as_archive(other.database.connection, uid) == archive
    assert import_bundle(text, other.desk).new == 0
    for whole in (text, archive):
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            changed = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
            with pytest.raises(BadInput):
                import_bundle(changed, Room(room.database.folder / "third").desk)


def test_a_drill_is_a_kind_of_its_own(room: Room) -> None:
    uid = declare(Declare(title="Rehearsal", kind=IncidentKind.DRILL), room.desk)
    assert room.incident(uid).kind is IncidentKind.DRILL
