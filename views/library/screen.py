"""The library: a line to search with, what was found or is to be read, what is like it."""

from datetime import tzinfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.library.shelf_rows import ShelfList
from views.library.states import LibraryState
from views.library.words import back_row, found_row, reading_row, similar_row
from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.button import Button
from views.widgets.empty import EmptyState
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Panel

SIDE = 0.38
"""Of the width, for what is like the chosen one and what keeps coming back."""


class LibraryScreen(QWidget):
    typed = Signal(str)
    opened = Signal(str)
    chosen = Signal(str, str)
    read = Signal(str)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sp(10))
        self.line = LineInput(
            tr("Search reviews"),
            tr("What do reviews say about …"),
            "magnifying-glass",
            ("/",),
            self,
        )
        self.line.textEdited.connect(self.typed)
        self.line.installEventFilter(self)
        column.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(10))
        column.addLayout(row, 1)
        row.addWidget(self._build_main(), 1)
        self._side = QWidget(self)
        row.addWidget(self._side)
        self._build_side()

    def _build_main(self) -> Panel:
        theme = theme_of(self)
        self._main = Panel(tr("To read"), "graduation-cap", None, self)
        self._main.let_body_touch()
        self._rule = Label("", "meta", "text3", self._main, wrap=True)
        self._rule.setContentsMargins(theme.sp(14), 0, theme.sp(14), theme.sp(6))
        self.rows = ShelfList(tr("To read"), self._main, {Qt.Key.Key_R: "read"})
        self.rows.opened.connect(self.opened)
        self.rows.chosen.connect(self.chosen)
        self.rows.acted.connect(lambda _, uid: self.read.emit(uid))
        self.rows.left_up.connect(self.focus_search)
        self._nothing = EmptyState("graduation-cap", "", "", self._main)
        self._mark = Button(tr("Mark as read"), "quiet", "check", ("R",), self._main, height=28)
        self._mark.clicked.connect(lambda: self.read.emit(self.rows.uid_at()))
        self._main.head.addWidget(self._mark)
        for widget in (self._rule, self.rows, self._nothing):
            self._main.body.addWidget(widget, 0 if widget is self._rule else 1)
        return self._main

    def _build_side(self) -> None:
        theme = theme_of(self)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sp(10))
        self._alike = Panel(tr("Like it"), "stack", None, self._side)
        self._alike.let_body_touch()
        self.similar = ShelfList(tr("Like it"), self._alike)
        self.similar.opened.connect(self.opened)
        self._none_alike = Label("", "body", "text3", self._alike, wrap=True)
        self._none_alike.setContentsMargins(theme.sp(14), theme.sp(4), theme.sp(14), 0)
        self._alike.body.addWidget(self.similar, 1)
        self._alike.body.addWidget(self._none_alike)
        self._alike.body.addStretch(0)
        column.addWidget(self._alike, 3)
        self._back = Panel(tr("What keeps coming back"), "arrows-clockwise", None, self._side)
        self._back.let_body_touch()
        self.back = ShelfList(tr("What keeps coming back"), self._back)
        self.back.opened.connect(self.opened)
        self._none_back = Label("", "body", "text3", self._back, wrap=True)
        self._none_back.setContentsMargins(theme.sp(14), theme.sp(4), theme.sp(14), 0)
        self._back.body.addWidget(self.back, 1)
        self._back.body.addWidget(self._none_back)
        self._back.body.addStretch(0)
        column.addWidget(self._back, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(int(self.width() * SIDE))

    def show_state(self, state: LibraryState) -> None:
        if self.line.text() != state.typed:
            self.line.setText(state.typed)
        if state.is_search:
            self._show_found(state)
        else:
            self._show_reading(state)
        label = state.chosen_label
        title = tr("Like {incident}", incident=label) if label else tr("Like it")
        self._alike.set_title(title)
        self.similar.setAccessibleName(title)
        self.similar.show_rows([similar_row(one, self._zone) for one in state.similar])
        self.similar.setVisible(bool(state.similar))
        words = tr("No other incident here is like it.") if state.chosen else ""
        self._none_alike.setText("" if state.similar else words)
        self.back.show_rows([back_row(one, self._zone) for one in state.back])
        self.back.setVisible(bool(state.back))
        self._back.set_count(len(state.back) or None)
        self._none_back.setText("" if state.back else tr("Nothing came back within 90 days."))
        self._none_back.setVisible(not state.back)
        self._none_alike.setVisible(not state.similar)

    def _show_found(self, state: LibraryState) -> None:
        self._name_main(tr("Found"))
        self._mark.hide()
        self._rule.hide()
        if not state.is_answered:
            return  # what was found before stays until the answer is there
        self.rows.show_rows([found_row(one, self._zone) for one in state.found], state.chosen)
        self._main.set_count(len(state.found) or None)
        self._show_nothing(
            not state.found,
            tr("No review says that"),
            state.notice or tr("Each word is looked for as a beginning, in every review here."),
        )

    def _show_reading(self, state: LibraryState) -> None:
        reading = state.reading
        self._name_main(tr("To read"))
        if reading is None:
            self._show_nothing(bool(state.notice), tr("Reviews could not be read"), state.notice)
            return
        self.rows.show_rows([reading_row(one, self._zone) for one in reading.rows], state.chosen)
        self._main.set_count(len(reading.rows) + reading.left or None)
        self._rule.setText(f"{rule_words()} {services_words(reading.services)}")
        self._rule.show()
        self._mark.setVisible(bool(reading.rows))
        self._show_nothing(
            not reading.rows,
            tr("Nothing to read"),
            state.notice or tr("Every review of your services is read."),
        )

    def _name_main(self, title: str) -> None:
        self._main.set_title(title)
        self.rows.setAccessibleName(title)

    def _show_nothing(self, empty: bool, title: str, detail: str) -> None:
        self.rows.setVisible(not empty)
        self._nothing.setVisible(empty)
        self._nothing.say(title, detail)

    def focus_search(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter go from the line to the rows, Escape empties it."""
        if watched is self.line and isinstance(event, QKeyEvent):
            is_press = event.type() is QEvent.Type.KeyPress
            if is_press and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if is_press and event.key() == Qt.Key.Key_Escape and self.line.text():
                self.typed.emit("")
                return True
        return super().eventFilter(watched, event)


def rule_words() -> str:
    return tr(
        "Not read by you: first what came back most often, then the worst severity, then the most "
        "actions, then the newest."
    )


def services_words(services: tuple[str, ...]) -> str:
    if not services:
        return tr("You have no services yet, so reviews of all services are listed.")
    shown = ", ".join(services[:6])
    if len(services) > 6:
        rest = ntr("{n} more", "{n} more", len(services) - 6)
        return tr("Of your services: {services} and {rest}.", services=shown, rest=rest)
    return tr("Of your services: {services}.", services=shown)
