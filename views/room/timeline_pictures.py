"""Rows already drawn, kept as pictures: a frame while scrolling is then little more than copying.

Drawing the words of thirty rows takes some 2.5 ms, copying their pictures some 0.3 ms."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap

from views.room.timeline_paint import Look, RowPainter
from views.room.timeline_rows import Metrics, Row
from views.room.timeline_stamps import Stamps
from views.room.timeline_words import RoomClock, is_running
from views.widgets.painted import painting

_KEPT = 96
_TALLEST = 400  # px; an opened text of many pages is drawn as it is
_AT_ONCE = 8
"""More rows that are new to a paint than these were jumped to, and may be left at once."""

_Key = tuple[str, Look, float]


class RowPictures:
    """For one width, theme, text size and clock. Rows that are jumped to get their pictures when
    they are painted a second time: whoever drags the bar passes most rows once, and to draw a row
    by itself costs half as much again as to draw it beside others."""

    def __init__(self, metrics: Metrics, clock: RoomClock) -> None:
        self._metrics, self._clock = metrics, clock
        self._ground = metrics.theme.color("surface")
        self._stamps = Stamps(self._ground, most=256)
        self._now_lines = Stamps(self._ground, most=1)
        self._kept: OrderedDict[_Key, tuple[Row, QPixmap]] = OrderedDict()
        self._passed: set[_Key] = set()

    def draw(
        self,
        painter: QPainter,
        ratio: float,
        rows: Sequence[tuple[Row, int, Look]],
        now: datetime,
    ) -> None:
        """Rows with their tops, and the ground of each; `ratio` is that of the painter's device."""
        missing, passed, brush = [], set(), self.brush(painter, ratio)
        for row, top, look in rows:
            key = (row.entry.uid, look, ratio)
            row_then, picture = self._kept.get(key, (None, None))
            if row_then is row and picture is not None:
                self._kept.move_to_end(key)
                painter.drawPixmap(0, top, picture)
            else:
                missing.append((key, row, top))
        jumped = len(missing) > _AT_ONCE and ratio.is_integer()
        for key, row, top in missing:
            if row.height > _TALLEST or is_running(row.entry):
                self._draw_itself(painter, brush, key, row, top, now)
            elif jumped and key not in self._passed:
                self._draw_itself(painter, brush, key, row, top, now)
                passed.add(key)
            else:
                painter.drawPixmap(0, top, self._drawn(row, key, now))
        self._passed = passed

    def now_line(
        self, painter: QPainter, ratio: float, place: QRect, now: datetime, *, joined: bool
    ) -> None:
        """The same for a second, wherever the rows push it."""

        def draw(own: QPainter) -> None:
            self.brush(own, ratio).now_line(place, now, joined=joined)

        if ratio.is_integer():
            what = (self._clock.time(now), joined)
            self._now_lines.put(painter, what, place, ratio, draw)
        else:
            draw(painter)

    def brush(self, painter: QPainter, ratio: float) -> RowPainter:
        return RowPainter(painter, ratio, self._metrics, self._clock, self._stamps)

    def _draw_itself(
        self, painter: QPainter, brush: RowPainter, key: _Key, row: Row, top: int, now: datetime
    ) -> None:
        _, look, ratio = key
        if ratio.is_integer():
            painter.fillRect(0, top, self._metrics.width, row.height, self._ground)
        brush.row(row, top, look, now)

    def _drawn(self, row: Row, key: _Key, now: datetime) -> QPixmap:
        _, look, ratio = key
        picture = QPixmap(round(self._metrics.width * ratio), round(row.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._ground)
        with painting(picture) as painter:
            self.brush(painter, ratio).row(row, 0, look, now)
        self._kept[key] = (row, picture)
        self._kept.move_to_end(key)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return picture
