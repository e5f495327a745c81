"""Take back an act: a new act that names the old one."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind
from models.domain.errors import Ambiguous, NotFound, NothingToDo, Refused
from models.domain.ids import incident_of_stream
from models.replication.operation import Operation, OperationKind, Value
from models.replication.registry import Rule, field_of
from models.store import log


@dataclass(frozen=True, slots=True)
class Undo:
    """`act` is an act's id or the beginning of it; None is the last act of this person here."""

    act: str | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    incident: str
    act: str
    text: str


def undo(command: Undo, desk: Desk) -> Undone:
    """Registers get the value that was replaced, additions are removed, entries struck through.

    Raises:
        NothingToDo: this person has done nothing here that can be taken back.
        NotFound, Ambiguous: no act, or several, of that name.
        Refused: somebody wrote after it, or acts of its kind are decided again, not undone.
    """
    with desk.act() as act:
        operations: Sequence[Operation]
        if command.act is not None:
            operations = log.of_act(act.connection, _act_id(act, command.act))
            why_not = _refusal(act, operations)
            if why_not:
                raise Refused(why_not)
        else:
            operations = _last_undoable(act)
        return _take_back(act, operations)


def _last_undoable(act: ActInProgress) -> Sequence[Operation]:
    rows = act.connection.execute(
        "SELECT act_id FROM operation WHERE device=? GROUP BY act_id ORDER BY max(clock) DESC",
        (act.unit.device,),
    )
    for (act_id,) in rows:
        operations = log.of_act(act.connection, act_id)
        if operations[0].actor == act.desk.actor and _refusal(act, operations) is None:
            return operations
    raise NothingToDo(f"There is nothing here that {act.desk.actor} could take back.")


def _act_id(act: ActInProgress, name: str) -> bytes:
    start = name.strip().lower()
    try:
        low = bytes.fromhex(start if len(start) % 2 == 0 else start + "0")
    except ValueError:
        low = b""
    rows = act.connection.execute(
        "SELECT DISTINCT act_id FROM operation WHERE act_id>=? ORDER BY act_id LIMIT 6", (low,)
    ).fetchall()
    found = [act_id for (act_id,) in rows if low and act_id.hex().startswith(start)]
    if not found:
        raise NotFound(
            f"There is no act {name} here. 'warroom timeline' shows the act of each line."
        )
    if len(found) > 1:
        raise Ambiguous(name, [act_id.hex() for act_id in found])
    return bytes(found[0])


_NOT_UNDONE = "That is decided again, not undone."


def _refusal(act: ActInProgress, operations: Sequence[Operation]) -> str | None:
    """Why an act cannot be taken back, in words; None when it can."""
    if any(op.kind == OperationKind.COMMAND.value for op in operations):
        return f"Declaring is cancelled, and commands are given again. {_NOT_UNDONE}"
    if any(op.entity_kind in ("alert", "payload") for op in operations):
        return f"What monitoring said stays in the inbox. {_NOT_UNDONE}"
    if any(op.entity_kind == "channel" for op in operations):
        return "A channel is changed where channels are set up."
    for op in operations:
        detail = _detail(op)
        if "undoes" in detail or "chose" in detail or "imported" in detail:
            return f"This act cannot be undone. {_NOT_UNDONE}"
        why_not = _write_refusal(act, op)
        if why_not:
            return why_not
    return None


def _detail(op: Operation) -> dict[str, Value]:
    if op.entity_kind == "entry" and isinstance(op.value, dict):
        detail = op.value.get("detail")
        return detail if isinstance(detail, dict) else {}
    return {}


def _write_refusal(act: ActInProgress, op: Operation) -> str | None:
    known = field_of(op.entity_kind, op.field)
    if known is None:
        return "This act holds parts that this version of War room does not know."
    if known.rule is Rule.ENTRY:
        return _entry_refusal(act, op)
    if known.rule is Rule.TEXT:
        return "A text is changed back where it is written."
    heads = act.standing(op.stream, op.key).heads
    if known.rule is Rule.SET:
        if op.kind == OperationKind.ADD.value and op.op_id not in heads:
            return f"The {known.word} were changed after it, so it cannot be taken back."
        return None
    others = [write for op_id, write in heads.items() if op_id != op.op_id]
    if op.op_id not in heads or others:
        who = max(others, key=lambda write: write.order).actor if others else "Somebody"
        return f"{who} changed the {known.word} after it, so it cannot be taken back."
    return None


def _entry_refusal(act: ActInProgress, op: Operation) -> str | None:
    row = act.connection.execute(
        "SELECT actor FROM entry WHERE corrects=? AND struck=0 LIMIT 1", (op.entity,)
    ).fetchone()
    if row:
        return f"{row[0]} corrected the entry after it, so it cannot be taken back."
    struck = act.connection.execute("SELECT struck FROM entry WHERE uid=?", (op.entity,)).fetchone()
    return "It was taken back already." if struck and struck[0] else None


def _take_back(act: ActInProgress, operations: Sequence[Operation]) -> Undone:
    words, incident = "", ""
    for op in operations:
        incident = incident_of_stream(op.stream) or incident
        known = field_of(op.entity_kind, op.field)
        assert known is not None
        if known.rule is Rule.ENTRY:
            act.set_on(op.stream, "mark", op.entity, "struck", True)
            text = op.value.get("text") if isinstance(op.value, dict) else ""
            words = words or str(text or "")
        elif op.kind == OperationKind.ADD.value:
            act.remove_from(op.stream, op.entity_kind, op.entity, op.field, op.value)
        elif op.kind == OperationKind.REMOVE.value:
            act.add_to(op.stream, op.entity_kind, op.entity, op.field, op.value)
        else:
            act.set_on(op.stream, op.entity_kind, op.entity, op.field, _replaced_value(act, op))
    act_id = operations[0].act_id.hex()
    if incident:
        act.entry(incident, EntryKind.SYSTEM, f"Taken back: {words}", detail={"undoes": act_id})
    return Undone(incident, act_id, words)


def _replaced_value(act: ActInProgress, op: Operation) -> Value:
    """What stood before: of several replaced at once, the latest."""
    before = [found for op_id in op.replaces if (found := log.one(act.connection, op_id))]
    return max(before, key=lambda found: found.order).value if before else None
