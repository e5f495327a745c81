"""A runbook to read, with what the check says of it and how its steps went."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from models.domain.runbook import RunbookStep
from views.runbooks.command_block import CommandBlock
from views.runbooks.link_bar import LinkBar
from views.runbooks.markdown import MarkdownText
from views.runbooks.scroll import Scroll, as_wide
from views.runbooks.side import AboutPanel, LastTimesPanel
from views.runbooks.states import BookView
from views.runbooks.words import expect_words, findings_words, is_shaky, stat_words
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.chip import Chip
from views.widgets.label import Label
from views.widgets.panel import Icon, Panel, Surface
from views.widgets.slices import Slices
from views.widgets.wrap import WrapText

_SIDE, _BESIDE_FROM = 340, 1000


class BookPage(QWidget):
    start_requested = Signal(str)
    edit_requested = Signal()
    copied = Signal(str)
    link_opened = Signal(str)
    incident_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self._shown: tuple[BookView, date] | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.sp(10))
        self._links = LinkBar(self)
        self._links.opened.connect(self.link_opened)
        outer.addWidget(self._links)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(10))
        self._scroll = Scroll(self)
        self._scroll.column.setSpacing(theme.sp(10))
        row.addWidget(self._scroll, 1)
        self._side = Scroll(self)
        self._side.setFixedWidth(theme.sp(_SIDE))
        self._side.column.setSpacing(theme.sp(10))
        row.addWidget(self._side)
        self._side.hide()
        outer.addLayout(row, 1)
        self.about = AboutPanel(self)
        self.about.edit.hide()
        self.times = LastTimesPanel(self)
        self.times.incident_opened.connect(self.incident_opened)
        self._beside: bool | None = None
        self._slices = Slices(self)

    def show_book(self, view: BookView, today: date) -> None:
        if (view, today) == self._shown:
            return
        self._shown = (view, today)
        for kept in (self.about, self.times):
            kept.setParent(self)
        self._slices.stop()
        self._scroll.empty()
        holder = self._scroll.holder
        self._scroll.add(self._head(view, holder))
        if view.findings:
            self._scroll.add(self._findings(view, holder))
        panel = Panel(tr("Steps"), "list-numbers", parent=holder)
        panel.set_count(len(view.book.steps))
        self._scroll.add(panel)
        self._scroll.column.addStretch(1)
        self._scroll.verticalScrollBar().setValue(0)
        self.about.show_about(view.about, today)
        self.times.show_times(view.last_times)
        self._beside = None
        self._arrange()
        self._slices.add(self._steps(view, panel))

    @property
    def is_whole(self) -> bool:
        return self._slices.is_over

    def minimumSizeHint(self) -> QSize:
        """Without what stands beside only where there is room."""
        return QSize(theme_of(self).sp(460), theme_of(self).sp(320))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """What is beside the steps where there is room stands around them where there is not."""
        beside = self.width() >= theme_of(self).sp(_BESIDE_FROM)
        if self._shown is None or beside == self._beside:
            return
        self._beside = beside
        main, side = self._scroll.column, self._side.column
        for column in (main, side):
            for panel in (self.about, self.times):
                column.removeWidget(panel)
        if beside:
            side.insertWidget(0, self.about)
            side.insertWidget(1, self.times)
            if side.count() == 2:
                side.addStretch(1)
        else:
            main.insertWidget(main.count() - 2, self.about)
            main.insertWidget(main.count() - 1, self.times)
        self._side.setVisible(beside)
        self.about.show()
        self.times.show()

    def start(self) -> None:
        """Where Enter from the list goes: to what can be done first."""
        target = self.start_button if self.start_button.isEnabled() else self.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, view: BookView, holder: QWidget) -> QWidget:
        theme, book = theme_of(self), view.book
        head = Surface("surface", "line", 10, holder)
        column = QVBoxLayout(head)
        column.setContentsMargins(*[theme.sp(18), theme.sp(14)] * 2)
        column.setSpacing(theme.sp(8))
        column.addWidget(WrapText(book.title, "display", "text", head))
        if book.summary:
            summary = MarkdownText(book.summary, head)
            summary.link_asked.connect(self._links.ask)
            column.addWidget(summary)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(8))
        words = (
            tr("Start in {incident}", incident=view.incident)
            if view.incident
            else tr("Start in an incident")
        )
        self.start_button = Button(words, "primary", "play", parent=head)
        self.start_button.setEnabled(bool(view.incident))
        self.start_button.setToolTip("" if view.incident else tr("Open an incident first"))
        self.start_button.clicked.connect(lambda: self.start_requested.emit(view.uid))
        self.edit = Button(tr("Edit"), "secondary", "pencil-simple", parent=head)
        self.edit.setAccessibleName(tr("Edit {title}", title=book.title))
        self.edit.clicked.connect(self.edit_requested)
        row.addWidget(self.start_button)
        row.addWidget(self.edit)
        row.addStretch(1)
        for service in book.services[:3]:
            row.addWidget(Chip(service, icon="stack", parent=head))
        column.addLayout(row)
        return head

    def _findings(self, view: BookView, holder: QWidget) -> QWidget:
        theme = theme_of(self)
        panel = Panel(findings_words(view), "list-checks", parent=holder)
        for finding in view.findings:
            row = QHBoxLayout()
            row.setSpacing(theme.sp(9))
            mark = Icon("warning", "warn", 14, panel)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(WrapText(finding.text, "body", "text2", panel), 1)
            panel.body.addLayout(row)
        return panel

    def _steps(self, view: BookView, panel: Panel) -> Iterator[QWidget]:
        """One after the other: some files have more of them than can be made in one turn."""
        section = view.book.title  # a heading over all of it says nothing more
        for step in view.book.steps:
            if step.section and step.section != section:
                section = step.section
                panel.body.addWidget(Label(section, "label", "text3", panel))
            widget = self._step(step, view, panel)
            as_wide(widget, panel.body.geometry().width())
            panel.body.addWidget(widget)
            widget.show()
            yield widget
        if not view.book.steps:
            words = tr("No step was found in this file. Number them, or give each a heading.")
            none = WrapText(words, "body", "text3", panel)
            panel.body.addWidget(none)
            yield none

    def _step(self, step: RunbookStep, view: BookView, parent: QWidget) -> QWidget:
        theme, stat = theme_of(self), view.stat(step.n)
        holder = QWidget(parent)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.sp(4), 0, theme.sp(8))
        row.setSpacing(theme.sp(8))
        top = Qt.AlignmentFlag.AlignTop
        number = Label(f"{step.n}.", "body", "text3", holder)
        number.setMinimumWidth(theme.sp(22))
        row.addWidget(number, 0, top)
        column = QVBoxLayout()
        column.setSpacing(theme.sp(6))
        column.addWidget(WrapText(step.text, "strong", "text", holder))
        if words := stat_words(stat):
            shaky = is_shaky(stat)
            line = QHBoxLayout()
            line.setSpacing(theme.sp(6))
            icon = "warning" if shaky else "clock-counter-clockwise"
            line.addWidget(Icon(icon, "warn" if shaky else "text3", 13, holder), 0, top)
            line.addWidget(WrapText(words, "meta", "warn" if shaky else "text3", holder), 1)
            column.addLayout(line)
        if step.detail.strip():
            detail = MarkdownText(step.detail, holder, "body")
            detail.link_asked.connect(self._links.ask)
            column.addWidget(detail)
        for command in step.commands:
            block = CommandBlock(command, holder)
            block.copied.connect(self.copied)
            column.addWidget(block)
        said = [expect_words(step.expected)] if step.expected else []
        said += [tr("If not: {if_not}", if_not=step.if_not)] if step.if_not else []
        for words in said:
            column.addWidget(WrapText(words, "meta", "text2", holder))
        row.addLayout(column, 1)
        return holder


class BookEditor(Surface):
    """The file's own text. Nothing is kept until it is saved."""

    edited = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = theme_of(self)
        self._uid = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.sp(14)] * 4)
        column.setSpacing(theme.sp(10))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(8))
        self._name = WrapText("", "title", "text", self)
        row.addWidget(self._name, 1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self)
        cancel.clicked.connect(self.cancelled)
        self.save = Button(tr("Save runbook"), "primary", "floppy-disk", ("Ctrl", "Enter"), self)
        self.save.clicked.connect(self._save)
        row.addWidget(cancel)
        row.addWidget(self.save)
        column.addLayout(row)
        self._where = WrapText("", "meta", "text3", self)
        column.addWidget(self._where)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(tr("Text of the runbook, in Markdown"))
        self.text.setFont(theme.font("mono_small"))
        column.addWidget(self.text, 1)

    def show_book(self, view: BookView) -> None:
        """Leaves what is being written alone: the text is taken when another one is opened."""
        if view.uid != self._uid:
            self._uid = view.uid
            self._name.set_text(tr("Edit {title}", title=view.book.title))
            self._where.set_text(view.book.path)
            self.text.setPlainText(view.book.text)

    def forget(self) -> None:
        self._uid = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        if self._uid:
            self.edited.emit(self._uid, self.text.toPlainText())
