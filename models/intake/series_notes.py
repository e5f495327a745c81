"""A figure that a person wrote down in words: `5xx 2.1%`, `p99 is 840 ms`."""

import re
from dataclasses import dataclass

from models.intake.series_numbers import decimal_sign, read_number

LONGEST_NAME, MOST_WORDS, LONGEST = 40, 4, 80
_NOTE = re.compile(
    r"(?P<name>[^=:,;]*?[^\s=:,;])"
    r"(?:\s*[=:]\s*|\s+(?:(?:is|at|now|still)\s+){0,2})"
    r"(?P<number>[-+]?\d[\d.,'\u00a0\u202f]*(?<![.,]))\s*"
    r"(?P<unit>%|ms|s|min|h|/s|/min|rps|qps|req/s|[KMGT]i?B|B|°C)?\s*\.?"
)
_COMPARES = frozenset(
    {
        *("about", "almost", "around", "near", "nearly"),
        *("above", "below", "over", "under", "least", "less", "limit", "more", "most", "than"),
        *("after", "before", "since", "until", "within", "back", "still", "now", "was"),
        *("at", "by", "down", "for", "from", "in", "is", "no", "not", "of", "per", "to", "up"),
    }
)
"""With one of these the number is a bound, a change or a time, not what the figure is now."""


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: float
    unit: str


def read_figure(text: str) -> Figure | None:
    """None unless the whole note is one name, one number and at most a unit."""
    found = None if len(text) > LONGEST else _NOTE.fullmatch(text.strip())
    if found is None:
        return None
    name, number = " ".join(found["name"].split()), found["number"]
    words = name.lower().split()
    unclear = (
        len(name) > LONGEST_NAME
        or len(words) > MOST_WORDS
        or not _COMPARES.isdisjoint(words)
        or not any(sign.isalpha() for sign in name)
        or any(read_number(word) is not None for word in words)
    )
    decimal = decimal_sign([number])
    value = read_number(number, decimal) if decimal and not unclear else None
    return None if value is None else Figure(name, value, found["unit"] or "")
