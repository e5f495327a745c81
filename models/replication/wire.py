"""Operations as bytes: msgpack between machines and on disk, JSON for people and scripts."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from models.domain.errors import BadInput
from models.replication.operation import HEADER, Operation, Value, checked_kind, checked_value
from models.replication.packing import pack

MOST_BYTES = 256 * 1024
"""The largest operation taken from outside, in msgpack."""

_FIELDS = Operation.__struct_fields__
_IDS = ("op_id", "act_id", "previous", "body_hash", "salt", "signature")
"""What JSON holds as hex."""
_DECODER = msgspec.msgpack.Decoder(Operation)
_HEADER = b"\xdc" + len(HEADER).to_bytes(2, "big")
"""How msgpack begins a list of the parts that the hash is over."""
_BEGIN = len(_HEADER)
"""Bytes before the first part, of those and of all."""
_KEPT = "wire"
"""Where an operation that was read from outside keeps its bytes."""


def encode(operation: Operation) -> bytes:
    """One msgpack array of its fields, in its canonical form."""
    kept: bytes | None = operation.__dict__.get(_KEPT)
    return pack(operation) if kept is None else kept


def decode(raw: bytes | memoryview) -> Operation:
    """The operation in `raw`, as the store wrote it or as `checked` accepted it. ValueError where
    it is none."""
    return _DECODER.decode(raw)


def decode_checked(raw: bytes) -> Operation:
    """The operation in bytes from outside. BadInput unless shape, sizes and hashes all hold."""
    if len(raw) > MOST_BYTES:
        raise BadInput(f"An operation of {len(raw):,} bytes is larger than {MOST_BYTES:,}.")
    try:
        operation = _DECODER.decode(raw)
    except msgspec.ValidationError as error:
        raise BadInput(_shape_fault(str(error))) from None
    except (ValueError, RecursionError):
        raise BadInput("An operation cannot be read: its bytes are not msgpack.") from None
    return checked(operation)


def checked(operation: Operation) -> Operation:
    """The same operation, its value and its body proved, its hash taken over its bytes. BadInput
    names what does not hold."""
    salt, value = operation.salt, operation.value
    if len(salt) not in (0, 16):
        raise BadInput("An operation cannot be read: its salt has a wrong length.")
    checked_kind(operation.kind)
    checked_value(value)
    body, written = pack(value), pack(operation)
    if salt and hashlib.sha256(salt + body).digest() != operation.body_hash:
        raise _changed(operation)
    if not salt and value is not None:
        raise _changed(operation)
    # The header lies in these bytes: it need not be packed once more to be hashed.
    header_ends = (
        len(written) - _size_of(len(operation.signature)) - _size_of(len(salt)) - len(body)
    )
    kept = operation.__dict__
    kept["hash"] = hashlib.sha256(_HEADER + written[_BEGIN:header_ends]).digest()
    kept[_KEPT] = written
    return operation


def _shape_fault(told: str) -> str:
    """`told` ends in where it is: "… - at `$[12]`"."""
    found = re.search(r"`\$\[(\d+)\]", told)
    if found is None:
        return f"An operation cannot be read: it does not have {len(_FIELDS)} parts."
    name = _FIELDS[int(found[1])]
    return f"An operation cannot be read: its {name} is not of the right kind, length or range."


@lru_cache(512)
def _size_of(size: int) -> int:
    """Bytes that so many bytes take, packed."""
    return size + (2 if size < 2**8 else 3 if size < 2**16 else 5)


def _changed(operation: Operation) -> BadInput:
    return BadInput(
        f"Operation {operation.op_id.hex()} was changed: its body does not match its hash."
    )


def to_json(operation: Operation) -> dict[str, Value]:
    """A JSON-ready map with sorted keys; bytes are hex, bytes inside the value base64."""
    plain: dict[str, Value] = {}
    for name in sorted(_FIELDS):
        part = getattr(operation, name)
        if name in _IDS:
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
    unknown = set(plain) - set(_FIELDS)
    missing = set(_FIELDS) - set(plain)
    if unknown or missing:
        raise BadInput(
            f"An operation cannot be read: {', '.join(sorted(unknown | missing))} is "
            f"{'not known' if unknown else 'missing'}."
        )
    parts: dict[str, object] = {}
    try:
        for name in _FIELDS:
            part = plain[name]
            if name in _IDS:
                parts[name] = bytes.fromhex(str(part))
            elif name == "replaces":
                parts[name] = [bytes.fromhex(str(item)) for item in part]  # type: ignore[attr-defined]
            elif name == "value":
                parts[name] = text_to_bytes(part)
            else:
                parts[name] = part
        raw = pack([parts[name] for name in _FIELDS])
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise BadInput(
            "An operation cannot be read: an id or a hash is not hex, or a part is no value."
        ) from None
    return decode_checked(raw)


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
