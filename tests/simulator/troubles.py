"""What may go wrong, as tables. Each schedule turns some of it on, so that each has its way."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from models.actions.declare import Declare, declare
from models.actions.import_bundle import import_bundle
from models.domain.errors import NotFound, Refused
from models.queries import export
from models.replication.operation import Operation
from models.store import exchange, log
from models.store.database import read_meta
from models.store.unit_of_work import FORMER
from server.access import Role
from tests.simulator import hostile
from tests.simulator.broken import Broken
from tests.simulator.desktop import OUT_OF_REACH, Desktop
from tests.simulator.disk import Machine, Trouble, When
from tests.simulator.host import Trouble as ServerTrouble
from tests.simulator.stories import MOST_DESKTOPS, STORIES, clone, demote, look_again
from tests.simulator.wire import Rates

if TYPE_CHECKING:
    from tests.simulator.schedule import Schedule

RATES = {
    "drop": 0.12, "lose": 0.12, "delay": 0.1, "twice": 0.15, "busy": 0.1, "die": 0.08,
    "meanwhile": 0.2,
}  # fmt: skip
TURNED_ON = 0.3
TOLD = 0.12


@dataclass(slots=True)
class Plan:
    """`files` are the desktops whose disk is a real file, `full` those whose disk is full."""

    rates: Rates
    weights: dict[str, int]
    files: set[int]
    full: set[Desktop] = field(default_factory=set)


def plan(rng: Random, more: Random) -> Plan:
    """`more` draws what was thought of later, so that schedules without it stay as they were."""
    calm = rng.random() < 0.05
    on = TURNED_ON if not calm else 0.0
    rates = {name: rate for name, rate in RATES.items() if rng.random() < on}
    chosen = {name: weight for name, (weight, _) in STEPS.items() if rng.random() < on}
    weights = {**{name: weight for name, (weight, _) in ALWAYS.items()}, **chosen}
    if not calm:
        weights |= {name: n for name, (n, _) in STORIES.items() if more.random() < TOLD}
    return Plan(Rates(**rates), weights, {0} if "die" in chosen and rng.random() < 0.3 else set())


def next_step(play: "Schedule") -> None:
    weights = play.plan.weights
    (name,) = play.rng.choices(tuple(weights), tuple(weights.values()))
    play.happened[name] += 1
    if not play.host.up and play.rng.random() < 0.4:
        play.host.start()
    (ALWAYS.get(name) or STEPS.get(name) or STORIES[name])[1](play)


def meanwhile(play: "Schedule", waiting: Desktop) -> None:
    """While one waits for an answer: they go on typing, a command runs beside the window on the
    same file, or somebody else does something."""
    what = play.rng.choice(("type", "type", "beside", "beside", "other", "other", "server"))
    if what == "type":
        play.act(waiting)
    elif what == "beside":
        play.sync(waiting)
    elif what == "other":
        at = play.rng.choice(play.present)
        if at is not waiting:
            play.rng.choice((play.act, play.sync))(at)
    elif "restore" in play.plan.weights:
        _restore(play)


def _anybody(play: "Schedule") -> Desktop:
    return play.rng.choice(play.present)


def _act(play: "Schedule") -> None:
    play.act(_anybody(play))


def _sync(play: "Schedule") -> None:
    play.sync(_anybody(play))


def _hear(play: "Schedule") -> None:
    play.hear(_anybody(play))


def _late(play: "Schedule") -> None:
    play.network.deliver_late()


def _offline(play: "Schedule") -> None:
    _anybody(play).offline_until = play.step + play.rng.randint(4, 20)


def _time(play: "Schedule") -> None:
    play.now += play.rng.choice(
        (timedelta(minutes=20), timedelta(hours=3), timedelta(days=2), timedelta(days=31))
    )


SKEWS = (
    timedelta(), timedelta(minutes=-7), timedelta(hours=2), timedelta(hours=-3),
    timedelta(hours=30), timedelta(days=-2), timedelta(milliseconds=40),
)  # fmt: skip


def _skew(play: "Schedule") -> None:
    _anybody(play).skew = play.rng.choice(SKEWS)


def _die(play: "Schedule") -> None:
    at = _anybody(play)
    when = play.rng.choice(list(When))
    if at.machine.path is None and when is When.TORN:
        when = When.COMMIT
    most = 25 if when is When.STATEMENT else 6
    at.connection.trouble = Trouble(when, play.rng.randint(1, most))
    play.rng.choice((play.sync, play.sync, play.act))(at)


def _write_fails(play: "Schedule") -> None:
    at = _anybody(play)
    when = play.rng.choice((When.STATEMENT, When.COMMIT))
    at.connection.trouble = Trouble(when, play.rng.randint(1, 8), dies=False)
    play.rng.choice((play.sync, play.act))(at)


def _disk_full(play: "Schedule") -> None:
    at = _anybody(play)
    if at in play.plan.full:
        play.plan.full.discard(at)
        at.connection.free()
    else:
        play.plan.full.add(at)
        at.connection.fill(play.rng.randint(0, 2))


def _server_dies(play: "Schedule") -> None:
    at_commit = play.rng.random() < 0.5
    most = 3 if at_commit else 20
    play.host.engine.trouble = ServerTrouble(at_commit, play.rng.randint(1, most), dies=True)
    _sync(play)


def _server_fails(play: "Schedule") -> None:
    at_commit = play.rng.random() < 0.5
    play.host.engine.trouble = ServerTrouble(at_commit, play.rng.randint(1, 6), dies=False)
    _sync(play)


def _server_full(play: "Schedule") -> None:
    if play.rng.random() < 0.5:
        play.host.fill(play.rng.randint(0, 1))
        _sync(play)
    play.host.free()


def _server_restart(play: "Schedule") -> None:
    play.host.start()


def _restore(play: "Schedule") -> None:
    """Copies are made before any is put back."""
    host, rng = play.host, play.rng
    if not host.copies or (len(host.copies) < 3 and rng.random() < 0.5):
        host.engine.trouble = None
        rng.choice((host.back_up, host.snapshot))()
        return
    if host.restores < 3:
        play.say("restore", host.restore(rng.randrange(len(host.copies))))
        look_again(play)


def _role(play: "Schedule") -> None:
    name = play.rng.choice(tuple(play.roles))
    demote(play, name, play.rng.choice((Role.OBSERVER, Role.RESPONDER, Role.COMMANDER)))


def _revoke(play: "Schedule") -> None:
    """A machine was stolen: it and its copies are out, two at least go on."""
    host, known = play.host, [at for at in play.present if at.is_linked]
    device = play.rng.choice(known).device if known else ""
    out = [at for at in play.present if at.device == device]
    host.engine.trouble = None
    host.free()
    if len(set(known) - set(out)) >= 2 and host.rows("SELECT 1 FROM device WHERE id=?", device):
        host.revoke(device)
        for at in out:
            at.is_gone = True
            before = host.restores  # a copy from before it knows nothing of it
            is_served = (
                at.is_linked
                and play.attempt(at, "revoked", at.engine().exchange, OUT_OF_REACH) == "done"
            )
            if is_served and host.restores == before:
                raise Broken("A device that was revoked is still served.")


def _lose(play: "Schedule") -> None:
    if len(play.present) > 2:
        at = _anybody(play)
        at.is_gone = at.n < 4


def _clone(play: "Schedule") -> None:
    if len(play.desktops) < MOST_DESKTOPS:
        clone(play, _anybody(play))


def _bundle(play: "Schedule") -> None:
    giver = _anybody(play)
    taker = _anybody(play)
    known = giver.incidents()
    if giver is taker or not known:
        return
    uid = play.rng.choice(known)
    as_file = play.rng.choice((export.incident_as_archive, export.incident_as_json))
    raw = as_file(giver.connection, uid)
    play.attempt(taker, "bundle", lambda: import_bundle(raw, taker.desk), (Refused, NotFound))


def _loner(play: "Schedule") -> None:
    """Somebody works alone for a while, and signs in."""
    alone = [at for at in play.present if not at.is_linked]
    if (
        not alone
        and len(play.desktops) < MOST_DESKTOPS
        and all(at.name != "Lou" for at in play.desktops)
    ):
        made = play.new_desktop(
            "Lou", Machine.new(play.random_bytes(16).hex(), play.random_bytes(16).hex())
        )
        play.attempt(made, "alone", lambda: declare(Declare("Before the team"), made.desk))
    elif alone:
        play.attempt(alone[0], "sign in", alone[0].sign_in, (*OUT_OF_REACH, Refused))


def _keyring(play: "Schedule") -> None:
    at = _anybody(play)
    at.is_locked = not at.is_locked


def _hostile(play: "Schedule") -> None:
    hostile.push(play, _anybody(play))


def _again(play: "Schedule") -> None:
    """Somebody has what is parked sent once more."""
    at = _anybody(play)
    play.attempt(at, "unpark", lambda: exchange.try_again(at.connection))


ALWAYS = {"act": (30, _act), "sync": (20, _sync), "hear": (8, _hear), "late": (3, _late)}
STEPS = {
    "offline": (4, _offline),
    "time": (3, _time),
    "skew": (5, _skew),
    "die": (8, _die),
    "write fails": (6, _write_fails),
    "disk full": (4, _disk_full),
    "server dies": (5, _server_dies),
    "server fails": (5, _server_fails),
    "server full": (4, _server_full),
    "server restart": (3, _server_restart),
    "restore": (6, _restore),
    "role": (4, _role),
    "revoke": (1, _revoke),
    "lose": (1, _lose),
    "clone": (2, _clone),
    "bundle": (5, _bundle),
    "loner": (4, _loner),
    "keyring": (3, _keyring),
    "hostile": (5, _hostile),
    "again": (3, _again),
}


def heal(play: "Schedule") -> None:
    """Everything works again, and nobody does anything new."""
    host = play.host
    host.engine.trouble = None
    host.free()
    if not host.up:
        host.start()
    play.network.rates = Rates()
    play.plan.full.clear()
    for at in play.desktops:
        at.connection.trouble = None
        at.connection.free()
        at.offline_until = 0
        at.is_locked = False
    for at in play.present:
        if not at.is_linked:
            at.sign_in()
            play.watch(at)
    while play.network.in_flight:
        play.network.deliver_late()


def mend(play: "Schedule") -> None:
    """People settle what was parked: roles are given back, time goes by, all is sent again."""
    for name in play.roles:
        play.host.set_role(name, Role.ADMIN)
        play.roles[name] = Role.ADMIN
    play.now += timedelta(days=40)
    for at in play.present:
        at.skew = timedelta()
        exchange.try_again(at.connection)


def answer(play: "Schedule") -> bool:
    """What nothing proves any more an admin answers for. Whether there was any."""
    asked = [(at, exchange.confirmable(at.connection)) for at in play.present]
    for at, op_ids in asked:
        for op, reason in exchange.parked(at.connection):
            if "not signed" in reason and _is_proved(play, op):
                raise Broken("What its own desk signs for waits for somebody's word.")
        exchange.confirm(at.connection, op_ids)
    return any(op_ids for _, op_ids in asked)


def _is_proved(play: "Schedule", op: Operation) -> bool:
    # A server that was put back may not know the key of that device.
    if op.op_id in play.signed_for and not play.host.restores:
        return True
    return any(
        op.device in (at.device, *(read_meta(at.connection, FORMER) or "").split())
        and log.holds(at.connection, op.op_id)
        for at in play.present
    )
