"""A section's Markdown as signs and chips: where one is in the other, and what an edit changed."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from models.domain.review import evidence_in, evidence_link


@dataclass(frozen=True, slots=True)
class Chip:
    """Evidence in a sentence: its words, and the entry it leads to."""

    words: str
    entry: str

    @property
    def source(self) -> str:
        return evidence_link(self.words, self.entry)


Token = str | Chip
"""One sign of the text, or a chip that stands for a link."""


def tokens_of(source: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    for one in evidence_in(source):
        found += source[at : one.start]
        chip = Chip(one.words, one.entry)
        # What would not be written back as it was stays as it is.
        found += (
            [chip] if chip.source == source[one.start : one.end] else source[one.start : one.end]
        )
        at = one.end
    found += source[at:]
    return found


def source_of(tokens: Sequence[Token]) -> str:
    return "".join(token if isinstance(token, str) else token.source for token in tokens)


def units(token: Token) -> int:
    """How many places of a document it takes: Qt counts in UTF-16."""
    return 2 if isinstance(token, str) and ord(token) > 0xFFFF else 1


class Places:
    """Leads from a place in the source to one in the document, and back."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._source = [
            0, *accumulate(1 if isinstance(t, str) else len(t.source) for t in tokens)
        ]  # fmt: skip
        self._document = [0, *accumulate(units(t) for t in tokens)]

    def in_document(self, at: int) -> int:
        """Within a chip: before it."""
        return self._document[max(0, bisect_right(self._source, at) - 1)]

    def after_in_document(self, at: int) -> int:
        """Within a chip: behind it."""
        return self._document[min(len(self._document) - 1, bisect_left(self._source, at))]

    def in_source(self, at: int) -> int:
        return self._source[max(0, bisect_right(self._document, at) - 1)]


@dataclass(frozen=True, slots=True)
class Replacement:
    """What turns one text into another: from `start` on, `gone` places of the document are
    replaced by `put`."""

    start: int
    gone: int
    put: tuple[Token, ...]


def replacement(before: Sequence[Token], after: Sequence[Token]) -> Replacement:
    """The shortest in one piece: what both begin and end with stays."""
    same = 0
    least = min(len(before), len(after))
    while same < least and before[same] == after[same]:
        same += 1
    tail = 0
    while tail < least - same and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    gone = before[same : len(before) - tail]
    return Replacement(
        sum(units(token) for token in before[:same]),
        sum(units(token) for token in gone),
        tuple(after[same : len(after) - tail]),
    )
