"""Which rows stand where in the viewport, kept steady while heights become known."""

from collections.abc import Callable
from typing import NamedTuple

from views.room.timeline_heights import HeightIndex
from views.room.timeline_rows import Row


class Shown(NamedTuple):
    """A row in the viewport; `top` is its upper edge there, in px."""

    position: int
    top: int
    row: Row

    @property
    def bottom(self) -> int:
        return self.top + self.row.height


class TimelineWindow:
    """Holds on to the top visible row, or to the end while following. Rows are measured when they
    come into view, so a wrong estimate above or below never moves what is being read."""

    def __init__(self, lay_out: Callable[[int], Row | None], estimate: int) -> None:
        self._lay_out = lay_out
        self.heights = HeightIndex(0, estimate)
        self.following = True
        self.shown: list[Shown] = []
        self._known: dict[int, Row] = {}
        self._height = 0
        self._footer = 0
        self._top_row = 0
        self._hidden = 0  # px of the top row above the viewport

    def reset(self, count: int) -> None:
        self.heights.reset(count)
        self.following = True
        self._top_row = self._hidden = 0

    @property
    def height(self) -> int:
        """Pixels of the viewport that it was arranged for."""
        return self._height

    def forget_heights(self, estimate: int) -> None:
        """After a change of width or text size: the same top row, measured anew."""
        self.heights = HeightIndex(len(self.heights), estimate)
        self._hidden = 0

    def resize(self, height: int, footer: int) -> None:
        self._height, self._footer = height, footer

    @property
    def top(self) -> int:
        """The position of the first visible row."""
        return self._top_row

    @property
    def value(self) -> int:
        """How many px of the list are above the viewport."""
        if self.following:
            return self.maximum
        return min(self.heights.top(self._top_row) + self._hidden, self.maximum)

    @property
    def maximum(self) -> int:
        return max(0, self.heights.total + self._footer - self._height)

    def grew(self, n: int) -> None:
        """`n` rows came at the end."""
        self.heights.append(n)

    def recount(self, count: int, top: int) -> None:
        """Other rows than before; the one that was on top is now at `top`."""
        self.heights.reset(count)
        self._top_row = top

    def hold(self, uid: str) -> None:
        """Keep this row's upper edge where it is, whatever becomes of its height."""
        found = next((s for s in self.shown if s.row.entry.uid == uid), None)
        if found is not None:
            self.following = False
            self._top_row, self._hidden = found.position, -found.top

    def scroll_by(self, dy: int) -> None:
        self.following = False
        self._hidden += dy

    def scroll_to(self, y: int) -> None:
        self.following = y >= self.maximum
        if len(self.heights) and not self.following:
            self._top_row = self.heights.row_at(y)
            self._hidden = y - self.heights.top(self._top_row)

    def bring(self, position: int, *, centered: bool = False) -> None:
        """Scroll as little as needed until the row is wholly visible, or put it in the middle."""
        found = next((s for s in self.shown if s.position == position), None)
        row = found.row if found else self._measured(position)
        if row is None:
            return
        if centered or (found is None and not self._is_next(position)):
            self.following = False
            self._top_row, self._hidden = position, -((self._height - row.height) // 2)
        elif found and found.top >= 0 and found.bottom <= self._height:
            return
        elif position <= self._top_row:
            self.following = False
            self._top_row, self._hidden = position, 0
        else:
            last = self.shown[-1]
            bottom = found.bottom if found else last.bottom + row.height
            self.scroll_by(bottom - self._height)

    def arrange(self, *, afresh: bool) -> None:
        """Works out `shown`; ends up following where the end is in view. Not `afresh`: the rows
        that are shown are as they were and have kept their positions, only elsewhere."""
        self._known = {} if afresh else {shown.position: shown.row for shown in self.shown}
        self.shown = []
        if not len(self.heights):
            self.following = True
            return
        if not self.following:
            self._settle()
            self._fill_down()
            end = self.shown[-1] if self.shown else None
            self.following = (
                end is not None
                and end.position == len(self.heights) - 1
                and end.bottom + self._footer <= self._height
            )
        if self.following:
            self._fill_up()

    def _is_next(self, position: int) -> bool:
        if not self.shown:
            return False
        return position in (self.shown[0].position - 1, self.shown[-1].position + 1)

    def _measured(self, position: int) -> Row | None:
        row = self._known.get(position)
        if row is None and (row := self._lay_out(position)) is not None:
            self.heights.measure(position, row.height)
            self._known[position] = row
        return row

    def _settle(self) -> None:
        """Lets the top row be one that is partly visible, measuring what is passed."""
        self._top_row = min(self._top_row, len(self.heights) - 1)
        while self._hidden < 0 and self._top_row > 0:
            self._top_row -= 1
            if (row := self._measured(self._top_row)) is None:
                break
            self._hidden += row.height
        self._hidden = max(self._hidden, 0)
        while self._top_row < len(self.heights) - 1:
            row = self._measured(self._top_row)
            if row is None or self._hidden < row.height:
                break
            self._hidden -= row.height
            self._top_row += 1

    def _fill_down(self) -> None:
        y, position = -self._hidden, self._top_row
        while position < len(self.heights) and y < self._height:
            if (row := self._measured(position)) is None:
                break
            self.shown.append(Shown(position, y, row))
            y += row.height
            position += 1

    def _fill_up(self) -> None:
        y, position, rows = self._height - self._footer, len(self.heights) - 1, []
        while position >= 0 and y > 0:
            row = self._known.get(position) or self._measured(position)
            if row is None:
                break
            y -= row.height
            rows.append((position, y, row))
            position -= 1
        up = max(y, 0)  # a short list stands at the top
        self.shown = [Shown(position, top - up, row) for position, top, row in reversed(rows)]
        if self.shown:
            self._top_row, self._hidden = self.shown[0].position, -self.shown[0].top
