"""What a post-mortem decided to do: list items, rows of tables, ticked or not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.domain.action_item import ActionKind
from models.domain.postmortem import ToldAction
from models.intake.fields import has_placeholder, web_address
from models.intake.postmortems.headings import kind_said
from models.intake.postmortems.parts import Part, plain_words
from models.intake.postmortems.rows import ITEM, LINES, TABLE_ROW, Row, rows_of
from models.intake.postmortems.stamps import stamp_of

MOST_ACTIONS = 300
MOST_TEXT = 500
_LONGEST = 10_000
_BOX = re.compile(r"\[([ xX])\][ \t]*")
_LINK = re.compile(
    r"\[([^\]\n]{0,300})\]\((https?://[^()\s]{1,2000})\)|<?(https?://[^\s<>)\]]{1,2000})>?"
)
_OWNER = re.compile(
    r"[(\[]?\b(?:owner|assignee|assigned to|dri|responsible)\s*[:=]\s*@?"
    r"([\w.\-]+(?: [A-Z][\w.\-]+){0,2})[)\]]?",
    re.IGNORECASE,
)
_AT_NAME = re.compile(r"(?<![\w/.])@([A-Za-z][\w\-]{1,38})\b")
_DUE = re.compile(
    r"[(\[]?\b(?:due(?: date)?|deadline|by|eta|before)\s*[:=]?\s*(\d{4}-\d{2}-\d{2})[)\]]?",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:done|complete[d]?|closed|fixed|merged|shipped|finished)\b|\u2705|\u2714", re.IGNORECASE
)
_NOT_DONE = re.compile(r"\b(?:not|to be|in progress|todo|open)\b", re.IGNORECASE)
_STRICT = re.compile(r"\baction|\bto.?do", re.IGNORECASE)
_POINTS = re.compile(
    r"(?:see |link to |github |tracking )*(?:here|links?|issues?|prs?|pull requests?|tickets?)",
    re.IGNORECASE,
)
"""Words of a link that only say that it is one."""
_HOLLOW = re.compile(r"\s*[(\[]\s*[)\]]")
_BEFORE_STOP = re.compile(r"\s+([.,;])(?=\s|$)")
_EMPTY = re.compile(r"[\W_]*(?:n/?a|none|tbd|todo|\.\.\.)?[\W_]*", re.IGNORECASE)

_COLUMNS = {
    "text": r"action|item|task|description|what|summary|to ?do|recommendation|follow",
    "owner": r"owner|assign|who|responsible|dri|lead",
    "due": r"due|deadline|eta|by when|target|when",
    "kind": r"type|kind|category",
    "state": r"status|state|done|complete",
    "tracker": r"bug|issue|ticket|tracker|link|jira|pr\b|reference",
}
"""Which column is which, by its head; the first of these that fits holds."""


@dataclass(slots=True)
class Actions:
    found: list[ToldAction] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    unfilled: int = 0
    shortened: int = 0


def read_actions(parts: Sequence[Part]) -> Actions:
    """`parts` are those of the actions, in order. A paragraph is an action only below "Action
    items" or a heading of its own there, and where no list stands beside it: below "Next steps" it
    may say anything."""
    told = Actions()
    strict = bool(parts) and _STRICT.search(parts[0].heading) is not None
    for n, part in enumerate(parts):
        kind = kind_said(part.heading) or ActionKind.FIX
        left: list[str] = []
        rows = rows_of(part.body)
        leads = n == 0 and len(parts) > 1
        is_list = strict and not leads and all(row.kind == LINES for row in rows)
        for row in rows:
            if has_placeholder(row.text):
                told.unfilled += 1
                left.append(row.text)
                continue
            action = None
            if row.kind == TABLE_ROW:
                action = _of_table(row, kind)
            elif row.kind == ITEM or (row.kind == LINES and is_list and not _introduces(row)):
                action = _of_text(row.text, kind, told)
            if action is None:
                left.append(row.text)
            elif len(told.found) < MOST_ACTIONS:
                told.found.append(action)
        text = "\n\n".join(one for one in left if not _EMPTY.fullmatch(one))
        if text:
            told.left.append((part.heading, text))
    return told


def _introduces(row: Row) -> bool:
    """A line that only leads to the list below it, a picture, or text in a fence."""
    return row.text.rstrip().endswith(":") or row.text.startswith(("```", "~~~", "![", "<"))


def _of_text(text: str, kind: ActionKind, told: Actions) -> ToldAction | None:
    text = text[:_LONGEST]
    box = _BOX.match(text)
    words = text[box.end() :] if box else text
    struck = words.strip().startswith("~~") and words.strip().rstrip(".").endswith("~~")
    owner, due = _OWNER.search(words), _DUE.search(words)
    named = _AT_NAME.findall(words)
    short = _one_line(words)
    if _EMPTY.fullmatch(short):
        return None
    told.shortened += len(short) > MOST_TEXT
    return ToldAction(
        text=_cut(short),
        kind=kind,
        owner=owner[1] if owner else named[0] if len(named) == 1 else "",
        due=_day(due[1]) if due else None,
        done=bool(box and box[1] in "xX") or struck,
        tracker=_tracker(words),
    )


def _of_table(row: Row, kind: ActionKind) -> ToldAction | None:
    cells = dict(_columns(row))
    text = _one_line(cells.get("text", ""))
    if _EMPTY.fullmatch(text):
        return None
    state = cells.get("state", "")
    owner = plain_words(cells.get("owner", "")).lstrip("@")
    return ToldAction(
        text=_cut(text),
        kind=kind_said(cells.get("kind", "")) or kind,
        owner="" if _EMPTY.fullmatch(owner) else owner[:80],
        due=_day(cells.get("due", "")),
        done=bool(_DONE.search(state)) and not _NOT_DONE.search(state),
        tracker=_tracker(cells.get("tracker", "")) or _tracker(cells.get("text", "")),
    )


def _columns(row: Row) -> Iterator[tuple[str, str]]:
    named: dict[int, str] = {}
    for name, words in _COLUMNS.items():
        for n, head in enumerate(row.heads):
            if (
                n not in named
                and name not in named.values()
                and re.search(rf"\b(?:{words})", head, re.IGNORECASE)
            ):
                named[n] = name
    if "text" not in named.values():
        free = next((n for n in range(len(row.cells)) if n not in named), None)
        if free is not None:
            named[free] = "text"
    yield from _by_column(named, row.cells)


def _by_column(named: Mapping[int, str], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    for n, name in named.items():
        if n < len(cells):
            yield name, cells[n]


def _one_line(text: str) -> str:
    """The words; a link keeps its own, where they say more than "issue". An address alone is left
    out where it is kept as the tracker's."""
    bare = _BOX.sub("", text, count=1) if _BOX.match(text) else text
    tracker = _tracker(bare)

    def words(link: re.Match[str]) -> str:
        said = link[1] if link[1] is not None else "" if link[3] == tracker else link[3]
        ends = not bare[link.end() :].strip(" \n.)]")
        return "" if ends and link[2] == tracker and _POINTS.fullmatch(said.strip()) else said

    shown = _HOLLOW.sub("", _LINK.sub(words, bare))
    whole = " ".join(plain_words(line) for line in shown.split("\n") if line.strip())
    return _BEFORE_STOP.sub(r"\1", whole) or " ".join(text.split())


def _cut(text: str) -> str:
    """At the end of a sentence where there is one, else of a word."""
    if len(text) <= MOST_TEXT:
        return text
    head = text[: MOST_TEXT - 1]
    sentence = max(head.rfind(". "), head.rfind("? "), head.rfind("! "))
    if sentence > MOST_TEXT // 3:
        return head[: sentence + 1]
    return head[: head.rfind(" ")].rstrip() + "…"


def _tracker(text: str) -> str:
    for found in _LINK.finditer(text):
        address = web_address(found[2] or found[3])
        if re.search(r"/(?:issues?|pull|merge_requests|browse|tickets?|tasks?|b)/", address):
            return address
    return ""


def _day(text: str) -> date | None:
    stamp = stamp_of(text.strip())
    return stamp.day if stamp is not None and stamp.has_year else None
