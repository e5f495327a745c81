"""What stops and asks: too much at once, a wild clock, a role that only reads."""

from datetime import timedelta

import pytest
from msgspec import structs

from app.workspace import open_workspace
from models.actions.cancel import Cancel, cancel
from models.actions.declare import Declare, declare
from models.actions.import_bundle import import_bundle
from models.actions.note import Note, note
from models.domain.entry import EntryKind
from models.domain.errors import Refused
from models.domain.ids import incident_stream
from models.queries import export
from models.replication import chain, wire
from models.replication.sequence import START
from models.store import exchange, server_link
from models.sync.apply import FuseBlown
from models.sync.engine import Engine
from server.access import Role
from tests.sync.world import World


def test_a_change_of_many_incidents_at_once_is_taken_only_by_a_person(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uids = [declare(Declare(f"Incident {n}"), ana.desk) for n in range(30)]
    world.settle()
    for uid in uids[:25]:
        cancel(Cancel(uid, "all of them were one"), ana.desk)
    ana.sync()
    for _ in range(40):
        try:
            dee.sync()
        except FuseBlown as blown:
            said = str(blown)
            break
    assert "live incidents" in said
    Engine(dee.desk, dee.line(), take_all=True).exchange()
    assert dee.exported(uids[0]) == ana.exported(uids[0])


def test_a_clock_far_ahead_waits_for_a_click(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    dee.skew = timedelta(days=3)
    uid = declare(Declare("From the future"), dee.desk)
    note(Note(uid, "hello"), dee.desk)
    done = dee.sync()
    assert done.waiting == 0
    assert done.parked > 0
    reasons = {reason for _, reason in exchange.parked(dee.database.connection)}
    assert all("clock" in reason for reason in reasons)
    waiting = [op.op_id for op, _ in exchange.parked(dee.database.connection)]
    exchange.confirm(dee.database.connection, waiting)
    assert dee.sync().parked == 0
    ana.sync()
    assert ana.exported(uid) == dee.exported(uid)


def test_what_waited_and_was_taken_is_not_said_to_be_withheld(world: World) -> None:
    dee = world.desktop("Dee")
    connection = dee.database.connection
    dee.skew = timedelta(days=3)
    uid = declare(Declare("From the future"), dee.desk)
    dee.sync()
    for text in ("and on", "and on"):
        exchange.confirm(connection, [op.op_id for op, _ in exchange.parked(connection)])
        dee.sync()
        note(Note(uid, text), dee.desk)
        dee.sync()
    held = connection.execute("SELECT raw FROM operation").fetchall()
    assert "withheld" not in {wire.decode(raw).field for (raw,) in held}


def test_an_incident_whose_declaration_waits_has_a_number_for_those_who_see_the_rest(
    world: World,
) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    dee.skew = timedelta(days=3)
    uid = declare(Declare("From the future"), dee.desk)
    assert dee.sync().parked > 0
    dee.set_right()
    note(Note(uid, "from now"), dee.desk)
    dee.sync()
    ana.sync()
    assert ana.incident(uid).number == 1
    connection = dee.database.connection
    exchange.confirm(connection, [op.op_id for op, _ in exchange.parked(connection)])
    world.settle()
    assert (ana.incident(uid).title, ana.incident(uid).number) == ("From the future", 1)


def test_an_observer_changes_nothing_here_or_there(world: World) -> None:
    rae = world.desktop("Rae", Role.OBSERVER)
    uid = declare(Declare("Not for me"), rae.desk)
    done = rae.sync()
    assert done.parked > 0
    assert rae.incident(uid).title == "Not for me"
    folder = rae.folder
    rae.database.close()
    workspace = open_workspace(folder)
    with pytest.raises(Refused, match="observer"):
        note(Note(uid, "hello"), workspace.desk)
    assert server_link.read(workspace.connection, "role") == "observer"
    workspace.close()
    world.desktops.remove(rae)


def test_what_waits_for_a_person_leaves_a_chain_that_others_can_follow(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    dee.skew = timedelta(days=3)
    note(Note(uid, "from the future"), dee.desk)
    dee.set_right()
    dee.sync()
    note(Note(uid, "from now"), dee.desk)
    done = dee.sync()
    ana.sync()
    assert done.parked == 1
    texts = {t for (t,) in ana.database.connection.execute("SELECT text FROM entry")}
    assert "from now" in texts
    assert "from the future" not in texts
    assert ana.verified()
    begin = [[incident_stream(uid), 0, START]]
    for limit in range(1, len(ana.operations(uid)) + 1):  # however little of it was read
        asked = {"epoch": 1, "streams": begin, "limit": limit}
        (page,) = ana.line().ask("POST", "/v1/pull", asked)["pages"]
        assert len(page["ops"]) == limit
        assert chain.check(wire.decode(raw) for raw in page["ops"]).ok


def test_what_follows_a_change_that_nobody_has_any_more_is_taken_and_the_gap_is_said(
    world: World,
) -> None:
    """A server that went back, and a desktop that was stolen before it sent the rest again."""
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), dee.desk)
    world.settle()
    for text in ("lost", "on its way"):
        note(Note(uid, text), dee.desk)
    waiting = [raw for _, raw in exchange.waiting(dee.database.connection, 0, 10)]
    assert len(waiting) == 2
    late = {"epoch": 1, "cursors": [], "ops": waiting[1:]}
    assert dee.line().ask("POST", "/v1/push", late)["verdicts"][0][0] == "accepted"
    ana.sync()
    assert ana.verified()
    others = World(world.folder / "others")
    cy = others.desktop("Cy")
    import_bundle(export.incident_as_archive(ana.database.connection, uid), cy.desk)
    texts = {t for (t,) in cy.database.connection.execute("SELECT text FROM entry")}
    assert "on its way" in texts
    others.close()
    world.settle()
    assert ana.exported(uid) == dee.exported(uid)
    assert ana.verified() and dee.verified()


def test_the_first_of_a_device_follows_nothing(world: World) -> None:
    ana = world.desktop("Ana")
    uid = declare(Declare("Checkout fails"), ana.desk)
    (_, raw), *_ = exchange.waiting(ana.database.connection, 0, 1)
    forged = wire.encode(structs.replace(wire.decode(raw), previous=b"x" * 32))
    told = ana.line().ask("POST", "/v1/push", {"epoch": 1, "cursors": [], "ops": [forged]})
    assert told["verdicts"] == [
        ["rejected", "An operation cannot be read: the first of a device names one before it."]
    ]
    assert ana.sync().waiting == 0
    assert ana.incident(uid).number == 1


def test_what_a_desk_said_long_ago_in_a_busy_incident_is_still_known(world: World) -> None:
    """Looked for behind the latest thousand too; for who makes up chains, only a few times."""
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    with dee.desk.act() as act:
        for n in range(1_100):
            act.entry(uid, EntryKind.NOTE, f"note {n}")
    dee.sync()
    note(Note(uid, "back again"), ana.desk)
    world.settle()
    held = dee.database.connection.execute("SELECT raw FROM operation").fetchall()
    assert "withheld" not in {wire.decode(raw).field for (raw,) in held}
    assert dee.verified()

    with dee.desk.act() as act:
        for n in range(5):
            act.entry(uid, EntryKind.NOTE, f"made up {n}")
    waiting = [raw for _, raw in exchange.waiting(dee.database.connection, 0, 10)]
    made_up = []
    for n, raw in enumerate(waiting):
        op = structs.replace(wire.decode(raw), previous=bytes([n]) * 32)
        made_up.append(wire.encode(structs.replace(op, signature=dee.signer(op.hash))))
    told = dee.line().ask("POST", "/v1/push", {"epoch": 1, "cursors": [], "ops": made_up})
    assert [verdict for verdict, _ in told["verdicts"]] == ["accepted"] * 5
    ana.sync()
    assert ana.verified()
