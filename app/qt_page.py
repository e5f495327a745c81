"""A page of a report on Qt's text engine. Needs an application to run under."""

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QRectF,
    QSizeF,
    Qt,
    QUrl,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from models.report.page import Page
from views.theme import load_fonts
from views.widgets.painted import painting

WIDTH = 720
"""Logical pixels of text; the height is what it takes."""
SCALE = 2
MARGIN = 24
_SHARP = 3
_WIDTHS = [WIDTH * part / 10 for part in range(10, 15)]


def as_png(page: Page) -> bytes:
    document = _document(page)
    document.setTextWidth(WIDTH)
    size = document.size()
    whole = QSizeF(size.width() + 2 * MARGIN, size.height() + 2 * MARGIN) * SCALE
    image = QImage(whole.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with painting(image) as painter:
        painter.scale(SCALE, SCALE)
        painter.translate(MARGIN, MARGIN)
        document.drawContents(painter)
    body = QByteArray()
    buffer = QBuffer(body)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    buffer.close()
    return bytes(body.data())


def as_pdf(page: Page) -> bytes:
    """A4. A document takes the pages it needs; anything else gets wider lines, so smaller
    letters, where that keeps it on one page."""
    body = QByteArray()
    buffer = QBuffer(body)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(page.title)
    writer.setCreator("War room")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    writer.setResolution(144)
    document = _document(page)
    if page.foot:
        with painting(writer) as painter:
            _paint_document(painter, writer, document, page.foot)
        buffer.close()
        return bytes(body.data())
    room = QRectF(writer.pageLayout().paintRectPixels(writer.resolution()))
    for wide in _WIDTHS:
        document.setTextWidth(wide)
        if document.size().height() / wide <= room.height() / room.width():
            break
    with painting(writer) as painter:
        _paint_pages(painter, writer, document, room.width() / document.textWidth(), room)
    buffer.close()
    return bytes(body.data())


def _paint_pages(
    painter: QPainter, writer: QPdfWriter, document: QTextDocument, scale: float, room: QRectF
) -> None:
    painter.scale(scale, scale)
    tall = room.height() / scale
    at = 0.0
    while True:
        painter.save()
        painter.translate(0, -at)
        document.drawContents(painter, QRectF(0, at, document.textWidth(), tall))
        painter.restore()
        at += tall
        if at >= document.size().height():
            return
        writer.newPage()


PAPER_WIDTH, FOOT = 680, 30
"""Logical pixels of text on a page of a document, and of what is kept below it."""


def _paint_document(
    painter: QPainter, writer: QPdfWriter, document: QTextDocument, foot: str
) -> None:
    """The text engine breaks the pages, so that no line is cut."""
    paper = QRectF(writer.pageLayout().paintRectPixels(writer.resolution()))
    scale = paper.width() / PAPER_WIDTH
    tall = paper.height() / scale - FOOT
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(PAPER_WIDTH, tall))
    _keep_headings_with_text(document, tall)
    pages = document.pageCount()
    painter.scale(scale, scale)
    for n in range(pages):
        if n:
            writer.newPage()
        painter.save()
        painter.translate(0, -n * tall)
        document.drawContents(painter, QRectF(0, n * tall, PAPER_WIDTH, tall))
        painter.restore()
        _paint_foot(painter, QRectF(0, tall + 8, PAPER_WIDTH, FOOT - 8), foot, n + 1, pages)


def _keep_headings_with_text(document: QTextDocument, tall: float) -> None:
    """A heading at the foot of a page goes over to the next, where what it heads is."""
    layout = document.documentLayout()
    block = document.begin()
    while block.isValid():
        following = block.next()
        if block.blockFormat().headingLevel() and following.isValid():
            here = layout.blockBoundingRect(block)
            there = layout.blockBoundingRect(following)
            if int(here.top() // tall) != int((there.top() + there.height() - 1) // tall):
                cursor = QTextCursor(block)
                form = block.blockFormat()
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                cursor.setBlockFormat(form)
        block = following


def _paint_foot(painter: QPainter, line: QRectF, foot: str, n: int, pages: int) -> None:
    font = QFont("Inter")
    font.setPixelSize(10)
    painter.setFont(font)
    painter.setPen(QColor("#CAD2DC"))
    painter.drawLine(line.topLeft(), line.topRight())
    painter.setPen(QColor("#5C6878"))
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), foot)
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
    painter.drawText(line, right, f"Page {n} of {pages}")


def _document(page: Page) -> QTextDocument:
    load_fonts()
    document = QTextDocument()
    font = QFont("Inter")
    font.setPixelSize(12)
    # Its alternates of signs between digits have no letter behind them: they could not be copied.
    font.setFeature(QFont.Tag("calt"), 0)
    document.setDefaultFont(font)
    for name, svg in page.drawings.items():
        url = QUrl(f"chart:{name}")
        document.addResource(int(QTextDocument.ResourceType.ImageResource), url, _drawn(svg))
    document.setHtml(page.html)
    return document


def _drawn(svg: str) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    image = QImage(renderer.defaultSize() * _SHARP, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with painting(image) as painter:
        renderer.render(painter)
    return image
