"""Who reads it before it goes out, where it goes then, and how it arrived."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.composer.states import Approval, Arrival, PersonLine
from views.theme import theme_of
from views.tongue import told, tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel

_MOST_PEOPLE, _MOST_NOTES, _MOST_ARRIVALS = 3, 4, 6


class ApprovalPanel(Panel):
    """A approves, E edits, X sends back: live while the keyboard is in here. `arrival_acted`
    carries a channel and what to do about it."""

    approve_asked = Signal()
    edit_asked = Signal()
    send_back_asked = Signal()
    arrival_acted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Approval"), "seal-check", None, parent)
        theme = theme_of(self)
        self._people = [_Person(self) for _ in range(_MOST_PEOPLE)]
        self._notes = [_Note(self) for _ in range(_MOST_NOTES)]
        self._arrivals = [_Arrival(self) for _ in range(_MOST_ARRIVALS)]
        for person in self._people:
            self.body.addWidget(person)
        self._trouble = Label("", "body", "warn", self, wrap=True)
        self.body.addWidget(self._trouble)
        self._acts = QWidget(self)
        row = QHBoxLayout(self._acts)
        row.setContentsMargins(0, theme.sp(4), 0, theme.sp(4))
        row.setSpacing(theme.sp(6))
        self.approve = Button(tr("Approve"), "tinted", "seal-check", ("A",), self._acts, height=30)
        self.edit = Button(tr("Edit"), "secondary", None, ("E",), self._acts, height=30)
        self.send_back = Button(tr("Send back"), "quiet", None, ("X",), self._acts, height=30)
        for button, signal in (
            (self.approve, self.approve_asked),
            (self.edit, self.edit_asked),
            (self.send_back, self.send_back_asked),
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self._acts)
        for note in self._notes:
            self.body.addWidget(note)
        self._went = Label("", "label", "text2", self)
        self.body.addWidget(self._went)
        for arrival in self._arrivals:
            arrival.acted.connect(self.arrival_acted)
            self.body.addWidget(arrival)
        self.body.addStretch(1)
        self.show_approval(Approval())
        self.show_arrivals(())

    def show_approval(self, approval: Approval) -> None:
        for n, person in enumerate(self._people):
            if n < len(approval.people):
                person.show_person(approval.people[n])
            person.setVisible(n < len(approval.people))
        for n, note in enumerate(self._notes):
            if n < len(approval.notes):
                note.show_note(*approval.notes[n])
            note.setVisible(n < len(approval.notes))
        self._acts.setVisible(approval.may_answer)
        self._trouble.setVisible(bool(approval.trouble))
        self._trouble.setText(told(approval.trouble))
        said = [f"{one.name}: {one.words}" for one in approval.people]
        self.setAccessibleDescription(". ".join([*said, *(words for _, words in approval.notes)]))
        self._keep_height()

    def show_arrivals(self, arrivals: Sequence[Arrival], n: int = 0) -> None:
        """Of update `n`."""
        self._went.setVisible(bool(arrivals))
        self._went.setText(tr("Where update {n} went", n=n))
        for at, row in enumerate(self._arrivals):
            if at < len(arrivals):
                row.show_arrival(arrivals[at])
            row.setVisible(at < len(arrivals))
        self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        """As its words need at this width: a splitter asks only for the least height."""
        laid_out = self.layout()
        if laid_out is not None:
            self.setMinimumHeight(max(0, laid_out.totalHeightForWidth(self.width())))

    def start(self) -> None:
        self.approve.setFocus(Qt.FocusReason.ShortcutFocusReason)


class _Person(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.sp(2), 0, theme.sp(2))
        row.setSpacing(theme.sp(10))
        self._avatar = Avatar("", 28, self)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._name = Label("", "strong", parent=self)
        self._words = Label("", "meta", "text3", self, wrap=True)
        words.addWidget(self._name)
        words.addWidget(self._words)
        row.addLayout(words, 1)
        self._icon = Icon("circle-dashed", "text3", 16, self)
        row.addWidget(self._icon)

    def show_person(self, person: PersonLine) -> None:
        self._avatar.set_name(person.name)
        self._name.setText(person.name or tr("Nobody"))
        self._words.setText(person.words)
        self._words.setVisible(bool(person.words))
        self._icon.set_icon(person.icon or "circle-dashed", person.color)
        self._icon.setVisible(bool(person.icon))


class _Note(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme_of(self).sp(1), 0, theme_of(self).sp(1))
        row.setSpacing(theme_of(self).sp(9))
        self._icon = Icon("info", "text3", 14, self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label("", "meta", "text2", self, wrap=True)
        row.addWidget(self._words, 1)

    def show_note(self, icon: str, words: str) -> None:
        self._icon.set_icon(icon, "text3")
        self._words.setText(told(words))


class _Arrival(QWidget):
    """`Status page   sent 15:40:43`, with what a person can do where it did not arrive."""

    acted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.sp(2), 0, theme.sp(2))
        column.setSpacing(theme.sp(2))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(9))
        self._icon = Icon("check", "ok", 14, self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label("", "meta", "text", self, wrap=True)
        row.addWidget(self._words, 1)
        column.addLayout(row)
        self._acts = QHBoxLayout()
        self._acts.setContentsMargins(theme.sp(23), 0, 0, 0)
        self._acts.setSpacing(theme.sp(6))
        self._buttons = [Button("", "secondary", parent=self, height=26) for _ in range(2)]
        for n, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, n=n: self._act(n))
            self._acts.addWidget(button)
        self._acts.addStretch(1)
        column.addLayout(self._acts)
        self._arrival = Arrival("", "check", "ok", "")

    def show_arrival(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._icon.set_icon(arrival.icon, arrival.color)
        self._words.setText(tr("{channel}: {words}", channel=arrival.channel, words=arrival.words))
        self._words.set_look(color="text2" if arrival.color in ("ok", "text3") else "text")
        for n, button in enumerate(self._buttons):
            if n < len(arrival.acts):
                button.set_label(tr(arrival.acts[n][1]))
            button.setVisible(n < len(arrival.acts))

    def _act(self, n: int) -> None:
        self.acted.emit(self._arrival.channel, self._arrival.acts[n][0])
