"""The one apply: how operations become the state of fields. A function of their set alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.replication.operation import Operation, OperationKind, Value
from models.replication.registry import Meanwhile, Rule, field_of

Key = tuple[str, str, str]
"""(entity kind, entity, field)."""


@dataclass(frozen=True, slots=True)
class Write:
    """What the state keeps of an operation: enough to show it, order it and name its author."""

    op_id: bytes
    clock: int
    device: str
    actor: str
    happened_at: int
    recorded_at: int
    act_id: bytes
    value: Value

    @property
    def order(self) -> tuple[int, bytes]:
        return (self.clock, self.op_id)


def write_of(operation: Operation) -> Write:
    return Write(
        operation.op_id,
        operation.clock,
        operation.device,
        operation.actor,
        operation.happened_at,
        operation.recorded_at,
        operation.act_id,
        operation.value,
    )


@dataclass(slots=True)
class FieldState:
    """The writes that stand, and the ids known to be replaced, arrived or still to come."""

    heads: dict[bytes, Write] = field(default_factory=dict)
    replaced: set[bytes] = field(default_factory=set)

    def ordered(self) -> list[Write]:
        return sorted(self.heads.values(), key=lambda write: write.order)

    def latest(self) -> Write | None:
        return max(self.heads.values(), key=lambda write: write.order, default=None)


State = dict[Key, FieldState]


def apply(state: State, operations: Iterable[Operation]) -> set[Key]:
    """Merge `operations` into `state`, in any order, any number of times; gives the keys touched.

    Unknown fields and kinds are left out here (the log keeps them). Redacted writes still stand,
    with no value.
    """
    touched: set[Key] = set()
    for operation in operations:
        known = field_of(operation.entity_kind, operation.field)
        if known is None or operation.kind not in _KINDS[known.rule]:
            continue
        key = operation.key
        _MERGE[known.rule](state.setdefault(key, FieldState()), operation)
        touched.add(key)
    return touched


def _keep_latest(state: FieldState, operation: Operation) -> None:
    present = state.latest()
    if present is None or operation.order > present.order:
        state.heads = {operation.op_id: write_of(operation)}


def _keep_undecided(state: FieldState, operation: Operation) -> None:
    """Of what the server granted the highest term, and every claim that it could still decide.

    A claim names the grant that its author knew (`expect`). Once a later grant is known the claim
    has been decided, whichever way, and no longer stands. Where no server ever granted anything,
    the latest claim stands."""
    state.heads[operation.op_id] = write_of(operation)
    top = granted(state)
    loose = [w for w in state.heads.values() if _grant(w) is None and _expected(w) is None]
    latest = max(loose, key=lambda write: write.order, default=None)

    def stands(write: Write) -> bool:
        if write is top:
            return True
        if _grant(write) is not None:
            return False
        expected = _expected(write)
        if expected is None:
            return top is None and write is latest
        return top is None or expected >= _known_grant(top)

    state.heads = {op_id: write for op_id, write in state.heads.items() if stands(write)}


Term = tuple[int, int]
"""(epoch of the server, number of the grant within it): grows with every grant."""


def _term_in(write: Write, name: str) -> Term | None:
    told = write.value.get(name) if isinstance(write.value, dict) else None
    if not isinstance(told, list) or len(told) != 2:
        return None
    epoch, term = told
    return (epoch, term) if isinstance(epoch, int) and isinstance(term, int) else None


def _grant(write: Write) -> Term | None:
    return _term_in(write, "granted")


def _known_grant(write: Write) -> Term:
    return _grant(write) or (0, 0)


def _expected(write: Write) -> Term | None:
    return _term_in(write, "expect")


def granted(state: FieldState) -> Write | None:
    """What the server decided last on a command field; None where it never did. Two grants of one
    term, made on both sides of a rollback, are ordered by operation id, alike everywhere."""
    grants = [write for write in state.heads.values() if _grant(write) is not None]
    return max(grants, key=lambda w: (_known_grant(w), w.op_id), default=None)


def term_of(state: FieldState) -> Term:
    """The term a claim made now must name; (0, 0) before the server's first grant."""
    top = granted(state)
    return (0, 0) if top is None else _known_grant(top)


def claim(state: FieldState) -> Write | None:
    """The claim that waits for the server's decision, the latest of several; None without one."""
    top = term_of(state)
    waiting = [write for write in state.heads.values() if _expected(write) == top]
    return max(waiting, key=lambda write: write.order, default=None)


def _keep_unreplaced(state: FieldState, operation: Operation) -> None:
    for op_id in operation.replaces:
        state.replaced.add(op_id)
        state.heads.pop(op_id, None)
    if operation.kind != OperationKind.REMOVE.value and operation.op_id not in state.replaced:
        state.heads[operation.op_id] = write_of(operation)


def _keep_all(state: FieldState, operation: Operation) -> None:
    state.heads[operation.op_id] = write_of(operation)


_MERGE = {
    Rule.REGISTER: _keep_latest,
    Rule.COMMAND: _keep_undecided,
    Rule.WATCHED: _keep_unreplaced,
    Rule.SET: _keep_unreplaced,
    Rule.ENTRY: _keep_all,
    Rule.TEXT: _keep_unreplaced,
}

_KINDS = {
    Rule.REGISTER: {OperationKind.SET.value},
    Rule.COMMAND: {OperationKind.COMMAND.value},
    Rule.WATCHED: {OperationKind.SET.value},
    Rule.SET: {OperationKind.ADD.value, OperationKind.REMOVE.value},
    Rule.ENTRY: {OperationKind.APPEND.value},
    Rule.TEXT: {OperationKind.TEXT.value},
}


def shown(key: Key, state: FieldState) -> Write | None:
    """The write that stands, or that is shown meanwhile when several do."""
    known = field_of(key[0], key[2])
    if known is not None and known.meanwhile is Meanwhile.WORST:
        # Severities are written P0 (worst) to P4, so the least text is the worst.
        return min(
            state.heads.values(),
            key=lambda write: (str(write.value), -write.clock),
            default=None,
        )
    if known is not None and known.rule is Rule.COMMAND:
        return claim(state) or granted(state) or state.latest()
    return state.latest()


def is_conflict(key: Key, state: FieldState) -> bool:
    """Several heads of a watched field with different values; equal values are no conflict."""
    known = field_of(key[0], key[2])
    if known is None or known.rule is not Rule.WATCHED or len(state.heads) < 2:
        return False
    values = [write.value for write in state.heads.values()]
    return any(value != values[0] for value in values)
