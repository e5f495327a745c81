"""A rule of a check: its name, what it says to the person, and what to ask instead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.checks.finding import Finding, finding
from models.checks.phrases import Span

EVERYBODY = ("customers", "internal", "leadership")
WHOLE_TEXT: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """`sentence` may have gaps (`{words}` is the stretch), filled where the rule is applied.
    `audiences` are those for whose updates it holds; reviews do not ask."""

    id: str
    sentence: str
    ask: str = ""
    is_stop: bool = False
    audiences: Collection[str] = EVERYBODY

    def of(self, text: str, span: Span = WHOLE_TEXT, **gaps: str) -> Finding:
        words = " ".join(text[span[0] : span[1]].split())
        said = self.sentence.format(**{"words": words, **gaps})
        return finding(self.id, text, span, said, self.ask, is_stop=self.is_stop)


def by_id(rules: Collection[Rule]) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in rules}
