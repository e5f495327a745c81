"""Whose word an operation is: keyrings that were locked, folders that were copied, false words."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models.actions.declare import Declare, declare
from models.actions.import_bundle import import_bundle
from models.actions.note import Attached, Note, note
from models.domain.errors import Unavailable
from models.domain.ids import WORKSPACE_STREAM, incident_stream, ordered_id
from models.replication import wire
from models.replication.act import Act, Author, Change
from models.replication.clock import HybridClock
from models.replication.operation import Operation, OperationKind, Value
from models.store import exchange, server_link
from models.store.database import Database, read_meta
from models.sync import engine
from models.sync.engine import Engine
from models.sync.line import SignedOut
from server import tables
from server.access import Role
from tests.sync.world import Desktop, DirectChannel, World


def device_of(at: Desktop) -> str:
    return read_meta(at.database.connection, "device") or ""


def texts(at: Desktop) -> set[str]:
    return {text for (text,) in at.database.connection.execute("SELECT text FROM entry")}


def copied(world: World, of: Desktop, folder: Path) -> Desktop:
    """The same data folder and the same keyring on a second machine."""
    of.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(of.folder, folder)
    made = Desktop(
        of.name, folder, world.clock, DirectChannel(lambda: world.site), Database(folder)
    )
    made.vault._held = dict(of.vault._held)
    world.desktops.append(made)
    return made


def test_a_copied_folder_goes_on_as_two_and_nothing_is_lost(world: World, tmp_path: Path) -> None:
    ana = world.desktop("Ana")
    uid = declare(Declare("Checkout fails"), ana.desk)
    ana.sync()
    twin = copied(world, ana, tmp_path / "twin")
    note(Note(uid, "on the old machine"), ana.desk)
    note(Note(uid, "on the new machine"), twin.desk)
    locked = replace(twin.desk, sign=None)
    note(Note(uid, "with the keyring locked"), locked)
    ana.sync()
    with pytest.raises(SignedOut):
        twin.sync()
    assert device_of(twin) != device_of(ana)
    note(Note(uid, "before signing in again"), replace(twin.desk, sign=ana.signer))
    twin.sign_in()
    twin.sync()
    with pytest.raises(SignedOut):
        ana.sync()
    ana.sign_in()
    world.settle()
    assert exchange.parked(twin.database.connection) == []
    assert {"on the old machine", "on the new machine", "with the keyring locked",
            "before signing in again"} <= texts(ana)  # fmt: skip
    assert ana.exported(uid) == twin.exported(uid)
    assert ana.verified() and twin.verified()


def test_what_a_copied_folder_writes_on_finding_out_is_already_the_new_ones(
    world: World, tmp_path: Path
) -> None:
    ana = world.desktop("Ana")
    uid = declare(Declare("Checkout fails"), ana.desk)
    ana.sync()
    twin = copied(world, ana, tmp_path / "twin")
    note(Note(uid, "on the new machine"), twin.desk)
    ana.skew = timedelta(hours=2)  # which whoever takes the file says
    note(Note(uid, "on the old machine"), ana.desk)
    import_bundle(ana.exported(uid), twin.desk)
    assert device_of(twin) != device_of(ana)
    said = twin.database.connection.execute(
        "SELECT device, counter FROM operation WHERE stream=?", (WORKSPACE_STREAM,)
    )
    assert said.fetchall() == [(device_of(twin), 1)]
    twin.sign_in()
    twin.sync()
    assert twin.verified()


def test_a_word_that_comes_after_what_it_is_for_still_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo, lou = world.desktop("Bo"), world.desktop("Lou")
    uid = declare(Declare("Checkout fails"), bo.desk)
    world.settle()
    note(Note(uid, "with the keyring locked"), replace(bo.desk, sign=None))
    bo.channel.cut = True
    with pytest.raises(Unavailable):
        Engine(bo.desk, bo.line()).send()  # by now his device has signed for it
    import_bundle(bo.exported(uid), lou.desk)
    monkeypatch.setattr(engine, "PUSH_OPERATIONS", 1)
    assert lou.sync().parked == 0


def test_what_was_refused_is_not_signed_for_again_and_again(world: World) -> None:
    rae = world.desktop("Rae", Role.OBSERVER)
    with replace(rae.desk, sign=None).act() as act:
        act.add_to(WORKSPACE_STREAM, "service", "webapp", "tier", 1)
    assert (rae.sync().parked, rae.sync().pushed) == (1, 0)


def test_nobody_vouches_for_what_another_person_did_not_sign(world: World) -> None:
    bo, dee = world.desktop("Bo"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), bo.desk)
    world.settle()
    lie = _first(dee, "Dee", Change(
        incident_stream(uid), OperationKind.SET, "incident", uid, "severity", "P4"
    ), signed=False)  # fmt: skip
    told: Value = [[device_of(dee), lie.counter, lie.hash]]
    word = _first(bo, "Bo", Change(
        incident_stream(uid), OperationKind.APPEND, "device", device_of(bo), "vouched", told
    ), signed=True)  # fmt: skip
    message = {"epoch": 1, "cursors": [], "ops": [wire.encode(lie), wire.encode(word)]}
    answer = bo.line().ask("POST", "/v1/push", message)
    assert answer["verdicts"][0][0] == "parked"


def test_who_is_called_like_the_program_speaks_as_it_only_where_it_writes(world: World) -> None:
    bo, namesake = world.desktop("Bo"), world.desktop("War room")
    uid = declare(Declare("Checkout fails"), bo.desk)
    world.settle()
    now = int(namesake.now().timestamp() * 1000)
    author = Author(
        server_link.read(namesake.database.connection, "workspace") or "", device_of(namesake),
        HybridClock(0, lambda: now), namesake.random_bytes, namesake.signer,
    )  # fmt: skip
    act = Act(ordered_id(now, namesake.random_bytes), "War room", now, now)
    made = author.write(act, [
        Change(incident_stream(uid), OperationKind.APPEND, "entry", f"e{n}", "written",
               {"kind": kind, "text": "said"})
        for n, kind in enumerate(("update", "note"))
    ])  # fmt: skip
    message = {"epoch": 1, "cursors": [], "ops": [wire.encode(op) for op in made]}
    verdicts = namesake.line().ask("POST", "/v1/push", message)["verdicts"]
    assert [verdict for verdict, _ in verdicts] == ["accepted", "parked"]


def _first(at: Desktop, actor: str, change: Change, *, signed: bool) -> Operation:
    """The first operation of a desktop in a stream, made past its own log."""
    now = int(at.now().timestamp() * 1000)
    author = Author(
        server_link.read(at.database.connection, "workspace") or "", device_of(at),
        HybridClock(0, lambda: now), at.random_bytes, at.signer if signed else None,
    )  # fmt: skip
    act = Act(ordered_id(now, at.random_bytes), actor, now, now)
    return author.write(act, [change])[0]


def test_a_clock_that_was_set_back_is_told_once(world: World) -> None:
    ana = world.desktop("Ana")
    declare(Declare("Checkout fails"), ana.desk)
    for hours in (5, -5):
        ana.skew = timedelta(hours=hours)
        ana.sync()
    again = ana.sync()
    assert (again.pushed, again.waiting) == (0, 0)


def test_a_file_that_may_not_go_up_now_keeps_nothing_else_from_moving(world: World) -> None:
    ana, bo = world.desktop("Ana"), world.desktop("Bo")
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    note(Note(uid, "", attachments=(Attached("graph.txt", b"full"),)), bo.desk)
    Engine(bo.desk, bo.line()).send()
    with world.server.database.writing() as connection:
        connection.execute(update(tables.account).values(role=Role.OBSERVER.value))
    for _ in range(2):
        bo.sync()
    with world.server.database.writing() as connection:
        connection.execute(update(tables.account).values(role=Role.RESPONDER.value))
    world.settle()
    (held,) = ana.database.connection.execute("SELECT count(*) FROM blob").fetchone()
    assert held == 1
