"""Which words of a text are in no dictionary. Alone with the library that reads dictionaries."""

import logging
import re
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

log = logging.getLogger(__name__)

FOLDERS = {
    "linux": ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/usr/share/myspell"),
    "darwin": ("/Library/Spelling", "~/Library/Spelling"),
    "win32": (),
}
"""Where systems keep dictionaries in hunspell's form."""
MOST_SUGGESTIONS = 5
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PART_OF_A_NAME = re.compile(r"\S*[\d_/\\@#:<>]\S*|\S+\.\S+\w|[a-z]+[A-Z]\w*|\b[A-Z]{2,}s?\b")
"""Addresses, identifiers, abbreviations: no words of a language."""


class Speller(Protocol):
    """May be slow: never asked on the thread that draws."""

    def wrong(self, text: str, known: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """Where words stand, in characters, that are in no dictionary and not `known` (folded)."""

    def suggest(self, word: str) -> tuple[str, ...]: ...


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The words of names (services, people), folded: known, however they are spelled."""
    return frozenset(found[0].casefold() for name in names for found in _WORD.finditer(name))


def speller(language: str = "en_US") -> "Speller":
    """For a language by its code; English where the system has no dictionary of it."""
    return Hunspell(language)


@dataclass
class Hunspell:
    """Reads its dictionary when it is first asked (a quarter of a second)."""

    language: str
    _dictionary: Any = None
    _seen: dict[str, bool] = field(default_factory=dict)

    def wrong(self, text: str, known: frozenset[str]) -> tuple[tuple[int, int], ...]:
        names = [found.span() for found in _PART_OF_A_NAME.finditer(text)]
        found, at = [], 0
        for word in _WORD.finditer(text):
            start, end = word.span()
            while at < len(names) and names[at][1] <= start:
                at += 1
            inside = at < len(names) and names[at][0] < end
            plain = word[0].replace("’", "'")
            name = plain.casefold().removesuffix("'s")
            if not inside and name not in known and not self._is_word(plain):
                found.append((start, end))
        return tuple(found)

    def suggest(self, word: str) -> tuple[str, ...]:
        told: list[str] = []
        for suggestion in self._loaded().suggest(word):
            told.append(str(suggestion))
            if len(told) == MOST_SUGGESTIONS:
                break
        return tuple(told)

    def _is_word(self, plain: str) -> bool:
        if plain not in self._seen:
            dictionary = self._loaded()
            self._seen[plain] = bool(
                dictionary.lookup(plain) or dictionary.lookup(plain.removesuffix("'s"))
            )
        return self._seen[plain]

    def _loaded(self) -> Any:
        if self._dictionary is None:
            self._dictionary = _first_readable(_file_of(self.language), _own())
        return self._dictionary


class _Nothing:
    """Where no dictionary can be read every word is right."""

    def lookup(self, word: str) -> bool:
        return True

    def suggest(self, word: str) -> tuple[str, ...]:
        return ()


def _first_readable(*paths: Path | None) -> Any:
    """Dictionaries of a system come in forms that nobody foresaw."""
    for path in paths:
        if path is not None:
            try:
                return _read(path)
            except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
                log.info("The dictionary %s cannot be read: %s", path, error)
    return _Nothing()


def _read(path: Path) -> Any:
    """As the library does, but with its files closed again."""
    from spylls.hunspell import Dictionary, readers
    from spylls.hunspell.readers import FileReader

    with ExitStack() as opened:

        class Reader(FileReader):  # type: ignore[misc]
            def _open(self, path: str, encoding: str) -> Any:
                return opened.enter_context(super()._open(path, encoding))

        aff, context = readers.read_aff(Reader(f"{path}.aff"))
        words = readers.read_dic(
            Reader(f"{path}.dic", encoding=context.encoding), aff=aff, context=context
        )
        return Dictionary(aff, words)


def _own() -> Path:
    """The English dictionary that comes with the library."""
    from spylls import hunspell

    return Path(hunspell.__file__).parent / "data" / "en" / "en_US"


def _file_of(language: str) -> Path | None:
    """A dictionary of the system, without its ending; None where there is none."""
    wanted = language.replace("-", "_")
    for folder in FOLDERS.get(sys.platform, ()):
        place = Path(folder).expanduser()
        for path in (place / wanted, *sorted(place.glob(f"{wanted.partition('_')[0]}_*.dic"))):
            plain = path.with_suffix("")
            if plain.with_suffix(".dic").is_file() and plain.with_suffix(".aff").is_file():
                return plain
    return None
