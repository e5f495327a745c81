"""An operation as bytes: read as it was written, its hashes those of its parts, or refused."""

import hashlib
from datetime import UTC, datetime
from math import inf, nan

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.domain.errors import BadInput
from models.replication import wire
from models.replication.operation import HEADER, MOST_DEPTH, Operation, body_hash
from models.replication.packing import pack

SALT = bytes(range(16))

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40)
    | st.binary(max_size=300),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=6), inner, max_size=5),
    max_leaves=10,
)  # fmt: skip


def operation(value: object, **other: object) -> Operation:
    made = Operation(
        op_id=b"o" * 16, workspace="w", stream="incident:i", device="d", counter=3,
        previous=b"p" * 32, act_id=b"a" * 16, actor="Ana", clock=2**50,
        happened_at=1_795_000_000_000, recorded_at=1_795_000_000_000, offset_min=-60,
        kind="append", entity_kind="entry", entity="e", field="written", value=value,
        replaces=(b"r" * 16,), salt=SALT, body_hash=body_hash(SALT, value),
        signature=b"s" * 64,
    )  # fmt: skip
    return replace(made, **other)


def packed(made: Operation, value: object) -> bytes:
    """As another program might write it: its keys in any order."""
    return msgspec.msgpack.encode([*header(made), value, made.salt, made.signature])


def header(made: Operation) -> list[object]:
    return [getattr(made, name) for name in HEADER]


@given(values, st.integers(0, 2**63 - 1), st.sampled_from((0, 64, 300, 70_000)))
def test_what_is_written_is_read_with_the_hash_of_its_parts(value, clock, signed) -> None:
    made = operation(value, clock=clock, signature=b"s" * signed)
    read = wire.decode_checked(wire.encode(made))
    assert read == made
    assert read.hash == hashlib.sha256(pack(header(read))).digest() == made.hash
    assert wire.encode(read) == wire.encode(made)
    assert wire.decode(wire.encode(made)) == made


@given(st.dictionaries(st.text(max_size=6), values, min_size=2, max_size=4), st.randoms())
def test_bytes_in_another_order_are_the_same_operation(value, chance) -> None:
    made = operation(value)
    keys = list(value)
    chance.shuffle(keys)
    read = wire.decode_checked(packed(made, {key: value[key] for key in keys}))
    assert (read.hash, read.value) == (made.hash, value)


@given(values, st.data())
def test_a_changed_byte_is_noticed_or_changes_the_hash(value, data) -> None:
    made = operation(value)
    raw = bytearray(wire.encode(made))
    signature_begins = len(raw) - 64
    at = data.draw(st.integers(0, signature_begins - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        read = wire.decode_checked(bytes(raw))
    except BadInput:
        return
    assert read.hash != made.hash


def test_a_body_that_was_taken_out_keeps_its_hash() -> None:
    made = operation({"text": "a name"})
    without = replace(made, value=None, salt=b"")
    assert wire.decode_checked(wire.encode(without)).hash == made.hash
    with pytest.raises(BadInput, match="was changed"):
        wire.decode_checked(wire.encode(replace(without, value="put in")))


def deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({b"a": 1, b"b": 2}, "keys"),
        ({b"a": 1, "b": 2}, "keys"),
        ({"a": [{b"c": 1}]}, "keys"),
        (msgspec.msgpack.Ext(5, b"x"), "unknown kind"),
        ({"at": datetime(2026, 11, 29, tzinfo=UTC)}, "unknown kind"),
        (nan, "is none"),
        ({"value": [inf]}, "is none"),
        (2**64 - 1, "out of range"),
        ([-(2**63)], "out of range"),
        (deep(MOST_DEPTH + 1), "inside one another"),
        (deep(600), "inside one another"),
    ],
)
def test_a_value_that_no_operation_can_hold_is_a_sentence(value: object, said: str) -> None:
    salted = hashlib.sha256(SALT + msgspec.msgpack.encode(value)).digest()
    made = operation(None, body_hash=salted)
    with pytest.raises(BadInput, match=said):
        wire.decode_checked(packed(made, value))


def test_as_deep_as_may_be_is_read() -> None:
    made = operation(deep(MOST_DEPTH))
    assert wire.decode_checked(wire.encode(made)) == made
