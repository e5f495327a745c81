"""The actions of a review, a row each: done or not, what kind, whose, by when."""

from datetime import UTC, date, datetime, time
from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.domain.action_item import ActionKind, ActionState
from views.review.states import ActionView
from views.text import day_of, short_day
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.avatar import Avatar
from views.widgets.button import Button, IconButton
from views.widgets.check import CheckBox
from views.widgets.chip import Chip
from views.widgets.label import Label
from views.widgets.painted import painting, rounded

KIND_WORDS = {
    ActionKind.FIX: mark("Fix"),
    ActionKind.PREVENT: mark("Prevent"),
    ActionKind.NOTICE_SOONER: mark("Notice sooner"),
    ActionKind.RESPOND_BETTER: mark("Respond better"),
}
KIND_ICONS = {
    ActionKind.FIX: "sliders-horizontal",
    ActionKind.PREVENT: "seal-check",
    ActionKind.NOTICE_SOONER: "bell-ringing",
    ActionKind.RESPOND_BETTER: "users-three",
}


class ActionRow(QWidget):
    """Enter or a click on its words changes it; the Menu key has all there is."""

    state_chosen = Signal(str, object)
    change_asked = Signal(object)
    moment_opened = Signal(str)
    copy_asked = Signal(object)
    help_asked = Signal(object)
    push_asked = Signal(object, str)
    link_asked = Signal(str)

    def __init__(self, action: ActionView, parent: QWidget) -> None:
        super().__init__(parent)
        self.action = action
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(6), theme.sp(8), theme.sp(4), theme.sp(8))
        row.setSpacing(theme.sp(8))
        self.box = CheckBox(parent=self)
        self.box.setChecked(action.is_done)
        self.box.setAccessibleName(tr("Done: {action}", action=action.text))
        self.box.clicked.connect(self._toggled)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.box, 0, top)
        column = QVBoxLayout()
        column.setSpacing(theme.sp(3))
        column.addLayout(self._words())
        column.addLayout(self._foot())
        if action.came_back:
            back = tr("Came back as {incident}. Did it help?", incident=action.came_back)
            column.addWidget(Label(back, "meta", "warn", self, wrap=True))
        if action.under_way:
            column.addWidget(Label(action.under_way, "meta", "text2", self, wrap=True))
        elif action.tracker:
            link = Button(place_of(action.tracker), "link", "arrow-square-out", parent=self)
            link.setToolTip(action.tracker)
            link.clicked.connect(partial(self.link_asked.emit, action.tracker))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self._say(action)

    def _words(self) -> QHBoxLayout:
        action, theme = self.action, theme_of(self)
        line = QHBoxLayout()
        line.setSpacing(theme.sp(4))
        over = action.state is not ActionState.OPEN
        words = Label(action.text, "body", "text3" if over else "text", self, wrap=True)
        words.setContentsMargins(0, theme.sp(4), 0, 0)
        line.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
        more = IconButton("dots-three", tr("More about this action"), self)
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        more.clicked.connect(lambda: self._ask_more(more.mapToGlobal(more.rect().bottomLeft())))
        line.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _foot(self) -> QHBoxLayout:
        action, theme = self.action, theme_of(self)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(6))
        word = tr(KIND_WORDS[action.kind])
        foot.addWidget(Chip(word, "text2", "raised", KIND_ICONS[action.kind], self))
        foot.addStretch(1)
        if action.owner:
            owner = Avatar(action.owner, 20, self)
            owner.setToolTip(action.owner)
            foot.addWidget(owner)
        elif action.state is ActionState.OPEN:
            nobody = Avatar("", 20, self)
            nobody.setToolTip(tr("no owner"))
            nobody.setAccessibleName(tr("no owner"))
            foot.addWidget(nobody)
        words, color = due_words(action)
        foot.addWidget(Label(words, "meta", color, self))
        return foot

    def _say(self, action: ActionView) -> None:
        owner = action.owner or tr("no owner")
        parts = [action.text, tr(KIND_WORDS[action.kind]), owner, due_words(action)[0]]
        self.setAccessibleName(", ".join(parts))
        self.setToolTip("" if not action.tracker else action.tracker)

    def _toggled(self, checked: bool) -> None:
        if checked and self.action.came_back:
            self.help_asked.emit(self.action)
        else:
            state = ActionState.DONE if checked else ActionState.OPEN
            self.state_chosen.emit(self.action.uid, state)

    def _ask_more(self, at: QPoint) -> None:
        action, menu = self.action, QMenu(self)
        menu.addAction(tr("Change"), partial(self.change_asked.emit, action))
        if action.entry:
            menu.addAction(tr("Show its moment"), partial(self.moment_opened.emit, action.entry))
        menu.addAction(tr("Copy as Markdown"), partial(self.copy_asked.emit, action))
        for tracker in action.trackers:
            words = tr("Send to {tracker}", tracker=tracker)
            menu.addAction(words, partial(self.push_asked.emit, action, tracker))
        if action.came_back:
            menu.addAction(tr("It helped"), partial(self.help_asked.emit, action))
        menu.addSeparator()
        if action.state is ActionState.DROPPED:
            words, state = tr("Take it up again"), ActionState.OPEN
        else:
            words, state = tr("Drop it"), ActionState.DROPPED
        menu.addAction(words, partial(self.state_chosen.emit, action.uid, state))
        menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._ask_more(event.globalPos())

    def mouseReleaseEvent(self, event: object) -> None:
        self.change_asked.emit(self.action)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.change_asked.emit(self.action)
        elif event.key() == Qt.Key.Key_Menu:
            self._ask_more(self.mapToGlobal(self.rect().center()))
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            foot = QRectF(theme.sp(6), self.height() - 1, self.width() - theme.sp(12), 1)
            painter.fillRect(foot, theme.color("line"))
            if self.hasFocus():
                box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                rounded(painter, box, theme.sp(8), None, theme.color("focus"), 2)


def due_words(action: ActionView) -> tuple[str, str]:
    """What stands at the right, and in which colour."""
    if action.state is ActionState.DONE:
        return tr("done"), "text3"
    if action.state is ActionState.DROPPED:
        return tr("dropped"), "text3"
    if action.due is None:
        return tr("no date"), "warn"
    if action.late:
        return tr("{day}, late", day=_short(action.due)), "bad"
    return day_of(action.due), "text2"


def _short(due: date) -> str:
    return short_day(datetime.combine(due, time(), UTC))


def place_of(link: str) -> str:
    """What a tracker calls it, from its address: `shop/web#12`, `SHOP-7`, or the host."""
    parts = urlsplit(link)
    path = parts.path.strip("/").split("/")
    if len(path) == 4 and path[2] in ("issues", "pull"):
        return f"{path[0]}/{path[1]}#{path[3]}"
    if len(path) > 1 and path[-2] == "browse":
        return path[-1]
    return parts.hostname or link


def as_markdown(action: ActionView, label: str) -> str:
    """A line for another tracker's list."""
    box = "x" if action.is_done else " "
    parts = [f"- [{box}] {action.text}", f"({KIND_WORDS[action.kind].lower()}, {label}"]
    parts[1] += f", {action.owner}" if action.owner else ""
    parts[1] += f", by {action.due.isoformat()})" if action.due else ")"
    if action.tracker:
        parts.append(action.tracker)
    return " ".join(parts)
