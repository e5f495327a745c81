"""Rows of a timeline, fetched by page and kept while they are near."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from models.domain.errors import WarRoomError
from models.domain.timeline import TimelineEntry
from views.tongue import told

PAGE = 64
KEPT_PAGES = 16


class TimelineSource(Protocol):
    """A timeline under one filter, in the order of (happened_at, uid)."""

    def count(self) -> int: ...

    def page(self, first: int, n: int) -> Sequence[TimelineEntry]:
        """Up to `n` entries from position `first` on. Asked on the UI thread: keep it short."""


class Pages:
    """A window on a source: at most KEPT_PAGES pages are held, the least used go first. `trouble`
    says why the source could not be read the last time; what is held stays."""

    def __init__(self, source: TimelineSource) -> None:
        self._source = source
        self._count = 0
        self.trouble = ""
        self._pages: OrderedDict[int, dict[int, TimelineEntry]] = OrderedDict()

    def entry(self, row: int) -> TimelineEntry | None:
        """None where the source cannot be read, or gives fewer rows than it counted: it changed
        under us, and a notification is on its way."""
        number, offset = divmod(row, PAGE)
        page = self._page(number)
        if offset not in page:
            self._fill(number, page, offset)
        return page.get(offset)

    def inserted(self, row: int) -> None:
        """Rows from `row` on have moved: forget them. The rows before it stay."""
        number, offset = divmod(row, PAGE)
        for held in [n for n in self._pages if n > number]:
            del self._pages[held]
        page = self._pages.get(number, {})
        for moved in [n for n in page if n >= offset]:
            del page[moved]

    def reload(self, uid: str) -> int | None:
        """Fetches a held entry again; gives its row, None where it is not held."""
        for number, page in self._pages.items():
            for offset, entry in page.items():
                if entry.uid == uid:
                    row = number * PAGE + offset
                    page[offset] = next(iter(self._fetch(row, 1)), entry)
                    return row
        return None

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
            for row, entry in enumerate(found, first):
                self._page(row // PAGE)[row % PAGE] = entry
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

    def _fill(self, number: int, page: dict[int, TimelineEntry], offset: int) -> None:
        """Fetches the whole run of rows that are missing around this one."""
        start, end = offset, offset + 1
        while start > 0 and start - 1 not in page:
            start -= 1
        while end < PAGE and end not in page:
            end += 1
        page.update(enumerate(self._fetch(number * PAGE + start, end - start), start))

    def _fetch(self, first: int, n: int) -> Sequence[TimelineEntry]:
        try:
            found = self._source.page(first, n)
        except WarRoomError as error:
            self.trouble = told(str(error))
            return ()
        self.trouble = ""
        return found

    def find(self, entry: TimelineEntry, count: int) -> int:
        """Where an entry stands, or would stand, among `count` rows."""
        wanted = (entry.happened_at, entry.uid)
        return bisect_left(range(count), wanted, key=lambda row: self._order(row, wanted))

    def _order(self, row: int, otherwise: tuple[datetime, str]) -> tuple[datetime, str]:
        found = self.entry(row)
        return (found.happened_at, found.uid) if found else otherwise
