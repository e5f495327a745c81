"""A window that is drawn once what is in it has found its place."""

from time import thread_time

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject
from PySide6.QtGui import QResizeEvent, QShowEvent, QWindow
from PySide6.QtWidgets import QMainWindow, QWidget

from views.widgets.turns import in_turn

_DEEP = 12
"""Layouts inside one another, at most: each tells the one around it in an event of its own."""

BEFORE_DRAWING_S = 0.008
"""After so much else in this turn of the event loop and the one before, the drawing has one of
its own: what is posted in one turn comes before the keys and clicks of the next."""


class SettledWindow(QMainWindow):
    """Qt draws a page that was just turned to before the layouts around it and the widgets that
    were shown have been heard, and again after: twice the time, for a first picture that nobody is
    to see. Here they are heard first, and where anything has moved or much else was done just now,
    what a person does comes before the drawing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moved = False
        self._sized = False
        self.is_drawing = False
        self._turns_s = (thread_time(),) * 2
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._begin_turn)

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.LayoutRequest:
            self._moved = True
        elif kind == QEvent.Type.UpdateRequest:
            if self._is_late():
                in_turn(self._settle, self)
            else:
                self._settle()
            return True
        return super().event(event)

    def _settle(self) -> None:
        self._moved = False
        for _ in range(_DEEP):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater.value)
        if self._moved or self._is_late():
            in_turn(self._draw, self)
        else:
            self._draw()

    def _is_late(self) -> bool:
        return thread_time() - self._turns_s[0] > BEFORE_DRAWING_S

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sized = self.isVisible()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another size is drawn at once by the windowing system's wish, before any layout."""
        exposed = event.type() == QEvent.Type.Expose and self._sized
        if exposed and isinstance(watched, QWindow) and watched.isExposed():
            self._sized = False
            self.update()
            return True
        return super().eventFilter(watched, event)

    def _begin_turn(self) -> None:
        """Of the one before this and of this, when each began."""
        self._turns_s = (self._turns_s[1], thread_time())

    def _draw(self) -> None:
        self.is_drawing = True
        try:
            super().event(QEvent(QEvent.Type.UpdateRequest))
        finally:
            self.is_drawing = False
