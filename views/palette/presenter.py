"""What the palette finds for what was typed; knows no widget."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PREFIXES = {">": "Commands", "@": "People", "#": "Incidents", "/": "Timeline"}
SHOWN = 40


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """`keys` are key caps; `detail` stands greyed behind the title."""

    id: str
    group: str
    title: str
    detail: str = ""
    icon: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """`matched` are the positions in the title that answer what was typed."""

    item: PaletteItem
    matched: tuple[int, ...]
    score: int


def rank(items: Iterable[PaletteItem], typed: str, recent: Sequence[str] = ()) -> list[Hit]:
    """The best first; with nothing typed, the last used first. A prefix keeps one group."""
    wanted = typed.strip()
    group = PREFIXES.get(wanted[:1], "")
    if group:
        wanted = wanted[1:].strip()
    pool = [item for item in items if not group or item.group == group]
    used = {name: len(recent) - n for n, name in enumerate(recent)}
    if not wanted:
        hits = [Hit(item, (), used.get(item.id, 0)) for item in pool]
    else:
        needle = wanted.casefold().replace(" ", "")
        hits = [
            Hit(item, found[1], found[0] + min(3, used.get(item.id, 0)))
            for item in pool
            if (found := _match(f"{item.title} {item.detail}", needle, len(item.title)))
        ]
    return sorted(hits, key=lambda hit: -hit.score)[:SHOWN]


def _match(text: str, needle: str, title_length: int) -> tuple[int, tuple[int, ...]] | None:
    """(score, positions within the title) where every letter comes in order; None where not.
    Beginnings of words and runs of letters weigh more, so that "dcl inc" finds what is meant."""
    folded = text.casefold()
    if len(folded) != len(text):
        folded = text.lower()
    positions: list[int] = []
    score, at = 0, -1
    for letter in needle:
        begin = _word_start(folded, letter, at + 1)
        follows = at + 1 < len(folded) and folded[at + 1] == letter
        found = at + 1 if follows else begin if begin >= 0 else folded.find(letter, at + 1)
        if found < 0:
            return None
        starts = found == 0 or not folded[found - 1].isalnum()
        score += 8 if starts else 5 if follows and positions else 1
        score -= min(3, (found - at - 1) // 6) if positions else 0
        positions.append(found)
        at = found
    inside = tuple(position for position in positions if position < title_length)
    return score * 4 - len(text) // 12 + (8 if len(inside) == len(positions) else 0), inside


def _word_start(text: str, letter: str, start: int) -> int:
    at = text.find(letter, start)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(letter, at + 1)
    return at
