"""Incidents like this one, and by what: its sign, its services, the words that tell it apart."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from models.domain.errors import NotFound
from models.domain.review import Section
from models.domain.severity import Severity
from models.domain.times import maybe_from_ms
from models.queries.common_words import COMMON
from models.queries.library import folded
from models.queries.texts import text_of
from models.store import lookup
from models.store.driver import Connection

MOST = 10
_MOST_WORDS = 16
_LEAST_WORDS = 2
"""So many words in common at least, where nothing else is the same."""
_LOOKED_AT = 60
_SIGN, _SERVICE = 100.0, 8.0
_WORD = re.compile(r"[^\W\d_][\w-]{2,}", re.UNICODE)
_LINK = re.compile(r"\]\([^)\s]*\)|https?://\S+|<!--.*?-->", re.DOTALL)


class By(Enum):
    SIGN = "same service and failure mode"
    SERVICE = "same service"
    WORDS = "words in common"


@dataclass(frozen=True, slots=True)
class Reason:
    by: By
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{self.by.value}: {', '.join(self.names)}"


@dataclass(frozen=True, slots=True)
class Similar:
    """`has_review`: somebody wrote or decided something in its review."""

    uid: str
    label: str
    title: str
    severity: Severity | None
    began_at: datetime | None
    reasons: tuple[Reason, ...]
    has_review: bool


def similar_incidents(connection: Connection, uid: str, limit: int = MOST) -> list[Similar]:
    """The most alike first. Everything compared lies on this machine.

    Raises:
        NotFound: there is no such incident.
    """
    row = connection.execute(
        "SELECT title, services, failure_mode FROM incident WHERE uid=?", (uid,)
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no incident {uid} here.")
    title, services, mode = (str(value) for value in row)
    telling = _telling_words(connection, uid, title)
    own = [name for name in services.split(", ") if name]
    shared = _sharing_words(connection, uid, telling)
    candidates = {
        *shared,
        *_with_services(connection, own),
        *(_with_mode(connection, mode) if mode else ()),
    }
    scored = []
    for other in candidates - {uid}:
        reasons, score = _compare(connection, other, own, mode, telling, shared.get(other, ()))
        if reasons:
            scored.append((-score, other, reasons))
    return [_similar(connection, other, reasons) for _, other, reasons in sorted(scored)[:limit]]


def _compare(
    connection: Connection,
    other: str,
    own: Sequence[str],
    mode: str,
    telling: Mapping[str, float],
    words: Sequence[str],
) -> tuple[tuple[Reason, ...], float]:
    """Why the other one is like this one, and how much."""
    services, failure_mode, status = connection.execute(
        "SELECT services, failure_mode, status FROM incident WHERE uid=?", (other,)
    ).fetchone()
    if status in ("cancelled", "merged"):
        return (), 0.0
    theirs = [name for name in str(services).split(", ") if name]
    reasons, score = [], 0.0
    if mode and failure_mode == mode and own[:1] == theirs[:1]:
        reasons.append(Reason(By.SIGN, (f"{own[0]} / {mode}" if own else mode,)))
        score += _SIGN
    both = tuple(name for name in own if name in theirs)
    if both and not reasons:
        reasons.append(Reason(By.SERVICE, both))
    score += _SERVICE * len(both)
    if len(words) >= _LEAST_WORDS or (words and reasons):
        reasons.append(Reason(By.WORDS, tuple(words[:6])))
        score += sum(telling[word] for word in words)
    return tuple(reasons), score


def _telling_words(connection: Connection, uid: str, title: str) -> dict[str, float]:
    """The words of its title and of what happened that few others have, with their weight."""
    told = [text_of(connection, uid, one.value) for one in _READ]
    counted: Counter[str] = Counter()
    for text, weight in ((title, 3), *((text, 1) for text in told)):
        for match in _WORD.finditer(_LINK.sub(" ", text)):
            word = folded(match[0])
            if word not in COMMON:
                counted[word] += weight
    (every,) = connection.execute("SELECT count(*) FROM incident").fetchone()
    weights: dict[str, float] = {}
    for word, n in counted.most_common(80):
        having = len(_holding(connection, word) - {uid})
        if having and having <= max(3, every // 5):
            weights[word] = math.log(1 + every / having) * (1 + math.log(n))
    best = sorted(weights, key=lambda word: (-weights[word], word))[:_MOST_WORDS]
    return {word: weights[word] for word in best}


_READ = (Section.WHAT_HAPPENED, Section.CONTRIBUTING_FACTORS)


def _holding(connection: Connection, word: str) -> set[str]:
    """The incidents with just this word in their title or their review."""
    query = " ".join(f'"{part}"' for part in word.split("-") if part)
    if not query:
        return set()
    rows = connection.execute(
        "SELECT uid FROM title_text WHERE title_text MATCH ? UNION "
        "SELECT incident FROM review_part WHERE position IN "
        "(SELECT rowid FROM review_text WHERE review_text MATCH ?)",
        (query, query),
    )
    return {str(uid) for (uid,) in rows}


def _sharing_words(
    connection: Connection, uid: str, telling: Mapping[str, float]
) -> dict[str, list[str]]:
    """Incidents with these words, each with those it has, the most telling first."""
    found: dict[str, list[str]] = {}
    for word in telling:
        for other in _holding(connection, word):
            found.setdefault(other, []).append(word)
    found.pop(uid, None)
    order = sorted(found, key=lambda other: -sum(telling[word] for word in found[other]))
    return {other: found[other] for other in order[:_LOOKED_AT]}


def _with_services(connection: Connection, own: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in own:
        rows = connection.execute(
            "SELECT uid FROM incident WHERE ', ' || services || ', ' LIKE ? ESCAPE '\\' "
            "ORDER BY coalesce(began_at, 0) DESC LIMIT ?",
            (f"%, {_plain(name)}, %", _LOOKED_AT),
        )
        found |= {str(uid) for (uid,) in rows}
    return found


def _plain(name: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", name)


def _with_mode(connection: Connection, mode: str) -> set[str]:
    rows = connection.execute(
        "SELECT uid FROM incident WHERE failure_mode=? ORDER BY coalesce(began_at, 0) DESC LIMIT ?",
        (mode, _LOOKED_AT),
    )
    return {str(uid) for (uid,) in rows}


def _similar(connection: Connection, uid: str, reasons: tuple[Reason, ...]) -> Similar:
    title, severity, began = connection.execute(
        "SELECT title, severity, began_at FROM incident WHERE uid=?", (uid,)
    ).fetchone()
    held = connection.execute("SELECT 1 FROM review_part WHERE incident=? LIMIT 1", (uid,))
    return Similar(
        uid=uid,
        label=lookup.label(connection, uid),
        title=str(title),
        severity=Severity(severity) if severity else None,
        began_at=maybe_from_ms(began),
        reasons=reasons,
        has_review=held.fetchone() is not None,
    )


def similar_json(found: Sequence[Similar]) -> list[Mapping[str, object]]:
    return [
        {
            "incident": one.label,
            "uid": one.uid,
            "title": one.title,
            "severity": one.severity.value if one.severity else None,
            "has_review": one.has_review,
            "reasons": [reason.words for reason in one.reasons],
        }
        for one in found
    ]
