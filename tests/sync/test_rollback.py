"""A server that goes back to an older copy loses nothing that any desktop still holds."""

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from msgspec import structs

from models.actions.declare import Declare, declare
from models.actions.hand_over import TakeCommand, take_command
from models.actions.import_bundle import import_bundle
from models.actions.note import Note, note
from models.domain.errors import Unavailable
from models.domain.ids import incident_stream
from models.net.channel import Reply
from models.queries import export
from models.replication import wire
from models.replication.operation import Operation
from models.store import exchange, server_link
from models.sync import engine
from models.sync.engine import Engine
from models.sync.line import SignedOut
from server import backup, barring
from server.access import Role
from tests.sync.world import Desktop, World


@pytest.fixture
def world(tmp_path: Path):
    made = World(tmp_path, url="")
    yield made
    made.close()


def put_back(world: World, copy: Path) -> None:
    """The database file as it was, with no word to anybody."""
    world.server.database.close()
    folder = world.folder / "server"
    for name in ("server.db", "server.db-wal", "server.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(copy, folder / "server.db")
    world.start_server()


def copy_of(world: World) -> Path:
    with world.server.database.engine.connect() as connection:
        target = world.folder / "copy.db"
        target.unlink(missing_ok=True)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{target}'")
        connection.exec_driver_sql("BEGIN")
    return target


@pytest.mark.parametrize("how", ["told", "silent"])
def test_everything_comes_back_from_whoever_holds_it(world: World, how: str) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    note(Note(uid, "before the copy"), ana.desk)
    world.settle()
    saved = world.folder / "backup.zip"
    copy = copy_of(world)
    backup.write(world.server.database, world.folder / "server", saved)

    for n in range(5):
        note(Note(uid, f"after the copy {n}"), ana.desk)
    other = declare(Declare("Search is slow"), dee.desk)
    world.clock.pass_by(minutes=10)
    take_command(TakeCommand(uid, "Ana sleeps"), dee.desk)
    world.settle()
    everything = ana.operations()
    assert everything == dee.operations()
    number = ana.incident(other).number

    if how == "told":
        backup.restore(world.server.database, world.folder / "server", saved)
    else:
        put_back(world, copy)

    with pytest.raises(SignedOut):
        dee.sync()
    for desktop in (dee, ana):
        desktop.sign_in()
    dee.sync()
    world.settle()
    assert everything <= ana.operations()
    assert ana.operations() == dee.operations()
    assert ana.incident(uid).commander == dee.incident(uid).commander == "Dee"
    assert ana.incident(other).number == number
    assert ana.verified()
    assert int(server_link.read(dee.database.connection, "returned") or 0) > 0

    fresh = world.desktop("Rae")
    world.settle()
    assert everything <= fresh.operations()
    assert fresh.exported(uid) == ana.exported(uid)
    again = [desktop.sync() for desktop in (ana, dee, fresh)]
    assert all((d.pushed, d.pulled, d.waiting) == (0, 0, 0) for d in again)


@pytest.mark.parametrize("how", ["told", "silent"])
def test_who_was_shut_out_is_so_again(world: World, how: str) -> None:
    """A stolen laptop, one that signed in after the copy was made, and somebody who left; and one
    who was switched off by mistake is let in."""
    ana, bo, cy, dee = (world.desktop(name) for name in ("Ana", "Bo", "Cy", "Dee"))
    world.settle()
    barring.say(world.server, barring.SWITCH_OFF, "Cy", "Ana")
    ana.sync()
    saved = world.folder / "backup.zip"
    copy = copy_of(world)
    backup.write(world.server.database, world.folder / "server", saved)
    rae = world.desktop("Rae")
    world.clock.pass_by(minutes=10)
    for stolen in (dee, rae):
        barring.say(world.server, barring.REVOKE, stolen.line().device, "Ana")
    barring.say(world.server, barring.SWITCH_OFF, "Bo", "Ana")
    barring.say(world.server, barring.SWITCH_ON, "Cy", "Ana")
    ana.sync()

    if how == "told":
        backup.restore(world.server.database, world.folder / "server", saved)
    else:
        put_back(world, copy)
    world.member("Rae")
    ana.sign_in()
    ana.sync()

    for out, why in ((bo, "switched off"), (dee, "revoked by an admin"), (rae, "revoked by an")):
        with pytest.raises(SignedOut):
            out.sync()
        with pytest.raises(SignedOut, match=why):
            out.sign_in()
    cy.sign_in()
    world.clock.pass_by(minutes=10)
    assert ana.sync().waiting == 0
    assert ana.verified()


def test_a_server_that_forgot_what_it_refused_still_says_where_it_is_missing(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    copy = copy_of(world)
    dee.skew = timedelta(days=3)
    note(Note(uid, "from the future"), dee.desk)
    dee.set_right()
    assert dee.sync().parked == 1
    put_back(world, copy)
    note(Note(uid, "from now"), dee.desk)
    assert dee.sync().parked == 1
    ana.sync()
    texts = {text for (text,) in ana.database.connection.execute("SELECT text FROM entry")}
    assert "from now" in texts
    assert "from the future" not in texts
    assert ana.verified()


def test_an_incident_that_comes_back_by_what_the_server_said_has_a_number(world: World) -> None:
    """Its words go first; who held the rest is gone."""
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    copy = copy_of(world)
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    held = dee.database.connection.execute(
        "SELECT raw FROM operation WHERE stream=? ORDER BY position", (incident_stream(uid),)
    ).fetchall()
    (granted,) = (
        raw for (raw,) in held
        if (op := wire.decode(raw)).device == world.server.server_id and op.field == "commander"
    )  # fmt: skip
    note(Note(uid, "from Dee"), dee.desk)
    put_back(world, copy)
    dee.sign_in()
    waiting = [raw for _, raw in exchange.waiting(dee.database.connection, 0, 10)]
    for raws in ([granted], waiting):
        told = dee.line().ask("POST", "/v1/push", {"epoch": 1, "cursors": [], "ops": raws})
        assert [verdict for verdict, _ in told["verdicts"]] == ["accepted"] * len(raws)
    rae = world.desktop("Rae")
    rae.sync()
    assert rae.incident(uid).number == 1


def test_two_that_go_back_in_one_file_skip_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.desktop("Ana")
    copy = copy_of(world)
    uid = declare(Declare("Checkout fails"), ana.desk)
    ana.sync()
    put_back(world, copy)
    ana.sync()  # what comes back a second time comes in the same order
    put_back(world, copy)
    plain = ana.channel.exchange
    pulls = count()

    def exchange_of_another(method: str, path: str, *rest: object) -> Reply:
        """All of another exchange, but its last answers, while the first asks where to go back."""
        if path == "/v1/common" and next(asked) == 0:
            monkeypatch.setattr(engine, "PULL_LIMIT", 3)
            with pytest.raises(Unavailable):
                ana.sync()
        if path == "/v1/pull" and engine.PULL_LIMIT == 3 and next(pulls) == 3:
            raise Unavailable("The server does not answer.")
        return plain(method, path, *rest)

    asked = count()
    monkeypatch.setattr(ana.channel, "exchange", exchange_of_another)
    done = ana.sync()
    assert done.waiting == 0
    fresh = world.desktop("Rae")
    fresh.sync()
    assert fresh.exported(uid) == ana.exported(uid)


def test_what_a_lost_desktop_wrote_is_given_back_by_another(world: World) -> None:
    ana, _ = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    copy = copy_of(world)
    note(Note(uid, "written by Ana"), ana.desk)
    world.settle()
    put_back(world, copy)
    world.desktops.remove(ana)  # her machine is gone
    world.settle()
    fresh = world.desktop("Rae")
    world.settle()
    texts = {t for (t,) in fresh.database.connection.execute("SELECT text FROM entry")}
    assert "written by Ana" in texts
    assert fresh.verified()
    ana.database.close()


def test_what_was_done_with_a_locked_keyring_is_given_back_too(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    copy = copy_of(world)
    note(Note(uid, "not signed"), replace(ana.desk, sign=None))
    note(Note(uid, "signed after it"), ana.desk)
    world.settle()
    put_back(world, copy)
    world.desktops.remove(ana)  # her machine is gone
    world.settle()
    assert exchange.parked(dee.database.connection) == []
    ana.database.close()


def test_a_grant_after_a_silent_rollback_lies_before_none(world: World) -> None:
    """The copy is of an epoch before that of a grant that was given back since."""
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    copy = copy_of(world)
    note(Note(uid, "after the copy"), ana.desk)
    world.settle()
    put_back(world, copy)
    world.settle()  # a second epoch begins
    take_command(TakeCommand(uid, "Ana sleeps"), dee.desk)
    world.settle()
    put_back(world, copy)  # of the first one again
    world.settle()
    take_command(TakeCommand(uid, "Ana is awake"), ana.desk)
    world.settle()
    assert {at.incident(uid).commander for at in (ana, dee)} == {"Ana"}
    assert not ana.incident(uid).command_claimed
    take_command(TakeCommand(uid, "my turn"), dee.desk)
    world.settle()
    assert {at.incident(uid).commander for at in (ana, dee)} == {"Dee"}
    assert not ana.incident(uid).command_claimed


def test_a_claim_that_comes_before_the_grant_it_follows_waits_for_it(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    copy = copy_of(world)
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    take_command(TakeCommand(uid, "Ana is away"), dee.desk)
    put_back(world, copy)
    late = [raw for _, raw in exchange.waiting(dee.database.connection, 0, 100)]
    told = dee.line().ask("POST", "/v1/push", {"epoch": 1, "cursors": [], "ops": late})
    assert "parked" in {verdict for verdict, _ in told["verdicts"]}
    world.settle()
    assert {at.incident(uid).commander for at in (ana, dee)} == {"Dee"}
    assert not exchange.parked(dee.database.connection)
    assert ana.verified()


def test_unsigned_work_whose_device_is_gone_is_given_back_by_who_read_it(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    copy = copy_of(world)
    locked = replace(ana.desk, sign=None)
    note(Note(uid, "not signed"), locked)
    Engine(locked, ana.line()).exchange()  # before its device could sign for it
    dee.sync()
    put_back(world, copy)
    world.desktops.remove(ana)  # her machine is gone
    world.settle()
    assert exchange.parked(dee.database.connection) == []
    fresh = world.desktop("Rae")
    world.settle()
    texts = {t for (t,) in fresh.database.connection.execute("SELECT text FROM entry")}
    assert "not signed" in texts
    assert fresh.verified()
    ana.database.close()


def test_what_was_adopted_is_given_back_by_another(world: World) -> None:
    """In a member's name, of a workspace that nobody here can prove: the server knows it again."""
    ana, lou = world.desktop("Ana"), world.desktop("Lou", role=None)
    world.member("Lou")
    for n in range(3):
        uid = declare(Declare(f"Before the team {n}"), lou.desk)
    lou.sign_in()
    copy = copy_of(world)
    world.settle()
    put_back(world, copy)
    world.desktops.remove(lou)  # his machine is gone
    world.settle()
    assert exchange.parked(ana.database.connection) == []
    fresh = world.desktop("Rae")
    world.settle()
    assert fresh.exported(uid) == ana.exported(uid)
    assert fresh.verified()
    lou.database.close()


def test_a_place_that_was_vouched_for_lets_nothing_else_through(world: World) -> None:
    """What somebody wrote unsigned was vouched for: another cannot put words of his in its place,
    nor behind what was adopted."""
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    lou = world.desktop("Lou", role=None)
    world.member("Lou")
    uid = declare(Declare("Checkout fails"), ana.desk)
    alone = declare(Declare("Before the team"), lou.desk)
    for n in range(3):
        note(Note(uid, f"not signed {n}"), replace(ana.desk, sign=None))
    lou.sign_in()
    world.settle()
    held = {op.value.get("text"): op for op in log_of(dee, uid) if isinstance(op.value, dict)}
    of_ana, of_lou = held["not signed 1"], log_of(dee, alone)[1]
    for op in (of_ana, of_lou):
        lie = structs.replace(op, op_id=os.urandom(16), clock=op.clock + 1)
        message = {"epoch": 1, "cursors": [], "ops": [wire.encode(lie)]}
        (verdict,) = dee.line().ask("POST", "/v1/push", message)["verdicts"]
        assert verdict[0] == "parked", op.actor


def log_of(at: Desktop, uid: str) -> list[Operation]:
    rows = at.database.connection.execute(
        "SELECT raw FROM operation WHERE stream=? ORDER BY position", (incident_stream(uid),)
    )
    return [wire.decode(raw) for (raw,) in rows]


def test_what_another_brings_of_somebody_waits_for_him(world: World) -> None:
    """A bundle of a member who worked alone, sent by who was given it: it waits until he or an
    admin comes, and then everybody has it."""
    lou, ana = world.desktop("Lou", role=None), world.desktop("Ana")
    world.member("Lou")
    uid = declare(Declare("Before the team"), lou.desk)
    import_bundle(export.incident_as_archive(lou.database.connection, uid), ana.desk)
    ana.sync()
    assert exchange.parked(ana.database.connection)
    lou.sign_in()
    world.settle()
    assert exchange.parked(ana.database.connection) == []
    assert lou.exported(uid) == ana.exported(uid)


def test_an_admin_brings_what_others_did_elsewhere(world: World) -> None:
    lou, boss = world.desktop("Lou", role=None), world.desktop("Boss", Role.ADMIN)
    world.member("Lou")
    uid = declare(Declare("Before the team"), lou.desk)
    import_bundle(export.incident_as_archive(lou.database.connection, uid), boss.desk)
    dee = world.desktop("Dee")
    boss.sync()
    dee.sync()
    assert exchange.parked(boss.database.connection) == []
    assert dee.exported(uid) == boss.exported(uid)
