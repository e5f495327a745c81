"""Many operations in one message: each gets the verdict that it would get alone."""

from collections.abc import Callable

import pytest
from msgspec import structs
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from models.actions.declare import Declare, declare
from models.domain.entry import EntryKind
from models.domain.ids import incident_stream
from models.replication import wire
from models.replication.messages import Message
from models.replication.sequence import Cursor
from models.store import exchange
from server import streams, tables
from server.access import Role
from tests.sync.world import Desktop, World


@pytest.fixture
def ana(world: World) -> Desktop:
    return world.desktop("Ana")


def written(desktop: Desktop) -> tuple[str, list[bytes]]:
    """An incident with many lines, as it waits to be sent."""
    uid = declare(Declare("Checkout fails"), desktop.desk)
    with desktop.desk.act() as act:
        for n in range(200):
            act.entry(uid, EntryKind.NOTE, f"the pool is full, note {n}")
    return uid, [raw for _, raw in exchange.waiting(desktop.database.connection, 0, 1000)]


def push(desktop: Desktop, raws: list[bytes]) -> list[list[object]]:
    message = {"epoch": 1, "cursors": [], "ops": raws}
    told: Message = desktop.line().ask("POST", "/v1/push", message)
    return list(told["verdicts"])


def words(verdicts: list[list[object]]) -> list[object]:
    return [verdict[0] for verdict in verdicts]


def log(world: World, uid: str) -> list[bytes]:
    """Who is in the stream, its numbers and its chain checked."""
    with world.server.database.reading() as connection:
        page = streams.page(connection, incident_stream(uid), Cursor(), 1000)
    operations = [wire.decode(raw) for raw in page.operations]
    assert page.end == Cursor().after(op.hash for op in operations)
    return [op.op_id for op in operations if op.device != world.server.server_id]


def ids(raws: list[bytes]) -> list[bytes]:
    return [wire.decode(raw).op_id for raw in raws]


def test_all_of_them_are_taken_once_and_known_again(world: World, ana: Desktop) -> None:
    uid, raws = written(ana)
    here = [raw for raw in raws if wire.decode(raw).stream == incident_stream(uid)]
    first = push(ana, here)
    assert first == [["accepted", n + 1] for n in range(len(here))]
    assert log(world, uid) == ids(here)
    assert push(ana, here) == [["duplicate", seq] for _, seq in first]
    world.settle()
    assert ana.verified()


def changed(raw: bytes) -> bytes:
    return wire.encode(structs.replace(wire.decode(raw), happened_at=1))


def other_body(raw: bytes) -> bytes:
    op = wire.decode(raw)
    value = {**op.value, "text": "other words"} if isinstance(op.value, dict) else "other words"
    return wire.encode(structs.replace(op, value=value))


def unsigned(raw: bytes) -> bytes:
    return wire.encode(structs.replace(wire.decode(raw), signature=b""))


def of_elsewhere(raw: bytes) -> bytes:
    return wire.encode(structs.replace(wire.decode(raw), workspace="elsewhere", signature=b""))


@pytest.mark.parametrize(
    ("spoil", "verdict"),
    [
        (other_body, "rejected"),
        (lambda raw: b"none", "rejected"),
        (changed, "confirm"),
        (unsigned, "accepted"),  # it is of the desktop that sends it: the server answers for it
        (of_elsewhere, "accepted"),
    ],
)
def test_one_that_is_not_like_the_others_has_a_verdict_of_its_own(
    world: World, ana: Desktop, spoil: Callable[[bytes], bytes], verdict: str
) -> None:
    uid, raws = written(ana)
    raws = [raw for raw in raws if wire.decode(raw).stream == incident_stream(uid)]
    raws[-1] = spoil(raws[-1])
    told = words(push(ana, raws))
    assert told[:-1] == ["accepted"] * (len(raws) - 1)
    assert (told[-1], len(log(world, uid))) == (verdict, told.count("accepted"))


def test_one_that_comes_twice_is_taken_once(world: World, ana: Desktop) -> None:
    uid, raws = written(ana)
    told = words(push(ana, [*raws, raws[-1]]))
    assert told == ["accepted"] * len(raws) + ["rejected"]
    assert log(world, uid)[-1] == ids(raws)[-1]


def test_what_nobody_may_write_waits_and_the_log_has_none_of_it(world: World, ana: Desktop) -> None:
    eve = world.desktop("Eve")
    uid, raws = written(eve)
    with world.server.database.writing() as connection:
        eves = tables.account.c.name == "Eve"
        connection.execute(update(tables.account).where(eves).values(role=Role.OBSERVER.value))
    assert set(words(push(eve, raws))) == {"parked"}
    assert log(world, uid) == []


def test_what_the_database_refuses_is_its_error_over_either(world: World, ana: Desktop) -> None:
    uid, raws = written(ana)
    operations = [wire.decode(raw) for raw in raws]

    def append_twice() -> None:
        with world.server.database.writing() as connection:
            stream = incident_stream(uid)
            head = streams.lock(connection, world.server.server_id, [stream])[stream]
            streams.append(connection, head, operations)
            streams.append(connection, head, operations)

    with pytest.raises(IntegrityError):
        append_twice()
    assert log(world, uid) == []
