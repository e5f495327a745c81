"""Rows of a long timeline, read by page: always those of the source, and few of them counted."""

import random

import pytest

from tests.views.timeline_samples import ListSource, MadeSource, entry
from views.room.timeline_pages import KEPT_MARKS, PAGE, Pages


class Counted(MadeSource):
    """Remembers how many rows had to be left out to find those that were asked for."""

    def __init__(self, n):
        super().__init__(n)
        self.left_out = []

    def page(self, first, n):
        self.left_out.append(min(first, self.n - first - n))
        return super().page(first, n)

    def beside(self, key, n, *, later, skip=0):
        found = super().beside(key, n, later=later, skip=skip)
        self.left_out[-1] = skip
        return found


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_read_before_a_row_is_that_of_the_source(seed):
    chance = random.Random(seed)
    source = ListSource(entry(10 * n) for n in range(900))
    pages = Pages(source)
    pages.count()
    for n in range(400):
        if chance.random() < 0.15:
            row = chance.choice((len(source.entries), chance.randrange(len(source.entries))))
            made = entry(100_000 + n)
            source.entries.insert(row, made)
            pages.refresh(chance.randrange(len(source.entries)), 20)
        if chance.random() < 0.05:
            pages.refresh(chance.randrange(len(source.entries)), 20)
        row = chance.randrange(len(source.entries))
        for near in range(row, min(row + 5, len(source.entries))):
            assert pages.entry(near) == source.entries[near]


def test_whoever_drags_the_bar_is_never_far_from_where_they_were():
    source = Counted(100_000)
    pages = Pages(source)
    pages.count()
    for row in range(0, 100_000, 500):
        pages.entry(row)
    assert max(source.left_out) <= 500
    assert len(pages._marks) <= KEPT_MARKS


def test_scrolling_counts_nothing():
    source = Counted(100_000)
    pages = Pages(source)
    pages.count()
    pages.entry(50_000)
    source.left_out.clear()
    for row in range(50_000, 50_000 - 20 * PAGE, -1):
        pages.entry(row)
    for row in range(50_000, 50_000 + 20 * PAGE):
        pages.entry(row)
    assert source.left_out
    assert max(source.left_out) == 0
