"""Evidence in a text is a chip, and the text stays what it was."""

import random

import pytest

from models.domain.review import evidence_link
from views.review.chips import Chip, Places, replacement, source_of, tokens_of, units

MEI, X = evidence_link("15:24 Mei", "ab" * 16), evidence_link("x", "cd" * 4)
SOURCE = f"Pool full 🌊 {MEI}. Then {X}"


def test_a_text_is_the_same_after_it_was_chips() -> None:
    tokens = tokens_of(SOURCE)
    assert [one for one in tokens if isinstance(one, Chip)] == [
        Chip("15:24 Mei", "ab" * 16),
        Chip("x", "cd" * 4),
    ]
    assert source_of(tokens) == SOURCE


@pytest.mark.parametrize(
    "odd", ["[a](entry:xyz)", "[ two  spaces ](entry:abcdabcd)", "[](entry:12345678", ""]
)
def test_what_is_no_whole_chip_stays_as_it_was_typed(odd: str) -> None:
    assert source_of(tokens_of(odd)) == odd


def test_places_lead_there_and_back() -> None:
    tokens = tokens_of(SOURCE)
    places = Places(tokens)
    start = SOURCE.index(". Then")
    assert places.in_source(places.in_document(start)) == start
    inside = SOURCE.index("Mei")
    assert places.in_document(inside) == places.in_document(SOURCE.index("[15:24"))
    assert places.after_in_document(inside) == places.in_document(inside) + 1
    assert places.in_document(len(SOURCE)) == sum(units(token) for token in tokens)


def test_a_replacement_turns_one_text_into_the_other() -> None:
    chance = random.Random(8)
    signs = ["a", "b", "🌊", evidence_link("15:24 Mei", "ab" * 16), "\n"]
    for _ in range(300):
        before = tokens_of("".join(chance.choices(signs, k=chance.randint(0, 12))))
        after = tokens_of("".join(chance.choices(signs, k=chance.randint(0, 12))))
        change = replacement(before, after)
        assert source_of(_collapsed(before, change)) == source_of(after)


def _collapsed(before: list, change: object) -> list:
    at, kept_before, kept_after = 0, [], []
    for token in before:
        if at < change.start:
            kept_before.append(token)
        elif at >= change.start + change.gone:
            kept_after.append(token)
        at += units(token)
    return [*kept_before, *change.put, *kept_after]
