"""Which runbook fits an incident, and why: names, triggers, services and words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from models.domain.runbook import Runbook

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_STOP = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "by", "do", "for", "from", "has", "have", "how",
        "if", "in", "into", "is", "it", "its", "not", "of", "on", "or", "our", "that", "the",
        "this", "to", "was", "we", "what", "when", "where", "which", "who", "why", "will", "with",
        "you", "your", "alert", "alerts",
    )
)  # fmt: skip
_BEGINS_FROM = 3
"""A word shorter than this is met only by itself."""
MOST_MATCHES = 8
LEAST_SCORE = 0.15


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """What is known of an incident: names of its alerts, values of their labels, its services,
    and words such as its title and failure mode."""

    alerts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """`runbook` is its uid; `score` is from 0 to 1; `reasons` are sentences, the best first."""

    runbook: str
    title: str
    score: float
    reasons: tuple[str, ...]


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """`DBConnErrors` -> db, conn, errors; in lower case, without the words that say nothing."""
    found = [word.lower() for word in _WORD.findall(text)]
    telling = [word for word in found if word not in _STOP]
    return tuple(telling or found)


def squeezed(text: str) -> str:
    """Letters and digits alone: two names that differ in spaces and case only are one."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class _Indexed:
    uid: str
    title: str
    names: tuple[str, ...]
    triggers: tuple[tuple[str, frozenset[str]], ...]
    title_words: frozenset[str]
    services: frozenset[str]


class RunbookIndex:
    """Runbooks made ready once, to be matched often."""

    def __init__(self, runbooks: Iterable[tuple[str, Runbook]]) -> None:
        self._entries = [_indexed(uid, runbook) for uid, runbook in runbooks]
        seen: dict[str, int] = defaultdict(int)
        for entry in self._entries:
            for word in {*entry.title_words, *(w for _, ws in entry.triggers for w in ws)}:
                seen[word] += 1
        whole = max(1, len(self._entries))
        self._weight = {word: log(1 + whole / n) for word, n in seen.items()}
        self._most = log(1 + whole)

    def match(self, facts: MatchFacts) -> list[Match]:
        """The best first; what fits too little is left out."""
        found = []
        for entry in self._entries:
            score, reasons = self._score(entry, facts)
            if score >= LEAST_SCORE and reasons:
                found.append(Match(entry.uid, entry.title, round(min(1.0, score), 3), reasons))
        return sorted(found, key=lambda m: (-m.score, m.title, m.runbook))[:MOST_MATCHES]

    def _score(self, entry: _Indexed, facts: MatchFacts) -> tuple[float, tuple[str, ...]]:
        best, reasons = 0.0, []
        for alert in facts.alerts:
            share, reason = self._by_name(entry, alert)
            if reason and share > LEAST_SCORE:
                reasons.append((share, reason))
                best = max(best, share)
        said = frozenset(word for text in (*facts.words, *facts.labels) for word in words_of(text))
        for trigger, trigger_words in entry.triggers:
            share = 0.55 * self._share(trigger_words, said)
            if share > 0.25:
                reasons.append((share, f"the words of its trigger “{trigger}”"))
                best = max(best, share)
        share = 0.5 * self._share(entry.title_words, said)
        if share > 0.2:
            met = sorted(word for word in entry.title_words if _meets(word, said))
            reasons.append((share, f"its title speaks of {', '.join(met)}"))
            best = max(best, share)
        if meant := _service_met(entry, facts.services):
            best += 0.15 if best else LEAST_SCORE
            reasons.append((0.15, f"it is about {meant}"))
        ordered = sorted(reasons, key=lambda reason: -reason[0])
        return best, tuple(dict.fromkeys(reason for _, reason in ordered))

    def _by_name(self, entry: _Indexed, alert: str) -> tuple[float, str]:
        name = squeezed(alert)
        if name and name in entry.names:
            return 1.0, f"the alert {alert} is its name or trigger"
        asked = frozenset(words_of(alert))
        best, reason = 0.0, ""
        for trigger, trigger_words in entry.triggers:
            share = 0.95 * self._both(asked, trigger_words)
            if share > best:
                best, reason = share, f"the alert {alert} meets its trigger “{trigger}”"
        share = 0.85 * self._both(asked, entry.title_words)
        if share > best:
            best, reason = share, f"the alert {alert} meets its title"
        return best, reason

    def _share(self, wanted: frozenset[str], said: frozenset[str]) -> float:
        """How much of what is wanted was said, rare words counting more."""
        whole = sum(self._weight.get(word, self._most) for word in wanted)
        met = sum(self._weight.get(word, self._most) for word in wanted if _meets(word, said))
        return met / whole if whole else 0.0

    def _both(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Alike in both directions: a short name inside a long one is not the whole of it."""
        there, back = self._share(one, other), self._share(other, one)
        return 2 * there * back / (there + back) if there + back else 0.0


def _indexed(uid: str, runbook: Runbook) -> _Indexed:
    stem = runbook.path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    names = {squeezed(name) for name in (runbook.title, stem, *runbook.triggers)} - {""}
    triggers = tuple((trigger, frozenset(words_of(trigger))) for trigger in runbook.triggers)
    services = frozenset(squeezed(service) for service in runbook.services)
    return _Indexed(
        uid,
        runbook.title,
        tuple(names),
        triggers,
        frozenset((*words_of(runbook.title), *words_of(stem))),
        services,
    )


def _meets(word: str, said: frozenset[str]) -> bool:
    """The same word, or one that begins as the other: conn and connection."""
    if word in said:
        return True
    return any(
        len(other) >= _BEGINS_FROM
        and len(word) >= _BEGINS_FROM
        and (word.startswith(other) or other.startswith(word))
        for other in said
    )


def _service_met(entry: _Indexed, services: Sequence[str]) -> str:
    for service in services:
        plain = squeezed(service)
        if plain and (plain in entry.services or frozenset(words_of(service)) <= entry.title_words):
            return service
    return ""
