"""A chart of the window as a picture or a drawing, with what it says below it."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from views.theme import theme_of
from views.widgets.painted import painting

SCALE = 2
EDGE, CAPTION = 12, 44
"""Logical pixels around it, and for the words below."""


def draw(panel: QWidget, title: str, sentence: str, form: str) -> bytes:
    """`form` is png or svg. On the thread that draws: it is a picture of what is shown."""
    whole = QSize(panel.width() + 2 * EDGE, panel.height() + 2 * EDGE + CAPTION)
    body = QByteArray()
    buffer = QBuffer(body)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if form == "svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(whole)
        generator.setViewBox(QRect(QPoint(), whole))
        generator.setTitle(title)
        generator.setDescription(sentence)
        with painting(generator) as painter:
            _paint(painter, panel, sentence, whole)
    else:
        image = QImage(whole * SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SCALE)
        with painting(image) as painter:
            _paint(painter, panel, sentence, whole)
        writer = QImageWriter(buffer, b"png")
        writer.setText("Title", title)
        writer.setText("Description", sentence)
        writer.write(image)
    buffer.close()
    return bytes(body.data())


def _paint(painter: QPainter, panel: QWidget, sentence: str, whole: QSize) -> None:
    theme = theme_of(panel)
    painter.fillRect(QRect(QPoint(), whole), theme.color("canvas"))
    panel.render(painter, QPoint(EDGE, EDGE))
    below = QRect(EDGE, whole.height() - CAPTION - EDGE // 2, whole.width() - 2 * EDGE, CAPTION)
    painter.setPen(theme.color("text2"))
    painter.setFont(theme.font("meta"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(below, flags, sentence)
