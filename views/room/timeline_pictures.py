"""Rows already drawn, kept as pictures: a frame while scrolling is then little more than copying.

Drawing the words of thirty rows takes some 2.5 ms, copying their pictures some 0.3 ms."""

from collections import OrderedDict
from datetime import datetime

from PySide6.QtGui import QPainter, QPixmap

from views.room.timeline_paint import Look, RowPainter
from views.room.timeline_rows import Metrics, Row
from views.room.timeline_words import RoomClock, is_running
from views.widgets.painted import painting

_KEPT = 96
_TALLEST = 400  # px; an opened text of many pages is drawn as it is


class RowPictures:
    """For one width, theme, text size and clock."""

    def __init__(self, metrics: Metrics, clock: RoomClock) -> None:
        self._metrics, self._clock = metrics, clock
        self._kept: OrderedDict[tuple[str, Look], tuple[Row, QPixmap]] = OrderedDict()

    def draw(self, painter: QPainter, row: Row, look: Look, now: datetime) -> None:
        if row.height > _TALLEST or is_running(row.entry):
            RowPainter(painter, self._metrics, self._clock).row(row, look, now)
            return
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        key = (row.entry.uid, look._replace(top=0))
        row_then, picture = self._kept.get(key, (None, None))
        if picture is None or row_then is not row or picture.devicePixelRatio() != ratio:
            picture = self._drawn(row, key[1], now, ratio)
            self._kept[key] = (row, picture)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        painter.drawPixmap(0, look.top, picture)

    def _drawn(self, row: Row, look: Look, now: datetime, ratio: float) -> QPixmap:
        picture = QPixmap(round(self._metrics.width * ratio), round(row.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._metrics.theme.color("surface"))
        with painting(picture) as painter:
            RowPainter(painter, self._metrics, self._clock).row(row, look, now)
        return picture
