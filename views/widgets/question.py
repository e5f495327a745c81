"""Whether to go on: a title, what will happen, and the ways out."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from views.tongue import tr
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label


class Question(DialogFrame):
    """Ctrl+Enter or the button goes on, Esc does not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 560)
        self._answer: Callable[[], None] = lambda: None
        self._otherwise: Callable[[], None] = lambda: None
        self._title = Label("", "dialog_title", parent=self.surface, wrap=True)
        self._why = Label("", "body", "text2", self.surface, wrap=True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        self.go = Button("", "primary", keys=("Ctrl", "Enter"), parent=self.surface, height=36)
        self.go.clicked.connect(self.accepted)
        self.other = Button("", "secondary", parent=self.surface, height=36)
        self.other.clicked.connect(self._done_otherwise)
        foot.addWidget(cancel)
        foot.addWidget(self.other)
        foot.addWidget(self.go)
        self.card.addWidget(self._title)
        self.card.addWidget(self._why)
        self.card.addLayout(foot)
        self.rejected.connect(self.close_dialog)
        self.accepted.connect(self._done)

    def ask(
        self,
        title: str,
        why: str,
        verb: str,
        answer: Callable[[], None],
        other: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """`other` is a second thing that may be done, with its verb."""
        self._answer = answer
        word, self._otherwise = other or ("", lambda: None)
        self.other.set_label(word)
        self.other.setVisible(other is not None)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._why.setText(why)
        self.go.set_label(verb)
        self.open(self.go)

    def say_more(self, sentence: str) -> None:
        """What was found out while it stands there."""
        self._why.setText(f"{sentence} {self._why.text()}")
        self.refit()

    def _done_otherwise(self) -> None:
        self.close_dialog()
        self._otherwise()

    def _done(self) -> None:
        self.close_dialog()
        self._answer()
