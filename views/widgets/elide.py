"""One line of text that is cut with … where it does not fit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.theme import theme_of
from views.widgets.lettering import elided, paint_words, width_of
from views.widgets.painted import painting


class ElideLabel(QWidget):
    """One line that ends in … where it does not fit; the whole text is the tooltip then."""

    def __init__(
        self,
        text: str = "",
        font: str = "body",
        color: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._font_name = font
        self._color = color
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._set_tip()
            self.updateGeometry()
            self.update()

    def set_look(self, font: str | None = None, color: str | None = None) -> None:
        self._font_name, self._color = font or self._font_name, color or self._color
        self._set_tip()
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme_of(self).font(self._font_name))
        return QSize(self._width() + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        least = width_of(theme_of(self), "mmmm", self._font_name)
        return QSize(least, self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._set_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        shown = elided(theme, self._text, self.width(), self._font_name)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        with painting(self) as painter:
            painter.setPen(theme.color(self._color))
            place = QRectF(self.rect())
            paint_words(painter, theme, place, shown, self._font_name, side=side)

    def _set_tip(self) -> None:
        cut = self._width() > self.width()
        tip = self._text if cut else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _width(self) -> int:
        return width_of(theme_of(self), self._text, self._font_name)
