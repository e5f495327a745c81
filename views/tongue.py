"""What the window says, in the language chosen. The English words are the key.

`tr` says a text and `ntr` one that counts; `mark` names a text that is kept in a table and said
later with `tr`; `told` says a sentence that models made. Without a language all of them give
English, so that no test and no command line needs to choose one."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "languages"
ENGLISH, PSEUDO, MIRRORED = "en", "pseudo", "pseudo-rtl"
SYSTEM = "system"

Word = str | list[str]


@dataclass(frozen=True, slots=True)
class Tongue:
    """`words` has the saying of each English text, and the forms of one that counts, in the order
    that `form` numbers them; `sentences` that of each with gaps that models make. `say` makes one
    of a text that has none, and `hear` of such a sentence."""

    code: str = ENGLISH
    words: Mapping[str, Word] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)
    thousands: str = ","
    decimal: str = "."
    say: Callable[[str], str] = lambda text: text
    hear: Callable[[str], str] = lambda sentence: sentence
    mirrored: bool = False
    capital_nouns: bool = False


_spoken = [Tongue()]


def speak(code: str) -> None:
    """From now on. What is on screen already stays as it was said, so this comes before the
    first widget. A language that is not here is English."""
    _spoken[0] = _tongue(code)
    _sayings.cache_clear()


def spoken() -> Tongue:
    return _spoken[0]


def languages() -> tuple[str, ...]:
    """Codes of those that are here, English first."""
    return ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.json"))


def name_of(code: str) -> str:
    """A language is called by its own name."""
    if code == ENGLISH:
        return "English"
    kept = json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return str(kept["language"])


def best_of(wanted: list[str]) -> str:
    """The first of these ("de-AT", "fr") that is here."""
    known = languages()
    plain = (name.replace("_", "-").partition("-")[0].casefold() for name in wanted)
    return next((code for code in plain if code in known), ENGLISH)


def mark(text: str, *, sense: str = "") -> str:
    """A text of a table: said with `tr`, and the same sense, when it is shown."""
    return text


def marks(*texts: str) -> tuple[str, ...]:
    return texts


def tr(text: str, /, *, sense: str = "", **fields: object) -> str:
    """`sense` parts two meanings of one English word."""
    said = _one(f"{text} [{sense}]" if sense else text, text)
    return said.format(**fields) if fields else said


def ntr(one: str, many: str, n: int, /, **fields: object) -> str:
    """`{n}` in either text is the number, written as the language writes numbers."""
    here = _spoken[0]
    forms = here.words.get(many)
    if isinstance(forms, list):
        said = forms[min(here.form(n), len(forms) - 1)]
    else:
        said = here.say(one if n == 1 else many)
    return said.format(n=number(n), **fields)


def inside(word: str) -> str:
    """A word of a table within a sentence: in lower case, but for languages whose nouns keep
    their capital."""
    return word if _spoken[0].capital_nouns else word[:1].lower() + word[1:]


def number(value: float, digits: int = 0) -> str:
    """12,400 or 0.4; in German 12.400 and 0,4."""
    return figure(f"{value:,.{digits}f}")


def figure(written: str) -> str:
    """A figure as English writes it (`1,240.5 ms`), with the marks of the language."""
    here = _spoken[0]
    parting = {",": here.thousands, ".": here.decimal}
    return re.sub(r"(?<=\d)[,.](?=\d)", lambda found: parting[found[0]], written)


def told(sentence: str) -> str:
    """A sentence that models made: found again by its fixed words, with what fills its gaps as it
    is, or translated where it is a word of the catalogue; a gap called `sentence` holds another
    sentence of models. One that is not known stays English."""
    here = _spoken[0]
    known = here.words.get(sentence)
    if isinstance(known, str):
        return known
    for begins, pattern, said in _sayings():
        found = pattern.fullmatch(sentence) if sentence.startswith(begins) else None
        if found is not None:
            gaps = found.groupdict().items()
            return said.format(**{name: _inner(name, text) for name, text in gaps})
    return here.hear(sentence)


def _one(key: str, text: str) -> str:
    here = _spoken[0]
    known = here.words.get(key)
    return known if isinstance(known, str) else here.say(text)


def _inner(name: str, text: str) -> str:
    if name == "sentence":
        return told(text)
    known = _spoken[0].words.get(text)
    return known if isinstance(known, str) else text


_GAP = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def _sayings() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """(fixed beginning, the English sentence as a pattern, its saying) of each text with gaps;
    those with most fixed words first, so that a particular sentence wins over a general one."""
    found = sorted(_spoken[0].sentences.items(), key=lambda pair: -len(_GAP.sub("", pair[0])))
    return tuple((_GAP.split(text, 1)[0], _pattern(text), said) for text, said in found)


def _pattern(text: str) -> re.Pattern[str]:
    parts = _GAP.split(text)
    seen: set[str] = set()
    made = ""
    for n, part in enumerate(parts):
        if n % 2 == 0:
            made += re.escape(part)
        elif part in seen:
            made += f"(?P={part})"
        else:
            seen.add(part)
            made += f"(?P<{part}>.+?)"
    return re.compile(made, re.DOTALL)


@lru_cache(maxsize=4)
def _tongue(code: str) -> Tongue:
    if code == PSEUDO:
        return Tongue(code, say=pseudo, hear=marked)
    if code == MIRRORED:
        return Tongue(code, say=marked, hear=marked, mirrored=True)
    path = FOLDER / f"{code}.json"
    if code == ENGLISH or code not in languages():
        return Tongue()
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Tongue(
        code,
        kept["words"],
        kept["sentences"],
        c2py(kept["plural"]),
        kept["thousands"],
        kept["decimal"],
        mirrored=kept.get("mirrored", False),
        capital_nouns=kept.get("capital_nouns", False),
    )


# A language for tests: longer than English by the most that translations are, every letter an
# unusual one, every text between marks.

OPENS, CLOSES = "⟦", "⟧"
_ACCENTS = str.maketrans("ACDEGHIKLNORSTUYZacdeghiklnorstuyz", "ÅÇÐÉĜĤÎĶĻÑÖŔŠŢÛÝŽåçðéĝĥîķļñöŕšţûýž")
_LONGER = 0.4


def pseudo(text: str) -> str:
    """`⟦Ðéçļåŕé ~~⟧`; gaps stay as they are."""
    if not any(letter.isalpha() for letter in _GAP.sub("", text)):
        return text
    pieces = re.split(r"(\{[^}]*\})", text)
    accented = "".join(p if p.startswith("{") else p.translate(_ACCENTS) for p in pieces)
    more = "~" * max(1, round(len(_GAP.sub("", text)) * _LONGER))
    return f"{OPENS}{accented} {more}{CLOSES}"


def marked(sentence: str) -> str:
    """Between marks, as it is: the test needs to know only that the sentence was asked for."""
    return f"{OPENS}{sentence}{CLOSES}" if sentence else ""
