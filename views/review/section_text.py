"""A section as a document of Qt: its Markdown stays the source, evidence in it is a chip."""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from models.domain.review import COMMENT
from views.review.chips import Chip, Token, replacement, source_of, tokens_of
from views.theme import theme_of

CHIP_TYPE = QTextFormat.ObjectTypes.UserObject + 1
WORDS, ENTRY = (QTextFormat.Property.UserProperty + n for n in (1, 2))
OBJECT = "\ufffc"
BULLETS = ("- ", "* ")
MARK_WIDTH = 22
"""Logical pixels that the sign of a list takes."""


class ChipObject(QPyTextObject):
    """Draws a chip where the document has its object."""

    def intrinsicSize(self, doc: QTextDocument, pos: int, form: QTextFormat, /) -> QSizeF:
        theme = theme_of()
        metrics = QFontMetricsF(theme.font("label"))
        width = metrics.horizontalAdvance(str(form.property(WORDS))) + theme.sp(12)
        return QSizeF(width, metrics.ascent() + theme.sp(3))

    def drawObject(
        self,
        painter: QPainter,
        where: QRectF | QRect,
        doc: QTextDocument,
        pos: int,
        form: QTextFormat,
        /,
    ) -> None:
        theme, rect = theme_of(), QRectF(where)
        painter.save()
        font = theme.font("label")
        metrics = QFontMetricsF(font)
        edge = theme.sp(1)
        box = rect.adjusted(edge, -edge, -edge, metrics.descent() + edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(theme.color("accentbg"))
        painter.drawRoundedRect(box, theme.sp(4), theme.sp(4))
        painter.setFont(font)
        painter.setPen(theme.color("accent"))
        baseline = rect.bottom()
        painter.drawText(QPointF(rect.left() + theme.sp(6), baseline), str(form.property(WORDS)))
        painter.restore()


def chip_format(chip: Chip) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setObjectType(CHIP_TYPE)
    made.setProperty(WORDS, chip.words)
    made.setProperty(ENTRY, chip.entry)
    made.setToolTip(chip.words)
    return made


def chip_of(form: QTextFormat) -> Chip | None:
    if form.objectType() != CHIP_TYPE:
        return None
    return Chip(str(form.property(WORDS)), str(form.property(ENTRY)))


def tokens_in(document: QTextDocument) -> list[Token]:
    """What the document says, chips in their places."""
    found: list[Token] = []
    block = document.begin()
    while block.isValid():
        if block.blockNumber():
            found.append("\n")
        fragments: Any = block.begin()
        while not fragments.atEnd():
            fragment = fragments.fragment()
            chip = chip_of(fragment.charFormat())
            for sign in fragment.text():
                if sign == OBJECT and chip is not None:
                    found.append(chip)
                else:
                    found.append("\n" if sign == "\u2028" else sign)
            fragments += 1
        block = block.next()
    return found


def source_in(document: QTextDocument) -> str:
    return source_of(tokens_in(document))


def put(cursor: QTextCursor, tokens: tuple[Token, ...] | list[Token]) -> None:
    """Inserts at the cursor; signs in one piece."""
    plain = QTextCharFormat()
    run: list[str] = []
    for token in tokens:
        if isinstance(token, str):
            run.append(token)
            continue
        if run:
            cursor.insertText("".join(run), plain)
            run = []
        cursor.insertText(OBJECT, chip_format(token))
    if run:
        cursor.insertText("".join(run), plain)


def bring_to(document: QTextDocument, source: str) -> None:
    """The document says `source`; what it says already is left alone, so cursors stay."""
    change = replacement(tokens_in(document), tokens_of(source))
    if not change.gone and not change.put:
        return
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setPosition(change.start)
    cursor.setPosition(change.start + change.gone, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    put(cursor, change.put)
    cursor.endEditBlock()


class SectionLook(QSyntaxHighlighter):
    """Questions of a template in a weaker colour; the sign of a list gives way to an icon."""

    def highlightBlock(self, text: str) -> None:
        theme = theme_of()
        if text.startswith(BULLETS):
            sign = QTextCharFormat()
            sign.setForeground(QColor(0, 0, 0, 0))
            sign.setFontLetterSpacingType(_ABSOLUTE)
            metrics = QFontMetricsF(theme.font("reading"))
            missing = theme.sp(MARK_WIDTH) - metrics.horizontalAdvance(text[:2])
            sign.setFontLetterSpacing(max(0.0, missing / 2))
            self.setFormat(0, 2, sign)
        weak = QTextCharFormat()
        weak.setForeground(theme.color("text3"))
        for found in COMMENT.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), weak)


_ABSOLUTE = theme_of().font("reading").SpacingType.AbsoluteSpacing
