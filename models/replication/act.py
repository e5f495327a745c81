"""One decision of one person: what it makes of an intention, as operations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msgspec import structs

from models.domain.ids import RandomBytes
from models.replication.clock import HybridClock
from models.replication.operation import (
    GENESIS,
    Operation,
    OperationKind,
    Value,
    body_hash,
    checked_value,
)

Sign = Callable[[bytes], bytes]
"""Takes an operation's hash, gives its signature; see `signing.Signer`."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who did it, when it took place and when it was typed (milliseconds since the epoch).
    All operations of one act carry its id: one line on the timeline, one thing to undo."""

    act_id: bytes
    actor: str
    happened_at: int
    recorded_at: int
    offset_min: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One write before it is stamped: `replaces` are the operations the author had seen."""

    stream: str
    kind: OperationKind
    entity_kind: str
    entity: str
    field: str
    value: Value
    replaces: tuple[bytes, ...] = ()
    happened_at: int | None = None
    op_id: bytes | None = None


@dataclass(slots=True)
class ChainHead:
    counter: int = 0
    hash: bytes = GENESIS


class Author:
    """Turns changes into operations of one device: stamps, numbers and chains them.

    `heads` holds the chain head of each stream written to; the caller loads it before and keeps
    it after, in the transaction of the operations.
    """

    def __init__(
        self,
        workspace: str,
        device: str,
        clock: HybridClock,
        random_bytes: RandomBytes,
        sign: Sign | None = None,
    ) -> None:
        self._workspace = workspace
        self._device = device
        self._clock = clock
        self._random_bytes = random_bytes
        self._sign = sign
        self.heads: dict[str, ChainHead] = {}

    def new_op_id(self) -> bytes:
        """16 bytes that sort by logical clock: what happened in one millisecond keeps its order."""
        return self._clock.tick().to_bytes(8, "big") + self._random_bytes(8)

    def write(self, act: Act, changes: Iterable[Change]) -> list[Operation]:
        """BadInput where one of them holds what no operation can; then none is written."""
        several = list(changes)
        for change in several:
            checked_value(change.value)
        return [self._stamp(act, change) for change in several]

    def _stamp(self, act: Act, change: Change) -> Operation:
        head = self.heads.setdefault(change.stream, ChainHead())
        salt = self._random_bytes(16)
        operation = Operation(
            op_id=change.op_id or self.new_op_id(),
            workspace=self._workspace,
            stream=change.stream,
            device=self._device,
            counter=head.counter + 1,
            previous=head.hash,
            act_id=act.act_id,
            actor=act.actor,
            clock=self._clock.tick(),
            happened_at=act.happened_at if change.happened_at is None else change.happened_at,
            recorded_at=act.recorded_at,
            offset_min=act.offset_min,
            kind=change.kind.value,
            entity_kind=change.entity_kind,
            entity=change.entity,
            field=change.field,
            value=change.value,
            replaces=change.replaces,
            salt=salt,
            body_hash=body_hash(salt, change.value),
            signature=b"",
        )
        if self._sign is not None:
            signature = self._sign(operation.hash)
            operation = structs.replace(operation, signature=signature)
        head.counter, head.hash = operation.counter, operation.hash
        return operation
