"""A dialog inside the window: the room stays visible behind a scrim, the keys stay inside."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QRegion, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from views.theme import theme_of
from views.widgets.painted import painting
from views.widgets.panel import Surface
from views.widgets.shadow import Shadow

RADIUS = 14


class _Plate(QWidget):
    """Stands for the box of a dialog among what is behind it: what the box covers is not drawn.
    The box draws each of its pixels, so this draws none."""

    def __init__(self, dialog: QWidget, box: QWidget) -> None:
        super().__init__(dialog.parentWidget())
        self._dialog, self._box = dialog, box
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        dialog.destroyed.connect(self.deleteLater)
        box.installEventFilter(self)
        self.hide()

    def covered(self) -> QRect:
        """In the dialog: what the box covers whole, whatever its corners and its line look like."""
        return self._box.geometry().adjusted(RADIUS, 2, -RADIUS, -2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self.setGeometry(self.covered().translated(self._dialog.pos()))
        return False


class DialogFrame(QWidget):
    """Covers its parent. `card` is the layout of what floats. Esc rejects, Ctrl+Enter accepts."""

    accepted = Signal()
    shown = Signal()
    hidden = Signal()
    rejected = Signal()

    def __init__(self, parent: QWidget, width: int = 720) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.surface = Surface("surface", "line2", RADIUS, self)
        self._plate = _Plate(self, self.surface)
        self.surface.setFixedWidth(theme_of(self).sp(width))
        Shadow(self.surface, radius=RADIUS)
        self.card = QVBoxLayout(self.surface)
        pad = theme_of(self).sp(22)
        self.card.setContentsMargins(pad, pad, pad, pad)
        self.card.setSpacing(theme_of(self).sp(10))
        parent.installEventFilter(self)
        self.hide()

    def open(self, first: QWidget) -> None:
        """Show, with the keyboard in `first`; it goes back to where it was on closing."""
        self._before = QApplication.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self.shown.emit()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_dialog(self) -> None:
        self.hide()
        self.hidden.emit()
        # What had the keyboard may be gone: a list refreshed behind the dialog.
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self.parent():
            self._fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.rejected.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accepted.emit()
        # Nothing typed in a dialog reaches the room behind it.
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside."""
        inside = [
            child
            for child in self.surface.findChildren(QWidget)
            if child.isVisible()
            and child.isEnabled()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not inside:
            return False
        current = QApplication.focusWidget()
        at = inside.index(current) if current in inside else -1
        inside[(at + (1 if forward else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._plate.stackUnder(self)
        self._plate.show()

    def hideEvent(self, event: QHideEvent) -> None:
        self._plate.hide()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.setClipRegion(QRegion(self.rect()) - QRegion(self._plate.covered()))
            painter.fillRect(self.rect(), theme_of(self).color("scrim"))

    def refit(self) -> None:
        self._fit()

    def _fit(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self.setGeometry(parent.rect())
        height = min(self.surface.sizeHint().height(), self.height() - 24)
        hinted = self.surface.layout()
        if hinted is not None and hinted.hasHeightForWidth():
            height = min(hinted.heightForWidth(self.surface.width()), self.height() - 24)
        self.surface.setFixedHeight(max(height, 80))
        x = (self.width() - self.surface.width()) // 2
        y = max(12, min(theme_of(self).sp(120), (self.height() - height) // 2))
        self.surface.move(x, y)
