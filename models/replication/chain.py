"""The hash chain of each device in each stream: proof that nothing was changed or left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.replication.operation import GENESIS, Operation


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """`first_broken` names the first operation that does not hold, as hex; None when all do."""

    operations: int
    first_broken: str | None
    reason: str = ""

    @property
    def ok(self) -> bool:
        return self.first_broken is None


def check(operations: Iterable[Operation]) -> ChainCheck:
    """Check bodies, counters and hashes of whole chains, operations in any order.

    A copied data folder makes two chains that part after a common beginning: both hold. What may
    not be is an operation whose predecessor is missing or is not the one it names; the server says
    in the log, by hash, which predecessors it withholds or does not have.
    """
    operations = list(operations)
    every = sorted(operations, key=lambda op: (op.stream, op.device, op.counter, op.op_id))
    hashes = _withheld(operations)
    for op in every:
        before = hashes.get((op.stream, op.device, op.counter - 1), set())
        if op.counter == 1:
            before = {GENESIS}
        if not op.body_holds():
            return ChainCheck(len(every), op.op_id.hex(), "its body does not match its hash")
        if op.previous not in before:
            return ChainCheck(
                len(every), op.op_id.hex(), "the one before it is not the one it names"
            )
        hashes.setdefault((op.stream, op.device, op.counter), set()).add(op.hash)
    return ChainCheck(len(every), None)


def _withheld(operations: Iterable[Operation]) -> dict[tuple[str, str, int], set[bytes]]:
    """(stream, device, counter) to the hashes that the log says stood there."""
    found: dict[tuple[str, str, int], set[bytes]] = {}
    for op in operations:
        if (op.entity_kind, op.field) == ("device", "withheld") and isinstance(op.value, list):
            counter, _, hash_ = op.value
            if isinstance(counter, int) and isinstance(hash_, bytes):
                found.setdefault((op.stream, op.entity, counter), set()).add(hash_)
    return found
