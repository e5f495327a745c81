"""Another palette while the window is open: what the style sheet draws follows.

Qt reads the palette into the rules of a widget when it styles the widget, and keeps them. Only the
few kinds that the sheet speaks of are styled anew.
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain
from time import monotonic

from PySide6.QtCore import QEvent, QTimer
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


def recolor(app: QApplication) -> None:
    """Every widget is told, as it is of another style sheet: what a sheet dresses does not hear of
    a palette by itself. Windows are drawn again when all that is in sight knows."""
    for window in app.topLevelWidgets():
        window.setUpdatesEnabled(False)
    widgets = app.allWidgets()
    told = chain(
        (widget for widget in widgets if isValid(widget) and widget.isVisible()),
        _drawn_again(app),
        (widget for widget in widgets if isValid(widget) and not widget.isVisible()),
    )
    QTimer.singleShot(0, app, partial(_slice, app, told))


def _drawn_again(app: QApplication) -> Iterator[QWidget]:
    for window in app.topLevelWidgets():
        window.setUpdatesEnabled(True)
    yield from ()


def _slice(app: QApplication, waiting: Iterator[QWidget]) -> None:
    end = monotonic() + SLICE_S
    for widget in waiting:
        _tell(app, widget)
        if monotonic() > end:
            QTimer.singleShot(0, app, partial(_slice, app, waiting))
            return


def _tell(app: QApplication, widget: QWidget) -> None:
    for kind in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
        app.sendEvent(widget, QEvent(kind))
    if isinstance(widget, SHEETED):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
