"""Another palette while the window is open: what the style sheet draws follows.

Qt reads the palette into the rules of a widget when it styles the widget, and keeps them. Only the
few kinds that the sheet speaks of are styled anew.
"""

from collections.abc import Iterator
from functools import partial
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
SLICE_S = 0.006
"""So long a slice of what nobody sees may take."""


def recolor(app: QApplication) -> None:
    """Every widget is told, as it is of another style sheet: what a sheet dresses does not hear of
    a palette by itself. What is in sight is told at once, the rest while nobody waits."""
    widgets = app.allWidgets()
    for widget in widgets:
        if isValid(widget) and widget.isVisible():
            _tell(app, widget)
    _tell_rest(app, iter([widget for widget in widgets if not widget.isVisible()]))


def _tell(app: QApplication, widget: QWidget) -> None:
    for kind in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
        app.sendEvent(widget, QEvent(kind))
    if isinstance(widget, SHEETED):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()


def _tell_rest(app: QApplication, waiting: Iterator[QWidget]) -> None:
    end = monotonic() + SLICE_S
    for widget in waiting:
        if isValid(widget):
            _tell(app, widget)
        if monotonic() > end:
            QTimer.singleShot(0, app, partial(_tell_rest, app, waiting))
            return
