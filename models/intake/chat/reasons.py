"""Which messages say something that a timeline needs: words of decisions, changes, recovery."""

import re

from models.domain.chat import Why

_APOSTROPHE = "(?:'|\u2019)?"
_DOINGS = "roll|fail|restart|revert|go|try|scale|do|switch|disable|declare|page|wait"
_WORDS: dict[Why, tuple[str, ...]] = {
    Why.DECISION: (
        r"\bdecid(?:e|ed|ing)\b|\bdecision\b",
        rf"\blet{_APOSTROPHE}s (?:{_DOINGS})\b",
        r"\bgoing with\b|\bagreed\b|\bapproved?\b|\bgo ahead\b",
        rf"\bwe(?:{_APOSTROPHE}ll| will| are going to)\b|\bi{_APOSTROPHE}m going to\b",
        r"\bentschieden\b|\bwir machen\b",
    ),
    Why.CHANGE: (
        r"\bdeploy(?:ed|ing|s|ment)?\b|\bhotfix\b|\bmerged\b|\bshipped\b|\bpatched\b",
        r"\broll(?:ed|ing)?[ -]?(?:back|out|forward)\b|\brollback\b|\brevert(?:ed|ing|s)?\b",
        r"\brestart(?:ed|ing|s)?\b|\breboot(?:ed|ing)?\b|\bfail(?:ed|ing)?[ -]?over\b",
        r"\bscal(?:ed|ing) (?:up|down|out|in|to)\b|\b(?:en|dis)abled\b|\bfeature flag\b",
        r"\bflipped\b|\bdrained\b|\bcordoned\b|\bpurged\b",
        r"\bausgerollt\b|\bneu gestartet\b|\bzur\u00fcckgerollt\b",
    ),
    Why.RECOVERY: (
        r"\brecover(?:ed|ing|y)\b|\bback to normal\b|\ball clear\b",
        r"\b(?:is|are|looks?|all) (?:back|green|fine|healthy|stable)\b",
        r"\bresolved\b|\bmitigated\b|\bfixed\b|\bbehoben\b|\bwieder da\b",
    ),
    Why.IMPACT: (
        r"\b(?:is|are|went|goes) down\b|\boutage\b|\bunavailable\b|\bfailing\b|\bdata loss\b",
        r"\bcustomers? (?:see|are|report|cannot|can't)\b|\berror rates?\b|\b5\d\ds?\b",
        r"\btime(?:d|s)?[ -]?outs?\b|\blatency\b|\bSEV-?\d\b|\bst\u00f6rung\b|\bausfall\b",
    ),
    Why.TIME: (
        r"\b(?:at|since|around|from|started|between|um|seit) ~?\d{1,2}[:.]\d{2}\b",
        r"\b\d{1,2}:\d{2}(?::\d{2})? ?(?:utc|gmt|z|[ap]m|[ce]?e?s?[dt]t)\b",
    ),
}
"""Reasons and the words they are told by, in the order in which they are given."""

_FOUND = {why: re.compile("|".join(words), re.IGNORECASE) for why, words in _WORDS.items()}
_LOOKED_AT = 8_000
"""Characters of a message; what is longer is a log that somebody pasted."""


def reasons_in(text: str) -> tuple[Why, ...]:
    """Code in fences and addresses do not count: logs and paths are full of such words."""
    said = re.sub(r"```.*?(?:```|\Z)|https?://\S+", " ", text[:_LOOKED_AT], flags=re.DOTALL)
    return tuple(why for why, words in _FOUND.items() if words.search(said))
