"""A column that scrolls up and down only, as high as what it holds where there is room."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from views.theme import theme_of

_LEAST = 96
_PLACED = (QEvent.Type.Resize, QEvent.Type.LayoutRequest)


class Scroll(QScrollArea):
    """`column` takes what it shows. It never takes the keyboard: what is around it does."""

    def __init__(self, parent: QWidget | None = None, *, fit: bool = False) -> None:
        """`fit` asks for the height of its content, and scrolls where it gets less."""
        super().__init__(parent)
        self._fit_content = fit
        self._wished: QWidget | None = None
        if fit:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
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
        self.holder.installEventFilter(self)

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

    def add(self, widget: QWidget) -> None:
        """At the end, and shown at once: a layout alone shows it one turn of the loop later."""
        as_wide(widget, self.viewport().width())
        self.column.addWidget(widget)
        widget.show()

    def reveal(self, widget: QWidget) -> None:
        """Scrolls to it now, and once more when what is around it has found its place."""
        self._wished = widget
        self._go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if watched is self.holder and event.type() in _PLACED:
            if self._fit_content:
                self.updateGeometry()
            if self._wished is not None:
                self._go()
        return done

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Whoever scrolls is not scrolled back."""
        self._wished = None
        super().wheelEvent(event)

    def _go(self) -> None:
        if self._wished is None or not isValid(self._wished):
            self._wished = None
            return
        layout = self.holder.layout()
        if layout is not None:
            layout.activate()
        top, height = self._wished.y(), self._wished.height()
        bar, room = self.verticalScrollBar(), self.viewport().height()
        spare = min(theme_of(self).sp(30), max(0, (room - height) // 2))
        highest, lowest = top - spare, top + height + spare - room
        bar.setValue(max(min(bar.value(), highest), lowest) if height < room else top)

    def empty(self) -> None:
        """Takes out all it holds."""
        while self.column.count():
            item = self.column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def as_wide(widget: QWidget, width: int) -> None:
    """Before it is shown: at another width its texts would be laid out for that one as well."""
    if width > 0:
        widget.resize(width, max(1, widget.heightForWidth(width)))
