"""What nothing proves any more: its device was lost before it could sign. It stays in the tray of
whoever holds it until somebody who may answers for it, and everybody reads who that was."""

from dataclasses import replace

import pytest

from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.import_bundle import import_bundle
from models.actions.note import Note, note
from models.domain.ids import incident_stream
from models.domain.severity import Severity
from models.queries import export
from models.replication import wire
from models.store import exchange
from server.access import Role
from tests.sync.test_rollback import copy_of, put_back, world
from tests.sync.world import Desktop, World

__all__ = ["world"]


def given(giver: Desktop, taker: Desktop, uid: str) -> None:
    """The incident as a file, from hand to hand."""
    import_bundle(export.incident_as_archive(giver.database.connection, uid), taker.desk)


def reasons(at: Desktop) -> set[str]:
    return {reason for _, reason in exchange.parked(at.database.connection)}


def confirm(at: Desktop) -> int:
    op_ids = exchange.confirmable(at.database.connection)
    exchange.confirm(at.database.connection, op_ids)
    return len(op_ids)


def lines(at: Desktop, uid: str) -> list[str]:
    rows = at.database.connection.execute("SELECT text FROM entry WHERE incident=?", (uid,))
    return [text for (text,) in rows]


@pytest.fixture
def uid(world: World) -> str:
    """Ana raises a severity with her keyring locked, gives the incident to Dee as a file, and her
    machine is gone."""
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails", Severity.P3), ana.desk)
    world.settle()
    change_severity(ChangeSeverity(uid, Severity.P1, "growing"), replace(ana.desk, sign=None))
    given(ana, dee, uid)
    world.desktops.remove(ana)
    ana.database.close()
    return uid


def test_who_may_not_answer_is_told_who_may(world: World, uid: str) -> None:
    (dee,) = world.desktops
    assert dee.sync().parked > 0
    (reason,) = reasons(dee)
    assert reason == (
        "It is not signed by the device that made it. Give the incident as a file to Ana or an "
        "admin, who can send it anyway."
    )
    assert confirm(dee) == 0


@pytest.mark.parametrize("who", ["Boss", "Ana"])
def test_an_admin_or_whose_words_they_are_answers_for_them(
    world: World, uid: str, who: str
) -> None:
    (dee,) = world.desktops
    dee.sync()
    if who == "Ana":
        other = world.desktop(who, role=None)  # another machine, the same account
        other.sign_in()
    else:
        other = world.desktop(who, Role.ADMIN)
    other.sync()
    given(dee, other, uid)
    assert other.sync().parked > 0
    assert all(reason.endswith("you answer for it.") for reason in reasons(other))
    count = confirm(other)
    assert count > 0
    world.settle()
    assert reasons(other) == reasons(dee) == set()
    fresh = world.desktop("Rae")
    world.settle()
    assert fresh.incident(uid).severity is Severity.P1
    assert fresh.exported(uid) == dee.exported(uid) == other.exported(uid)
    assert fresh.verified()
    told = [line for line in lines(fresh, uid) if "answers for" in line]
    assert told == [f"{who} answers for {count} changes of Ana that nothing proves."]


def test_what_was_answered_for_once_anybody_gives_back(world: World, uid: str) -> None:
    (dee,) = world.desktops
    boss = world.desktop("Boss", Role.ADMIN)
    copy = copy_of(world)
    boss.sync()
    given(dee, boss, uid)
    boss.sync()
    confirm(boss)
    world.settle()
    world.desktops.remove(boss)
    boss.database.close()
    put_back(world, copy)
    world.settle()
    assert reasons(dee) == set()
    fresh = world.desktop("Rae")
    world.settle()
    assert fresh.exported(uid) == dee.exported(uid)


def test_a_desk_whose_key_a_restored_server_never_saw_is_answered_for(world: World) -> None:
    """It signed in after the copy was made, and is gone: nothing proves its signatures."""
    dee, boss = world.desktop("Dee"), world.desktop("Boss", Role.ADMIN)
    uid = declare(Declare("Checkout fails"), dee.desk)
    world.settle()
    world.member("Ana")
    copy = copy_of(world)
    ana = world.desktop("Ana", role=None)
    ana.sign_in()
    ana.sync()
    note(Note(uid, "signed by a key that nobody knows"), ana.desk)
    world.settle()
    world.desktops.remove(ana)
    ana.database.close()
    put_back(world, copy)
    world.settle()
    assert "Give the incident as a file to an admin" in next(iter(reasons(dee)))
    assert confirm(boss) > 0
    world.settle()
    assert reasons(dee) == reasons(boss) == set()
    assert "signed by a key that nobody knows" in lines(dee, uid)
    assert dee.exported(uid) == boss.exported(uid)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.RESPONDER, Role.COMMANDER])
def test_nobody_else_is_believed_whatever_his_program_says(
    world: World, uid: str, role: Role
) -> None:
    (dee,) = world.desktops
    other = world.desktop("Sam", role)
    dee.sync()
    raws = [wire.encode(op) for op, _ in exchange.parked(dee.database.connection)]
    message = {
        "epoch": 1, "cursors": [], "ops": raws, "confirmed": [wire.decode(r).op_id for r in raws],
    }  # fmt: skip
    verdicts = other.line().ask("POST", "/v1/push", message)["verdicts"]
    assert {verdict for verdict, _ in verdicts} == {"parked"}
    with world.server.database.reading() as connection:
        held = connection.exec_driver_sql(
            "SELECT op_id FROM op WHERE stream=?", (incident_stream(uid),)
        )
        assert not {wire.decode(raw).op_id for raw in raws} & {bytes(row[0]) for row in held}


def test_words_in_anothers_name_wait_for_their_author(world: World) -> None:
    """Somebody typed at Dee's desktop under a name that has an account of its own."""
    dee, eve = world.desktop("Dee"), world.desktop("Eve")
    uid = declare(Declare("Checkout fails", Severity.P3), dee.desk)
    world.settle()
    as_eve = replace(dee.desk, actor="Eve")
    change_severity(ChangeSeverity(uid, Severity.P1, "growing"), as_eve)
    dee.sync()
    assert "whose account is not signed in on that device" in next(iter(reasons(dee)))
    assert confirm(dee) == 0
    given(dee, eve, uid)
    eve.sync()
    assert confirm(eve) > 0
    world.settle()
    assert eve.incident(uid).severity is dee.incident(uid).severity is Severity.P1
    assert reasons(dee) == reasons(eve) == set()


def test_a_refusal_that_is_no_matter_of_proof_cannot_be_confirmed(world: World) -> None:
    rae = world.desktop("Rae", Role.OBSERVER)
    declare(Declare("Not for me"), rae.desk)
    assert rae.sync().parked > 0
    assert confirm(rae) == 0
