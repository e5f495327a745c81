"""Rows of a timeline, fetched by page and kept while they are near."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol

from models.domain.errors import WarRoomError
from models.domain.timeline import Key, TimelineEntry
from views.tongue import told

PAGE = 64
KEPT_PAGES = 16
READ = 24
"""Rows read at a time: what a window shows, and a few more."""
KEPT_MARKS = 512
"""Rows whose keys are kept when the rows themselves are not."""


class TimelineSource(Protocol):
    """A timeline under one filter, in the order of (happened_at, uid)."""

    def count(self) -> int: ...

    def page(self, first: int, n: int) -> Sequence[TimelineEntry]:
        """Up to `n` entries from position `first` on. Asked on the UI thread: keep it short."""

    def beside(self, key: Key, n: int, *, later: bool, skip: int = 0) -> Sequence[TimelineEntry]:
        """Up to `n` entries behind the one of this key, or before it, `skip` left out between:
        quicker than by position, the quicker the less is left out."""


class Pages:
    """A window on a source: at most KEPT_PAGES pages are held, the least used go first. `trouble`
    says why the source could not be read the last time; what is held stays."""

    def __init__(self, source: TimelineSource) -> None:
        self._source = source
        self._count = 0
        self.trouble = ""
        self._pages: OrderedDict[int, dict[int, TimelineEntry]] = OrderedDict()
        self._marks: OrderedDict[int, Key] = OrderedDict()

    def entry(self, row: int) -> TimelineEntry | None:
        """None where the source cannot be read, or gives fewer rows than it counted: it changed
        under us, and a notification is on its way."""
        page = self._pages.get(row // PAGE)
        found = None if page is None else page.get(row % PAGE)
        if found is None and self._fill(row):
            found = self._page(row // PAGE).get(row % PAGE)
        return found

    def refresh(self, first: int, n: int) -> int:
        """Reads `n` rows from `first` on and what came since, and forgets every other row, if the
        source can be read; gives how many there are now."""
        before = self._count
        count = self.count()
        if self.trouble:
            return count
        found = self._fetch(first, n + max(0, min(count - before, PAGE)))
        if not self.trouble:
            self._pages.clear()
            self._marks.clear()
            self._hold(first, found)
        return count

    def count(self) -> int:
        try:
            self._count, self.trouble = self._source.count(), ""
        except WarRoomError as error:
            self.trouble = told(str(error))
        return self._count

    def _page(self, number: int) -> dict[int, TimelineEntry]:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = {}
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return page

    def _hold(self, first: int, found: Sequence[TimelineEntry]) -> None:
        page = self._page(first // PAGE)
        for row, entry in enumerate(found, first):
            if row % PAGE == 0:
                page = self._page(row // PAGE)
            page[row % PAGE] = entry

    def _fill(self, row: int) -> bool:
        """Fetches the run of missing rows that this one begins, or ends where the rows behind it
        are there: whoever scrolls goes on the way they came. The row before it is always among
        them: a row is drawn with its day where that one is of another."""
        first, end = row, row + 1
        while end < self._count and end - first < READ and not self._is_held(end):
            end += 1
        while first > 0 and (first == row or end - first < READ) and not self._is_held(first - 1):
            first -= 1
        n = end - first
        found = self._from_a_mark(first, n) or self._fetch(first, n)
        self._hold(first, found)
        if found:
            self._mark(first, found[0])
            self._mark(first + len(found) - 1, found[-1])
        return bool(found)

    def _is_held(self, row: int) -> bool:
        return row % PAGE in self._pages.get(row // PAGE, ())

    def _from_a_mark(self, first: int, n: int) -> Sequence[TimelineEntry]:
        """The same rows, counted from the nearest one whose key is known; nothing where either end
        of the timeline is nearer. Whoever drags the bar is never far from where they were."""
        nearest = min(first, max(1, self._count - first - n))
        beginning, later = None, True
        for row, key in self._marks.items():
            behind = row >= first + n
            skip = row - first - n if behind else first - row - 1
            if 0 <= skip < nearest:
                nearest, beginning, later = skip, key, not behind
        if beginning is None:
            return ()
        found = self._read(lambda: self._source.beside(beginning, n, later=later, skip=nearest))
        return found if later or len(found) == n else ()

    def _mark(self, row: int, entry: TimelineEntry) -> None:
        self._marks[row] = entry.key
        self._marks.move_to_end(row)
        if len(self._marks) > KEPT_MARKS:
            self._marks.popitem(last=False)

    def _fetch(self, first: int, n: int) -> Sequence[TimelineEntry]:
        return self._read(lambda: self._source.page(first, n))

    def _read(self, asked: Callable[[], Sequence[TimelineEntry]]) -> Sequence[TimelineEntry]:
        try:
            found = asked()
        except WarRoomError as error:
            self.trouble = told(str(error))
            return ()
        self.trouble = ""
        return found

    def find(self, entry: TimelineEntry, count: int) -> int:
        """Where an entry stands, or would stand, among `count` rows."""
        wanted = entry.key
        return bisect_left(range(count), wanted, key=lambda row: self._key(row, wanted))

    def _key(self, row: int, otherwise: Key) -> Key:
        found = self.entry(row)
        return found.key if found else otherwise
