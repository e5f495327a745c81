"""Parts that look the same in many rows, each drawn once: an icon in its ring, a chip."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

from views.widgets.painted import painting


class Stamps:
    """On one ground, so that they are copied and not blended; for places on whole pixels."""

    def __init__(self, ground: QColor, most: int) -> None:
        """At most so many are kept."""
        self._ground, self._most = ground, most
        self._kept: dict[Hashable, QPixmap] = {}

    def put(
        self,
        painter: QPainter,
        what: Hashable,
        place: QRect,
        ratio: float,
        draw: Callable[[QPainter], None],
    ) -> None:
        """`draw` paints it at its place; at every other place `what` of that size looks the same.
        `ratio` is that of the device."""
        key = (what, place.width(), place.height(), ratio)
        picture = self._kept.get(key)
        if picture is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            picture = self._kept[key] = self._drawn(place, ratio, draw)
        painter.drawPixmap(place.topLeft(), picture)

    def _drawn(self, place: QRect, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
        picture = QPixmap(place.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._ground)
        with painting(picture) as painter:
            painter.translate(-place.topLeft())
            draw(painter)
        return picture
