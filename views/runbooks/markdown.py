"""Markdown as it reads. It fetches nothing and follows no link by itself."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QMouseEvent,
    QPaintEvent,
    QPalette,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.runbooks.words import is_web_link, plain_markdown
from views.theme import Theme, theme_of
from views.widgets.painted import painting

_DIALECT = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
_HEADINGS = ("title", "title", "strong", "strong", "strong", "strong")


class _Document(QTextDocument):
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing: a runbook is a text, and a picture in it could tell its server who reads."""
        return QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)


class MarkdownText(QWidget):
    """As high as its text. `link_asked` carries the address of a web link that was clicked."""

    link_asked = Signal(str)

    def __init__(
        self, written: str = "", parent: QWidget | None = None, font: str = "reading"
    ) -> None:
        super().__init__(parent)
        self._written = ""
        self._is_old = False
        self._heights: dict[int, int] = {}
        self._font_name = font
        self._document = _Document(self)
        self._document.setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.set_markdown(written)

    def set_markdown(self, written: str) -> None:
        if written != self._written:
            self._written = written
            self._read()

    def plain(self) -> str:
        return self._document.toPlainText()

    def link_at(self, at: QPointF) -> str:
        """The web address under a point, "" where there is none."""
        found = self._document.documentLayout().anchorAt(at)
        return found if is_web_link(found) else ""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            before = self._document.textWidth()
            self._document.setTextWidth(max(1, width))
            self._heights[width] = int(self._document.size().height()) + 1
            self._document.setTextWidth(before)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = theme_of(self).sp(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(80), theme_of(self).sp(16))

    def resizeEvent(self, event: object) -> None:
        self._document.setTextWidth(max(1, self.width()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kind = event.type()
        if kind is QEvent.Type.PaletteChange and not self.isVisible():
            self._is_old = True  # nobody sees it: another colour can wait
        elif kind in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_old:
            self._read()
        super().showEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.link_at(event.position())
        self.setToolTip(over)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if target := self.link_at(event.position()):
            self.link_asked.emit(target)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, theme.color("text2"))
        context.palette = palette
        context.clip = QRectF(self.rect())
        with painting(self) as painter:
            self._document.documentLayout().draw(painter, context)

    def _read(self) -> None:
        theme = theme_of(self)
        self._is_old = False
        self._heights.clear()
        self._document.setDefaultFont(theme.font(self._font_name))
        self._document.setMarkdown(
            plain_markdown(self._written), _DIALECT | QTextDocument.MarkdownFeature.MarkdownNoHTML
        )
        self._dress(theme)
        self._document.setTextWidth(max(1, self.width()))
        self.setAccessibleName(self._document.toPlainText())
        self.updateGeometry()
        self.update()

    def _dress(self, theme: Theme) -> None:
        """Headings, code and links in the theme's type and colours."""
        block = self._document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            is_code, goes_on = _is_code(block), _is_code(block.next())
            shape = QTextBlockFormat()
            shape.setBottomMargin(0 if is_code and goes_on else theme.sp(6))
            shape.setTopMargin(theme.sp(8) if level else 0)
            shape.setNonBreakableLines(False)
            if is_code:
                shape.setBackground(theme.color("inset"))
            else:
                shape.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.mergeBlockFormat(shape)
            if level:
                self._set_block(cursor, theme, _HEADINGS[min(level, 6) - 1], "text")
            elif is_code:
                self._set_block(cursor, theme, "mono_small", "text")
            else:
                self._dress_pieces(theme, block)
            block = block.next()

    def _set_block(self, cursor: QTextCursor, theme: Theme, font: str, ink: str) -> None:
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        look = QTextCharFormat()
        look.setFont(theme.font(font))
        look.setForeground(theme.color(ink))
        cursor.mergeCharFormat(look)

    def _dress_pieces(self, theme: Theme, block: QTextBlock) -> None:
        held = []  # before the first is dressed: a changed block has other pieces
        place = block.begin()
        while not place.atEnd():
            piece = place.fragment()
            held.append((piece.position(), piece.length(), piece.charFormat()))
            place += 1
        for begin, length, format_ in held:
            look = QTextCharFormat()
            if format_.fontFixedPitch():
                look.setFont(theme.font("mono_small"))
                look.setForeground(theme.color("text"))
                look.setBackground(theme.color("raised"))
            elif format_.isAnchor():
                leads = is_web_link(format_.anchorHref())
                look.setForeground(theme.color("accent" if leads else "text2"))
                look.setFontUnderline(leads)
            else:
                continue
            cursor = QTextCursor(self._document)
            cursor.setPosition(begin)
            cursor.setPosition(begin + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)


def _is_code(block: QTextBlock) -> bool:
    """Fenced or indented: only the second has no fence, both have a language, if an empty one."""
    held = block.blockFormat()
    return block.isValid() and held.hasProperty(QTextFormat.Property.BlockCodeLanguage)
