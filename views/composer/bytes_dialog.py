"""Exactly what would leave to a channel, byte for byte."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label


class BytesDialog(DialogFrame):
    copied = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 760)
        self._title = Label("", "dialog_title", parent=self.surface, wrap=True)
        self.card.addWidget(self._title)
        why = tr("Nothing was sent. What is secret is left out.")
        self.card.addWidget(Label(why, "body", "text2", self.surface, wrap=True))
        self.text = _Shown(self.surface)
        self.card.addWidget(self.text)
        foot = QHBoxLayout()
        foot.addStretch(1)
        copy = Button(tr("Copy"), "secondary", "copy", parent=self.surface, height=36)
        copy.clicked.connect(lambda: self.copied.emit(self.text.toPlainText()))
        close = Button(tr("Close"), "primary", keys=("Esc",), parent=self.surface, height=36)
        close.clicked.connect(self.rejected)
        foot.addWidget(copy)
        foot.addWidget(close)
        self.card.addLayout(foot)
        self._close = close
        self.rejected.connect(self.close_dialog)
        self.accepted.connect(self.close_dialog)

    def open_for(self, title: str, text: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self.text.setPlainText(text)
        self.open(self._close)


class _Shown(QPlainTextEdit):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(tr("What would leave"))
        self.setFont(theme_of(self).font("mono_small"))

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(600), theme_of(self).sp(360))
