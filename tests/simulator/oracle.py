"""What the product should show, worked out anew from who had seen what when they wrote.

Nothing here asks the operations what they replace: a desktop's own log tells in which order it
came to know of things, and that is what its people had seen.
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from models.domain.ids import incident_of_stream
from models.queries import incidents
from models.replication.operation import Operation
from models.replication.registry import Rule, field_of
from tests.simulator.broken import Broken
from tests.simulator.desktop import Desktop
from tests.simulator.host import SERVER_ID

if TYPE_CHECKING:
    from tests.simulator.schedule import Schedule

Key = tuple[str, str, str, str]
"""(stream, entity kind, entity, field)."""


def fields_hold(play: "Schedule", log: dict[str, list[Operation]], at: Desktop) -> None:
    """Every field stands as it should, and every concurrent overwrite is a conflict."""
    writes: dict[Key, list[Operation]] = defaultdict(list)
    for stream, operations in log.items():
        for op in operations:
            writes[stream, *op.key].append(op)
    standing: dict[Key, set[bytes]] = defaultdict(set)
    for *key, op_id in at.connection.execute(
        "SELECT stream, entity_kind, entity, field, op_id FROM head"
    ):
        standing[tuple(key)].add(op_id)
    conflicts: dict[str, set[str]] = defaultdict(set)
    there = {op.op_id for operations in log.values() for op in operations}
    undecided: dict[str, set[str]] = defaultdict(set)
    is_one_gone = any(one.is_gone for one in play.desktops)
    for key, ops in writes.items():
        if is_one_gone and any(not there.issuperset(op.replaces) for op in ops):
            # A write in between went with a machine, and with it what that one had replaced.
            undecided[key[0]].add(key[3])
            continue
        known = field_of(key[1], key[3])
        if known is None or known.rule not in _STANDS:
            continue
        expected = {op.op_id for op in _STANDS[known.rule](play, ops)}
        if standing[key] != expected:
            raise Broken(f"{key[1]} {key[3]} does not stand as it was written.")
        values = {repr(op.value) for op in ops if op.op_id in expected}
        if known.rule is Rule.WATCHED and key[1] == "incident" and len(values) > 1:
            conflicts[key[0]].add(key[3])
    for stream in log:
        uid = incident_of_stream(stream)
        if uid is None:
            continue
        shown = {
            c.field for c in incidents.incident(at.connection, uid).conflicts if c.entity == uid
        }
        if shown - undecided[stream] != conflicts[stream] - undecided[stream]:
            raise Broken(f"Conflicts shown: {shown}; there are: {conflicts[stream]}.")


def _had_seen(play: "Schedule", writer: Operation, other: Operation) -> bool:
    positions = play.authors[writer.op_id].positions
    return positions.get(other.op_id, 1 << 60) < positions[writer.op_id]


def _unreplaced(play: "Schedule", ops: list[Operation]) -> list[Operation]:
    return [op for op in ops if not any(_had_seen(play, other, op) for other in ops)]


def _latest(play: "Schedule", ops: list[Operation]) -> list[Operation]:
    return [max(ops, key=lambda op: op.order)]


def _unremoved(play: "Schedule", ops: list[Operation]) -> list[Operation]:
    gone = [op for op in ops if op.kind == "remove"]
    return [
        op
        for op in ops
        if op.kind == "add"
        and not any(op.value == r.value and _had_seen(play, r, op) for r in gone)
    ]


_STANDS = {
    Rule.WATCHED: _unreplaced,
    Rule.REGISTER: _latest,
    Rule.SET: _unremoved,
    Rule.TEXT: lambda play, ops: ops,
}


def _told(op: Operation, name: str) -> tuple[int, int] | None:
    told = op.value.get(name) if isinstance(op.value, dict) else None
    return (told[0], told[1]) if isinstance(told, list) else None


def command_holds(play: "Schedule", log: dict[str, list[Operation]], at: Desktop) -> None:
    """One commander a term, each grant after the one before it, every claim answered."""
    for stream, operations in log.items():
        uid = incident_of_stream(stream)
        if uid is None:
            continue
        commands = [op for op in operations if op.key[:3:2] == ("incident", "commander")]
        grants = [op for op in commands if op.device == SERVER_ID]
        claims = {op.op_id.hex(): op for op in commands if _told(op, "expect") is not None}
        grants.sort(key=lambda op: (_told(op, "granted"), op.op_id))
        answered = [str(op.value["claim"]) for op in grants] + _refused(operations)
        if claims.keys() - set(answered):
            raise Broken("A claim of command was never answered.")
        for claim in claims.values():
            _names_what_was_known(play, claim, grants)
        if not play.host.restores:
            _follow_each_other(grants, claims, answered)
        shown = incidents.incident(at.connection, uid)
        if grants and shown.commander != grants[-1].value["person"]:
            raise Broken(f"{shown.commander} is shown in command, another was granted it.")
        if grants and shown.command_claimed:
            raise Broken("A claim still stands when all is decided.")


def _names_what_was_known(play: "Schedule", claim: Operation, grants: list[Operation]) -> None:
    known = [_told(grant, "granted") for grant in grants if _had_seen(play, claim, grant)]
    if _told(claim, "expect") != (known[-1] if known else (0, 0)):
        raise Broken("A claim does not name the grant that its author knew.")


def _refused(operations: list[Operation]) -> list[str]:
    details = [
        op.value.get("detail") or {}
        for op in operations
        if op.device == SERVER_ID and op.entity_kind == "entry" and isinstance(op.value, dict)
    ]
    return [str(detail["refused"]) for detail in details if "refused" in detail]


def _follow_each_other(
    grants: list[Operation], claims: dict[str, Operation], answered: list[str]
) -> None:
    if len(answered) != len(set(answered)):
        raise Broken("A claim was answered twice.")
    before = (0, 0)
    for grant in grants:
        claim = claims.get(str(grant.value["claim"]))
        if claim is None or claim.value["person"] != grant.value["person"]:
            raise Broken("Command was granted to somebody who did not claim it.")
        if _told(claim, "expect") != before or _told(grant, "granted")[1] != before[1] + 1:
            raise Broken("A grant does not follow the one before it.")
        before = _told(grant, "granted")


def numbers_hold(play: "Schedule", log: dict[str, list[Operation]], at: Desktop) -> None:
    """Every incident has a number, and none has another's."""
    given: list[int] = []
    for stream, operations in log.items():
        if incident_of_stream(stream) is None:
            continue
        numbers = [op for op in operations if op.key[2] == "number" and op.device == SERVER_ID]
        if not play.host.restores and len(numbers) > 1:
            raise Broken("An incident was numbered twice.")
        given += [op.value for op in numbers if isinstance(op.value, int)]
    if not play.host.restores and len(given) != len(set(given)):
        raise Broken("Two incidents have one number.")
    # Of what holds only words of the server, given back first, the number may be among the rest.
    begun = {
        incident_of_stream(stream)
        for stream, operations in log.items()
        if any(op.device != SERVER_ID for op in operations)
    }
    nameless = at.connection.execute("SELECT uid FROM incident WHERE number IS NULL").fetchall()
    if begun & {uid for (uid,) in nameless}:
        raise Broken("An incident has no number.")
