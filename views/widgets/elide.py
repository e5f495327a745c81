"""One line of text that is cut with … where it does not fit."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.theme import theme_of
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
        metrics = self._metrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._metrics().horizontalAdvance("mmmm"), self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._set_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.setFont(theme.font(self._font_name))
            painter.setPen(theme.color(self._color))
            shown = painter.fontMetrics().elidedText(
                self._text, Qt.TextElideMode.ElideRight, self.width()
            )
            side = (
                Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
            )
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | side, shown)

    def _set_tip(self) -> None:
        cut = self._metrics().horizontalAdvance(self._text) > self.width()
        tip = self._text if cut else ""
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme_of(self).font(self._font_name))
