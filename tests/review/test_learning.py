"""What a review decides, and what becomes of it: owed, late, helped or not, seen again."""

from datetime import date, datetime, timedelta

import pytest

from models.actions.add_action import AddAction, add_action
from models.actions.cancel import Cancel, cancel
from models.actions.close import Close, close
from models.actions.declare import Declare, declare
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.link_recurrence import UnlinkRecurrence, unlink_recurrence
from models.actions.move_review import MoveReview, move_review
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.resolve import Resolve, resolve
from models.actions.set_action import SetAction, set_action
from models.actions.undo import Undo, undo
from models.actions.use_template import KeepTemplate, UseTemplate, keep_template, use_template
from models.domain.action_item import ActionKind, ActionState
from models.domain.alert import Alert
from models.domain.errors import BadInput, NotFound, NothingToDo, Refused
from models.domain.expectations import Calendar
from models.domain.review import (
    ReviewState,
    Section,
    evidence_in,
    evidence_link,
    meeting_day,
    read_span,
)
from models.domain.severity import Severity
from models.domain.times import parse_time
from models.intake.policy_toml import read_policy
from models.queries import home
from models.queries.needs import needs_of
from models.queries.recurrences import Sign, earlier
from models.queries.review_templates import read_template, templates, write_template
from models.queries.reviews import review_record, sections_of
from models.store import reviews
from tests.actions.conftest import Room


@pytest.fixture
def room(tmp_path) -> Room:
    made = Room(tmp_path / "here")
    made.now = parse_time("2026-11-20T16:00:00Z")
    return made


def over(
    room: Room, title: str = "Pool is full", severity: Severity = Severity.P0, **more: object
) -> str:
    """An incident of 20 minutes on checkout, declared and resolved by Ana."""
    told = {"services": ("checkout",), "failure_mode": "db-pool", **more}
    uid = declare(Declare(title, severity, **told), room.desk)  # type: ignore[arg-type]
    room.now += timedelta(minutes=20)
    resolve(Resolve(uid, confirmed=True), room.desk)
    return uid


@pytest.mark.parametrize(
    ("resolved", "words", "last"),
    [
        ("2026-11-20T17:20:00Z", "3 calendar days", "2026-11-23"),
        ("2026-11-20T23:59:59Z", "1 calendar day", "2026-11-21"),
        ("2026-11-20T17:20:00Z", "5 business days", "2026-11-27"),  # a Friday
        ("2026-11-21T08:00:00Z", "5 business days", "2026-11-27"),  # a Saturday
        ("2026-11-21T00:30:00+01:00", "3  Calendar days", "2026-11-23"),  # Friday in UTC
    ],
)
def test_a_meeting_is_due_counted_from_the_day_it_was_resolved(
    resolved: str, words: str, last: str
) -> None:
    span = read_span(words)
    assert span is not None
    assert meeting_day(parse_time(resolved), span, None) == date.fromisoformat(last)


def test_business_days_are_those_of_the_workspace() -> None:
    calendar = Calendar(
        "shop", "UTC", frozenset(range(6)), holidays=frozenset({date(2026, 11, 24)})
    )
    span = read_span("3 business days")
    assert span is not None
    friday = parse_time("2026-11-20T17:00:00Z")
    assert meeting_day(friday, span, calendar) == date(2026, 11, 25)


@pytest.mark.parametrize("words", ["soon", "0 calendar days", "5 days", "-1 business days"])
def test_a_policy_with_a_time_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(BadInput, match="no time for a review"):
        read_policy(f'[severity.P0]\nreview = "{words}"\n')


def test_the_exit_question_of_a_major_incident_is_answered_by_its_review(room: Room) -> None:
    uid = over(room)
    with pytest.raises(Refused, match="Is the review done"):
        close(Close(uid), room.desk)
    move_review(MoveReview(uid, ReviewState.REVIEWED), room.desk)
    close(Close(uid), room.desk)
    minor = over(room, "Small", Severity.P3)
    close(Close(minor), room.desk)


def test_a_review_of_what_still_runs_cannot_be_done(room: Room) -> None:
    uid = declare(Declare("Pool is full"), room.desk)
    move_review(MoveReview(uid, ReviewState.IN_REVIEW), room.desk)
    with pytest.raises(Refused, match="not resolved yet"):
        move_review(MoveReview(uid, ReviewState.REVIEWED), room.desk)
    with pytest.raises(NothingToDo):
        move_review(MoveReview(uid, ReviewState.IN_REVIEW), room.desk)


