"""Reading an action as a person types it: `Alert at 80 % @mei fri /notice`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from models.domain.action_item import ActionItem, ActionKind
from models.domain.errors import BadInput

KIND_WORDS = {
    "fix": ActionKind.FIX,
    "prevent": ActionKind.PREVENT,
    "notice": ActionKind.NOTICE_SOONER,
    "notice_sooner": ActionKind.NOTICE_SOONER,
    "respond": ActionKind.RESPOND_BETTER,
    "respond_better": ActionKind.RESPOND_BETTER,
}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_MONTH = re.compile(r"(\d{1,2})\.? ([a-z]{3})[a-z]*", re.IGNORECASE)
_AHEAD = re.compile(r"\+(\d{1,3})([dw])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedAction:
    """`kind` is None where none was typed, `owner` "" and `due` None likewise."""

    text: str
    kind: ActionKind | None = None
    owner: str = ""
    due: date | None = None


def parse_action(typed: str, today: date, names: Iterable[str] = ()) -> ParsedAction:
    """`@name` anywhere, `/kind` anywhere, and a day at the end: `2026-12-04`, `4 Dec`, `fri`,
    `tomorrow`, `+2w`. `names` are people who are known: the beginning of one is enough.

    Raises:
        BadInput: a day that does not exist, or a name that is the beginning of several.
    """
    known, words = tuple(names), typed.split()
    kind, owner, rest = None, "", []  # type: ActionKind | None, str, list[str]
    at = 0
    while at < len(words):
        word = words[at]
        if word.startswith("@") and len(word) > 1:
            owner, used = _owner(words[at:], known)
            at += used
            continue
        if word.startswith("/") and word[1:].casefold() in KIND_WORDS:
            kind = KIND_WORDS[word[1:].casefold()]
        else:
            rest.append(word)
        at += 1
    due, rest = _day_at_end(rest, today)
    return ParsedAction(" ".join(rest), kind, owner, due)


def written_action(action: ActionItem) -> str:
    """The same in one line, to be changed and read again."""
    parts = [action.text]
    if action.owner:
        parts.append(f"@{action.owner.replace(' ', '~')}")
    if action.due:
        parts.append(action.due.isoformat())
    return " ".join(parts)


def _owner(words: list[str], known: tuple[str, ...]) -> tuple[str, int]:
    """The person, and how many words that took: a full name may follow the sign."""
    typed = words[0][1:].replace("~", " ").rstrip(",;")
    for name in sorted(known, key=len, reverse=True):
        parts = name.split()
        said = [typed, *words[1 : len(parts)]]
        if len(parts) > 1 and [w.casefold() for w in said] == [p.casefold() for p in parts]:
            return name, len(parts)
    exact = [name for name in known if name.casefold() == typed.casefold()]
    begins = [
        name
        for name in known
        if any(word.casefold().startswith(typed.casefold()) for word in (name, *name.split()))
    ]
    if exact or len(begins) == 1:
        return (exact or begins)[0], 1
    if begins:
        raise BadInput(f"@{typed} may be {' or '.join(sorted(begins))}. Type more of the name.")
    return typed, 1


def _day_at_end(words: list[str], today: date) -> tuple[date | None, list[str]]:
    for n in (2, 1):
        if len(words) <= n:
            continue
        day = _day(" ".join(words[-n:]), today)
        if day is not None:
            left = words[:-n]
            # "by Friday": the word before it belongs to the day.
            return day, left[:-1] if len(left) > 1 and left[-1] in ("by", "until") else left
    return None, words


def _day(typed: str, today: date) -> date | None:
    plain = typed.casefold().rstrip(".,")
    if _ISO.fullmatch(plain):
        try:
            return date.fromisoformat(plain)
        except ValueError:
            raise BadInput(f"There is no {typed}. Write the day like 2026-12-04.") from None
    if plain in ("today", "tomorrow"):
        return today + timedelta(days=plain == "tomorrow")
    for names in (_DAYS, _LONG_DAYS):
        if plain in names:
            return today + timedelta(days=(names.index(plain) - today.weekday() - 1) % 7 + 1)
    if ahead := _AHEAD.fullmatch(plain):
        return today + timedelta(days=int(ahead[1]) * (7 if ahead[2] == "w" else 1))
    found = _DAY_MONTH.fullmatch(plain)
    if found is None or found[2] not in _MONTHS:
        return None
    return _next_such(int(found[1]), _MONTHS.index(found[2]) + 1, today, typed)


def _next_such(day: int, month: int, today: date, typed: str) -> date:
    """The next of that name; a due date lies ahead."""
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise BadInput(f"There is no {typed}. Write the day like 2026-12-04.")
