"""What counts is the policy in force when it was detected."""

import pytest

from models.actions.declare import Declare, declare
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.set_person import SetPerson, set_person
from models.actions.undo import Undo, undo
from models.domain.errors import BadInput, NothingToDo
from models.domain.policy import DEFAULT_POLICY
from models.domain.severity import Severity
from models.intake.policy_toml import write_policy
from models.queries import incidents
from models.queries.people import people
from models.store import policies, projector
from models.store.log import every
from tests.actions.conftest import Room, moment

MINUTE = 60_000


def policy_of(response: str) -> str:
    return f'[severity.P1]\nresponse = "{response}"\n'


def in_force(room: Room, clock: str) -> int:
    """Minutes to the response at P1, by the policy in force then."""
    found = policies.in_force(room.database.connection, moment(clock))
    return found[Severity.P1].response_ms // MINUTE


def test_a_workspace_begins_with_the_policy_of_the_product(room: Room) -> None:
    assert policies.in_force(room.database.connection, room.now) == DEFAULT_POLICY


def test_each_moment_has_the_policy_of_its_time(room: Room) -> None:
    room.at("16:10")
    import_policy(ImportPolicy(policy_of("20m")), room.desk)
    room.at("16:20")
    import_policy(ImportPolicy(policy_of("10m")), room.desk)
    clocks = ("16:09:59", "16:10", "16:19:59", "16:20", "17:00")
    assert [in_force(room, clock) for clock in clocks] == [30, 20, 20, 10, 10]


def test_the_next_update_of_an_older_incident_stays_as_promised(room: Room) -> None:
    declare(Declare("Before"), room.desk)
    room.at("16:05")
    import_policy(ImportPolicy('[severity.P1]\nfirst_update = "3m"\n'), room.desk)
    declare(Declare("After"), room.desk)
    due = {row.title: row.update_due_at for row in incidents.live(room.database.connection)}
    assert due == {"Before": moment("16:10"), "After": moment("16:08")}


def test_the_same_policy_again_is_nothing_to_do(room: Room) -> None:
    with pytest.raises(NothingToDo):
        import_policy(ImportPolicy(write_policy(DEFAULT_POLICY)), room.desk)
    import_policy(ImportPolicy(policy_of("20m")), room.desk)
    with pytest.raises(NothingToDo):
        import_policy(ImportPolicy(policy_of("20m") + "# the same\n"), room.desk)


def test_a_bad_file_changes_nothing(room: Room) -> None:
    with pytest.raises(BadInput):
        import_policy(ImportPolicy(policy_of("20m") + "[rooms]\n"), room.desk)
    assert list(every(room.database.connection)) == []


def test_one_operation_holds_the_policy_whole(room: Room) -> None:
    import_policy(ImportPolicy(policy_of("20m")), room.desk)
    (operation,) = every(room.database.connection)
    assert operation.key == ("policy", "workspace", "text")
    assert "[severity.P4]" in str(operation.value)


def test_an_import_taken_back_leaves_the_policy_before_it(room: Room) -> None:
    room.at("16:10")
    import_policy(ImportPolicy(policy_of("20m")), room.desk)
    room.at("16:20")
    import_policy(ImportPolicy(policy_of("10m")), room.desk)
    room.at("16:30")
    undo(Undo(), room.desk)
    assert in_force(room, "16:30") == 20
    assert in_force(room, "16:25") == 10


def test_the_first_import_taken_back_leaves_that_of_the_product(room: Room) -> None:
    import_policy(ImportPolicy(policy_of("20m")), room.desk)
    room.at("16:30")
    undo(Undo(), room.desk)
    assert in_force(room, "16:30") == 30


def test_the_history_survives_a_rebuild_of_what_screens_read(room: Room) -> None:
    import_policy(ImportPolicy(policy_of("20m")), room.desk)
    projector.rebuild(room.database.connection)
    assert in_force(room, "16:30") == 20


def test_contact_details_stay_on_this_machine(room: Room) -> None:
    set_person(SetPerson("Cy", ("db",), on_call=True, contact="+49 30 1234"), room.desk)
    (cy,) = people(room.database.connection)
    assert (cy.name, cy.areas, cy.on_call, cy.contact) == ("Cy", ("db",), True, "+49 30 1234")
    assert "1234" not in str([op.value for op in every(room.database.connection)])


def test_a_contact_alone_can_change_and_be_forgotten(room: Room) -> None:
    set_person(SetPerson("Cy", contact="cy@example.com"), room.desk)
    set_person(SetPerson("cy", contact="pager 7"), room.desk)
    with pytest.raises(NothingToDo):
        set_person(SetPerson("Cy", contact="pager 7"), room.desk)
    assert [p.contact for p in people(room.database.connection)] == ["pager 7"]
    set_person(SetPerson("Cy", contact=""), room.desk)
    assert [p.contact for p in people(room.database.connection)] == [None]


def test_a_name_has_one_line_whatever_its_case(room: Room) -> None:
    set_person(SetPerson("Cy", ("db",)), room.desk)
    set_person(SetPerson("CY", ("db", "network")), room.desk)
    assert [(p.name, p.areas) for p in people(room.database.connection)] == [
        ("Cy", ("db", "network"))
    ]


def test_who_only_acts_is_shown_as_in_no_list(room: Room) -> None:
    set_person(SetPerson("Cy", on_call=True), room.desk)
    declare(Declare("Down"), room.desk)
    found = [(p.name, p.listed) for p in people(room.database.connection)]
    assert found == [("Cy", True), ("Ana", False)]
