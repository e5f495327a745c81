"""What a check says of a stretch of text."""

import hashlib
import re
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_END = re.compile(r"[.!?]\s|\n\s*\n|\n[-*#>]")
_AROUND = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Says `sentence` of `text`, which is the checked text from `start` to before `end`.

    What speaks of the whole text (something is missing) has start = end = 0 and an empty `text`.
    `ask` is the question to ask instead, "" where there is none. `is_stop` is true for the few that
    forbid approving and publishing; everything else is advice. `key` stays the same while the rule,
    the stretch and the words beside it stay the same, wherever in the text they move: an override
    is kept under it.
    """

    rule: str
    start: int
    end: int
    text: str
    sentence: str
    ask: str = ""
    is_stop: bool = False
    key: str = ""


def finding(
    rule: str, checked: str, span: tuple[int, int], sentence: str, ask: str = "", *,
    is_stop: bool = False,
) -> Finding:  # fmt: skip
    """Of the stretch `span` of the text `checked`."""
    start, end = span
    said = checked[start:end]
    return Finding(rule, start, end, said, sentence, ask, is_stop, key_of(rule, checked, span))


def key_of(rule: str, checked: str, span: tuple[int, int]) -> str:
    """`rule:` and 16 hex digits over the stretch and up to three words on either side of it in its
    sentence; of the whole text the rule alone."""
    start, end = span
    if start == end:
        return rule
    before = _WORD.findall(_END.split(checked[max(0, start - 120) : start])[-1])[-_AROUND:]
    after = _WORD.findall(_END.split(checked[end : end + 120], maxsplit=1)[0])[:_AROUND]
    parts = [" ".join(before), " ".join(checked[start:end].split()), " ".join(after)]
    digest = hashlib.sha256("\n".join(parts).casefold().encode()).hexdigest()
    return f"{rule}:{digest[:16]}"
