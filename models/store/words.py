"""What a person types to search, as a full-text query."""

import re

from models.store.driver import Connection

_WORD = re.compile(r"\w+", re.UNICODE)


def match_words(typed: str, any_of: bool = False) -> str:
    """Every word (or any of them), each also as a beginning. Quoted, so that no sign in what was
    typed is an operator. "" where there is no word."""
    words = [f'"{word}"*' for word in _WORD.findall(typed)]
    return (" OR " if any_of else " ").join(words)


MOST_ENDINGS = 8
_TERMS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.entry_term "
    "USING fts5vocab('main', 'entry_text', 'instance')"
)
_NEXT = "SELECT term FROM temp.entry_term WHERE term>=? LIMIT 1"


def match_written(connection: Connection, typed: str) -> str:
    """What `match_words` finds on the timelines, asked by the words that are written there. The
    index gives those from the newest on and stops where enough was seen; for a beginning it
    collects every match first, 20 ms in a million entries."""
    connection.execute(_TERMS)
    parts = []
    for word in _WORD.findall(typed):
        terms = _beginning_with(connection, word)
        phrases = [f'"{word}"*'] if terms is None else [f'"{term}"' for term in terms or (word,)]
        parts.append(f"({' OR '.join(phrases)})")
    return " AND ".join(parts)


def _beginning_with(connection: Connection, word: str) -> list[str] | None:
    """The words of the index that begin so; None where there are too many of them, or where the
    index may write such a word otherwise."""
    if not (word.isascii() and word.isalnum()):
        return None
    beginning = word.lower()
    terms: list[str] = []
    row = connection.execute(_NEXT, (beginning,)).fetchone()
    while row is not None and row[0].startswith(beginning):
        if len(terms) == MOST_ENDINGS:
            return None
        terms.append(row[0])
        row = connection.execute(_NEXT, (f"{row[0]}\x01",)).fetchone()
    return terms
