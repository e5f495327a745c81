"""Runbooks: the library, and the run of the incident in front."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from views.runbooks.book_page import BookEditor, BookPage
from views.runbooks.library_list import BookList
from views.runbooks.presenter import RunbooksState
from views.runbooks.run_page import RunPage
from views.runbooks.states import RunView
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.empty import EmptyState
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface
from views.widgets.wrap import WrapText

_LIST = 380
_HOW = mark("Import a folder. Each Markdown file in it becomes a runbook.")


class RunbooksScreen(QWidget):
    chosen = Signal(str)
    words_typed = Signal(str)
    start_requested = Signal(str)
    edit_asked = Signal()
    edited = Signal(str, str)
    edit_cancelled = Signal()
    import_requested = Signal()
    page_shown = Signal(str)
    copied = Signal(str)
    link_opened = Signal(str)
    incident_opened = Signal(str)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        """The signals of a run are those of `run_page`."""
        super().__init__(parent)
        self._now = now
        self._state = RunbooksState()
        theme = theme_of(self)
        edge = theme.sp(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.sp(10))
        self._notice = self._notice_bar()
        column.addWidget(self._notice)
        self._top = self._run_bar()
        column.addWidget(self._top)
        self._pages = QStackedWidget(self)
        column.addWidget(self._pages, 1)
        self.empty = self._empty()
        self._library = self._make_library()
        self.run_page = RunPage(now, self._pages)
        for page in (self.empty, self._library, self.run_page):
            self._pages.addWidget(page)
        self.run_page.copied.connect(self.copied)
        self.run_page.link_opened.connect(self.link_opened)
        self.run_page.incident_opened.connect(self.incident_opened)

    def _notice_bar(self) -> Surface:
        theme = theme_of(self)
        bar = Surface("badbg", "badbg", 8, self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(*[theme.sp(14), theme.sp(9)] * 2)
        row.setSpacing(theme.sp(9))
        row.addWidget(Icon("warning-octagon", "bad", 16, bar))
        self._notice_words = WrapText("", "body", "text", bar)
        row.addWidget(self._notice_words, 1)
        bar.hide()
        return bar

    def _run_bar(self) -> QWidget:
        theme = theme_of(self)
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(10))
        self._other = Button(tr("All runbooks"), "secondary", "arrow-left", parent=bar)
        self._other.clicked.connect(self._turn)
        row.addWidget(self._other)
        self._number = Label("", "mono_small", "text3", bar)
        row.addWidget(self._number)
        self._run_name = ElideLabel("", "strong", "text", bar)
        row.addWidget(self._run_name, 1)
        return bar

    def _empty(self) -> EmptyState:
        empty = EmptyState("list-numbers", tr("No runbooks yet"), tr(_HOW), self)
        bring = Button(tr("Import folder"), "primary", "folder", parent=empty)
        bring.clicked.connect(self.import_requested)
        empty.offers.addStretch(1)
        empty.offers.addWidget(bring)
        empty.offers.addStretch(1)
        return empty

    def _make_library(self) -> QWidget:
        holder = QWidget(self._pages)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).sp(10))
        self.books = BookList(holder)
        self.books.setFixedWidth(theme_of(self).sp(_LIST))
        self.book = BookPage(holder)
        self.editor = BookEditor(holder)
        for widget, stretch in ((self.books, 0), (self.book, 1), (self.editor, 1)):
            row.addWidget(widget, stretch)
        self.book.hide()
        self.editor.hide()
        self.books.chosen.connect(self.chosen)
        self.books.entered.connect(self._enter)
        self.books.words_typed.connect(self.words_typed)
        self.books.import_requested.connect(self.import_requested)
        self.book.start_requested.connect(self.start_requested)
        self.book.edit_requested.connect(self.edit_asked)
        self.book.copied.connect(self.copied)
        self.book.link_opened.connect(self.link_opened)
        self.book.incident_opened.connect(self.incident_opened)
        self.editor.edited.connect(self.edited)
        self.editor.cancelled.connect(self.edit_cancelled)
        return holder

    # What the presenter says

    def show_state(self, state: RunbooksState) -> None:
        before, self._state = self._state, state
        self._notice.setVisible(bool(state.notice))
        self._notice_words.set_text(state.notice)
        self._show_bar(state)
        if state.page == "run" and state.run is not None:
            self.run_page.show_run(state.run, state.cursor)
            self._pages.setCurrentWidget(self.run_page)
        elif state.loaded and not state.total:
            self._pages.setCurrentWidget(self.empty)
        else:
            self._show_library(state)
            self._pages.setCurrentWidget(self._library)
        if (before.page, before.editing) != (state.page, state.editing):
            self.start()

    def _show_bar(self, state: RunbooksState) -> None:
        run: RunView | None = state.run
        self._top.setVisible(run is not None)
        if run is None:
            return
        in_run = state.page == "run"
        self._other.set_label(
            tr("All runbooks")
            if in_run
            else tr("Back to the run in {incident}", incident=run.incident)
        )
        self._number.setText(run.incident if in_run else "")
        self._run_name.set_text(run.title)

    def _show_library(self, state: RunbooksState) -> None:
        today = self._now().date()
        self.books.show_rows(state.rows, state.total, state.chosen, today)
        self.books.setEnabled(not state.editing)
        editing = state.editing and state.book is not None
        self.book.setVisible(state.book is not None and not editing)
        self.editor.setVisible(editing)
        if state.book is None:
            return
        if editing:
            self.editor.show_book(state.book)
        else:
            self.editor.forget()
            self.book.show_book(state.book, today)

    def tick(self, now: datetime) -> None:
        if self._pages.currentWidget() is self.run_page:
            self.run_page.tick(now)

    def start(self) -> None:
        """The keyboard goes to the steps, the text being written, or the list."""
        if self._pages.currentWidget() is self.run_page:
            self.run_page.start()
        elif self._state.editing:
            self.editor.text.setFocus()
        else:
            self.books.start()

    def setFocus(self, *_: object) -> None:
        self.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.start()

    def _turn(self) -> None:
        self.page_shown.emit("library" if self._state.page == "run" else "run")

    def _enter(self) -> None:
        if self._state.book is not None and not self._state.editing:
            self.book.start()
