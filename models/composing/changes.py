"""What a text says now that it did not say before, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MOST_WORDS = 4_000
"""Longer texts are compared by sentences alone: word by word would take a breath."""
_WORD = re.compile(r"\S+")
_PARTS = re.compile(r"\S+\s*")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\.(?=\S)[^.!?\n]*)*")


class Change(Enum):
    SAME = "same"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, with the space that follows."""

    change: Change
    words: str


def word_count(text: str) -> int:
    return len(_WORD.findall(text))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one: what stayed, what came, what went. The pieces that are not GONE make
    the text after, those that are not ADDED the one before (but for spaces at their ends)."""
    one, other = _PARTS.findall(f"{before} "), _PARTS.findall(f"{after} ")
    found: list[Piece] = []
    for tag, a, b, c, d in _steps([w.strip() for w in one], [w.strip() for w in other]):
        if tag == "equal":
            found.append(Piece(Change.SAME, "".join(other[c:d])))
            continue
        if b > a:
            found.append(Piece(Change.GONE, "".join(one[a:b])))
        if d > c:
            found.append(Piece(Change.ADDED, "".join(other[c:d])))
    return tuple(found)


def news(before: str, after: str) -> tuple[Piece, ...]:
    """In sentences: those that came, then those that went. What only moved is neither."""
    old, new = sentences(before), sentences(after)
    had, has = {_bare(s) for s in old}, {_bare(s) for s in new}
    came = [Piece(Change.ADDED, s) for s in new if _bare(s) not in had]
    went = [Piece(Change.GONE, s) for s in old if _bare(s) not in has]
    return (*came, *went)


def sentences(text: str) -> list[str]:
    """Each without the space around it; a line is never part of the one before."""
    return [found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip()]


def _bare(sentence: str) -> str:
    return " ".join(sentence.casefold().split()).rstrip(".!")


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    if max(len(before), len(after)) > MOST_WORDS:
        yield from _by_ends(before, after)
        return
    yield from SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _by_ends(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    """The one stretch in which two long texts differ."""
    start, least = 0, min(len(before), len(after))
    while start < least and before[start] == after[start]:
        start += 1
    end = 0
    while end < least - start and before[-1 - end] == after[-1 - end]:
        end += 1
    last, until = len(before) - end, len(after) - end
    yield "equal", 0, start, 0, start
    yield "replace", start, last, start, until
    yield "equal", last, len(before), until, len(after)
