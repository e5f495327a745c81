"""Troubles that are several steps, and tell something only together."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from models.actions.assign import Assign, Unassign, assign, unassign
from models.actions.declare import Declare, declare
from models.actions.hand_over import TakeCommand, take_command
from models.actions.import_bundle import import_bundle
from models.actions.note import Attached, Note, note
from models.domain.errors import Ambiguous, NotFound, NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Role
from models.queries import export
from models.replication import wire
from models.replication.operation import Operation
from models.store import exchange
from models.sync.line import GoBack
from server import access
from tests.simulator.broken import Broken
from tests.simulator.desktop import OUT_OF_REACH, Desktop
from tests.simulator.disk import Machine
from tests.simulator.host import SERVER_ID

if TYPE_CHECKING:
    from tests.simulator.schedule import Schedule

MOST_DESKTOPS = 6
NO = (Refused, NothingToDo, NotFound, Ambiguous)


def look_again(play: "Schedule") -> None:
    play.server_seen = play.host.rows("SELECT coalesce(max(rowid), 0) FROM op")[0][0]
    play.roles = {
        name: access.Role(play.host.rows("SELECT role FROM account WHERE name=?", name)[0][0])
        for name in play.roles
    }


def demote(play: "Schedule", name: str, role: access.Role) -> None:
    play.host.engine.trouble = None
    play.host.free()
    play.host.set_role(name, role)
    play.roles[name] = role


def _some(play: "Schedule", least: int) -> list[Desktop]:
    """Different people who are signed in, in any order; none where there are too few."""
    known = [at for at in play.present if at.is_linked and at.n < 4]
    return play.rng.sample(known, len(known)) if len(known) >= least else []


def _note(play: "Schedule", at: Desktop, uid: str) -> None:
    play.attempt(at, "note", lambda: note(Note(uid, "it goes on"), at.desk), NO)


def _exchange(play: "Schedule", at: Desktop, how: str = "exchange") -> str:
    allowed = (*OUT_OF_REACH, *((GoBack,) if play.host.restores else ()))

    def go() -> None:
        getattr(at.engine(), how)()

    return play.attempt(at, how, go, allowed)


def _set_back(play: "Schedule") -> None:
    """To the copy that was made last."""
    play.say("restore", play.host.restore(len(play.host.copies) - 1))
    look_again(play)


def _copied(play: "Schedule") -> bool:
    if play.host.restores >= 3:
        return False
    play.host.engine.trouble = None
    play.host.free()
    play.host.snapshot()
    return True


def _parted(play: "Schedule") -> None:
    """A server goes back without saying so, and grows just as far another way: one who heard of
    the first past hears news that seem to follow it."""
    people = _some(play, 3)
    for at in people:
        _exchange(play, at)
    shared = set.intersection(*(set(at.incidents()) for at in people)) if people else set()
    if not shared or not _copied(play):
        return
    uid = play.rng.choice(sorted(shared))
    first, second, third = people[:3]
    _note(play, first, uid)
    _exchange(play, first, "send")
    play.hear(third)
    _set_back(play)
    for _ in range(2):
        _note(play, second, uid)
        _exchange(play, second, "send")
    for _ in range(4):
        play.hear(third)


def _stolen(play: "Schedule") -> None:
    """What was written with the keyring locked has been read, the server goes back to before it,
    and the desktop that wrote it is gone."""
    people = _some(play, 3)
    if not people or not _copied(play):
        return
    writer, reader = people[:2]
    writer.is_locked = True
    for _ in range(play.rng.randint(1, 4)):
        play.act(writer)
    _exchange(play, writer)
    _exchange(play, reader)
    _set_back(play)
    writer.is_gone = len(play.present) > 2


def _decided(play: "Schedule") -> None:
    """What the server decided comes back to it, and the next decision follows it."""
    people = _some(play, 2)
    known = people[0].incidents() if people else []
    if not known or not _copied(play):
        return
    uid = play.rng.choice(known)
    for at in people[:2]:
        claim = TakeCommand(uid, "it cannot wait")
        play.attempt(at, "take command", partial(take_command, claim, at.desk), NO)
        before = _decisions((*(op for _, op in at.operations()), *_said(play)))
        done = _exchange(play, at) == "done"
        if at is people[0]:
            _exchange(play, people[1])
            _set_back(play)
        elif done and not play.plan.rates.meanwhile:
            after = _decisions(_said(play))
            if any(after.get(what, found) - found for what, found in before.items()):
                raise Broken("The server decided anew what it was given back.")


def _twice_back(play: "Schedule") -> None:
    """The server goes back to an epoch before that of a grant which it is given back."""
    people = _some(play, 2)
    known = people[0].incidents() if people else []
    if not known or play.host.restores > 1 or not _copied(play):
        return
    uid = play.rng.choice(known)
    _note(play, people[0], uid)
    for back in (True, True, False):
        for at in (*people[:2], people[0]):
            _exchange(play, at)
        if back:
            _set_back(play)
            for at in people[:2]:
                _exchange(play, at)
        at = people[play.host.restores % 2]
        claim = TakeCommand(uid, "it cannot wait")
        play.attempt(at, "take command", partial(take_command, claim, at.desk), NO)


def _said(play: "Schedule") -> list[Operation]:
    """What the server has said, as it stands there now."""
    rows = play.host.rows("SELECT raw FROM op WHERE device=?", SERVER_ID)
    return [wire.decode(raw) for (raw,) in rows]


def _decisions(operations: Iterable[Operation]) -> dict[tuple[str, str, str], set[bytes]]:
    """(stream, field, claim) to what the server said of it."""
    found: dict[tuple[str, str, str], set[bytes]] = defaultdict(set)
    for op in operations:
        if op.device == SERVER_ID and (op.kind, op.entity_kind) == ("command", "incident"):
            about = op.value.get("claim") if isinstance(op.value, dict) else ""
            found[op.stream, op.field, str(about)].add(op.op_id)
    return found


def _carried(play: "Schedule") -> None:
    """Somebody's unsigned work comes by a file before he sends it, and another builds on it."""
    people = _some(play, 3)
    known = people[0].incidents() if people else []
    if not known:
        return
    giver, taker = people[:2]
    uid = play.rng.choice(known)
    giver.is_locked = True
    for _ in range(play.rng.randint(1, 4)):
        play.act(giver)
    if play.rng.random() < 0.5:
        giver.is_locked = False
        _note(play, giver, uid)
        giver.offline_until = play.step + 1
        if _exchange(play, giver, "send") == "Unavailable":
            given = (op for _, op in giver.operations() if op.stream == incident_stream(uid))
            play.signed_for.update(op.op_id for op in given if op.device == giver.device)
    raw = export.incident_as_json(giver.connection, uid)
    play.attempt(taker, "bundle", lambda: import_bundle(raw, taker.desk), (Refused, NotFound))
    for _ in range(play.rng.randint(1, 3)):
        play.act(taker)
    _exchange(play, taker)
    _exchange(play, people[2])
    giver.is_locked = False
    giver.is_gone = play.rng.random() < 0.5 and len(play.present) > 2
    if not giver.is_gone:
        giver.offline_until = 0
        _exchange(play, giver)


