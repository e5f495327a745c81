"""Turns of phrase as data: what to look for, in which sentences, and what makes it innocent."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.checks.reading import Reading, words_of

Span = tuple[int, int]
_FAR = 160
"""No turn of phrase reaches further; a sentence without an end must not make it slow."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`pattern` is sought in the lower-case text of sentences that hold one of the words `on`; its
    group `mark`, or else the whole, is what is marked.

    Innocent is a stretch where `unless_before` is found right before it, `unless_after` right
    behind it, or `unless` anywhere in its sentence. `first` is something quickly found, without
    which the sentence cannot hold the phrase.
    """

    rule: str
    on: frozenset[str]
    pattern: re.Pattern[str]
    unless_before: re.Pattern[str] | None = None
    unless_after: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    first: re.Pattern[str] | None = None

    def said(self, lower: str) -> Iterator["Said"]:
        """In a sentence in lower case; places are counted from its beginning."""
        if self.first and not self.first.search(lower):
            return
        for n, found in enumerate(self.pattern.finditer(lower)):
            if n == 0 and self.unless and self.unless.search(lower):
                return
            start, end = found.span("mark" if "mark" in self.pattern.groupindex else 0)
            if self.unless_before and self.unless_before.search(lower, max(0, start - _FAR), start):
                continue
            if self.unless_after and self.unless_after.match(lower, end):
                continue
            yield Said(self.rule, (start, end), found)


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase met in a text: the stretch to mark, and the whole match with its groups."""

    rule: str
    span: Span
    match: re.Match[str]


def phrase(
    rule: str, on: str, pattern: str, *, before: str = "", after: str = "", unless: str = "",
    first: str = "",
) -> Phrase:  # fmt: skip
    """`on` is words with blanks between; `before` ends where the stretch begins."""
    return Phrase(
        rule,
        frozenset(on.split()),
        re.compile(pattern),
        re.compile(f"(?:{before})$") if before else None,
        re.compile(after) if after else None,
        re.compile(unless) if unless else None,
        re.compile(first) if first else None,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Phrasebook:
    phrases: tuple[Phrase, ...]
    by_word: Mapping[str, Sequence[int]]

    def found(self, reading: Reading) -> Iterator[Said]:
        """Every phrase in the text. A key typed changes one sentence, so those of the others are
        remembered; a sentence meets only the phrases that one of its words calls up."""
        for sentence in reading.sentences:
            if self.by_word.keys().isdisjoint(sentence.words):
                continue
            for said in _in_sentence(self, reading.lower[sentence.start : sentence.end]):
                start, end = said.span
                span = sentence.start + start, sentence.start + end
                yield Said(said.rule, span, said.match)


@lru_cache(maxsize=4096)
def _in_sentence(book: Phrasebook, lower: str) -> tuple[Said, ...]:
    words = words_of(lower)
    called = {n for word in book.by_word.keys() & words for n in book.by_word[word]}
    return tuple(said for n in sorted(called) for said in book.phrases[n].said(lower))


def phrasebook(phrases: Iterable[Phrase]) -> Phrasebook:
    kept = tuple(phrases)
    by_word: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(kept):
        for word in one.on:
            by_word[word].append(n)
    return Phrasebook(kept, dict(by_word))
