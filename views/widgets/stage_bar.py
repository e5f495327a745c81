"""The five stages as one thin bar of five parts."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.stage import Stage
from views.theme import theme_of
from views.tongue import tr
from views.widgets.painted import painting


class StageBar(QWidget):
    """Parts up to and with the present stage carry its colour, the others the line's."""

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_stage(stage)

    def set_stage(self, stage: Stage) -> None:
        self._stage = stage
        self.setAccessibleName(
            tr("Stage {number} of 5, {word}", number=stage.number, word=tr(stage.word))
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme_of(self).sp(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            gap, n = 2.0, len(Stage)
            width = (self.width() - gap * (n - 1)) / n
            painter.setPen(Qt.PenStyle.NoPen)
            stages = list(Stage)[::-1] if self.isRightToLeft() else list(Stage)
            for i, stage in enumerate(stages):
                reached = stage.number <= self._stage.number
                painter.setBrush(theme.stage(stage) if reached else theme.color("line2"))
                box = QRectF(i * (width + gap), 0, width, self.height())
                painter.drawRoundedRect(box, self.height() / 2, self.height() / 2)
