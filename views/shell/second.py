"""A second window for a wall: the room alone, with nothing to press."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from views.shell.settled import SettledWindow

SMALLEST = (800, 560)


class SecondWindow(SettledWindow):
    """Closing it changes nothing but what is on this wall."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(*SMALLEST)
        self.resize(1280, 800)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
