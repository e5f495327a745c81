"""The blameless check of a review: what it marks, and the question to ask instead."""

import re
from collections.abc import Iterable, Iterator

from models.checks.actors import failing_people
from models.checks.finding import Finding
from models.checks.phrases import Span
from models.checks.reading import Reading, read
from models.checks.record import Record
from models.checks.review_rules import REVIEW_RULES, RULES
from models.checks.review_words import MARKED

_RANK = {rule.id: n for n, rule in enumerate(RULES)}
_FAILED_TO = re.compile(r"(?:\s+\w+){0,2}?\s+(?P<mark>failed to)\b")
Mark = tuple[str, Span]


def check_review(section_text: str, record: Record) -> tuple[Finding, ...]:
    """In order of the text; marks that overlap are one, of the rule that stands first in the
    table. Needs of the record `people`, `users` and `components`."""
    reading = read(section_text)
    return tuple(
        REVIEW_RULES[rule].of(section_text, span) for rule, span in _joined(_marks(reading, record))
    )


def _marks(reading: Reading, record: Record) -> Iterator[Mark]:
    for span in failing_people(reading, record.people):
        yield "person_as_cause", span
        if failed := _FAILED_TO.match(reading.lower, span[1]):
            yield "hindsight", failed.span("mark")
    partial = record.is_partial
    for said in MARKED.found(reading):
        if said.rule != "outage" or partial:
            yield said.rule, said.span


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for rule, (start, end) in sorted(marks, key=lambda mark: (mark[1], _RANK[mark[0]])):
        if joined and start < joined[-1][1][1]:
            other, (since, upto) = joined[-1]
            joined[-1] = min(rule, other, key=_RANK.__getitem__), (since, max(upto, end))
        else:
            joined.append((rule, (start, end)))
    return joined
