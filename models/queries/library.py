"""What reviews say, searched: every word that was typed, wherever in a review it stands."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.domain.severity import Severity
from models.domain.times import maybe_from_ms
from models.store import lookup
from models.store.driver import Connection
from models.store.words import match_words

TITLE = "title"
MOST_WORDS = 12
_MOST_SNIPPETS = 3
_BEGIN, _END = "\x02", "\x03"
_AROUND = 22
"""Words of text around what was found."""
_WORD = re.compile(r"\w+", re.UNICODE)
_MARKUP = re.compile(
    r"^\s{0,3}(?:#{1,6}|[-*+>]|\d+[.)])\s+|\*\*|__|`|\]\([^)\s]*\)|\[", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """`part` is `title`, a section or `action`; `spans` are stretches of `text` (from, to) that
    were searched for."""

    part: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewFound:
    """`missing` are words that were typed and are nowhere in it."""

    uid: str
    label: str
    title: str
    severity: Severity | None
    services: str
    began_at: datetime | None
    title_spans: tuple[tuple[int, int], ...]
    snippets: tuple[Snippet, ...]
    missing: tuple[str, ...] = ()


def search_reviews(connection: Connection, typed: str, limit: int = 50) -> list[ReviewFound]:
    """Those with every word, the best first; where no review has all of them, those with most."""
    words = list(dict.fromkeys(_WORD.findall(typed)))[:MOST_WORDS]
    if not words:
        return []
    having = {word: _having(connection, word) for word in words}
    counted: dict[str, int] = {}
    for uids in having.values():
        for uid in uids:
            counted[uid] = counted.get(uid, 0) + 1
    most = max(counted.values(), default=0)
    wanted = {uid for uid, n in counted.items() if n == most}
    if not wanted:
        return []
    found = _ranked(connection, words, wanted)[:limit]
    return [
        _found(connection, uid, words, [word for word in words if uid not in having[word]])
        for uid in found
    ]


def _having(connection: Connection, word: str) -> set[str]:
    """The reviews with a word that begins so, in any part or in the title."""
    query = match_words(word)
    rows = connection.execute(
        "SELECT incident FROM review_part WHERE position IN "
        "(SELECT rowid FROM review_text WHERE review_text MATCH ?) "
        "UNION SELECT uid FROM title_text WHERE title_text MATCH ? AND uid IN "
        "(SELECT incident FROM review UNION SELECT incident FROM review_part)",
        (query, query),
    )
    return {str(uid) for (uid,) in rows}


def _ranked(connection: Connection, words: Sequence[str], wanted: set[str]) -> list[str]:
    """By the best of their parts; a hit in the title counts for more."""
    query = match_words(" ".join(words), any_of=True)
    scores: dict[str, float] = dict.fromkeys(wanted, 0.0)
    rows = connection.execute(
        "SELECT incident, bm25(review_text) FROM review_text JOIN review_part "
        "ON review_part.position=review_text.rowid WHERE review_text MATCH ?",
        (query,),
    )
    for uid, rank in rows:
        if uid in scores:
            scores[str(uid)] = min(scores[str(uid)], float(str(rank)))
    titles = connection.execute(
        "SELECT uid, bm25(title_text) FROM title_text WHERE title_text MATCH ?", (query,)
    )
    for uid, rank in titles:
        if uid in scores:
            scores[str(uid)] += 2 * float(str(rank))
    return sorted(scores, key=lambda uid: (scores[uid], uid))


def _found(
    connection: Connection, uid: str, words: Sequence[str], missing: Sequence[str]
) -> ReviewFound:
    title, severity, services, began = connection.execute(
        "SELECT title, severity, services, began_at FROM incident WHERE uid=?", (uid,)
    ).fetchone()
    rows = connection.execute(
        "SELECT part, snippet(review_text, 0, ?, ?, '…', ?) FROM review_text JOIN review_part "
        "ON review_part.position=review_text.rowid WHERE review_text MATCH ? AND incident=? "
        "ORDER BY rank LIMIT ?",
        (_BEGIN, _END, _AROUND, match_words(" ".join(words), any_of=True), uid, _MOST_SNIPPETS),
    ).fetchall()
    return ReviewFound(
        uid=uid,
        label=lookup.label(connection, uid),
        title=str(title),
        severity=Severity(severity) if severity else None,
        services=str(services),
        began_at=maybe_from_ms(began),
        title_spans=spans_of(str(title), words),
        snippets=tuple(_snippet(str(part), str(text)) for part, text in rows),
        missing=tuple(missing),
    )


def _snippet(part: str, marked: str) -> Snippet:
    """The text in one line, without the signs of Markdown, and where its marks stood."""
    plain = " ".join(_MARKUP.sub("", marked).split())
    text, spans, begun = "", [], 0
    for piece in re.split(f"([{_BEGIN}{_END}])", plain):
        if piece == _BEGIN:
            begun = len(text)
        elif piece == _END:
            spans.append((begun, len(text)))
        else:
            text += piece
    return Snippet(part, text, tuple(spans))


def spans_of(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where words of `text` begin with one of `words`, as the index compares them."""
    begun = tuple(folded(word) for word in words)
    return tuple(
        (match.start(), match.end())
        for match in _WORD.finditer(text)
        if begun and folded(match[0]).startswith(begun)
    )


def folded(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()


def found_json(found: Sequence[ReviewFound]) -> list[Mapping[str, object]]:
    return [
        {
            "incident": one.label,
            "uid": one.uid,
            "title": one.title,
            "severity": one.severity.value if one.severity else None,
            "services": [name for name in one.services.split(", ") if name],
            "missing": list(one.missing),
            "snippets": [
                {
                    "part": snippet.part,
                    "text": snippet.text,
                    "words": [snippet.text[start:end] for start, end in snippet.spans],
                }
                for snippet in one.snippets
            ],
        }
        for one in found
    ]
