"""The stepper of the room: what each stage took, where we are, what comes."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.stage import Stage
from views.theme import Theme, theme_of
from views.tongue import inside, tr
from views.widgets.lettering import elided, paint_words, width_of
from views.widgets.painted import paint_check, painting, rounded


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is done, now or ahead; `progress` is the share of the bar under it."""

    stage: Stage
    state: str
    caption: str
    progress: float = 0.0


class Stepper(QWidget):
    """Click, or arrow keys and Enter, ask to move to a stage."""

    stage_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self._cursor = 0
        self._hovered = -1
        self.compact = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_compact(self, compact: bool) -> None:
        """One line a box, for low windows."""
        if compact != self.compact:
            self.compact = compact
            self.updateGeometry()
            self.update()

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        if steps == self._steps:
            return
        self._steps = steps
        now = next((i for i, step in enumerate(steps) if step.state == "now"), 0)
        self._cursor = now
        if steps:
            step = steps[now]
            self.setAccessibleName(
                tr(
                    "Stage {number} of 5, {word}, {caption}",
                    number=step.stage.number,
                    word=inside(tr(step.stage.word)),
                    caption=step.caption,
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(900, theme_of(self).sp(34 if self.compact else 46))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._steps:
            on = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
            move = 1 if key == on else -1
            self._cursor = (self._cursor + move) % len(self._steps)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._steps:
            self.stage_requested.emit(self._steps[self._cursor].stage)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for step, box in zip(self._steps, self._boxes(), strict=True):
            if box.contains(event.position()):
                self.stage_requested.emit(step.stage)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = [i for i, box in enumerate(self._boxes()) if box.contains(event.position())]
        hovered = found[0] if found else -1
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            for i, (step, box) in enumerate(zip(self._steps, self._boxes(), strict=True)):
                self._paint_step(painter, theme, step, box, hovered=i == self._hovered)
                if self.hasFocus() and i == self._cursor:
                    rounded(painter, box, theme.sp(8), None, theme.color("focus"), 2)

    def _boxes(self) -> list[QRectF]:
        gap = theme_of(self).sp(8)
        n = len(self._steps)
        width = (self.width() - gap * (n - 1)) / n if n else 0.0
        lefts = [round(i * (width + gap)) for i in range(n + 1)]  # lines lie on whole pixels
        boxes = [
            QRectF(left, 0, right - gap - left, self.height()) for left, right in pairwise(lefts)
        ]
        return boxes[::-1] if self.isRightToLeft() else boxes

    def _paint_step(
        self, painter: QPainter, theme: Theme, step: Step, box: QRectF, *, hovered: bool
    ) -> None:
        now, done = step.state == "now", step.state == "done"
        fill = theme.color("accentbg" if now else "hover" if hovered else "surface")
        line = theme.color("accent" if now else "line")
        rounded(painter, box, theme.sp(8), fill, line)
        if done or now:
            self._paint_bar(painter, theme, step, box)
        if now:
            rounded(painter, box, theme.sp(8), None, line)
        side = theme.sp(20 if self.compact else 22)
        disc = QRectF(box.left() + theme.sp(10), box.center().y() - side / 2 - 1, side, side)
        self._paint_disc(painter, theme, step, disc)
        x = disc.right() + theme.sp(10)
        text = QRectF(x, box.top(), box.right() - x - theme.sp(8), box.height() - 2)
        painter.setPen(theme.color("text2" if step.state == "ahead" else "text"))
        name = elided(theme, tr(step.stage.word), int(text.width()), "strong")
        if self.compact:
            paint_words(painter, theme, text, name, "strong")
            text.adjust(width_of(theme, name, "strong") + theme.sp(8), 0, 0, 0)
        else:
            half = box.height() / 2
            upper = QRectF(text.left(), box.top() + theme.sp(5), text.width(), half - theme.sp(4))
            paint_words(painter, theme, upper, name, "strong")
            text = QRectF(text.left(), box.top() + half - 1, text.width(), half - theme.sp(4))
        weight = 600 if now else 500
        painter.setPen(theme.color("accent" if now else "text3"))
        caption = elided(theme, step.caption, int(text.width()), "caption", weight)
        paint_words(painter, theme, text, caption, "caption", weight)

    def _paint_bar(self, painter: QPainter, theme: Theme, step: Step, box: QRectF) -> None:
        share = 1.0 if step.state == "done" else max(0.04, min(1.0, step.progress))
        height = theme.sp(3)
        whole = QPainterPath()
        whole.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.sp(8), theme.sp(8))
        painter.save()
        painter.setClipPath(whole)
        bar = QRectF(box.left(), box.bottom() - height, box.width() * share, height)
        painter.fillRect(bar, theme.stage(step.stage))
        painter.restore()

    def _paint_disc(self, painter: QPainter, theme: Theme, step: Step, disc: QRectF) -> None:
        if step.state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line2"))
            painter.drawEllipse(disc)
            paint_check(painter, disc, theme.color("text"))
            return
        if step.state == "now":
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(theme.color("accentfill"))
            painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(theme.color("onaccent"))
        else:
            painter.setPen(QPen(theme.color("control"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
            painter.setPen(theme.color("text3"))
        number = str(step.stage.number)
        middle = Qt.AlignmentFlag.AlignHCenter
        paint_words(painter, theme, disc, number, "caption", 700, side=middle)
