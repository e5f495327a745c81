"""Another palette while the window is open: what the style sheet draws follows.

Qt reads the palette into the rules of a widget when it styles the widget, and keeps them. Only the
few kinds that the sheet speaks of are styled anew.
"""

from collections.abc import Iterator
from itertools import chain
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QTextEdit,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

SHEETED = (
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QScrollBar, QToolButton, QSplitterHandle,
    QMenu, QAbstractItemView,
)  # fmt: skip
SLICE_S = 0.012
"""So long a slice may take: all at once the window would stand still."""


class Recolor(QObject):
    """Tells every widget, as Qt tells them of another style sheet: what a sheet dresses does not
    hear of a palette by itself. Windows are drawn again when all that is in sight knows."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._waiting: Iterator[QWidget] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)

    def begin(self) -> None:
        """One that is under way is forgotten: this tells all of them."""
        for window in self._app.topLevelWidgets():
            window.setUpdatesEnabled(False)
        widgets = self._app.allWidgets()
        self._waiting = chain(
            (widget for widget in widgets if isValid(widget) and widget.isVisible()),
            _drawn_again(self._app),
            (widget for widget in widgets if isValid(widget) and not widget.isVisible()),
        )
        self._timer.start(0)

    def finish(self) -> None:
        """All that is left at once, for who cannot wait."""
        for widget in self._waiting:
            _tell(self._app, widget)
        self._timer.stop()

    def _slice(self) -> None:
        end = monotonic() + SLICE_S
        for widget in self._waiting:
            _tell(self._app, widget)
            if monotonic() > end:
                return
        self._timer.stop()


def recolor_of(app: QApplication) -> Recolor:
    """The application's own, one for all its life."""
    found = app.findChild(Recolor, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Recolor) else Recolor(app)


def _drawn_again(app: QApplication) -> Iterator[QWidget]:
    for window in app.topLevelWidgets():
        window.setUpdatesEnabled(True)
    yield from ()


def _tell(app: QApplication, widget: QWidget) -> None:
    for kind in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
        app.sendEvent(widget, QEvent(kind))
    if isinstance(widget, SHEETED):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