def test_a_dropped_or_done_action_needs_nobody(room: Room) -> None:
    uid = over(room)
    for state in (ActionState.DROPPED, ActionState.DONE):
        action = add_action(AddAction(uid, f"was {state.value}"), room.desk)
        set_action(SetAction(action, state=state), room.desk)
    left = add_action(AddAction(uid, "alarm", owner="Cy"), room.desk)
    with pytest.raises(Refused, match=r"“alarm” .* has no due date") as refused:
        move_review(MoveReview(uid, ReviewState.REVIEWED), room.desk)
    assert "was done" not in str(refused.value)
    set_action(SetAction(left, due=date(2026, 12, 4)), room.desk)
    move_review(MoveReview(uid, ReviewState.REVIEWED), room.desk)


def test_an_act_on_an_action_is_taken_back_like_any_other(room: Room) -> None:
    uid = over(room)
    action = add_action(AddAction(uid, "alarm", ActionKind.PREVENT, "Cy"), room.desk)
    set_action(SetAction(action, owner="Dee"), room.desk)
    undo(Undo(), room.desk)
    assert room.incident(uid).review.actions[0].owner == "Cy"
    add_action(AddAction(uid, "a second one"), room.desk)
    undo(Undo(), room.desk)
    assert [one.text for one in room.incident(uid).review.actions] == ["alarm"]
    assert [one.text for one in reviews.actions(room.database.connection)] == ["alarm"]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (AddAction("INC-1", " "), "to be done"),
        (AddAction("INC-1", "x" * 501), "at most 500"),
        (AddAction("INC-1", "x", tracker="POOL-1"), "no address"),
        (AddAction("INC-1", "x", tracker="https://a b"), "no address"),
        (AddAction("INC-9", "x"), "no incident"),
    ],
)
def test_a_senseless_action_leaves_nothing(room: Room, command: AddAction, why: str) -> None:
    over(room)
    before = room.texts()
    with pytest.raises((Refused, NotFound), match=why):
        add_action(command, room.desk)
    assert room.texts() == before


def test_what_is_owed_stands_where_its_owner_looks(room: Room) -> None:
    uid = over(room)
    connection = room.database.connection
    add_action(AddAction(uid, "alarm", owner="cy", due=date(2026, 11, 22)), room.desk)

    def kinds(person: str) -> list[str]:
        return [need.kind for need in needs_of(connection, person, room.now)
                if need.kind in ("late_action", "review")]  # fmt: skip

    assert kinds("Cy") == []
    room.now = parse_time("2026-11-22T23:59:59Z")
    assert kinds("Cy") == []
    assert kinds("Ana") == ["review"]
    room.now = parse_time("2026-11-23T00:00:00Z")
    assert kinds("Cy") == ["late_action"]
    found = home.home(connection, home.HomeQuery(), "Ana", room.now).overdue
    assert [(one.label, one.action.text) for one in found] == [("INC-1", "alarm")]
    set_action(SetAction(found[0].action.uid, state=ActionState.DONE), room.desk)
    move_review(MoveReview(uid, ReviewState.REVIEWED), room.desk)
    room.now = parse_time("2026-12-23T00:00:00Z")
    assert kinds("Cy") == []
    assert kinds("Ana") == []


def test_the_same_sign_brings_up_what_fixed_it_and_what_is_open(room: Room) -> None:
    uid = over(room)
    fix = add_action(AddAction(uid, "bigger pool", ActionKind.FIX, "Cy"), room.desk)
    set_action(SetAction(fix, state=ActionState.DONE), room.desk)
    add_action(AddAction(uid, "alarm", ActionKind.NOTICE_SOONER, "Cy"), room.desk)
    room.now += timedelta(days=3)
    connection = room.database.connection
    sign = Sign(("checkout",), "db-pool")
    (found,) = earlier(connection, sign, room.now)
    assert (found.label, found.fix) == ("INC-1", "bigger pool")
    assert [one.text for one in found.open_actions] == ["alarm"]
    assert [one.text for one in found.ineffective] == ["bigger pool"]
    assert earlier(connection, Sign(("search",), "db-pool"), room.now) == []
    assert earlier(connection, Sign(("checkout",), "", title="pool full again"), room.now)
    assert earlier(connection, sign, room.now + timedelta(days=90)) == []


def test_the_same_alert_brings_up_the_incident_it_was_declared_as(room: Room) -> None:
    def alert(at: datetime) -> str:
        told = Alert("alertmanager", "DBConnErrors", "f1", service="checkout", fired_at=at)
        receive_alerts([Payload("p", str(at).encode(), (told,))], room.desk)
        (uid,) = room.database.connection.execute(
            "SELECT uid FROM alert ORDER BY last_at DESC LIMIT 1"
        ).fetchone()
        return str(uid)

    over(room, "", failure_mode="", from_alert=alert(room.now))
    room.now += timedelta(days=1)
    (found,) = earlier(room.database.connection, Sign(alert=alert(room.now)), room.now)
    assert (found.label, found.why) == ("INC-1", "the same alert")


