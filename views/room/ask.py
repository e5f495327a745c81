"""One line asked for in passing: a reason, an objective, a correction."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label


class AskLine(DialogFrame):
    """Says what is asked and why, takes one line, answers with it. Enter is enough."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 560)
        self._answer: Callable[[str], None] = lambda text: None
        self._needs_words = False
        self._title = Label("", "dialog_title", parent=self.surface)
        self._why = Label("", "body", "text2", self.surface, wrap=True)
        self.line = QLineEdit(self.surface)
        self.line.setObjectName("answer")
        self.line.setFixedHeight(theme_of(self).sp(36))
        self.line.returnPressed.connect(self._done)
        self.line.textChanged.connect(self._check)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        self.go_button = Button("", "primary", keys=("Enter",), parent=self.surface, height=36)
        self.go_button.clicked.connect(self._done)
        foot.addWidget(cancel)
        foot.addWidget(self.go_button)
        for widget in (self._title, self._why, self.line):
            self.card.addWidget(widget)
        self.card.addLayout(foot)
        self.rejected.connect(self.close_dialog)
        self.accepted.connect(self._done)

    def ask(
        self,
        title: str,
        why: str,
        verb: str,
        answer: Callable[[str], None],
        *,
        text: str = "",
        needs_words: bool = True,
    ) -> None:
        self._answer, self._needs_words = answer, needs_words
        self._title.setText(title)
        self.setAccessibleName(title)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.line.setAccessibleName(why or title)
        self.line.setText(text)
        self.go_button.set_label(verb)
        self._check()
        self.open(self.line)
        self.line.selectAll()

    def _check(self, _: str = "") -> None:
        self.go_button.setEnabled(not self._needs_words or bool(self.line.text().strip()))

    def _done(self) -> None:
        if self.go_button.isEnabled():
            answer, text = self._answer, self.line.text().strip()
            self.close_dialog()
            answer(text)
