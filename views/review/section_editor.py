"""A section of a review as one writes it: Markdown, chips that lead to the replay, questions of
the blameless check under the words they are about."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from models.checks.finding import Finding
from models.domain.review import Section
from views.icons import paint_icon
from views.review.chips import Chip, Places, source_of, tokens_of
from views.review.section_text import (
    BULLETS,
    CHIP_TYPE,
    MARK_WIDTH,
    ChipObject,
    SectionLook,
    bring_to,
    chip_of,
    put,
    source_in,
    tokens_in,
)
from views.theme import theme_of
from views.tongue import told
from views.widgets.drops import dropped_path
from views.widgets.painted import painting

LINE_PERCENT = 145
ITEM_ICONS = {
    Section.WHAT_WENT_WELL: ("check", "ok"),
    Section.WHERE_WE_STRUGGLED: ("warning", "warn"),
    Section.ASK_IN_THE_MEETING: ("question", "accent"),
}


class SectionEditor(QTextEdit):
    """As tall as its text. `edited` comes with each change by hand; `finding_asked` carries a
    finding and where its words are, in the editor's own places."""

    edited = Signal()
    chip_opened = Signal(str)
    finding_asked = Signal(object, QRect)
    evidence_wanted = Signal()
    left = Signal()
    confirmed = Signal()

    def __init__(self, section: Section, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self._findings: tuple[Finding, ...] = ()
        self._shaping = False
        self._is_old = False
        self._chips = ChipObject(self)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("plain", True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setMouseTracking(True)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().registerHandler(CHIP_TYPE, self._chips)
        self._look = SectionLook(self.document())
        self._adopt()
        self.document().contentsChange.connect(self._shape)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self.textChanged.connect(self._changed)

    # Text

    def source(self) -> str:
        return source_in(self.document())

    def show_source(self, source: str) -> None:
        """What others wrote comes in; the cursor stays at its words."""
        cursor = self.textCursor()
        at, anchor = cursor.position(), cursor.anchor()
        before = tokens_in(self.document())
        kept = source_of(before)
        if kept == source:
            return
        self._shaping = True
        try:
            bring_to(self.document(), source)
        finally:
            self._shaping = False
        if (
            self.textCursor().position() != at
            and kept[: _src(before, at)] == source[: _src(before, at)]
        ):
            back = self.textCursor()
            back.setPosition(anchor)
            back.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(back)
        self._shape_all()
        self.show_findings(())

    def insert_chip(self, chip: Chip) -> None:
        """At the cursor, with a space before it where there is none."""
        cursor = self.textCursor()
        before = self.document().characterAt(cursor.position() - 1) if cursor.position() else " "
        cursor.beginEditBlock()
        put(cursor, [*([] if before.isspace() or before == "\u2029" else [" "]), chip])
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        self._findings = tuple(findings)
        places = Places(tokens_in(self.document()))
        marks = []
        for finding in self._findings:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(places.in_document(finding.start))
            end = places.after_in_document(finding.end)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(theme_of(self).color("warn"))
            form.setBackground(theme_of(self).color("warnbg"))
            mark.cursor, mark.format = cursor, form
            marks.append(mark)
        self.setExtraSelections(marks)
        said = [f"{one.text}: {told(one.ask)}" for one in self._findings]
        self.setAccessibleDescription(". ".join(said))

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._findings

    def open_finding(self, finding: Finding) -> None:
        """The cursor goes to it, and its question is asked for."""
        places = Places(tokens_in(self.document()))
        cursor = self.textCursor()
        cursor.setPosition(places.in_document(finding.start))
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finding_asked.emit(finding, self.cursorRect(cursor))

    def _finding_at(self, position: int) -> Finding | None:
        at = Places(tokens_in(self.document())).in_source(position)
        return next((one for one in self._findings if one.start <= at < one.end), None)

    def _changed(self) -> None:
        if not self._shaping:
            self.edited.emit()

    # Shape

    def _adopt(self) -> None:
        theme = theme_of(self)
        self.document().setDefaultFont(theme.font("reading"))
        self.setMinimumHeight(theme.sp(26))
        self._shape_all()
        self._look.rehighlight()
        self.show_findings(self._findings)
        self._fit()

    def _shape(self, at: int, gone: int, added: int) -> None:
        """Lines of a list stand in from their sign."""
        if self._shaping:
            return
        block = self.document().findBlock(at)
        last = self.document().findBlock(at + added)
        self._shaping = True
        try:
            while block.isValid():
                self._shape_block(block)
                if block == last:
                    break
                block = block.next()
        finally:
            self._shaping = False

    def _shape_all(self) -> None:
        self._shaping = True
        try:
            block = self.document().begin()
            while block.isValid():
                self._shape_block(block)
                block = block.next()
        finally:
            self._shaping = False

    def _shape_block(self, block: QTextBlock) -> None:
        theme = theme_of(self)
        inset = theme.sp(MARK_WIDTH) if block.text().startswith(BULLETS) else 0
        space = theme.sp(3)
        form = block.blockFormat()
        wanted = (inset, -inset, space, LINE_PERCENT)
        present = (form.leftMargin(), form.textIndent(), form.bottomMargin(), form.lineHeight())
        if present == wanted:
            return
        made = QTextBlockFormat()
        made.setLeftMargin(inset)
        made.setTextIndent(-inset)
        made.setBottomMargin(space)
        made.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(block)
        cursor.joinPreviousEditBlock()
        cursor.setBlockFormat(made)
        cursor.endEditBlock()

    def _fit(self) -> None:
        around = self.height() - self.viewport().height()
        height = ceil(self.document().size().height()) + around
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(max(height, theme_of(self).sp(26)))

    # Events

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
        if event.type() not in kinds or not hasattr(self, "_look"):
            return
        self._is_old = not self.isVisible()  # nobody sees it: another look can wait
        if not self._is_old:
            self._adopt()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_old:
            self._is_old = False
            self._adopt()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif enter and control:
            self.confirmed.emit()
        elif enter and self._goes_on():
            self._next_item()
        else:
            super().keyPressEvent(event)

    def _goes_on(self) -> bool:
        return self.textCursor().block().text().startswith(BULLETS)

    def _next_item(self) -> None:
        """Enter in a list begins the next item; in an empty item it ends the list."""
        cursor = self.textCursor()
        text = cursor.block().text()
        cursor.beginEditBlock()
        if text.strip() in ("-", "*"):
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.removeSelectedText()
            cursor.insertBlock()
        else:
            cursor.insertBlock()
            cursor.insertText(text[:2])
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        chip = self._chip_at(at)
        if chip is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chip_opened.emit(chip.entry)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        cursor = self.cursorForPosition(event.position().toPoint())
        finding = self._finding_at(cursor.position())
        if finding is not None and not self.textCursor().hasSelection():
            self.finding_asked.emit(finding, self.cursorRect(cursor))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._chip_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def _chip_at(self, at: QPoint) -> Chip | None:
        layout = self.document().documentLayout()
        position = layout.hitTest(at.toPointF(), Qt.HitTestAccuracy.ExactHit)
        if position < 0:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position + 1, self.document().characterCount() - 1))
        return chip_of(cursor.charFormat())

    # Chips leave and come back as their source

    def createMimeDataFromSelection(self) -> QMimeData:
        selection = self.textCursor().selection()
        copied = QTextDocument()
        QTextCursor(copied).insertFragment(selection)
        data = QMimeData()
        data.setText(source_in(copied))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """A file is not words: it is for the page around the text."""
        return not dropped_path(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        put(cursor, tokens_of(source.text()))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = theme_of(self)
        side = theme.sp(15)
        name, color = ITEM_ICONS.get(self.section, ("", "text2"))
        layout = self.document().documentLayout()
        with painting(self.viewport()) as painter:
            block = self.document().begin()
            while block.isValid():
                if block.text().startswith(BULLETS):
                    box = layout.blockBoundingRect(block)
                    line = block.layout().lineAt(0)
                    middle = box.top() + line.y() + line.height() - line.descent() - side * 0.36
                    spot = QRectF(box.left() + theme.sp(1), middle - side / 2, side, side)
                    if name:
                        paint_icon(painter, name, theme.color(color), spot)
                    else:
                        painter.setPen(Qt.PenStyle.NoPen)
                        painter.setBrush(theme.color(color))
                        dot = theme.sp(2.6)
                        painter.drawEllipse(spot.center(), dot, dot)
                block = block.next()


def _src(tokens: Sequence[str | Chip], position: int) -> int:
    return Places(tokens).in_source(position)
