"""From three plain answers to a suggested severity, by a table of rules. It decides nothing."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from models.domain.severity import Severity

BUSINESS_WORDS: dict[str, tuple[str, ...]] = {
    "safety": ("safety", "injur*", "harm", "harmed", "lives"),
    "data": ("data", "leak*", "breach*", "exposed", "gdpr"),
    "revenue": (
        "revenue", "payment*", "sale", "sales", "order", "orders", "checkout", "money", "income",
        "eur", "usd", "gbp", "€", "$", "£",
    ),
    "contract": ("contract*", "sla", "slas", "penalt*", "legal"),
    "sign-ups": ("sign-up*", "signup*", "sign up*", "registration*", "onboarding"),
}  # fmt: skip
"""The kinds of business impact, and the words that speak of each; `*` stands for any ending."""


@dataclass(frozen=True, slots=True)
class Answers:
    """`share` is the part of the users affected, 0 to 1, None where it is not known; `count` how
    many where a number was given; `users_unknown` that nobody has said or knows. `tiers` are those
    of the systems named (1 the most important), `component` whether customers see one of them on
    the status page; `business` are keys of BUSINESS_WORDS."""

    share: float | None = None
    count: int | None = None
    tiers: tuple[int, ...] = ()
    systems: int = 0
    business: frozenset[str] = frozenset()
    users_unknown: bool = False
    component: bool = False


@dataclass(frozen=True, slots=True)
class TriageRule:
    """Fires when every condition it states holds; None, () and False state nothing."""

    id: str
    words: str
    severity: Severity
    share_from: float | None = None
    count_from: int | None = None
    share_below: float | None = None
    tier_at_most: int | None = None
    business_any: tuple[str, ...] = ()
    systems_from: int | None = None
    users_unknown: bool = False
    component: bool = False

    def conditions(self) -> dict[str, object]:
        """What the rule states, by the name of the condition."""
        stated = {name: getattr(self, name) for name in _HOLDS}
        return {name: value for name, value in stated.items() if value not in (None, (), False)}

    def fires(self, answers: Answers) -> bool:
        stated = self.conditions()
        return bool(stated) and all(_HOLDS[name](answers, value) for name, value in stated.items())


_HOLDS: dict[str, Callable[[Answers, Any], bool]] = {
    "share_from": lambda answers, share: answers.share is not None and answers.share >= share,
    "share_below": lambda answers, share: answers.share is not None and answers.share < share,
    "count_from": lambda answers, count: answers.count is not None and answers.count >= count,
    "tier_at_most": lambda answers, tier: any(found <= tier for found in answers.tiers),
    "business_any": lambda answers, kinds: not answers.business.isdisjoint(kinds),
    "systems_from": lambda answers, count: answers.systems >= count,
    "users_unknown": lambda answers, _: answers.users_unknown,
    "component": lambda answers, _: answers.component,
}
"""Every condition there is: what a rule states of the answers."""


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
    TriageRule("S-3", "A quarter of the users or more affected", Severity.P0, share_from=0.25),
    TriageRule("S-4", "Data may be lost or exposed", Severity.P0, business_any=("data",)),
    TriageRule(
        "S-5",
        "A tier 1 system is hit and revenue is lost",
        Severity.P0,
        tier_at_most=1,
        business_any=("revenue",),
    ),
    TriageRule("S-6", "A tier 1 system is hit", Severity.P1, tier_at_most=1),
    TriageRule("S-7", "5% of the users or more affected", Severity.P1, share_from=0.05),
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
    TriageRule("S-18", "Customers see the system on the status page", Severity.P2, component=True),
    TriageRule(
        "S-19",
        "A system is hit and nobody knows yet how many users",
        Severity.P2,
        systems_from=1,
        users_unknown=True,
    ),
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
_NONE, _FEW, _EVERYONE = ("none", "no one", "nobody"), ("few", "a few"), ("everyone", "all")


def answers(
    users: str | None,
    tiers: Collection[int],
    systems: int,
    business: str | None,
    *,
    component: bool = False,
) -> Answers:
    """`users` as an incident keeps it: none, few, a number, a share such as 38%, everyone,
    unknown, or None while nobody has said."""
    plain = (users or "").strip().lower()
    share: float | None = None
    count: int | None = None
    if plain in _EVERYONE:
        share = 1.0
    elif plain in _FEW:
        count = 1
    elif plain in _NONE:
        share, count = 0.0, 0
    elif plain.isdecimal():
        count = int(plain)
        share = 0.0 if count == 0 else None
    elif found := _SHARE.fullmatch(plain):
        share = float(found[1]) / 100
    return Answers(
        share,
        count,
        tuple(sorted(tiers)),
        systems,
        business_kinds(business or ""),
        users_unknown=share is None and count is None,
        component=component,
    )


def business_kinds(text: str) -> frozenset[str]:
    """The kinds of business impact that a text speaks of; "no data lost" speaks of none."""
    said = text.casefold()
    return frozenset(kind for kind, found in _SPEAKS.items() if any(not m[1] for m in found(said)))


def _pattern(word: str) -> str:
    if not word[0].isalpha():
        return re.escape(word)
    ending = r"\w*" if word.endswith("*") else r"(?!\w)"
    return rf"(?<!\w){re.escape(word.removesuffix('*'))}{ending}"


_SPEAKS = {
    kind: re.compile(rf"(no |not |without )?(?:{'|'.join(map(_pattern, words))})").finditer
    for kind, words in BUSINESS_WORDS.items()
}
