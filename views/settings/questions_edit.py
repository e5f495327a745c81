"""Questions of one section, a line each: written, moved and taken out by keyboard."""

from collections.abc import Iterator
from functools import partial
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from views.icons import paint_icon
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.button import IconButton
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.plain_text import PlainText

_GUTTER, _SIGN, _MOVER = 22, 12, 22
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuestionsEdit(PlainText):
    """As high as what it holds. Alt+Up and Alt+Down move the line of the cursor, Ctrl+Enter
    confirms."""

    confirmed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("One question a line. Alt and an arrow move it."))
        self.setPlaceholderText(tr("Asks nothing here. One question a line."))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._signs = _Signs(self)
        self._place()
        self.textChanged.connect(self._fit)
        self.updateRequest.connect(lambda _rect, _dy: self._signs.update())

    def questions(self) -> str:
        return self.toPlainText().strip()

    def can_move(self, by: int) -> bool:
        return 0 <= self.textCursor().blockNumber() + by < self.blockCount()

    def move_line(self, by: int) -> None:
        """One line up or down, the cursor with it: one step of the editor's own undo."""
        if not self.can_move(by):
            return
        lines = self.toPlainText().split("\n")
        cursor = self.textCursor()
        at, column = cursor.blockNumber(), cursor.positionInBlock()
        lines[at], lines[at + by] = lines[at + by], lines[at]
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText("\n".join(lines))
        cursor.endEditBlock()
        cursor.setPosition(self.document().findBlockByNumber(at + by).position() + column)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        move = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if move and held & Qt.KeyboardModifier.AltModifier:
            self.move_line(move)
        elif event.key() in _ENTER and held & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # leaving is for the form around it
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        inside = self.viewport().geometry()
        width = theme_of(self).sp(_GUTTER)
        self._signs.setGeometry(inside.left() - width, inside.top(), width, inside.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._place()
            self._fit()

    def _place(self) -> None:
        self.setViewportMargins(theme_of(self).sp(_GUTTER), 0, 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(300), self.height())

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        around = self.height() - self.viewport().height()
        inside = lines * self.fontMetrics().lineSpacing() + 2 * self.document().documentMargin()
        height = ceil(inside) + around
        if self.height() != height:
            self.setFixedHeight(height)

    def signs(self) -> Iterator[float]:
        """Where the middle of the first line of each question is, from the top of the viewport."""
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid():
            height = self.blockBoundingRect(block).height()
            if block.text().strip():
                yield top + height / max(1, block.lineCount()) / 2
            top += height
            block = block.next()


class _Signs(QWidget):
    """The margin with a sign before each question."""

    def __init__(self, edit: QuestionsEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        side = theme.sp(_SIGN)
        with painting(self) as painter:
            for middle in self._edit.signs():
                spot = QRectF(theme.sp(4), middle - side / 2 - 1, side, side)
                paint_icon(painter, "question", theme.color("accent"), spot)


class QuestionsBox(QWidget):
    """A section's name, how much it asks, and the questions. `typed` follows every change."""

    typed = Signal()

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sp(2))
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        head.addWidget(Label(words, "label", "text2", self))
        self._count = Label("", "label", "text3", self)
        head.addWidget(self._count)
        head.addStretch(1)
        self.edit = QuestionsEdit(tr("Questions: {section}", section=words), self)
        self._movers = {
            -1: IconButton("caret-up", tr("Move the question up (Alt+Up)"), self),
            1: IconButton("caret-down", tr("Move the question down (Alt+Down)"), self),
        }
        for by, button in self._movers.items():
            # The keyboard has Alt and the arrows; a click leaves the cursor where it is.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._move, by))
            keeps = button.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)
            button.setSizePolicy(keeps)
            button.setMaximumHeight(theme.sp(_MOVER))
            button.hide()
            head.addWidget(button)
        column.addLayout(head)
        column.addWidget(self.edit)
        self.edit.textChanged.connect(self._changed)
        self.edit.cursorPositionChanged.connect(self._follow)
        self.edit.focus_changed.connect(lambda _: self._follow())

    def show_questions(self, text: str) -> None:
        """Put in by the program: nobody typed."""
        before = self.blockSignals(True)
        self.edit.setPlainText(text)
        self.blockSignals(before)

    def _move(self, by: int) -> None:
        self.edit.move_line(by)

    def _changed(self) -> None:
        n = sum(bool(line.strip()) for line in self.edit.toPlainText().splitlines())
        self._count.setText(ntr("{n} question", "{n} questions", n) if n else "")
        self._follow()
        self.typed.emit()

    def _follow(self) -> None:
        for by, button in self._movers.items():
            button.setVisible(self.edit.hasFocus() and self.edit.can_move(by))
