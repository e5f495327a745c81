"""Drafts, who approves them, what stops them, and what stays once people were told."""

import pytest

from models.actions.approve_update import (
    ApproveUpdate,
    SendBackUpdate,
    approve_update,
    send_back_update,
)
from models.actions.assign import Assign, assign
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.draft_update import DraftUpdate, EditUpdate, draft_update, edit_update
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.undo import Undo, undo
from models.domain.errors import NothingToDo, Refused
from models.domain.incident import Incident, Role
from models.domain.needs import needs
from models.domain.severity import Severity
from models.domain.update import Audience, ComponentState, Update, UpdateState
from models.queries.updates import with_drafts
from tests.actions.conftest import Room
from tests.updates.conftest import post


@pytest.fixture
def live(data_dir) -> Room:
    room = Room(data_dir)
    room.at("16:05")
    declare(Declare("Checkout fails", Severity.P0, services=("checkout",)), room.desk)
    assign(Assign("INC-1", Role.COMMS, "Ben"), room.desk)
    room.at("16:06")
    return room


def draft(room: Room, by: str = "Ben", text: str = "Paying fails for some.", **more) -> str:
    given = {"audience": Audience.CUSTOMERS, **more}
    return str(draft_update(DraftUpdate("INC-1", text=text, **given), room.seat(by)).n)


def incident(room: Room) -> Incident:
    return with_drafts(room.database.connection, room.incident())


def update(room: Room, n: str = "1") -> Update:
    return next(one for one in incident(room).updates if str(one.n) == n)


def asked(room: Room, person: str) -> list[str]:
    return [need.kind for need in needs(incident(room), person, room.now)]


def test_a_draft_says_what_was_typed_and_is_numbered(live: Room) -> None:
    down = (("cmp_checkout", ComponentState.PARTIAL),)
    assert [draft(live, components=down), draft(live, text="")] == ["1", "2"]
    found = update(live)
    assert (found.author, found.draft.text, found.draft.components) == (
        "Ben",
        "Paying fails for some.",
        down,
    )
    assert found.draft.state is UpdateState.INVESTIGATING
    assert update(live, "2").draft.text == ""


def test_customers_of_a_major_incident_are_told_what_the_commander_approved(live: Room) -> None:
    n = draft(live)
    with pytest.raises(Refused, match="Ana, who commands, approves it"):
        publish_update(PublishUpdate("INC-1", n), live.seat("Ben"))
    with pytest.raises(Refused, match="You wrote this"):
        approve_update(ApproveUpdate("INC-1", n), live.seat("Ben"))
    with pytest.raises(Refused, match="Ana commands this incident"):
        approve_update(ApproveUpdate("INC-1", n), live.seat("Cy"))
    assert (asked(live, "Ana"), asked(live, "Ben")) == (["approval"], ["update"])
    approve_update(ApproveUpdate("INC-1", n), live.seat("Ana"))
    assert asked(live, "Ana") == []
    publish_update(PublishUpdate("INC-1", n), live.seat("Ben"))
    found = update(live)
    assert found.approval is not None and found.approval.by == "Ana" and found.approval.reviewed
    assert found.publication is not None and found.publication.by == "Ben"


def test_a_commander_who_wrote_it_has_anybody_else_approve_it(live: Room) -> None:
    n = draft(live, "Ana")
    with pytest.raises(Refused, match="Ask Ben to approve it"):
        approve_update(ApproveUpdate("INC-1", n, "no time"), live.seat("Ana"))
    approve_update(ApproveUpdate("INC-1", n), live.seat("Cy"))
    assert update(live).is_approved


def test_a_commander_alone_approves_with_a_reason_and_it_is_marked(data_dir) -> None:
    room = Room(data_dir)
    room.at("16:05")
    declare(Declare("Checkout fails", Severity.P1), room.desk)
    n = draft(room, "Ana")
    with pytest.raises(Refused, match="with a reason"):
        approve_update(ApproveUpdate("INC-1", n), room.desk)
    approve_update(ApproveUpdate("INC-1", n, "nobody answers"), room.desk)
    approval = update(room).approval
    assert approval is not None and (approval.reviewed, approval.reason) == (
        False,
        "nobody answers",
    )
    assert any("not reviewed by a second person" in text for text in room.texts())


