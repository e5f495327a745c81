"""What the palette finds for what was typed; knows no widget."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from views.tongue import mark

IN_INCIDENT, COMMANDS, PEOPLE = mark("This incident"), mark("Commands"), mark("People")
INCIDENTS, TIMELINE, RUNBOOKS, SETTINGS = (
    mark("Incidents"),
    mark("Timeline"),
    mark("Runbooks"),
    mark("Settings"),
)
PREFIXES = {
    ">": (IN_INCIDENT, COMMANDS),
    "@": (PEOPLE,),
    "#": (INCIDENTS,),
    "/": (TIMELINE,),
}
SHOWN = 40
OF_ALL = (INCIDENTS, SETTINGS)
"""Groups that have nothing to do with the incident in front."""

AT_WORD, IN_RUN, ANYWHERE = 8, 5, 1
"""What a matched letter weighs: at the beginning of a word, next to the one before, elsewhere."""
IN_TITLE = 8
"""More, where nothing had to be found in the detail."""
MOST_FOR_RECENT = 12
"""As much as three letters: the last used decides between likes, and no more."""


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
    """The best first, likes in the order given; with nothing typed, the last used first. A prefix
    keeps its groups."""
    wanted = typed.strip()
    groups = PREFIXES.get(wanted[:1], ())
    if groups:
        wanted = wanted[1:]
    needle = _folded(wanted).replace(" ", "")
    used = {name: max(1, MOST_FOR_RECENT - n) for n, name in enumerate(recent)}
    hits = []
    for item in items:
        if groups and item.group not in groups:
            continue
        found = _match(item.title, item.detail, needle)
        if found is not None:
            score, matched = found
            hits.append(Hit(item, matched, score + used.get(item.id, 0)))
    return sorted(hits, key=lambda hit: -hit.score)[:SHOWN]


def by_group(hits: Sequence[Hit]) -> list[Hit]:
    """Hits of one group together, the group of the best hit first."""
    groups = {group: n for n, group in enumerate(dict.fromkeys(hit.item.group for hit in hits))}
    return sorted(hits, key=lambda hit: groups[hit.item.group])


def _match(title: str, detail: str, needle: str) -> tuple[int, tuple[int, ...]] | None:
    """(score, positions within the title) where every letter comes in order; None where not."""
    if not needle:
        return 0, ()
    text = _folded(f"{title} {detail}")
    if not _comes_in_order(text, needle):
        return None
    ways = [_eager(text, needle), _by_words(text, needle), _run(text, needle)]
    score, positions = max((_weigh(text, way), way) for way in ways if way)
    inside = tuple(position for position in positions if position < len(title))
    whole = IN_TITLE if len(inside) == len(positions) else 0
    return 4 * score + whole, inside


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """In lower case, letter for letter, so that positions stay those of the text."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _comes_in_order(text: str, needle: str) -> bool:
    at = -1
    for letter in needle:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _eager(text: str, needle: str) -> tuple[int, ...]:
    """Each letter at its first place."""
    found, at = [], -1
    for letter in needle:
        at = text.find(letter, at + 1)
        found.append(at)
    return tuple(found)


def _by_words(text: str, needle: str) -> tuple[int, ...]:
    """Each letter beside the one before or at the beginning of a word; () where that fails."""
    found, at = [], -1
    for letter in needle:
        if not (at >= 0 and text.startswith(letter, at + 1)):
            after = at + 1
            at = text.find(letter, after)
            while at > 0 and text[at - 1].isalnum():
                at = text.find(letter, at + 1)
            if at < 0:
                return ()
        else:
            at += 1
        found.append(at)
    return tuple(found)


def _run(text: str, needle: str) -> tuple[int, ...]:
    """All letters side by side, at the beginning of a word where there is one; () where not."""
    first = at = text.find(needle)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(needle, at + 1)
    start = at if at >= 0 else first
    return tuple(range(start, start + len(needle))) if start >= 0 else ()


def _weigh(text: str, positions: Sequence[int]) -> int:
    score, before = 0, -2
    for at in positions:
        if at == 0 or not text[at - 1].isalnum():
            score += AT_WORD
        elif at == before + 1:
            score += IN_RUN
        else:
            score += ANYWHERE
        before = at
    return score