def _unsent_file(play: "Schedule") -> None:
    """A file is named, and who has it may do nothing any more."""
    people = [at for at in _some(play, 2) if at.name != "Ana"]
    known = people[0].incidents() if people else []
    if known:
        at, uid = people[0], play.rng.choice(known)
        file = Attached("late.txt", play.random_bytes(4))
        told = Note(uid, "", attachments=(file,))
        play.attempt(at, "attach", lambda: note(told, at.desk), NO)
        _exchange(play, at, "send")
        demote(play, at.name, access.Role.OBSERVER)
        _exchange(play, at)


def clone(play: "Schedule", at: Desktop) -> Desktop | None:
    """The data folder and the keyring of a desktop, copied to another machine."""
    if len(play.desktops) >= MOST_DESKTOPS:
        return None
    at.connection.free()
    play.may_fork = True
    made = play.new_desktop(at.name, Machine.copy_of(at.connection))
    if at in play.plan.full:
        play.plan.full.discard(at)
    made.vault._held = dict(at.vault._held)
    made.skew = at.skew
    play.watch(made)
    return made


def _doubled(play: "Schedule") -> None:
    """Two machines write as one; the one that notices goes on before anybody signs in again."""
    people = _some(play, 2)
    known = people[0].incidents() if people else []
    twin = clone(play, people[0]) if known else None
    if twin is None:
        return
    uid = play.rng.choice(known)
    for at in (people[0], twin):
        _note(play, at, uid)
        _exchange(play, at)
    _note(play, twin, uid)


def _assigned_apart(play: "Schedule") -> None:
    """Two give the same person the same role, not knowing of each other, and one takes it back."""
    people = _some(play, 2)
    for at in people[:2]:
        _exchange(play, at)
    shared = set(people[0].incidents()) & set(people[1].incidents()) if people else set()
    if not shared:
        return
    uid, role = play.rng.choice(sorted(shared)), next(r for r in Role if r is not Role.COMMANDER)
    for at in people[:2]:
        told = Assign(uid, role, "Eve")
        play.attempt(at, "assign", partial(assign, told, at.desk), NO)
    first, second = people[:2]
    back = Unassign(uid, role, "Eve")
    play.attempt(second, "unassign", partial(unassign, back, second.desk), NO)
    for at in (first, second):
        _exchange(play, at)


def _answered(play: "Schedule") -> None:
    """Somebody looks at what waits for a word, and answers for it."""
    at = play.rng.choice(play.present)
    op_ids = exchange.confirmable(at.connection)
    play.confirmed |= op_ids
    play.attempt(at, "answer", lambda: exchange.confirm(at.connection, op_ids))
    if at.is_linked:
        _exchange(play, at)


def _adopted(play: "Schedule") -> None:
    """Who worked alone signs in and is gone, and the server forgets it: others give it back."""
    people = _some(play, 2)
    is_known = any(at.name == "Lou" for at in play.desktops)
    if not people or is_known or len(play.desktops) >= MOST_DESKTOPS:
        return
    lou = play.new_desktop(
        "Lou", Machine.new(play.random_bytes(16).hex(), play.random_bytes(16).hex())
    )
    play.attempt(lou, "alone", lambda: declare(Declare("Before the team"), lou.desk))
    play.attempt(lou, "sign in", lou.sign_in, (*OUT_OF_REACH, Refused))
    if not lou.is_linked or not _copied(play):
        return
    done = [_exchange(play, at) for at in (lou, people[0])]
    there = {op_id for (op_id,) in play.host.rows("SELECT op_id FROM op")}
    _set_back(play)
    lou.is_gone = set(done) == {"done"} and len(play.present) > 2
    _exchange(play, people[0])
    waits = exchange.parked(people[0].connection)
    if any(op.op_id in there and "has to bring it" in reason for op, reason in waits):
        raise Broken("What was adopted is not known again.")


STORIES: dict[str, tuple[int, Callable[["Schedule"], None]]] = {
    "parted": (4, _parted),
    "stolen": (2, _stolen),
    "decided": (3, _decided),
    "carried": (5, _carried),
    "unsent file": (2, _unsent_file),
    "doubled": (3, _doubled),
    "assigned apart": (3, _assigned_apart),
    "adopted": (3, _adopted),
    "twice back": (3, _twice_back),
    "answered": (3, _answered),
}
"""How often, and what."""
