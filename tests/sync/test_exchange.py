"""Two desktops and a server: what one does, the other has."""

import pytest

from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.declare import Declare, declare
from models.actions.hand_over import TakeCommand, take_command
from models.actions.note import Note, note
from models.domain.errors import Unavailable
from models.domain.severity import Severity
from models.store import exchange
from tests.sync.world import World


def test_what_one_desktop_does_the_other_has(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    note(Note(uid, "the pool is full"), ana.desk)
    sent = ana.sync()
    got = dee.sync()
    assert sent.pushed > 5
    assert got.pulled >= sent.pushed
    world.settle()
    assert dee.exported(uid) == ana.exported(uid)
    assert ana.verified() and dee.verified()
    again = dee.sync()
    assert (again.pushed, again.pulled, again.waiting) == (0, 0, 0)


def test_the_server_gives_the_number_and_the_command(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    first = declare(Declare("One"), ana.desk)
    second = declare(Declare("Two"), dee.desk)
    assert ana.incident(first).number is None
    world.settle()
    assert {ana.incident(first).number, ana.incident(second).number} == {1, 2}
    assert dee.incident(first).commander == "Ana"


def test_two_people_taking_command_one_holds_it_and_the_other_is_told(world: World) -> None:
    ana, bo, dee = (world.desktop(name) for name in ("Ana", "Bo", "Dee"))
    uid = declare(Declare("Checkout fails"), ana.desk)
    world.settle()
    world.clock.pass_by(minutes=5)
    take_command(TakeCommand(uid, "Ana is away"), bo.desk)
    take_command(TakeCommand(uid, "Ana sleeps"), dee.desk)
    assert bo.incident(uid).commander == "Bo"
    assert dee.incident(uid).commander == "Dee"
    world.settle()
    assert {d.incident(uid).commander for d in (ana, bo, dee)} == {"Bo"}
    texts = [text for (text,) in dee.database.connection.execute("SELECT text FROM entry")]
    assert any("Dee claimed command" in text and "not granted" in text for text in texts)
    assert ana.exported(uid) == bo.exported(uid) == dee.exported(uid)


def test_concurrent_severities_are_a_conflict_on_both(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails", severity=Severity.P2), ana.desk)
    world.settle()
    change_severity(ChangeSeverity(uid, Severity.P1, "growing"), ana.desk)
    change_severity(ChangeSeverity(uid, Severity.P0, "all of it"), dee.desk)
    world.settle()
    assert len(ana.incident(uid).conflicts) == 1
    assert ana.incident(uid).conflicts == dee.incident(uid).conflicts


def test_what_was_done_alone_goes_up_at_the_first_sign_in(world: World) -> None:
    ana = world.desktop("Ana")
    loner = world.desktop("laptop", role=None)
    uid = declare(Declare("Before the team"), loner.desk)
    before = loner.operations()
    world.member("Bo")
    loner.sign_in("Bo")
    world.settle()
    assert before <= ana.operations()
    assert ana.exported(uid) == loner.exported(uid)
    assert ana.verified()
    assert ana.incident(uid).number == 1


def test_a_lost_answer_loses_and_doubles_nothing(world: World) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    uid = declare(Declare("Checkout fails"), ana.desk)
    ana.channel.lose_answers = True
    for _ in range(3):
        with pytest.raises(Unavailable):
            ana.sync()
    ana.channel.lose_answers = False
    world.settle()
    assert ana.exported(uid) == dee.exported(uid)


def test_what_another_exchange_read_back_meanwhile_is_not_put_in_the_tray(world: World) -> None:
    """The window and `sync --once`, on one file: the slower one was refused what the other, after
    somebody had confirmed it, has sent."""
    ana = world.desktop("Ana")
    declare(Declare("Checkout fails"), ana.desk)
    ana.sync()
    connection = ana.database.connection
    read_back = ana.operations().pop()
    exchange.park(connection, [(read_back, "Its clock was ahead.", True)], told_at=0)
    assert connection.execute("SELECT count(*) FROM parked").fetchone() == (0,)