@pytest.mark.parametrize(
    ("severity", "audience"),
    [(Severity.P2, Audience.CUSTOMERS), (Severity.P0, Audience.INTERNAL)],
)
def test_where_nobody_else_has_to_read_it_publishing_approves(
    live: Room, severity: Severity, audience: Audience
) -> None:
    if severity is not Severity.P0:
        change_severity(ChangeSeverity("INC-1", severity), live.desk)
    n = draft(live, text="We are on it.", audience=audience)
    publish_update(PublishUpdate("INC-1", n), live.seat("Ben"))
    found = update(live)
    assert found.approval is not None and found.approval.by == "Ben" and found.publication


def test_changed_words_are_not_approved_and_saying_the_old_ones_again_is(live: Room) -> None:
    n = draft(live)
    approve_update(ApproveUpdate("INC-1", n), live.desk)
    edit_update(EditUpdate("INC-1", n, "Paying fails for all."), live.seat("Ben"))
    assert not update(live).is_approved
    with pytest.raises(Refused, match="was changed after Ana approved it"):
        publish_update(PublishUpdate("INC-1", n), live.seat("Ben"))
    edit_update(EditUpdate("INC-1", n, data_lost=False), live.seat("Ben"))
    assert not update(live).is_approved
    approve_update(ApproveUpdate("INC-1", n), live.desk)
    with pytest.raises(NothingToDo, match="approved already, by Ana"):
        approve_update(ApproveUpdate("INC-1", n), live.desk)
    assert [one.why for one in update(live).versions] == ["approval", "approval"]


def test_sent_back_it_waits_on_its_author_until_it_is_changed(live: Room) -> None:
    n = draft(live)
    approve_update(ApproveUpdate("INC-1", n), live.desk)
    with pytest.raises(Refused, match="needs a reason"):
        send_back_update(SendBackUpdate("INC-1", n, " "), live.desk)
    send_back_update(SendBackUpdate("INC-1", n, "say since when"), live.desk)
    assert not update(live).is_approved
    assert (asked(live, "Ana"), "sent_back" in asked(live, "Ben")) == ([], True)
    edit_update(EditUpdate("INC-1", n, "Paying fails since 16:00."), live.seat("Ben"))
    assert (asked(live, "Ana"), "sent_back" in asked(live, "Ben")) == (["approval"], False)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " "}, "The update is empty"),
        ({"audience": None}, "has no audience"),
        (
            {"state": UpdateState.RESOLVED, "data_lost": False},
            r"INC-1 is in Triage since 2026-11-20T16:05:00Z \(it was declared\) and not resolved",
        ),
    ],
)
def test_three_things_stop_an_update_and_its_draft_is_kept(
    live: Room, given: dict, sentence: str
) -> None:
    n = draft(live, **given)
    before = live.texts()
    with pytest.raises(Refused, match=sentence):
        approve_update(ApproveUpdate("INC-1", n), live.desk)
    with pytest.raises(Refused, match=sentence):
        publish_update(PublishUpdate("INC-1", n), live.seat("Ben"))
    assert live.texts() == before and len(incident(live).updates) == 1


def test_what_went_out_stays_as_it_was(live: Room) -> None:
    n = str(post(live, "16:09"))
    for change in (
        lambda: edit_update(EditUpdate("INC-1", n, "Never mind."), live.seat("Ben")),
        lambda: send_back_update(SendBackUpdate("INC-1", n, "no"), live.desk),
        lambda: approve_update(ApproveUpdate("INC-1", n), live.desk),
    ):
        with pytest.raises(Refused, match="what people read stays"):
            change()
    with pytest.raises(NothingToDo, match="published already, by Ben"):
        publish_update(PublishUpdate("INC-1", n), live.seat("Ben"))
    with pytest.raises(NothingToDo, match="nothing here that Ben could take back"):
        undo(Undo(), live.seat("Ben"))


def test_two_who_write_offline_in_one_draft_lose_nothing(live: Room) -> None:
    n = draft(live, text="Paying fails for some customers.")
    seen = update(live).draft.text
    edit_update(EditUpdate("INC-1", n, "Paying fails for most customers.", seen), live.seat("Ben"))
    done = edit_update(
        EditUpdate("INC-1", n, "Paying fails for some customers. Orders are safe.", seen),
        live.seat("Ana"),
    )
    assert done.draft.text == "Paying fails for most customers. Orders are safe."
    assert update(live).draft.text == done.draft.text
