"""Operations as bytes: msgpack between machines and on disk, JSON for people and scripts."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import msgpack

from models.domain.errors import BadInput
from models.replication.operation import (
    MOST_INT,
    Operation,
    Value,
    canonical,
    checked_kind,
    checked_value,
)

MOST_BYTES = 256 * 1024
"""The largest operation taken from outside, in msgpack."""

_FIELDS: tuple[tuple[str, type], ...] = (
    ("op_id", bytes),
    ("workspace", str),
    ("stream", str),
    ("device", str),
    ("counter", int),
    ("previous", bytes),
    ("act_id", bytes),
    ("actor", str),
    ("clock", int),
    ("happened_at", int),
    ("recorded_at", int),
    ("offset_min", int),
    ("kind", str),
    ("entity_kind", str),
    ("entity", str),
    ("field", str),
    ("value", object),
    ("replaces", tuple),
    ("salt", bytes),
    ("body_hash", bytes),
    ("schema", int),
    ("signature", bytes),
)
_TYPED = tuple((name, kind) for name, kind in _FIELDS if kind is not object)
_NAMES = tuple(name for name, _ in _TYPED)
_KINDS = tuple(kind for _, kind in _TYPED)
_ORDER = (
    "schema", "op_id", "workspace", "stream", "device", "counter", "previous", "act_id", "actor",
    "clock", "happened_at", "recorded_at", "offset_min", "kind", "entity_kind", "entity", "field",
    "replaces", "body_hash", "value", "salt", "signature",
)  # fmt: skip
"""The parts as they lie in the bytes: those of the header, the body, the signature."""
_HEADER = b"\xdc" + (19).to_bytes(2, "big")
"""How msgpack begins a list of the parts that the hash is over."""
_BEGIN = 3
"""Bytes before the first part."""
_KINDS_OF = itemgetter(*_NAMES)
_NUMBERS = itemgetter("counter", "clock", "happened_at", "recorded_at", "offset_min", "schema")
_LENGTHS = {"op_id": 16, "act_id": 16, "previous": 32, "body_hash": 32}
_SIZED = itemgetter(*_LENGTHS)
_SIZES = tuple(_LENGTHS.values())


_KEPT = "wire"
"""Where an operation that was read keeps the bytes it was read from."""


def encode(operation: Operation) -> bytes:
    """One msgpack array, in the order of `_FIELDS`; what was read is written as it was read."""
    kept: bytes | None = operation.__dict__.get(_KEPT)
    if kept is not None:
        return kept
    parts = [*operation.header(), canonical(operation.value), operation.salt, operation.signature]
    packed: bytes = msgpack.packb(parts, use_bin_type=True)
    return packed


def decode(raw: bytes) -> Operation:
    """The operation in `raw`, as the store wrote it or as `checked` accepted it."""
    return _from_list(msgpack.unpackb(raw, strict_map_key=False))


def decode_if(raw: bytes, wanted: Callable[[str, Value], bool]) -> Operation | None:
    """The same where its entity kind and value are `wanted`, told before anything is made of it:
    most of a long log is words."""
    parts = msgpack.unpackb(raw, strict_map_key=False)
    return _from_list(parts) if wanted(parts[14], parts[19]) else None


def decode_checked(raw: bytes) -> Operation:
    """The operation in bytes from outside. BadInput unless shape, sizes and hashes all hold."""
    if len(raw) > MOST_BYTES:
        raise BadInput(f"An operation of {len(raw):,} bytes is larger than {MOST_BYTES:,}.")
    try:
        parts = msgpack.unpackb(raw, strict_map_key=True)
    except (ValueError, msgpack.UnpackException, RecursionError):
        raise BadInput("An operation cannot be read: its bytes are not msgpack.") from None
    if not isinstance(parts, list) or len(parts) != 22:
        raise BadInput("An operation cannot be read: it does not have 22 parts.")
    operation = _from_list(parts)
    _check_shape(operation)
    if checked_value(operation.value) and msgpack.packb(parts, use_bin_type=True) == raw:
        _hash_as_written(operation, raw)
    elif not operation.body_holds():
        raise _changed(operation)
    operation.__dict__[_KEPT] = raw
    return operation


def _hash_as_written(operation: Operation, raw: bytes) -> None:
    """What is packed as this program packs it need not be packed again to be hashed: the header
    and the body lie in the bytes."""
    salt, value = operation.salt, operation.value
    body = msgpack.packb(value, use_bin_type=True)
    header_ends = len(raw) - _size_of(operation.signature) - _size_of(salt) - len(body)
    if salt and hashlib.sha256(salt + body).digest() != operation.body_hash:
        raise _changed(operation)
    if not salt and value is not None:
        raise _changed(operation)
    hash_ = hashlib.sha256(_HEADER + raw[_BEGIN:header_ends]).digest()
    operation.__dict__["hash"] = hash_


def _size_of(raw: bytes) -> int:
    """Bytes that bytes take, packed."""
    size = len(raw)
    return size + (2 if size < 2**8 else 3 if size < 2**16 else 5)


def _changed(operation: Operation) -> BadInput:
    return BadInput(
        f"Operation {operation.op_id.hex()} was changed: its body does not match its hash."
    )


def _from_list(parts: Sequence[Any]) -> Operation:
    """ValueError where there are more or fewer of them. Past the constructor: it takes as long as
    unpacking, and is passed by every operation that is ever read."""
    operation = object.__new__(Operation)
    held = operation.__dict__
    held.update(zip(_ORDER, parts, strict=True))
    if type(held["replaces"]) is list:
        held["replaces"] = tuple(held["replaces"])
    return operation


def checked(operation: Operation) -> Operation:
    """The same operation, its shape and its body proved. BadInput names what does not hold."""
    _check_shape(operation)
    checked_value(operation.value)
    if not operation.body_holds():
        raise _changed(operation)
    return operation


def _check_shape(operation: Operation) -> None:
    parts: dict[str, Any] = operation.__dict__
    # Exactly these kinds (True is no number here); looked at one by one only to name the wrong one.
    if tuple(map(type, _KINDS_OF(parts))) != _KINDS:
        wrong = next(name for name, kind in _TYPED if type(parts[name]) is not kind)
        raise BadInput(f"An operation cannot be read: its {wrong} is not of the right kind.")
    numbers = _NUMBERS(parts)
    if min(numbers) < -MOST_INT or max(numbers) > MOST_INT:
        raise BadInput("An operation cannot be read: one of its numbers is out of range.")
    if tuple(map(len, _SIZED(parts))) != _SIZES:
        wrong = next(name for name, size in _LENGTHS.items() if len(parts[name]) != size)
        raise BadInput(f"An operation cannot be read: its {wrong} has a wrong length.")
    if len(parts["salt"]) not in (0, 16):
        raise BadInput("An operation cannot be read: its salt has a wrong length.")
    replaces = parts["replaces"]
    if replaces and any(type(item) is not bytes or len(item) != 16 for item in replaces):
        raise BadInput("An operation cannot be read: what it replaces are not operation ids.")
    if numbers[0] < 1 or numbers[1] < 0:
        raise BadInput("An operation cannot be read: its counter or clock is below its start.")
    checked_kind(parts["kind"])


def to_json(operation: Operation) -> dict[str, Value]:
    """A JSON-ready map with sorted keys; bytes are hex, bytes inside the value base64."""
    plain: dict[str, Value] = {}
    for name, kind in sorted(_FIELDS):
        part = operation.__dict__[name]
        if kind is bytes:
            plain[name] = part.hex()
        elif name == "replaces":
            plain[name] = [item.hex() for item in part]
        elif name == "value":
            plain[name] = bytes_to_text(part)
        else:
            plain[name] = part
    return plain


def from_json(plain: Mapping[str, object]) -> Operation:
    """The operation in a map made by `to_json`. BadInput unless everything holds."""
    unknown = set(plain) - {name for name, _ in _FIELDS}
    missing = {name for name, _ in _FIELDS} - set(plain)
    if unknown or missing:
        raise BadInput(
            f"An operation cannot be read: {', '.join(sorted(unknown | missing))} is "
            f"{'not known' if unknown else 'missing'}."
        )
    parts: dict[str, object] = {}
    try:
        for name, kind in _FIELDS:
            part = plain[name]
            if kind is bytes:
                parts[name] = bytes.fromhex(str(part))
            elif name == "replaces":
                parts[name] = tuple(bytes.fromhex(str(item)) for item in part)  # type: ignore[attr-defined]
            elif name == "value":
                parts[name] = text_to_bytes(part)
            else:
                parts[name] = part
    except (ValueError, TypeError):
        raise BadInput("An operation cannot be read: an id or a hash is not hex.") from None
    return checked(Operation(**parts))  # type: ignore[arg-type]


def canonical_json(value: object) -> bytes:
    """Sorted keys, no spaces to choose, UTF-8, one newline at the end: the same value, the same
    bytes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode() + b"\n"


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


_BYTES_KEY = "$bytes"


def bytes_to_text(value: Value) -> Value:
    if isinstance(value, bytes):
        return {_BYTES_KEY: base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: bytes_to_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [bytes_to_text(item) for item in value]
    return value


def text_to_bytes(value: object) -> Value:
    if isinstance(value, dict):
        if set(value) == {_BYTES_KEY}:
            return base64.b64decode(str(value[_BYTES_KEY]), validate=True)
        return {str(key): text_to_bytes(item) for key, item in value.items()}
    if isinstance(value, list):
        return [text_to_bytes(item) for item in value]
    return value  # type: ignore[return-value]
