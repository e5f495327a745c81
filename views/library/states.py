"""What the library shows: one frozen value."""

from dataclasses import dataclass

from models.queries.comebacks import Comeback
from models.queries.library import ReviewFound
from models.queries.reading_list import ReadingList
from models.queries.similar import Similar


@dataclass(frozen=True, slots=True)
class Shelf:
    """What does not depend on the search."""

    reading: ReadingList
    back: tuple[Comeback, ...]


@dataclass(frozen=True, slots=True)
class LibraryState:
    """`found` answers `typed` once `searched` is the same words. `chosen` is the uid of the row
    that `similar` is about, "" before one is chosen."""

    typed: str = ""
    searched: str = ""
    found: tuple[ReviewFound, ...] = ()
    reading: ReadingList | None = None
    back: tuple[Comeback, ...] = ()
    chosen: str = ""
    chosen_label: str = ""
    similar: tuple[Similar, ...] = ()
    notice: str = ""

    @property
    def is_search(self) -> bool:
        return bool(self.typed.strip())

    @property
    def is_answered(self) -> bool:
        return self.searched == self.typed
