"""Text in a font and a colour of the theme; both follow it when it changes."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from views.theme import theme_of
from views.widgets.elide import ElideLabel

__all__ = ["ElideLabel", "Label"]


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
        self._is_old = False
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
        kind = event.type()
        if kind is QEvent.Type.PaletteChange and not self.isVisible():
            self._is_old = True  # nobody sees it: another colour can wait
        elif kind in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._adopt()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_old:
            self._adopt()
        super().showEvent(event)

    def _adopt(self) -> None:
        theme = theme_of(self)
        font = theme.font(self._font_name)
        if font != self.font():
            self.setFont(font)
        palette = self.palette()
        if palette.color(self.foregroundRole()) != theme.color(self._color):
            palette.setColor(self.foregroundRole(), theme.color(self._color))
            self.setPalette(palette)
        self._is_old = False  # after its own palette, which it hears of as of any other
