"""Signing in, tokens that were used before, devices that were revoked or are somebody else's."""

import pytest

from models.actions.declare import Declare, declare
from models.actions.note import Note, note
from models.domain.ids import WORKSPACE_STREAM
from models.replication import wire
from models.store import exchange, server_link
from models.store.database import read_meta
from models.sync.line import SignedOut
from server import accounts
from server.access import Role
from tests.server.served import Caller, Served
from tests.sync.world import PASSWORD, Desktop, World

MINUTE_MS = 60_000


def device(at: Desktop) -> str:
    return read_meta(at.database.connection, "device") or ""


def renewed(caller: Caller, device_id: str = "") -> tuple[int, Caller]:
    told = caller.ask(
        "POST", "/v1/auth/renew",
        {"refresh": caller.refresh, "device": device_id or caller.device},
    )  # fmt: skip
    words = told.message
    fresh = Caller(caller.url, words.get("access", ""), words.get("refresh", ""), caller.device)
    return told.status, fresh


def reads(caller: Caller) -> int:
    return caller.ask("GET", "/v1/heads").status


def test_a_refresh_token_is_used_once_and_its_second_use_ends_the_family(served: Served) -> None:
    served.world.member("Ana")
    first = served.sign_in("Ana", "desk")
    served.world.clock.pass_by(minutes=9)
    status, second = renewed(first)
    assert status == 200
    assert reads(second) == 200
    served.world.clock.pass_by(minutes=2)
    status, _ = renewed(first)
    assert status == 401
    assert reads(second) == 401, "whoever stole the first one is out, and so is everybody else"
    assert renewed(second)[0] == 401


def test_a_lost_answer_may_be_asked_for_again_at_once_by_the_same_device(served: Served) -> None:
    served.world.member("Ana")
    first = served.sign_in("Ana", "desk")
    assert renewed(first)[0] == 200
    served.world.clock.pass_by(seconds=30)
    status, again = renewed(first)
    assert status == 200
    assert reads(again) == 200


def test_a_refresh_token_at_another_device_ends_the_family(served: Served) -> None:
    served.world.member("Ana")
    first = served.sign_in("Ana", "desk")
    assert renewed(first, "another")[0] == 401
    assert reads(first) == 401


def test_tokens_end_by_the_clock(served: Served) -> None:
    served.world.member("Ana")
    first = served.sign_in("Ana", "desk")
    served.world.clock.pass_by(minutes=11)
    assert reads(first) == 401
    status, second = renewed(first)
    assert status == 200
    served.world.clock.pass_by(days=31)
    assert renewed(second)[0] == 401


def test_a_desktop_with_a_stolen_token_keeps_its_work_and_signs_in_again(world: World) -> None:
    ana = world.desktop("Ana")
    line = ana.line()
    stolen = line.vault.read(line.name).refresh
    world.clock.pass_by(minutes=15)
    ana.sync()
    world.clock.pass_by(minutes=15)
    with pytest.raises(accounts.SignInRefused):
        accounts.renew(world.server.database, stolen, device(ana), world.clock.ms())
    uid = declare(Declare("Checkout fails"), ana.desk)
    with pytest.raises(SignedOut):
        ana.sync()
    ana.sign_in()
    assert ana.sync().waiting == 0
    assert ana.incident(uid).number == 1


def test_a_revoked_device_is_out_and_what_it_wrote_stands(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    with world.server.database.writing() as connection:
        accounts.revoke_device(connection, device(ana), world.clock.ms())
    note(Note(uid, "after it was stolen"), ana.desk)
    with pytest.raises(SignedOut):
        ana.sync()
    with pytest.raises(SignedOut, match="revoked by an admin"):
        ana.sign_in()
    assert exchange.count_waiting(ana.database.connection) > 0
    fresh = world.desktop("Rae")
    fresh.sync()
    assert fresh.incident(uid).title == "Checkout fails"
    assert fresh.verified()
    dee.sync()


def test_only_the_server_says_who_is_shut_out(world: World) -> None:
    """Taken from a member, it would stand in everybody's log without being so."""
    ana, dee = world.desktop("Ana"), world.desktop("Dee", Role.ADMIN)
    for kind, entity, name in (("device", device(ana), "revoked"), ("account", "ana", "disabled")):
        with dee.desk.act() as act:
            act.append(WORKSPACE_STREAM, kind, entity, name, {"by": "Dee"})
    assert dee.sync().parked == 2
    reasons = {reason for _, reason in exchange.parked(dee.database.connection)}
    assert reasons == {"Only the server says who is shut out."}
    assert ana.sync().waiting == 0


def test_a_revoked_device_hears_no_news(served: Served) -> None:
    served.world.member("Ana")
    caller = served.sign_in("Ana", "desk")
    with served.world.server.database.writing() as connection:
        accounts.revoke_device(connection, "desk", 1)
    assert caller.ask("GET", "/v1/live").status == 401


def test_nobody_becomes_somebody_else_by_signing_in_as_their_device(world: World) -> None:
    """Device ids are no secret: they stand in the log."""
    ana, rae = world.desktop("Ana", Role.ADMIN), world.desktop("Rae", Role.OBSERVER)
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    with pytest.raises(accounts.DeviceTaken):
        accounts.sign_in(
            world.server.database, "Rae", PASSWORD, device(ana), "", b"x" * 32, world.clock.ms()
        )
    note(Note(uid, "still here"), ana.desk)
    assert ana.sync().waiting == 0
    assert rae.sync().pulled > 0


def test_a_desktop_that_two_people_use_is_one_device_for_each(world: World) -> None:
    ana = world.desktop("Ana")
    world.member("Bo")
    uid = declare(Declare("Checkout fails"), ana.desk)
    first = device(ana)
    ana.sign_in("Bo")
    assert device(ana) != first
    note(Note(uid, "written by Bo"), ana.desk)
    assert ana.sync().waiting == 0
    assert exchange.parked(ana.database.connection) == []
    assert server_link.read(ana.database.connection, "account") == "Bo"
    fresh = world.desktop("Rae")
    fresh.sync()
    authors = {
        wire.decode(raw).actor
        for (raw,) in fresh.database.connection.execute("SELECT raw FROM operation")
    }
    assert {"Ana", "Bo"} <= authors
    assert fresh.verified()
    assert ana.verified()


@pytest.mark.parametrize("name", ["Ana", "nobody at all"])
def test_a_wrong_password_and_no_such_name_are_answered_alike(served: Served, name: str) -> None:
    served.world.member("Ana")
    told = Caller(served.url, "").ask(
        "POST", "/v1/auth/sign-in",
        {"name": name, "password": "not this one", "device": "d", "label": "", "key": bytes(32)},
    )  # fmt: skip
    assert told.status == 401
    assert told.message["message"].startswith("The name or the password is wrong")


def test_guessing_is_slowed_whatever_token_comes_with_it(served: Served) -> None:
    asked = {"name": "Ana", "password": "x", "device": "d", "label": "", "key": bytes(32)}
    statuses = [
        Caller(served.url, f"made up {n}").ask("POST", "/v1/auth/sign-in", asked) for n in range(25)
    ]
    slowed = [told for told in statuses if told.status == 429]
    assert len(slowed) == 5
    assert 1 <= int(slowed[0].headers["retry-after"]) <= 61
