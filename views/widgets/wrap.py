"""Text over several lines that never makes its place wider: long words break where they must."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.theme import Fonts, Theme, theme_of
from views.widgets.painted import painting

WIDEST = 16_777_215


def laid_out(
    theme: Theme, words: str, font: str, width: float, hang: float = 0.0, leading: float = 1.0
) -> tuple[QTextLayout, float]:
    """The lines and their height, kept: the same few widths are asked for many times in one
    arranging. `hang` indents those after the first of each paragraph;
    `leading` is the share of the font's own line spacing."""
    return _laid_out(theme.fonts, words, font, width, hang, leading)


@lru_cache(maxsize=1024)
def _laid_out(
    fonts: Fonts, words: str, font: str, width: float, hang: float, leading: float
) -> tuple[QTextLayout, float]:
    layout = QTextLayout(words.replace("\n", "\u2028"), fonts.font(font))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    begins = True
    while (line := layout.createLine()).isValid():
        indent = 0.0 if begins else hang
        line.setLineWidth(max(1.0, width - indent))
        line.setPosition(QPointF(indent, y))
        y += line.height() * leading
        end = line.textStart() + line.textLength()
        begins = layout.text()[end - 1 : end] == "\u2028"
    layout.endLayout()
    return layout, y


class WrapText(QWidget):
    """Plain text in a font and a colour of the theme."""

    def __init__(
        self,
        text: str = "",
        font: str = "body",
        color: str = "text",
        parent: QWidget | None = None,
        *,
        hang: int = 0,
        leading: float = 1.0,
    ) -> None:
        super().__init__(parent)
        self._text = ""
        self._font_name, self._color = font, color
        self._hang, self._leading = hang, leading
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def set_look(self, font: str | None = None, color: str | None = None) -> None:
        self._font_name, self._color = font or self._font_name, color or self._color
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return -(-int(self._lay(width)[1] * 64) // 64) + 1

    def sizeHint(self) -> QSize:
        layout, height = self._lay(WIDEST)
        return QSize(int(layout.maximumWidth()) + 2, int(height) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(40), int(self._lay(WIDEST)[1]) + 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setPen(theme_of(self).color(self._color))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._lay(self.width())[0].draw(painter, QPointF(0, 0))

    def _lay(self, width: float) -> tuple[QTextLayout, float]:
        theme = theme_of(self)
        hang = theme.sp(self._hang)
        return laid_out(theme, self._text, self._font_name, width, hang, self._leading)
