"""The middle of a review: its head, its five sections as one writes them, or as they read."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from models.checks.finding import Finding
from models.domain.review import Section
from views.review.chips import Chip
from views.review.facts_box import FactsBox
from views.review.finding_popup import FindingPopup
from views.review.head import ReviewHead
from views.review.preview import SECTION_WORDS
from views.review.reading_pane import ReadingPane
from views.review.section_editor import SectionEditor
from views.review.states import Findings, PageState
from views.room.header import Rule
from views.runbooks.scroll import Scroll
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import IconButton
from views.widgets.label import Label
from views.widgets.panel import Surface

SETTLED_MS, DRAWN_MS = 350, 60
"""Typing that rests so long is kept and checked; and drawn as it reads, beside it."""
WRITE, BOTH, READ = ARRANGEMENTS = ("write", "both", "read")
_HINTS = {
    Section.WHAT_HAPPENED: mark("What the system did, in the order it did it"),
    Section.WHAT_WENT_WELL: mark("What helped, and should be kept"),
    Section.WHERE_WE_STRUGGLED: mark("What took long, and what made it hard"),
    Section.CONTRIBUTING_FACTORS: mark("What had to come together"),
    Section.ASK_IN_THE_MEETING: mark("What only people can answer"),
}


class SectionBox(QWidget):
    """A title, how many things are listed under it, and the text."""

    template_asked = Signal()
    evidence_asked = Signal()

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        words = tr(SECTION_WORDS[section])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.sp(4), 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        head.addWidget(Label(words, "title", parent=self))
        self._count = Label("", "body", "text3", self)
        head.addWidget(self._count)
        head.addStretch(1)
        more = IconButton("dots-three", tr("More about {section}", section=words), self)
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        more.clicked.connect(lambda: self._ask_more(more.mapToGlobal(more.rect().bottomLeft())))
        head.addWidget(more)
        self.editor = SectionEditor(section, words, self)
        self.editor.setPlaceholderText(tr(_HINTS[section]))
        column.addLayout(head)
        column.addWidget(self.editor)
        self.editor.textChanged.connect(self._count_items)

    def _count_items(self) -> None:
        lines = self.editor.toPlainText().splitlines()
        items = sum(line.startswith(("- ", "* ")) and len(line.strip()) > 1 for line in lines)
        self._count.setText(str(items) if items else "")

    def _ask_more(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Insert evidence"), self.evidence_asked.emit)
        menu.addAction(tr("Use a template"), self.template_asked.emit)
        menu.popup(at)


class DocumentPanel(Surface):
    """`typed` carries a section and its whole text; `settled` comes when typing rests."""

    typed = Signal(object, str)
    settled = Signal()
    chip_opened = Signal(str)
    evidence_wanted = Signal()
    template_chosen = Signal(str)
    stands = Signal(object, object, str)
    left = Signal()
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = theme_of(self)
        self._state = PageState()
        self._findings: Findings = {}
        self._last = Section.WHAT_HAPPENED
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(SETTLED_MS)
        self._resting.timeout.connect(self.settled)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(DRAWN_MS)
        self._drawing.timeout.connect(self._draw)
        self.arrangement = WRITE
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.sp(20), theme.sp(12), theme.sp(8), theme.sp(12))
        outer.setSpacing(theme.sp(6))
        self.head = ReviewHead(self)
        self.head.template_asked.connect(self.ask_template)
        outer.addWidget(self.head)
        self._scroll = Scroll(self)
        self._scroll.column.setContentsMargins(0, 0, theme.sp(12), 0)
        self.pane = ReadingPane(self)
        self._between = Rule(self)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(12))
        row.addWidget(self._scroll, 1)
        row.addWidget(self._between)
        row.addWidget(self.pane, 1)
        outer.addLayout(row, 1)
        self.boxes: dict[Section, SectionBox] = {}
        for section in Section:
            self.boxes[section] = self._box_of(section)
        self.facts = FactsBox(self._scroll.holder)
        self._scroll.column.addWidget(self.facts)
        self._scroll.column.addStretch(1)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._follow())
        self.arrange(WRITE)
        self.popup = FindingPopup(self)
        self.popup.stands.connect(self.stands)
        self.popup.closed.connect(lambda: self.editor(self._last).setFocus())

    def _box_of(self, section: Section) -> SectionBox:
        box = SectionBox(section, self._scroll.holder)
        self._scroll.column.addWidget(box)
        editor = box.editor
        editor.edited.connect(partial(self._edited, section))
        editor.chip_opened.connect(self.chip_opened)
        editor.left.connect(self._leave)
        editor.confirmed.connect(self.confirmed)
        editor.finding_asked.connect(partial(self._ask_finding, section))
        editor.cursorPositionChanged.connect(partial(self._moved, section))
        box.template_asked.connect(self.ask_template)
        box.evidence_asked.connect(partial(self._want_evidence, section))
        return box

    def editor(self, section: Section) -> SectionEditor:
        return self.boxes[section].editor

    # What the presenter says

    def show_state(self, state: PageState) -> None:
        self._state = state
        self.head.show_state(state)
        self.facts.show_state(state)
        self._draw()

    def show_text(self, section: Section, text: str) -> None:
        self.editor(section).show_source(text)
        self.editor(section).show_findings(self._findings.get(section, ()))
        self._draw()

    def show_findings(self, findings: Findings) -> None:
        self._findings = findings
        for section in Section:
            self.editor(section).show_findings(findings.get(section, ()))

    # Gestures

    def flush(self) -> None:
        """What rests is kept at once."""
        if self._resting.isActive():
            self._resting.stop()
            self.settled.emit()

    def insert_evidence(self, chip: Chip) -> None:
        editor = self.editor(self._last)
        editor.insert_chip(chip)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def arrange(self, arrangement: str) -> None:
        """Text to write in, how it reads, or both side by side."""
        self.arrangement = arrangement
        self.head.setVisible(arrangement != READ)
        self._scroll.setVisible(arrangement != READ)
        self._between.setVisible(arrangement == BOTH)
        self.pane.setVisible(arrangement != WRITE)
        self._draw()

    @property
    def is_preview(self) -> bool:
        return self.arrangement == READ

    def next_finding(self) -> None:
        """The next question after the cursor, around to the first."""
        every = [(s, one) for s in Section for one in self._findings.get(s, ())]
        if not every:
            return
        shown = (self._last, self.popup.shown) if self.popup.isVisible() else None
        at = every.index(shown) + 1 if shown in every else 0
        section, finding = every[at % len(every)]
        self.reveal(section)
        self.editor(section).open_finding(finding)

    def reveal(self, section: Section) -> None:
        self._scroll.ensureWidgetVisible(self.boxes[section], 0, theme_of(self).sp(40))

    def focus_text(self) -> None:
        self.reveal(self._last)
        self.editor(self._last).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _edited(self, section: Section) -> None:
        self.popup.hide()
        self.typed.emit(section, self.editor(section).source())
        self._resting.start()
        # Somebody who types without a rest sees it all the same.
        if self.arrangement != WRITE and not self._drawing.isActive():
            self._drawing.start()

    def _moved(self, section: Section) -> None:
        """What is written below the fold comes into view."""
        editor = self.editor(section)
        if not editor.hasFocus():
            return
        self._last = section
        spot = editor.mapTo(self._scroll.holder, editor.cursorRect().center())
        self._scroll.ensureVisible(spot.x(), spot.y(), 0, theme_of(self).sp(40))

    def _leave(self) -> None:
        self.popup.hide()
        self.left.emit()

    def _want_evidence(self, section: Section) -> None:
        self._last = section
        self.evidence_wanted.emit()

    def _ask_finding(self, section: Section, finding: Finding, words: QRect) -> None:
        self._last = section
        corner = self.editor(section).viewport().mapTo(self, words.topLeft())
        self.popup.open_at(section, finding, QRect(corner, words.size()))

    def ask_template(self) -> None:
        menu = QMenu(self)
        for name in self._state.templates:
            menu.addAction(name, partial(self.template_chosen.emit, name))
        menu.popup(self.head.template.mapToGlobal(self.head.template.rect().bottomLeft()))

    def _draw(self) -> None:
        self._drawing.stop()
        if self.arrangement == WRITE:
            return
        texts: Mapping[Section, str] = {s: self.editor(s).source() for s in Section}
        self.pane.show_review(self._state, texts, with_head=self.arrangement == READ)

    def _follow(self) -> None:
        """What is read beside it goes along with what is written."""
        bar = self._scroll.verticalScrollBar()
        if self.arrangement != BOTH:
            return
        if bar.value() in (0, bar.maximum()):
            (self.pane.to_end if bar.value() else self.pane.to_start)()
            return
        for section, box in self.boxes.items():
            into = bar.value() - box.y()
            if 0 <= into < box.height():
                self.pane.follow(section, into / box.height())
