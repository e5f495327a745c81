"""The index of heights agrees with adding up a plain list."""

from hypothesis import given, settings
from hypothesis import strategies as st

from views.room import timeline_heights
from views.room.timeline_heights import HeightIndex

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 9), st.just(0)),
        st.tuples(st.just("measure"), st.integers(0, 10**6), st.integers(1, 90)),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(count=st.integers(0, 30), steps=STEPS)
def test_any_history_of_changes_gives_the_tops_of_a_plain_list(count, steps):
    chunk, timeline_heights._CHUNK = timeline_heights._CHUNK, 4
    try:
        index, plain = HeightIndex(count, 32), [32] * count
        for what, a, b in steps:
            if what == "append":
                index.append(a)
                plain += [32] * a
            elif plain:
                row = a % len(plain)
                grown = index.measure(row, b)
                assert grown == b - plain[row]
                plain[row] = b
        agrees(index, plain)
    finally:
        timeline_heights._CHUNK = chunk


def agrees(index, plain):
    assert len(index) == len(plain)
    assert index.total == sum(plain)
    y = 0
    for row, height in enumerate(plain):
        assert index.top(row) == y
        assert index.height(row) == height
        assert index.row_at(y) == row
        assert index.row_at(y + height - 1) == row
        y += height
    assert index.top(len(plain)) == y


def test_a_row_beyond_the_ends_is_the_first_or_the_last():
    index = HeightIndex(1000, 32)
    assert index.row_at(-5) == 0
    assert index.row_at(10**9) == 999
