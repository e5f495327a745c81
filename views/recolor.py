"""Another palette while the window is open: what the style sheet draws follows.

Qt reads the palette into the rules of a widget when it styles the widget, and keeps them. Only the
few kinds that the sheet speaks of are styled anew: those in sight at once, the rest a few at a
time while nobody waits.
"""

from collections.abc import Sequence

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
AT_ONCE = 12


def recolor(app: QApplication) -> None:
    """Every widget is told, as it is of another style sheet: what a sheet dresses does not hear of
    a palette by itself."""
    for widget in app.allWidgets():
        for kind in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            if isValid(widget):
                app.sendEvent(widget, QEvent(kind))
    found = [widget for widget in app.allWidgets() if isinstance(widget, SHEETED)]
    found.sort(key=lambda widget: not widget.isVisible())
    seen = sum(widget.isVisible() for widget in found)
    _style(found[:seen])
    _later(app, found[seen:])


def _style(widgets: Sequence[QWidget]) -> None:
    for widget in widgets:
        if isValid(widget):
            style = widget.style()
            style.unpolish(widget)
            style.polish(widget)
            widget.update()


def _later(app: QApplication, waiting: Sequence[QWidget]) -> None:
    if waiting:
        _style(waiting[:AT_ONCE])
        QTimer.singleShot(0, app, lambda: _later(app, waiting[AT_ONCE:]))
