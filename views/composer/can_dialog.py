"""The CAN report: conditions, actions, needs, and to whom it is told."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from models.composing.can import Can
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button
from views.widgets.check import CheckBox
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label

_PARTS = (
    (mark("Conditions"), mark("What is so: what does not work, since when, for whom.")),
    (mark("Actions"), mark("What is being done about it, and by when.")),
    (mark("Needs"), mark("What you need from others: a decision, people, money.")),
)
_AUDIENCES = (("customers", mark("Customers")), ("leadership", mark("Leadership")))


class CanDialog(DialogFrame):
    """`kept` carries the report and the audiences whose text is made of it."""

    kept = Signal(object, tuple)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 640)
        title = tr("CAN report")
        self.setAccessibleName(title)
        self.card.addWidget(Label(title, "dialog_title", parent=self.surface))
        why = tr("Written once. Customers and leadership are told of it, each in their words.")
        self.card.addWidget(Label(why, "body", "text2", self.surface, wrap=True))
        self.parts: list[_Part] = []
        for name, words in _PARTS:
            self.card.addWidget(Label(tr(name), "label", "text2", self.surface))
            part = _Part(tr(name), tr(words), self.surface)
            self.card.addWidget(part)
            self.parts.append(part)
        row = QHBoxLayout()
        row.addWidget(Label(tr("Make the text for"), "body", "text2", self.surface))
        self.boxes: dict[str, CheckBox] = {}
        for audience, words in _AUDIENCES:
            box = CheckBox(tr(words), self.surface)
            box.setChecked(True)
            self.boxes[audience] = box
            row.addWidget(box)
        row.addStretch(1)
        self.card.addLayout(row)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        keep = Button(
            tr("Keep the report"), "primary", keys=("Ctrl", "Enter"), parent=self.surface, height=36
        )
        keep.clicked.connect(self.accepted)
        foot.addWidget(cancel)
        foot.addWidget(keep)
        self.card.addLayout(foot)
        self.rejected.connect(self.close_dialog)
        self.accepted.connect(self._keep)

    def open_for(self, can: Can) -> None:
        told = (can.conditions, can.actions, can.needs)
        for part, words in zip(self.parts, told, strict=True):
            part.setPlainText(words)
        self.open(self.parts[0])

    def _keep(self) -> None:
        can = Can(*(part.toPlainText().strip() for part in self.parts))
        chosen = tuple(name for name, box in self.boxes.items() if box.isChecked())
        self.close_dialog()
        self.kept.emit(can, chosen)


class _Part(QPlainTextEdit):
    def __init__(self, name: str, placeholder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(400), theme_of(self).sp(92))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(200), theme_of(self).sp(72))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+Enter are the dialog's."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (enter and ctrl):
            event.ignore()
        else:
            super().keyPressEvent(event)
