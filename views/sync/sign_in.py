"""Signing in to a team's server: asked for, never in the way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from views.settings.form import Problem
from views.sync.states import SignInState
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button, IconButton
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon
from views.widgets.segments import Segment, Segments

WIDTH = 400
_KEEPS = {"keyring": mark("Keyring"), "session": mark("This session"), "file": mark("File")}
_ABOUT = {
    "keyring": mark("Stays signed in. This system's keyring keeps the sign-in."),
    "session": mark("Signed in until War room is closed. Nothing secret is written down."),
    "file": mark("Sealed in a file that this passphrase opens, at least 12 characters."),
}
_NO_KEYRING = mark("This system has no keyring to trust.")


class SignInDialog(DialogFrame):
    """`asked` carries the address, the name, the password and the passphrase, as typed."""

    asked = Signal(str, str, str, str)
    keep_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
        theme = theme_of(self)
        self.setAccessibleName(tr("Sign in to a server"))
        self.card.addLayout(self._head())
        words = tr("What you do here is shared with your team, and theirs comes here.")
        self.card.addWidget(Label(words, "body", "text2", self.surface, wrap=True))
        self.card.addSpacing(theme.sp(4))
        self.url = self._field(tr("Server"), "https://warroom.example.org")
        self.name = self._field(tr("Name"), tr("Ana Silva"))
        self.password = self._field(tr("Password"), "", secret=True)
        column = QVBoxLayout()
        column.setSpacing(theme.sp(6))
        column.addWidget(Label(tr("Keep the sign-in"), "label", "text2", self.surface))
        self.keep = Segments((), self.surface)
        self.keep.chosen.connect(self.keep_chosen)
        column.addWidget(self.keep)
        self._about = Label("", "meta", "text2", self.surface, wrap=True)
        column.addWidget(self._about)
        self.card.addLayout(column)
        self._sealed = QWidget(self.surface)
        sealed = QVBoxLayout(self._sealed)
        sealed.setContentsMargins(0, 0, 0, 0)
        self.passphrase = self._field(tr("Passphrase"), "", secret=True, into=sealed)
        self.card.addWidget(self._sealed)
        self.problem = Problem(self.surface)
        self.card.addWidget(self.problem)
        self._age = Label("", "meta", "text2", self.surface, wrap=True)
        self.card.addWidget(self._age)
        self.card.addSpacing(theme.sp(4))
        self.card.addLayout(self._foot())
        self.accepted.connect(self._ask)
        self.rejected.connect(self.close_dialog)

    def open_dialog(self) -> None:
        """The keyboard goes to the first thing that is not known yet."""
        self.password.clear()
        self.passphrase.clear()
        empty = (line for line in (self.url, self.name) if not line.text())
        self.open(next(empty, self.password))
        self.refit()

    def show_state(self, state: SignInState) -> None:
        for line, known in ((self.url, state.url), (self.name, state.name)):
            if not self.isVisible() and line.text() != known:
                line.setText(known)
        keeps = [key for key in _KEEPS if key != "keyring" or state.keyring is not False]
        self.keep.set_segments([Segment(key, tr(_KEEPS[key])) for key in keeps])
        self.keep.set_current(state.keep)
        missing = state.keyring is False and state.keep != "keyring"
        about = tr(_ABOUT[state.keep])
        self._about.setText(f"{about} {tr(_NO_KEYRING)}" if missing else about)
        self._sealed.setVisible(state.keep == "file")
        self.problem.say(state.problem)
        self.sign_in.set_label(tr("Signing in") if state.is_sending else tr("Sign in"))
        self.sign_in.setEnabled(not state.is_sending)
        self._age.setText(tr("What is here is {age}, and works without the server.", age=state.age))
        self._age.setVisible(bool(state.age))
        self.refit()

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(10))
        row.addWidget(Icon("sign-in", "text3", 18, self.surface))
        row.addWidget(Label(tr("Sign in"), "dialog_title", parent=self.surface))
        row.addStretch(1)
        close = IconButton("x", tr("Close, go on offline"), self.surface)
        close.clicked.connect(self.rejected)
        row.addWidget(close)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(8))
        self.offline = Button(tr("Work offline"), "quiet", keys=("Esc",), parent=self.surface)
        self.offline.clicked.connect(self.rejected)
        keys = ("Ctrl", "Enter")
        self.sign_in = Button(tr("Sign in"), "primary", None, keys, self.surface, height=36)
        self.sign_in.clicked.connect(self._ask)
        row.addWidget(self.offline)
        row.addStretch(1)
        row.addWidget(self.sign_in)
        return row

    def _field(
        self, name: str, hint: str, *, secret: bool = False, into: QVBoxLayout | None = None
    ) -> LineInput:
        column = QVBoxLayout()
        column.setSpacing(theme_of(self).sp(5))
        parent = self._sealed if into is not None else self.surface
        column.addWidget(Label(name, "label", "text2", parent))
        line = LineInput(name, hint, parent=parent)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        line.returnPressed.connect(self._ask)
        column.addWidget(line)
        (into or self.card).addLayout(column)
        return line

    def _ask(self) -> None:
        if self.sign_in.isEnabled():
            self.asked.emit(
                self.url.text(), self.name.text(), self.password.text(), self.passphrase.text()
            )
