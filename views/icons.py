"""Icons: one-colour drawings, tinted when they are painted."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"


@lru_cache(maxsize=256)
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray((FOLDER / f"{name}.svg").read_bytes()))


@lru_cache(maxsize=1024)
def _tinted(name: str, rgba: int, size: int, ratio: float) -> QPixmap:
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    try:
        _renderer(name).render(painter)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(drawn.rect(), QColor.fromRgba(rgba))
    finally:
        painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: str, color: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    return _tinted(name, color.rgba(), size, ratio)


def icon(name: str, color: QColor, size: int) -> QIcon:
    return QIcon(pixmap(name, color, size, 2.0))


def paint_icon(painter: QPainter, name: str, color: QColor, rect: QRectF) -> None:
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    drawn = pixmap(name, color, max(1, round(rect.width())), ratio)
    # Between two pixels the thin strokes would blur.
    at = QPointF(round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio)
    painter.drawPixmap(at, drawn)
