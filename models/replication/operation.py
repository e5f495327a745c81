"""The one thing that is ever written: a small, signed-for, chained change of one field."""

import hashlib
from collections.abc import Collection
from enum import Enum
from functools import cached_property, lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct

from models.domain.errors import BadInput
from models.replication.packing import pack

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


MOST_INT = 2**63 - 1
"""The largest whole number of an operation, of either sign: what the store holds."""

if TYPE_CHECKING:
    _Body = Value
else:
    _Body = Any  # decoding knows no types that hold themselves: `checked_value` looks
_Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
_Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
_Number = Annotated[int, Meta(ge=-MOST_INT, le=MOST_INT)]


class Operation(Struct, frozen=True, kw_only=True, array_like=True, forbid_unknown_fields=True,
                dict=True):  # fmt: skip
    """One operation. Times are milliseconds since the Unix epoch; `offset_min` is the UTC offset,
    in minutes, of the time as it was typed or received.

    `counter` runs from 1 within (device, stream); `previous` is the hash of the operation before
    it there, GENESIS for the first. `replaces` names the operations on the same field that the
    author had seen. The body is `value`; a redacted one has `salt` empty and `value` None and
    keeps `body_hash`, so its hash and its chain still hold.

    The fields stand as they lie in its bytes: those of the header, which the hash is over, then
    the body and the signature.
    """

    schema: _Number = SCHEMA
    op_id: _Id
    workspace: str
    stream: str
    device: str
    counter: Annotated[int, Meta(ge=1, le=MOST_INT)]
    previous: _Hash
    act_id: _Id
    actor: str
    clock: Annotated[int, Meta(ge=0, le=MOST_INT)]
    happened_at: _Number
    recorded_at: _Number
    offset_min: _Number
    kind: str
    entity_kind: str
    entity: str
    field: str
    replaces: tuple[_Id, ...]
    body_hash: _Hash
    value: _Body
    salt: bytes
    signature: bytes

    @cached_property
    def hash(self) -> bytes:
        """32 bytes over every part but the body, which enters by `body_hash`, and the signature."""
        return hashlib.sha256(pack([getattr(self, name) for name in HEADER])).digest()

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


HEADER = Operation.__struct_fields__[: Operation.__struct_fields__.index("value")]
"""The fields that the hash is over."""


def body_hash(salt: bytes, value: Value) -> bytes:
    """Salted, so that a redacted short value cannot be guessed from its hash."""
    return hashlib.sha256(salt + pack(value)).digest()


# Nearly every part of a value: asked first, for all that is written passes through here.
_AS_IT_IS = frozenset((str, bytes, bool, type(None)))
_TEXT = frozenset((str,))

MOST_DEPTH = 32
"""Lists and maps inside one another, at most."""


def checked_value(value: object, depth: int = 0) -> None:
    """Raises BadInput for what is no `Value`, of another machine's making: another type, a number
    that no store holds, keys that are not text, more inside one another than MOST_DEPTH."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return
    if kind is int:
        if not -MOST_INT <= value <= MOST_INT:  # type: ignore[operator]
            raise BadInput("An operation holds a number that is out of range.")
        return
    if kind is float:
        if not isfinite(value):  # type: ignore[arg-type]
            raise BadInput("An operation holds a number that is none.")
        return
    if depth == MOST_DEPTH:
        raise BadInput(f"An operation holds more than {MOST_DEPTH} lists inside one another.")
    items: Collection[object]
    if isinstance(value, dict):
        if not _TEXT.issuperset(map(type, value)):
            raise BadInput("An operation holds a map whose keys are not texts.")
        items = value.values()
    elif isinstance(value, list):
        items = value
    else:
        raise BadInput("An operation holds a value of an unknown kind.")
    if not _AS_IT_IS.issuperset(map(type, items)):
        for item in items:
            checked_value(item, depth + 1)


@lru_cache(64)
def checked_kind(text: str) -> str:
    """Kinds this program does not know are kept as they are and passed on, not applied."""
    if not text.isascii() or not 0 < len(text) <= 32:
        raise BadInput("An operation has a kind that is not a short word.")
    return text
