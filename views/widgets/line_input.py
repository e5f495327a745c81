"""One line to type in, with an icon before it and its keys behind it."""

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from views.icons import paint_icon
from views.theme import INPUT_HEIGHT, theme_of
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.painted import painting

_ICON = 15


class LineInput(QLineEdit):
    """`name` is what a screen reader says; a placeholder is never the only label."""

    def __init__(
        self,
        name: str,
        placeholder: str = "",
        icon: str | None = None,
        keys: tuple[str, ...] = (),
        parent: QWidget | None = None,
        *,
        height: int = INPUT_HEIGHT,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._keys = keys
        self._height = height
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._fit()

    def set_wrong(self, sentence: str) -> None:
        """Outlines it in the colour for what is bad; the sentence itself stands beside it."""
        self.setAccessibleDescription(sentence)
        wrong = bool(sentence)
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            # A style sheet looks at a property only when the widget is polished again.
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme_of(self).sp(self._height))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = theme_of(self)
        with painting(self) as painter:
            if self._icon:
                side = theme.sp(_ICON)
                box = QRectF(theme.sp(11), (self.height() - side) / 2, side, side)
                ink = theme.color("accent" if self.hasFocus() else "text3")
                paint_icon(painter, self._icon, ink, box)
            x = self.width() - theme.sp(9)
            for key in reversed(self._keys):
                width, height = cap_width(theme, key), theme.sp(HEIGHT)
                x -= width
                box = QRectF(x, (self.height() - height) / 2, width, height)
                paint_cap(painter, theme, box, key)
                x -= theme.sp(4)

    def _fit(self) -> None:
        theme = theme_of(self)
        height = theme.sp(self._height)
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
        left = theme.sp(_ICON + 4) if self._icon else 0
        right = sum(cap_width(theme, key) + theme.sp(4) for key in self._keys)
        self.setTextMargins(left, 0, right, 0)
