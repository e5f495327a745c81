"""From three plain answers to a suggested severity, by a table of rules. It decides nothing."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.domain.severity import Severity

BUSINESS_WORDS: dict[str, tuple[str, ...]] = {
    "safety": ("safety", "injur", "life", "harm"),
    "data": ("data loss", "data exposed", "leak", "breach", "data"),
    "revenue": ("revenue", "payment", "sales", "orders", "checkout", "€", "$", "eur", "usd"),
    "contract": ("contract", "sla", "penalty", "legal"),
    "sign-ups": ("sign-up", "signup", "sign up", "registration", "onboarding"),
}
"""The kinds of business impact, and the beginnings of words that speak of each."""


@dataclass(frozen=True, slots=True)
class Answers:
    """`share` is the part of the users affected, 0 to 1, None where it is not known; `count` how
    many where a number was given. `tiers` are those of the systems named (1 the most important);
    `business` are keys of BUSINESS_WORDS."""

    share: float | None = None
    count: int | None = None
    tiers: tuple[int, ...] = ()
    systems: int = 0
    business: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TriageRule:
    """Fires when every condition it states holds; None states nothing."""

    id: str
    words: str
    severity: Severity
    share_from: float | None = None
    count_from: int | None = None
    share_below: float | None = None
    tier_at_most: int | None = None
    business_any: tuple[str, ...] = ()
    systems_from: int | None = None

    def fires(self, answers: Answers) -> bool:
        holds = []
        if self.share_from is not None:
            holds.append(answers.share is not None and answers.share >= self.share_from)
        if self.share_below is not None:
            holds.append(answers.share is not None and answers.share < self.share_below)
        if self.count_from is not None:
            holds.append(answers.count is not None and answers.count >= self.count_from)
        if self.tier_at_most is not None:
            holds.append(any(tier <= self.tier_at_most for tier in answers.tiers))
        if self.business_any:
            holds.append(bool(answers.business & set(self.business_any)))
        if self.systems_from is not None:
            holds.append(answers.systems >= self.systems_from)
        return bool(holds) and all(holds)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The worst severity of the rules that fired, with their ids and words, worst first. None
    where none fired."""

    severity: Severity | None
    fired: tuple[tuple[str, str], ...] = ()
    severities: tuple[Severity, ...] = ()


DEFAULT_RULES: tuple[TriageRule, ...] = (
    TriageRule("S-1", "Everyone is affected", Severity.P0, share_from=1.0),
    TriageRule("S-2", "Safety is at stake", Severity.P0, business_any=("safety",)),
    TriageRule("S-3", "More than 25% of users affected", Severity.P0, share_from=0.25),
    TriageRule("S-4", "Data may be lost or exposed", Severity.P0, business_any=("data",)),
    TriageRule(
        "S-5",
        "A tier 1 system is hit and revenue is lost",
        Severity.P0,
        tier_at_most=1,
        business_any=("revenue",),
    ),
    TriageRule("S-6", "A tier 1 system is hit", Severity.P1, tier_at_most=1),
    TriageRule("S-7", "More than 5% of users affected", Severity.P1, share_from=0.05),
    TriageRule("S-8", "At least 1,000 users affected", Severity.P1, count_from=1_000),
    TriageRule("S-9", "Revenue is lost", Severity.P1, business_any=("revenue",)),
    TriageRule("S-10", "A contract is at risk", Severity.P1, business_any=("contract",)),
    TriageRule("S-11", "New users cannot sign up", Severity.P2, business_any=("sign-ups",)),
    TriageRule("S-12", "Some users affected", Severity.P2, share_from=0.0001),
    TriageRule("S-13", "At least 20 users affected", Severity.P2, count_from=20),
    TriageRule("S-14", "A tier 2 system is hit", Severity.P2, tier_at_most=2),
    TriageRule("S-15", "Few users affected", Severity.P3, count_from=1),
    TriageRule("S-16", "A system is hit", Severity.P3, systems_from=1),
    TriageRule("S-17", "No user is affected", Severity.P4, share_below=0.0001),
)


def suggest(answers: Answers, rules: Sequence[TriageRule] = DEFAULT_RULES) -> Suggestion:
    """When rules disagree the worse one stands: settle it in the review."""
    fired = sorted((rule for rule in rules if rule.fires(answers)), key=lambda r: r.severity.rank)
    if not fired:
        return Suggestion(None)
    worst = fired[0].severity
    telling = [rule for rule in fired if rule.severity is worst]
    return Suggestion(
        worst,
        tuple((rule.id, rule.words) for rule in telling),
        tuple(rule.severity for rule in telling),
    )


_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?)%")


def answers(
    users: str | None, tiers: Collection[int], systems: int, business: str | None
) -> Answers:
    """`users` as an incident keeps it: a number, a share such as 38%, few, everyone, unknown."""
    share: float | None = None
    count: int | None = None
    plain = (users or "").strip().lower()
    if plain == "everyone":
        share = 1.0
    elif plain == "few":
        count = 1
    elif plain.isdigit():
        count = int(plain)
        share = 0.0 if count == 0 else None
    elif found := _SHARE.fullmatch(plain):
        share = float(found[1]) / 100
    said = (business or "").casefold()
    kinds = {kind for kind, words in BUSINESS_WORDS.items() if any(word in said for word in words)}
    return Answers(share, count, tuple(sorted(tiers)), systems, frozenset(kinds))
