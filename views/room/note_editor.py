"""The words of the note line: up to four lines high, with its own keys."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageWriter, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.widgets.plain_text import PlainText

MOST_LINES = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# The box around it is drawn by the note line.
_BARE = (
    "QPlainTextEdit, QPlainTextEdit:focus { border: none; padding: 0; background: transparent; }"
)


class NoteEditor(PlainText):
    """Enter posts, Shift+Enter begins a line, Tab completes, Esc leaves."""

    entered = Signal()
    completion_wanted = Signal()
    escaped = Signal()
    files_pasted = Signal(list)  # local paths
    image_pasted = Signal(bytes)  # PNG

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(_BARE)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.completes = False  # whether Tab has something to complete

    def fit(self) -> None:
        """As high as its lines, at most MOST_LINES."""
        lines = max(1, min(MOST_LINES, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if key in _ENTER and shift:
            self.textCursor().insertText("\n")
            self.ensureCursorVisible()
        elif key in _ENTER:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if forward and self.completes:
            self.completion_wanted.emit()
            return True
        return super().focusNextPrevChild(forward)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or bool(_paths(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = _paths(source)
        image = source.imageData() if source.hasImage() else None
        if paths:
            self.files_pasted.emit(list(paths))
        elif isinstance(image, QImage):
            self.image_pasted.emit(_png(image))
        else:
            self.insertPlainText(source.text())


def _paths(source: QMimeData) -> Sequence[str]:
    return [url.toLocalFile() for url in source.urls() if url.isLocalFile()]


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
