"""A text as the checks read it: cut into sentences once, with what is not prose blanked out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_BREAK = re.compile(
    r"[.!?][\"'”’)\]*_]*\s+(?=[A-Z0-9\"'“‘(*_\[])"
    r"|\n[ \t]*\n\s*"
    r"|\n(?=[ \t]*(?:[-*+>|#]|\d{1,3}[.)]\s))"
)
_NOT_PROSE = (
    ("```", re.compile(r"```.*?(?:```|\Z)", re.DOTALL)),
    ("`", re.compile(r"`[^`\n]{1,200}`")),
    ("<!--", re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)),
    ("](", re.compile(r"(?<=\])\([^()\s]{1,300}(?:\s\"[^\"\n]{0,120}\")?\)")),
    ("://", re.compile(r"(?:https?|ftp|ssh|file)://[^\s<>\"')\]]+")),
)
_BETWEEN_WORDS = {n: " " for n in range(128) if not chr(n).isalpha()} | dict.fromkeys(
    map(ord, "“”„«»–—…·•×→"), " "
)
_STRAIGHT = (("’", "'"), ("‘", "'"), ("İ", "i"), ("\u00a0", " "), ("\n", " "))


class Sentence(NamedTuple):
    """`words` are all of it in lower case, to find out quickly what need not be sought."""

    start: int
    end: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """`plain` and `lower` have the length of `text`, so that places in one are places in all.

    In `plain` code, comments, addresses and targets of links are blanks; `lower` is that in lower
    case with straight apostrophes and no line breaks.
    """

    text: str
    plain: str
    lower: str
    sentences: tuple[Sentence, ...]

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    def around(self, at: int) -> Sentence:
        """The sentence that holds the place `at`."""
        return next(one for one in self.sentences if one.start <= at <= one.end)


@lru_cache(maxsize=8)
def read(text: str) -> Reading:
    plain = text
    for sign, pattern in _NOT_PROSE:
        if sign in plain:
            plain = pattern.sub(lambda found: " " * len(found[0]), plain)
    lower = plain
    for crooked, straight in _STRAIGHT:  # a tenth of what one translation takes
        lower = lower.replace(crooked, straight)
    lower = lower.lower()
    if len(lower) != len(text):  # a letter that gets longer in lower case
        lower = "".join(small if len(small := one.lower()) == 1 else one for one in plain)
    return Reading(text, plain, lower, tuple(_sentences(plain, lower)))


def word_set(words: str) -> frozenset[str]:
    """Of words with blanks between them."""
    return frozenset(words.split())


def words_of(lower: str) -> frozenset[str]:
    return frozenset(lower.translate(_BETWEEN_WORDS).split())


def _sentences(plain: str, lower: str) -> Iterator[Sentence]:
    words = lower.translate(_BETWEEN_WORDS)
    start = 0
    for found in _BREAK.finditer(plain):
        end = found.end()
        yield Sentence(start, end, frozenset(words[start:end].split()))
        start = end
    yield Sentence(start, len(plain), frozenset(words[start:].split()))
