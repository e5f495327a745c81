"""Where an update is written: plain words, with what is found in them marked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QToolTip, QWidget

from models.replication.prose import difference
from views.composer.marks import Marker, Span
from views.theme import theme_of
from views.tongue import tr

LINE_HEIGHT = 150.0
"""Per cent."""


class UpdateText(QTextEdit):
    """`typed` carries the whole text. Ctrl+Enter asks for the one button, Ctrl+S saves, Alt and a
    number inserts a fact, Esc leaves."""

    typed = Signal(str)
    send_asked = Signal()
    save_asked = Signal()
    fact_asked = Signal(int)
    left = Signal()
    suggestions_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Text of the status update"))
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("What is affected, what changed, and when the next word comes"))
        self.document().setDocumentMargin(theme_of(self).sp(8))
        self.marker = Marker(self.document())
        self._words = ""
        self._wrong: tuple[int, int, QPoint] | None = None
        self._space()
        self.textChanged.connect(self._changed)

    # What the presenter says

    def set_words(self, words: str) -> None:
        """Tells nobody. The caret stays with the words around it, and so does what can be taken
        back."""
        before = self.toPlainText()
        if words == before:
            return
        start, gone, put = difference(before, words)
        self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(start)
        cursor.setPosition(start + gone, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(put)
        cursor.endEditBlock()
        self._words = words
        self.blockSignals(False)
        self._space()
        self.viewport().update()

    def begin_with(self, words: str) -> None:
        """Another text: what was done in the one before cannot be taken back here."""
        if words == self.toPlainText():
            return
        self.blockSignals(True)
        self.setPlainText(words)
        self._words = words
        self.blockSignals(False)
        self._space()

    def mark(self, spans: Sequence[Span]) -> None:
        self.marker.set_spans(spans)
        said = {span.said for span in spans if span.said}
        self.setAccessibleDescription(". ".join(sorted(said)))

    def show_suggestions(self, words: Sequence[str]) -> None:
        if self._wrong is None:
            return
        start, end, where = self._wrong
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for word in words:
            action = menu.addAction(word)
            action.triggered.connect(lambda _=False, w=word: self._put(start, end, w))
        if not words:
            menu.addAction(tr("No suggestion")).setEnabled(False)
        menu.popup(where)

    # What a person does

    def insert(self, words: str) -> None:
        """At the caret, with a space before it where none is."""
        cursor = self.textCursor()
        before = self.document().characterAt(cursor.selectionStart() - 1)
        stuck = not before.isspace() and before not in "([“‘"
        glue = " " if cursor.selectionStart() and stuck else ""
        cursor.insertText(glue + words)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, start: int, end: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """The keyboard at the end of the text, or in the first gap of it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        gap = next((span for span in self.marker.spans if span.kind == "gap"), None)
        if gap is not None:
            self.select(gap.start, gap.end)
        elif not self.textCursor().position():
            self.moveCursor(QTextCursor.MoveOperation.End)

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(400), theme_of(self).sp(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(200), theme_of(self).sp(92))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        alt = bool(held & Qt.KeyboardModifier.AltModifier)
        if ctrl and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.send_asked.emit()
        elif ctrl and key == Qt.Key.Key_S:
            self.save_asked.emit()
        elif alt and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.fact_asked.emit(key - Qt.Key.Key_0)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words alone: what else was copied has no place in what receivers read."""
        self.textCursor().insertText(source.text())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        position = self.cursorForPosition(event.pos()).position()
        wrong = [span for span in self.marker.at(position) if span.kind == "spelling"]
        if not wrong or self.isReadOnly():
            super().contextMenuEvent(event)
            return
        self._wrong = (wrong[0].start, wrong[0].end, event.globalPos())
        self.suggestions_asked.emit(self.toPlainText()[wrong[0].start : wrong[0].end])

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            where = self.viewport().mapFrom(self, event.pos())
            spans = self.marker.at(self.cursorForPosition(where).position())
            said = [span.said for span in spans if span.said]
            QToolTip.showText(event.globalPos(), "\n".join(said), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._space()
        elif event.type() is QEvent.Type.PaletteChange and hasattr(self, "marker"):
            self.marker.rehighlight()

    def _put(self, start: int, end: int, word: str) -> None:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(word)

    def _changed(self) -> None:
        """Qt says so too where only a mark was drawn."""
        words = self.toPlainText()
        if words != self._words:
            self._words = words
            self.typed.emit(words)

    def _space(self) -> None:
        """Lines as high as a text needs that is read under stress."""
        self.setFont(theme_of(self).font("reading"))
        wanted = QTextBlockFormat()
        wanted.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block = self.document().begin()
        while block.isValid() and block.blockFormat().lineHeight() == LINE_HEIGHT:
            block = block.next()
        if not block.isValid():
            return
        self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.joinPreviousEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(wanted)
        cursor.endEditBlock()
        self.blockSignals(False)
