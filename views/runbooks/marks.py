"""The box of a step in each of its states, and how far a run has come."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.runbook import StepState
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.painted import paint_check, painting, rounded

BOX = 18


def paint_mark(painter: QPainter, theme: Theme, box: QRectF, state: StepState) -> None:
    """Told apart by shape: empty, square, check, cross, dash."""
    _MARKS[state](painter, theme, box)


def _empty(painter: QPainter, theme: Theme, box: QRectF) -> None:
    rounded(painter, box, theme.sp(4), theme.color("inset"), theme.color("control"), 1.5)


def _now(painter: QPainter, theme: Theme, box: QRectF) -> None:
    rounded(painter, box, theme.sp(4), theme.color("inset"), theme.color("focus"), 2)
    inset = box.width() * 0.28
    inner = box.adjusted(inset, inset, -inset, -inset)
    rounded(painter, inner, theme.sp(2), theme.color("accent"))


def _done(painter: QPainter, theme: Theme, box: QRectF) -> None:
    rounded(painter, box, theme.sp(4), theme.color("accentfill"))
    paint_check(painter, box, theme.color("onaccent"))


def _failed(painter: QPainter, theme: Theme, box: QRectF) -> None:
    ink = theme.color("bad")
    rounded(painter, box, theme.sp(4), theme.color("badbg"), ink, 1.5)
    inset = box.width() * 0.31
    inner = box.adjusted(inset, inset, -inset, -inset)
    painter.setPen(_pen(box, ink))
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


def _skipped(painter: QPainter, theme: Theme, box: QRectF) -> None:
    rounded(painter, box, theme.sp(4), theme.color("raised"), theme.color("line2"), 1.5)
    painter.setPen(_pen(box, theme.color("text3")))
    half, middle = box.width() * 0.22, box.center()
    painter.drawLine(middle - QPointF(half, 0), middle + QPointF(half, 0))


def _pen(box: QRectF, ink: QColor) -> QPen:
    return QPen(ink, max(1.6, box.width() * 0.1))


_MARKS = {
    StepState.NOT_STARTED: _empty,
    StepState.NOW: _now,
    StepState.DONE: _done,
    StepState.FAILED: _failed,
    StepState.SKIPPED: _skipped,
}


class ProgressBar(QWidget):
    """A share of a whole; its words stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_progress(self, part: int, whole: int) -> None:
        self.setAccessibleName(tr("{part} of {whole} steps are over", part=part, whole=whole))
        self._share = part / whole if whole else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, theme_of(self).sp(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            track = QRectF(self.rect())
            radius = track.height() / 2
            rounded(painter, track, radius, theme.color("line2"))
            if self._share:
                track.setWidth(max(track.height(), track.width() * self._share))
                rounded(painter, track, radius, theme.color("accent"))
