"""The one thing that is ever written: a small, signed-for, chained change of one field."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from math import isfinite

import msgpack

from models.domain.errors import BadInput

SCHEMA = 1
"""The shape of operations this program writes. Older ones are read for ever."""

GENESIS = b"\0" * 32
"""What the first operation of a device in a stream names as the one before it."""

Value = None | bool | int | float | str | bytes | list["Value"] | dict[str, "Value"]


class OperationKind(Enum):
    """How the value meets what is there; see `registry.Rule` for what each field takes."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"
    APPEND = "append"
    COMMAND = "command"
    TEXT = "text"


@dataclass(frozen=True)
class Operation:
    """One operation. Times are milliseconds since the Unix epoch; `offset_min` is the UTC offset,
    in minutes, of the time as it was typed or received.

    `counter` runs from 1 within (device, stream); `previous` is the hash of the operation before
    it there, GENESIS for the first. `replaces` names the operations on the same field that the
    author had seen. The body is `value`; a redacted one has `salt` empty and `value` None and
    keeps `body_hash`, so its hash and its chain still hold.
    """

    op_id: bytes
    workspace: str
    stream: str
    device: str
    counter: int
    previous: bytes
    act_id: bytes
    actor: str
    clock: int
    happened_at: int
    recorded_at: int
    offset_min: int
    kind: str
    entity_kind: str
    entity: str
    field: str
    value: Value
    replaces: tuple[bytes, ...]
    salt: bytes
    body_hash: bytes
    schema: int = SCHEMA
    signature: bytes = b""

    @cached_property
    def hash(self) -> bytes:
        """32 bytes over every part but the body, which enters by `body_hash`, and the signature."""
        return hashlib.sha256(_packb(self.header())).digest()

    def header(self) -> list[Value]:
        return [
            self.schema,
            self.op_id,
            self.workspace,
            self.stream,
            self.device,
            self.counter,
            self.previous,
            self.act_id,
            self.actor,
            self.clock,
            self.happened_at,
            self.recorded_at,
            self.offset_min,
            self.kind,
            self.entity_kind,
            self.entity,
            self.field,
            list(self.replaces),
            self.body_hash,
        ]

    @property
    def is_redacted(self) -> bool:
        return not self.salt

    def body_holds(self) -> bool:
        """True when the body is what the author wrote, or was redacted as a whole."""
        if self.is_redacted:
            return self.value is None
        return body_hash(self.salt, self.value) == self.body_hash

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.entity_kind, self.entity, self.field)

    @property
    def order(self) -> tuple[int, bytes]:
        """The total order of operations: by logical clock, ties by id."""
        return (self.clock, self.op_id)


def body_hash(salt: bytes, value: Value) -> bytes:
    """Salted, so that a redacted short value cannot be guessed from its hash."""
    return hashlib.sha256(salt + pack(value)).digest()


def pack(value: Value) -> bytes:
    """The canonical bytes of a value: msgpack with the keys of maps sorted."""
    return _packb(canonical(value))


def canonical(value: Value) -> Value:
    """The same value, the keys of its maps sorted."""
    if isinstance(value, dict):
        return {
            key: item if type(item := value[key]) in _PLAIN else canonical(item)
            for key in sorted(value)
        }
    if isinstance(value, list):
        return [item if type(item) in _PLAIN else canonical(item) for item in value]
    return value


_PLAIN = frozenset((str, int, bytes, bool, float, type(None)))
# Nearly every part of a value: asked first, for all that is written passes through here.
_AS_IT_IS = frozenset((str, bytes, bool, type(None)))

MOST_DEPTH = 32
"""Lists and maps inside one another, at most."""
MOST_INT = 2**63 - 1
"""The largest whole number of an operation, of either sign: what the store holds."""


def checked_value(value: object, depth: int = 0) -> bool:
    """Whether the keys of its maps are sorted: `canonical` would change nothing. BadInput for what
    is no `Value`, of another machine's making: another type, a number that no store holds, keys
    that are not text, more inside one another than MOST_DEPTH."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return True
    if kind is int:
        if not -MOST_INT <= value <= MOST_INT:  # type: ignore[operator]
            raise BadInput("An operation holds a number that is out of range.")
        return True
    if kind is float:
        if not isfinite(value):  # type: ignore[arg-type]
            raise BadInput("An operation holds a number that is none.")
        return True
    if depth == MOST_DEPTH:
        raise BadInput(f"An operation holds more than {MOST_DEPTH} lists inside one another.")
    in_order = True
    items: Iterable[object] = ()
    if isinstance(value, dict):
        if any(type(key) is not str for key in value):
            raise BadInput("An operation holds a map whose keys are not texts.")
        items = value.values()
        in_order = list(value) == sorted(value)
    elif isinstance(value, list):
        items = value
    else:
        raise BadInput("An operation holds a value of an unknown kind.")
    for item in items:
        if type(item) not in _AS_IT_IS and not checked_value(item, depth + 1):
            in_order = False
    return in_order


def _packb(value: object) -> bytes:
    """What is without maps, or sorted already."""
    packed: bytes = msgpack.packb(value, use_bin_type=True)
    return packed


@lru_cache(64)
def checked_kind(text: str) -> str:
    """Kinds this program does not know are kept as they are and passed on, not applied."""
    if not text.isascii() or not 0 < len(text) <= 32:
        raise BadInput("An operation has a kind that is not a short word.")
    return text
