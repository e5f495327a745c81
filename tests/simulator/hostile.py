"""A member who is signed in and sends what is not true. None of it may ever be taken."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from models.domain.errors import Refused
from models.domain.ids import incident_stream, ordered_id
from models.replication import wire
from models.replication.act import Act, Author, ChainHead, Change
from models.replication.clock import HybridClock
from models.replication.operation import Operation, OperationKind, Value, body_hash
from models.store import exchange
from models.sync.line import GoBack
from server.access import Role
from tests.simulator.desktop import OUT_OF_REACH, Desktop
from tests.simulator.host import PEOPLE, SERVER_ID, WORKSPACE

if TYPE_CHECKING:
    from tests.simulator.schedule import Schedule

KINDS = {"commander": OperationKind.COMMAND, "vouched": OperationKind.APPEND}


def _made(
    play: "Schedule", at: Desktop, uid: str, *, actor: str = "", device: str = "",
    signed: bool = True, field: str = "severity", value: Value = "P0", workspace: str = WORKSPACE,
) -> Operation:  # fmt: skip
    """The operation that the desktop would write next, with a part of it untrue."""
    stream = incident_stream(uid)
    kind, of, entity = KINDS.get(field, OperationKind.SET), "incident", uid
    if field == "vouched":
        of, entity = "device", at.device
    author = Author(
        workspace, device or at.device, HybridClock(at.top, at.now_ms), play.random_bytes,
        at.line().signer() if signed else None,
    )  # fmt: skip
    found = at.connection.execute(
        "SELECT counter, hash FROM operation WHERE stream=? AND device=? ORDER BY counter DESC",
        (stream, device or at.device),
    ).fetchone()
    author.heads[stream] = ChainHead(*found) if found else ChainHead()
    now = at.now_ms()
    act = Act(ordered_id(now, play.random_bytes), actor or at.name, now, now)
    return author.write(act, [Change(stream, kind, of, entity, field, value)])[0]


def _in_another_name(play: "Schedule", at: Desktop, uid: str) -> Operation:
    return _made(play, at, uid, actor=play.rng.choice([p for p in PEOPLE if p != at.name]))


def _grant(play: "Schedule", at: Desktop, uid: str) -> Operation:
    value: Value = {"person": at.name, "granted": [9, 9], "claim": "00" * 16}
    return _made(play, at, uid, field="commander", value=value)


def _as_another_device(play: "Schedule", at: Desktop, uid: str, *, signed: bool) -> Operation:
    # Of another person: for what a person's own devices did one may speak for the other.
    others = [one.device for one in play.desktops if one.name != at.name and one.n < 4]
    return _made(play, at, uid, device=play.rng.choice(others or [SERVER_ID]), signed=signed)


def _as_another(play: "Schedule", at: Desktop, uid: str, *, signed: bool) -> Operation:
    """Device and name of another, so that nothing but the proof tells."""
    others = [one for one in play.desktops if one.name != at.name and one.n < 4]
    other = play.rng.choice(others)
    return _made(play, at, uid, device=other.device, actor=other.name, signed=signed)


def _from_elsewhere(play: "Schedule", at: Desktop, uid: str) -> Operation:
    """As if another had worked alone and given the history to this desktop."""
    actor = play.rng.choice([p for p in PEOPLE if p != at.name])
    made = _made(play, at, uid, actor=actor, workspace="cc" * 16)
    # An admin may bring what others did.
    return made if PEOPLE[at.name] is not Role.ADMIN else replace(made, actor="War room")


def _as_the_server(play: "Schedule", at: Desktop, uid: str) -> Operation:
    return _made(play, at, uid, device=SERVER_ID, actor="War room")


def _with_another_body(play: "Schedule", at: Desktop, uid: str) -> Operation:
    return replace(_made(play, at, uid), value="P4")


def _under_a_known_id(play: "Schedule", at: Desktop, uid: str) -> Operation:
    """Something that is in the log, written anew by whoever sends it."""
    known = [op for _, op in at.operations() if op.device != at.device and op.value == "P0"]
    op = play.rng.choice(known) if known else _made(play, at, uid)
    salt = play.random_bytes(16)
    changed = replace(
        op, value="P4", salt=salt, body_hash=body_hash(salt, "P4"), device=at.device,
        actor=next(p for p in PEOPLE if p != at.name),
    )  # fmt: skip
    signer = at.line().signer()
    return replace(changed, signature=signer(changed.hash) if signer else b"")


def _word_for(play: "Schedule", at: Desktop, lie: Operation) -> Operation:
    """A true operation of this desktop that vouches for what another is said to have done."""
    told: Value = [[lie.device, lie.counter, lie.hash]]
    word = _made(play, at, lie.stream.removeprefix("incident:"), field="vouched", value=told)
    play.authors[word.op_id] = at
    play.may_fork = True
    return word


LIES: tuple[Callable[["Schedule", Desktop, str], Operation], ...] = (
    _in_another_name,
    _grant,
    partial(_as_another_device, signed=True),
    partial(_as_another_device, signed=False),
    partial(_as_another, signed=True),
    partial(_as_another, signed=False),
    _from_elsewhere,
    _as_the_server,
    _with_another_body,
    _under_a_known_id,
)


def push(play: "Schedule", at: Desktop) -> None:
    uids = at.incidents()
    if not at.is_linked or not uids or at.line().signer() is None:
        return
    uid = play.rng.choice(uids)
    lie = play.rng.choice(LIES)(play, at, uid)
    play.forged.add(lie.hash)
    sent = [lie]
    all_sent = not exchange.count_waiting(at.connection)
    if not lie.signature and all_sent:
        sent.append(_word_for(play, at, lie))
    # Only an admin, or whose words it is, may answer for what nothing proves.
    confirmed = [] if PEOPLE[at.name] is Role.ADMIN else [op.op_id for op in sent]
    play.confirmed.update(confirmed[1:])  # for the true word its clock may be answered for
    message = {
        "epoch": 1, "cursors": [], "ops": [wire.encode(op) for op in sent], "confirmed": confirmed,
    }  # fmt: skip
    play.attempt(
        at,
        "lie",
        lambda: at.line().ask("POST", "/v1/push", message),
        (*OUT_OF_REACH, GoBack, Refused),
    )
