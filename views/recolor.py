"""Another palette while the window is open: what the style sheet draws follows.

Qt reads the palette into the rules of a widget when it styles the widget, and keeps them. Only the
few kinds that the sheet speaks of are styled anew.
"""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPalette
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

from views.theme import pages_of, stacks
from views.widgets.slices import WAITS, Slices

SHEETED = (
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QScrollBar, QToolButton, QSplitterHandle,
    QMenu, QAbstractItemView,
)  # fmt: skip


class Recolor(QObject):
    """Tells every widget, as Qt tells them of another style sheet: what a sheet dresses does not
    hear of a palette by itself. Windows are drawn again when all that is in sight knows."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._slices = Slices(self)

    def begin(self, palette: QPalette) -> None:
        """One that is under way is forgotten: this tells all of them."""
        for window in self._app.topLevelWidgets():
            window.setUpdatesEnabled(False)
        self._slices.stop()
        self._slices.add(self._told(palette))

    def finish(self) -> None:
        """All that is left at once, for who cannot wait."""
        self._slices.finish()

    def _told(self, palette: QPalette) -> Iterator[object]:
        for page in [stack.currentWidget() for stack in stacks()]:
            if page is not None and isValid(page):
                page.setPalette(palette)
                yield page
        yield (widgets := self._app.allWidgets())
        unseen = []
        for widget in widgets:
            if isValid(widget) and widget.isVisible():
                yield _tell(self._app, widget)
            else:
                unseen.append(widget)
        for window in self._app.topLevelWidgets():
            window.setUpdatesEnabled(True)
        yield WAITS  # drawing them is a turn of its own
        # A stack itself last: what is built from then on has it from there.
        for widget in [widget for stack in stacks() for widget in (*pages_of(stack), stack)]:
            if isValid(widget):  # its window may be closed meanwhile
                widget.setPalette(palette)
            yield widget
        for widget in unseen:
            if isValid(widget):
                yield _tell(self._app, widget)


def recolor_of(app: QApplication) -> Recolor:
    """The application's own, one for all its life."""
    found = app.findChild(Recolor, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Recolor) else Recolor(app)


def _tell(app: QApplication, widget: QWidget) -> QWidget:
    for kind in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
        app.sendEvent(widget, QEvent(kind))
    if isinstance(widget, SHEETED):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
    return widget
