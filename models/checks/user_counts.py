"""How many users a text says are affected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.checks.phrases import Span
from models.checks.reading import Reading, word_set
from models.checks.update_rules import GAPS

_PEOPLE = (
    r"(?:users?|customers?|people|accounts?|subscribers?|merchants?|tenants?|organi[sz]ations?|"
    r"shoppers?|members?|developers?)"
)
_PEOPLE_WORDS = word_set(
    "user users customer customers people account accounts subscriber subscribers merchant "
    "merchants "
    "tenant tenants organization organizations organisation organisations shopper shoppers member "
    "members developer developers everyone everybody"
)
_COUNT = re.compile(
    r"(?<![\w.,:])(?P<count>\d{1,3}(?:[,. ]\d{3})+|\d+)(?P<scale>k\b|m\b| thousand| million)?\s+"
    rf"(?:of (?:our |the )?)?(?:(?!per\b|of\b|min|hour|second|day)[\w-]+ ){{0,2}}?{_PEOPLE}\b"
)
_SHARE = re.compile(
    r"(?<![\w.,])(?P<share>\d+(?:[.,]\d+)?)\s?(?:%|percent|per cent)\s+of\s+(?:all |our |the "
    r"|active )*"
    rf"(?:[\w-]+ )?(?:{_PEOPLE})(?<=s|e)\b"
)
_ALL = re.compile(
    rf"\b(?:all|every) (?:of )?(?:our |the )?{_PEOPLE}\b|\beveryone\b|\beverybody\b|\beach "
    rf"{_PEOPLE}\b"
)
_NONE = re.compile(
    rf"\bno {_PEOPLE} (?:is|are|was|were|has been|have been) (?:affected|impacted)\b"
)
_HARM = re.compile(
    r"\b(?:affect\w*|impact\w*|unable|cannot|can't|can not|could not|couldn't|see(?:s|ing)?|saw|get"
    r"(?:s|ting)?|fail\w*|error\w*|down|slow\w*|lost|without|experienc\w+|problem\w*|trouble|hit)\b"
)
_NOT_ALL = re.compile(r"\b(?:not|nearly|almost|n't)\s+$")
_WELL = re.compile(
    r"\b(?:works?|working|available|recovered|restored|resolved|fixed|back|normal\w*|tell|inform|"
    r"notified|notify|thank|apologi\w+|sorry|ask|advise|recommend|please)\b"
)
_SCALE = {"k": 1_000, "m": 1_000_000, " thousand": 1_000, " million": 1_000_000}
_NEAR = 0.25


@dataclass(frozen=True, slots=True)
class Count:
    """How many, or which share (0 to 1) of them; `words` as a sentence gives it."""

    words: str
    number: float | None = None
    share: float | None = None
    place: Span = (0, 0)

    def agrees_with(self, other: "Count") -> bool:
        """A number and a share cannot be compared; nearly the same is the same."""
        if self.share is not None and other.share is not None:
            apart = abs(self.share - other.share)
            return apart <= max(0.01, _NEAR * max(self.share, other.share)) and (
                (self.share == 1) == (other.share == 1) or apart < 0.01
            )
        if self.number is not None and other.number is not None:
            apart = abs(self.number - other.number)
            return apart <= _NEAR * max(self.number, other.number)
        return self.number != 0 or other.share is None or other.share == 0


def counts_in(reading: Reading) -> Iterator[Count]:
    lower = reading.lower
    for sentence in reading.sentences:
        if _PEOPLE_WORDS.isdisjoint(sentence.words):
            continue
        within = (sentence.start, sentence.end)
        for found in _SHARE.finditer(lower, *within):
            share = float(found["share"].replace(",", ".")) / 100
            yield Count(found[0], share=share, place=found.span())
        for found in _COUNT.finditer(lower, *within):
            number = float(re.sub(r"[,. ]", "", found["count"]))
            number *= _SCALE.get(found["scale"] or "", 1)
            yield Count(found[0], number=number, place=found.span())
        for found in _NONE.finditer(lower, *within):
            yield Count(found[0], number=0, share=0, place=found.span())
        if not _HARM.search(lower, *within) or _WELL.search(lower, *within):
            continue
        for found in _ALL.finditer(lower, *within):
            if not _NOT_ALL.search(lower, max(sentence.start, found.start() - 20), found.start()):
                yield Count(found[0], share=1, place=found.span())


def count_of(users: str | None) -> Count | None:
    """As the incident has it: `12400`, `4%`, `everyone`; None for anything else."""
    said = (users or "").strip().casefold().replace(",", "").replace(" ", "")
    if said in ("everyone", "all", "100%"):
        return Count(GAPS["everyone"], share=1)
    if said.endswith("%") and said[:-1].replace(".", "", 1).isdigit():
        share = float(said[:-1]) / 100
        return Count(said, share=share)
    if said.isdecimal():
        return Count(f"{int(said):,}", number=int(said), share=0 if int(said) == 0 else None)
    if said == "none":
        return Count(GAPS["nobody"], number=0, share=0)
    return None
