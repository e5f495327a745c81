"""Text in a font and a colour of the theme; both follow it when it changes."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from views.theme import theme_of
from views.widgets.painted import painting


class Label(QLabel):
    """`wrap` lets it take several lines; else it is one line that never cuts a word silently."""

    def __init__(
        self,
        text: str = "",
        font: str = "body",
        color: str = "text",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._font_name = font
        self._color = color
        self.setWordWrap(wrap)
        self._adopt()

    def set_look(self, font: str | None = None, color: str | None = None) -> None:
        if (font or self._font_name, color or self._color) == (self._font_name, self._color):
            return
        self._font_name, self._color = font or self._font_name, color or self._color
        self._adopt()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.StyleChange):
            self._adopt()
        super().changeEvent(event)

    def _adopt(self) -> None:
        theme = theme_of(self)
        font = theme.font(self._font_name)
        if font != self.font():
            self.setFont(font)
        palette = self.palette()
        if palette.color(self.foregroundRole()) != theme.color(self._color):
            palette.setColor(self.foregroundRole(), theme.color(self._color))
            self.setPalette(palette)


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
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)

    def _set_tip(self) -> None:
        cut = self._metrics().horizontalAdvance(self._text) > self.width()
        self.setToolTip(self._text if cut else "")

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme_of(self).font(self._font_name))
