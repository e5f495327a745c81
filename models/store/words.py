"""What a person types to search, as a full-text query."""

import re

_WORD = re.compile(r"\w+", re.UNICODE)


def match_words(typed: str, any_of: bool = False) -> str:
    """Every word (or any of them), each also as a beginning. Quoted, so that no sign in what was
    typed is an operator. "" where there is no word."""
    words = [f'"{word}"*' for word in _WORD.findall(typed)]
    return (" OR " if any_of else " ").join(words)
