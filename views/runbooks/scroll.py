"""A column that scrolls up and down only, as high as what it holds where there is room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from views.theme import theme_of

_LEAST = 96


class Scroll(QScrollArea):
    """`column` takes what it shows. It never takes the keyboard: what is around it does."""

    def __init__(self, parent: QWidget | None = None, *, fit: bool = False) -> None:
        """`fit` asks for the height of its content, and scrolls where it gets less."""
        super().__init__(parent)
        self._fit_content = fit
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.holder = QWidget()
        self.holder.setAutoFillBackground(False)
        self.column = QVBoxLayout(self.holder)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.holder)
        self.holder.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if not self._fit_content:
            return hint
        return QSize(hint.width(), self.content_height())

    def minimumSizeHint(self) -> QSize:
        least = theme_of(self).sp(_LEAST)
        height = min(least, self.content_height()) if self._fit_content else least
        return QSize(theme_of(self).sp(120), height)

    def content_height(self) -> int:
        width = max(1, self.viewport().width())
        layout = self.holder.layout()
        if layout is not None and layout.hasHeightForWidth():
            return max(layout.heightForWidth(width), 1)
        return self.holder.sizeHint().height()

    def empty(self) -> None:
        """Takes out all it holds."""
        while self.column.count():
            item = self.column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
