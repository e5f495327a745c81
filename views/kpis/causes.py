"""What keeps coming back: a bar a cause, each opening its latest incident."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from views.kpis import words
from views.kpis.chart_panel import why_button
from views.kpis.states import Cause
from views.kpis.tile import Opening
from views.theme import theme_of
from views.tongue import tr
from views.widgets.elide import ElideLabel
from views.widgets.empty import EmptyState
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Panel


class Share(QWidget):
    """A bar that is filled so far."""

    def __init__(self, share: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = share
        self.setFixedHeight(theme_of(self).sp(7))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        whole = QRectF(self.rect())
        with painting(self) as painter:
            rounded(painter, whole, whole.height() / 2, theme.color("raised"))
            whole.setWidth(max(whole.height(), whole.width() * self._share))
            rounded(painter, whole, whole.height() / 2, theme.color("plot1"))


class CauseRow(Opening):
    def __init__(self, cause: Cause, parent: QWidget) -> None:
        super().__init__(parent)
        sp = theme_of(self).sp
        self.name = cause.uids[-1]
        self.set_colors("surface", "surface")
        self.setToolTip(tr("Open the latest one"))
        column = QVBoxLayout(self)
        column.setContentsMargins(sp(4), sp(3), sp(4), sp(4))
        column.setSpacing(sp(4))
        line = QHBoxLayout()
        line.addWidget(ElideLabel(cause.words, "strong", parent=self), 1)
        line.addWidget(Label(cause.times, "label", "text2", self))
        column.addLayout(line)
        column.addWidget(Share(cause.share, self))
        self.setAccessibleName(
            tr("{words}, {times}. Open the latest one", words=cause.words, times=cause.times)
        )


class CausesPanel(Panel):
    opened = Signal(str)
    number_opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("What keeps coming back"), parent=parent)
        self.why = why_button(tr("Why? {title}", title=tr("What keeps coming back")), self)
        self.why.clicked.connect(lambda: self.number_opened.emit("recurrence"))
        self.head.addWidget(self.why)
        self.body.addWidget(ElideLabel(tr("Same cause within 90 days"), "meta", "text3", self))
        self._rows: list[CauseRow] = []
        self._shown: tuple[Cause, ...] | None = None
        self._nothing = EmptyState("arrows-clockwise", tr(words.NOTHING_BACK), "", self)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme_of(self).sp(2))
        self.body.addLayout(self._list)
        self.body.addWidget(self._nothing, 1)
        self.body.addStretch(1)

    def show_causes(self, causes: Sequence[Cause]) -> None:
        if tuple(causes) == self._shown:
            return
        self._shown = tuple(causes)
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [CauseRow(cause, self) for cause in causes]
        for row in self._rows:
            row.opened.connect(self.opened)
            self._list.addWidget(row)
        self._nothing.setVisible(not causes)
        told = "; ".join(f"{cause.words}, {cause.times}" for cause in causes)
        self.setAccessibleDescription(told or tr(words.NOTHING_BACK))
