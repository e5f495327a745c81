"""Messages from outside: read within limits, or refused with a sentence."""

import contextlib

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.errors import BadInput
from models.replication import messages, packing, prose

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20)
    | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=8), plain, max_size=4))
def test_what_is_packed_is_read_again(message) -> None:
    with contextlib.suppress(BadInput):  # nested too deeply
        assert messages.unpack(messages.pack(message)) == message


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for read in (messages.unpack, messages.unpack_json):
        with pytest.raises(BadInput):
            read(raw)


def test_a_small_message_may_not_unfold_into_a_large_one() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(messages.MOST_BYTES + 1))
    assert len(bomb) < 2_000
    with pytest.raises(BadInput, match="unfolds"):
        messages.unpack(bomb)
    unsized = zstandard.ZstdCompressor(write_content_size=False).compress(packing.pack({}))
    with pytest.raises(BadInput, match="no size"):
        messages.unpack(unsized)


def test_deep_and_foreign_messages_are_refused() -> None:
    deep: object = 1
    for _ in range(40):
        deep = [deep]
    with pytest.raises(BadInput, match="deeply"):
        messages.unpack(messages.pack({"a": deep}))
    with pytest.raises(BadInput, match="not a map"):
        messages.unpack(zstandard.ZstdCompressor().compress(packing.pack([1])))


@settings(deadline=None, max_examples=400)
@given(st.lists(st.binary(max_size=60), max_size=4), st.randoms())
def test_hostile_updates_of_a_text_are_left_out(updates: list[bytes], chance) -> None:
    (good,) = prose.changes([], "the pool was full", 7)
    assert good is not None
    bent = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        bent[chance.randrange(len(bent))] = chance.randrange(256)
    every = [good, bytes(bent), bytes(bent[: chance.randrange(len(bent))]), *updates]
    text = prose.read(every)
    chance.shuffle(every)
    assert prose.read(every) == text
