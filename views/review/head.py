"""The head of a review: which one, where it stands, its title and its figures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.review import ReviewState
from views.review.page_of import STATE_ICONS, state_word
from views.review.states import PageState
from views.text import day_of
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button
from views.widgets.chip import Chip
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.painted import painting

MOST_FIGURES = 5
_COLORS = {
    ReviewState.DRAFT: ("text2", "raised"),
    ReviewState.IN_REVIEW: ("info", "infobg"),
    ReviewState.REVIEWED: ("ok", "okbg"),
    ReviewState.CLOSED: ("text2", "raised"),
}


class ReviewHead(QWidget):
    template_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self._label = Label("", "label", "text2", self)
        self._state = Chip("", "text2", "raised", None, self)
        self._check = Chip("", "text2", "raised", "seal-check", self)
        self._meeting = Chip("", "text2", "raised", "calendar", self)
        self._writers = QHBoxLayout()
        self._writers.setSpacing(theme.sp(4))
        self._shown_writers: tuple[str, ...] = ()
        self.template = Button(tr("Template"), "quiet", "file", parent=self, height=26)
        self.template.clicked.connect(self.template_asked)
        first = QHBoxLayout()
        first.setSpacing(theme.sp(8))
        for widget in (self._label, self._state, self._check, self._meeting):
            first.addWidget(widget)
        first.addStretch(1)
        first.addLayout(self._writers)
        first.addWidget(self.template)
        first.setContentsMargins(0, 0, theme.sp(12), 0)
        self._title = ElideLabel("", "display", parent=self)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(theme.sp(24))
        self._pairs: list[tuple[QWidget, Label, Label]] = []
        for _ in range(MOST_FIGURES + 1):
            self._pairs.append(self._pair())
        self._figures.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.sp(8))
        column.setSpacing(theme.sp(8))
        column.addLayout(first)
        column.addWidget(self._title)
        column.addLayout(self._figures)

    def _pair(self) -> tuple[QWidget, Label, Label]:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        value = Label("", "title", parent=holder)
        words = Label("", "caption", "text3", holder)
        column.addWidget(value)
        column.addWidget(words)
        holder.hide()
        self._figures.addWidget(holder)
        return holder, value, words

    def show_state(self, state: PageState) -> None:
        self._label.setText(tr("Review of {incident}", incident=state.label))
        color, fill = _COLORS[state.state]
        self._state.set_chip(state_word(state.state), color, fill, STATE_ICONS[state.state])
        if state.questions:
            asked = ntr("{n} question", "{n} questions", state.questions)
            self._check.set_chip(asked, "warn", "warnbg", "lightbulb")
        else:
            self._check.set_chip(tr("blameless"), "text2", "raised", "seal-check")
        self._show_meeting(state)
        self._title.set_text(state.title)
        for n, (holder, value, words) in enumerate(self._pairs):
            shown = n < len(state.figures)
            holder.setVisible(shown)
            if shown:
                value.setText(state.figures[n].value)
                words.setText(state.figures[n].words)
        self._show_writers(state.writers)
        self._fit()

    def _show_meeting(self, state: PageState) -> None:
        due = state.meeting
        self._meeting.setVisible(due is not None and not state.state.is_done)
        if due is None:
            return
        day = day_of(due)
        if state.meeting_late:
            self._meeting.set_chip(
                tr("meeting was due {day}", day=day), "warn", "warnbg", "calendar"
            )
        else:
            self._meeting.set_chip(tr("meeting by {day}", day=day), "text2", "raised", "calendar")

    def _show_writers(self, writers: tuple[str, ...]) -> None:
        if writers == self._shown_writers:
            return
        self._shown_writers = writers
        while self._writers.count():
            item = self._writers.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name in writers:
            avatar = Avatar(name, 22, self)
            avatar.setToolTip(tr("{name} wrote here", name=name))
            avatar.setAccessibleName(tr("{name} wrote here", name=name))
            self._writers.addWidget(avatar)

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """Figures that do not fit are left out, the last first; a chip before a word is cut."""
        theme = theme_of(self)
        room = self.width() - theme.sp(12)
        for holder, value, _ in self._pairs:
            wide = holder.sizeHint().width() + theme.sp(24)
            holder.setVisible(bool(value.text()) and room >= wide - theme.sp(24))
            room -= wide if value.text() else 0
        chips = (self._label, self._state, self._check, self._meeting)
        shown = [w for w in chips if w is not self._meeting or not w.isHidden()]
        used = sum(w.sizeHint().width() + theme.sp(8) for w in shown)
        room_of_chips = self.width() - theme.sp(20)
        used += len(self._shown_writers) * theme.sp(26)
        self.template.setVisible(used + self.template.sizeHint().width() <= room_of_chips)
        for less in (self._label, self._check):
            wide = less.sizeHint().width() + theme.sp(8)
            less.setVisible(used <= room_of_chips)
            used -= wide if used > room_of_chips else 0

    def paintEvent(self, event: object) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.fillRect(
                0, self.height() - 1, self.width() - theme.sp(12), 1, theme.color("line")
            )
