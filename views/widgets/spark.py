"""A trend as small as a word."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.theme import theme_of
from views.widgets.painted import painting

MOST_WIDE = 120
FILL = 0.12


class Spark(QWidget):
    """A small line with its last point; gaps stay gaps. `low` is where it stands on, if not on its
    own least value."""

    def __init__(self, parent: QWidget | None = None, *, low: float | None = None) -> None:
        super().__init__(parent)
        self._low = low
        self._values: Sequence[float | None] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme_of(self).sp(MOST_WIDE))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_values(self, values: Sequence[float | None]) -> None:
        if values != self._values:
            self._values = values
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(MOST_WIDE), theme_of(self).sp(38))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme_of(self).sp(38))

    def paintEvent(self, event: QPaintEvent) -> None:
        known = [value for value in self._values if value is not None]
        if len(known) < 2:
            return
        low, high = min(known) if self._low is None else self._low, max(known)
        theme = theme_of(self)
        wide, tall = self.width() - 6, self.height() - 8
        ground = self.height() - 4
        with painting(self) as painter:
            for stretch in _stretches(self._values):
                spots = [
                    QPointF(
                        2 + wide * n / (len(self._values) - 1),
                        4 + tall * (1 - ((value - low) / (high - low) if high > low else 0.5)),
                    )
                    for n, value in stretch
                ]
                painter.setPen(Qt.PenStyle.NoPen)
                fill = QColor(theme.color("plot1"))
                fill.setAlphaF(FILL)
                painter.setBrush(fill)
                last = QPointF(spots[-1].x(), ground)
                painter.drawPolygon(QPolygonF([*spots, last, QPointF(spots[0].x(), ground)]))
                painter.setPen(QPen(theme.color("plot1"), 1.5))
                painter.drawPolyline(QPolygonF(spots))
            painter.setBrush(theme.color("plot1"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(spots[-1], 2.5, 2.5)


def _stretches(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """(place, value) of what stands together without a gap."""
    found: list[list[tuple[int, float]]] = []
    together = False
    for n, value in enumerate(values):
        if value is not None:
            if not together:
                found.append([])
            found[-1].append((n, value))
        together = value is not None
    return found