def test_a_return_asks_whether_the_action_helped_until_somebody_answers(room: Room) -> None:
    uid = over(room)
    fix = add_action(AddAction(uid, "bigger pool", ActionKind.FIX, "Cy"), room.desk)
    set_action(SetAction(fix, state=ActionState.DONE), room.desk)
    connection = room.database.connection

    def asked() -> list[str]:
        return [n.text for n in needs_of(connection, "Cy", room.now) if n.kind == "came_back"]

    room.now += timedelta(days=2)
    drill = declare(Declare("Not it", services=("search",), failure_mode="db-pool"), room.desk)
    false = declare(Declare("False", services=("checkout",), failure_mode="db-pool"), room.desk)
    cancel(Cancel(false, "no"), room.desk)
    assert drill
    assert asked() == []
    again = over(room, "Pool is full again")
    assert asked() == ["Did it help? It came back as INC-4: bigger pool"]
    assert review_record(connection, uid, room.now).came_back == {fix: again}
    done_at = room.incident(uid).review.actions[0].done_at
    with pytest.raises(NothingToDo):
        set_action(SetAction(fix, state=ActionState.DONE), room.desk)
    room.now += timedelta(hours=1)
    set_action(SetAction(fix, state=ActionState.DONE, reason="another cause"), room.desk)
    assert asked() == []
    assert room.incident(uid).review.actions[0].done_at == done_at
    room.now += timedelta(days=1)
    third = over(room, "And again")
    assert len(asked()) == 1
    unlink_recurrence(UnlinkRecurrence(third, uid), room.desk)
    assert asked() == []


def test_a_template_fills_only_what_is_empty_and_none_of_it_goes_out(room: Room) -> None:
    from models.report.review import as_markdown
    from models.report.reviews import review_report

    uid = over(room)
    connection = room.database.connection
    use_template(UseTemplate(uid, "short"), room.desk)
    begun = sections_of(connection, uid)
    assert begun[Section.WHAT_HAPPENED].startswith("<!-- In five sentences")
    assert begun[Section.WHAT_WENT_WELL] == ""
    assert "five sentences" not in as_markdown(review_report(connection, uid, room.now)).decode()
    with pytest.raises(NothingToDo):
        use_template(UseTemplate(uid, "Short"), room.desk)
    use_template(UseTemplate(uid, "Standard"), room.desk)
    after = sections_of(connection, uid)
    assert after[Section.WHAT_HAPPENED] == begun[Section.WHAT_HAPPENED]
    assert after[Section.WHAT_WENT_WELL]


def test_templates_of_the_workspace_win_over_those_that_come_along(room: Room) -> None:
    connection = room.database.connection
    text = "For our shop.\n\n## What happened\n- What broke?\n* Since when? -->\n\n## Rain\n- no\n"
    keep_template(KeepTemplate("Short", text), room.desk)
    (mine,) = [one for one in templates(connection) if one.name == "Short"]
    assert mine.about == "For our shop."
    assert mine.questions == {Section.WHAT_HAPPENED: ("What broke?", "Since when? ")}
    keep_template(KeepTemplate("Short", ""), room.desk)
    (theirs,) = [one for one in templates(connection) if one.name == "Short"]
    assert theirs.questions != mine.questions
    for one in templates(connection):
        assert read_template(one.name, write_template(one)) == one
    with pytest.raises(BadInput, match="asks nothing"):
        keep_template(KeepTemplate("Mine", "just words"), room.desk)
    with pytest.raises(NotFound, match="There are"):
        use_template(UseTemplate(over(room), "Mine"), room.desk)


def test_a_chip_is_plain_markdown_that_cannot_be_ended_early() -> None:
    link = evidence_link("15:24 [Mei]\nsays", "3f2a9c1d" * 4)
    assert link == f"[15:24 (Mei) says](entry:{'3f2a9c1d' * 4})"
    (found,) = evidence_in(f"Seen by all {link}.")
    assert (found.start, found.words) == (12, "15:24 (Mei) says")
    assert evidence_in("[x](entry:zz) [y](https://e.example/3f2a9c1d)") == []


def test_a_policy_changes_when_the_meeting_is_due(room: Room) -> None:
    room.now = parse_time("2026-11-20T15:00:00Z")
    import_policy(ImportPolicy('[severity.P0]\nreview = "when asked for"\n'), room.desk)
    room.now = parse_time("2026-11-20T16:00:00Z")
    uid = over(room)
    assert review_record(room.database.connection, uid, room.now).meeting_due is None
