"""The manager's screen: tiles, charts, and every number open to questions."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from models.domain.facts import STAGES
from views.kpis import words
from views.kpis.causes import CausesPanel
from views.kpis.chart_panel import ChartPanel
from views.kpis.explain import ExplainDialog
from views.kpis.filters import FilterBar
from views.kpis.plots import BarPlot, BudgetPlot, LinePlot, StagePlot, Turns, bar_color
from views.kpis.states import BarChart, BoardState, Explanation
from views.kpis.tile import LargeTile, SmallTile
from views.theme import theme_of
from views.tongue import inside, tr
from views.widgets.banner import Banner

LARGE, SMALL = 4, 7
TALL = 264
ROWS = ((1_400, (4, 7, 2, 4)), (1_060, (4, 7, 2, 2)), (700, (2, 4, 2, 2)), (0, (1, 2, 1, 1)))
"""From so much room in logical pixels: how many large tiles, small tiles, and charts a row; the
last is of the charts after the first two."""


class KpiScreen(QWidget):
    """`dialogs` is what the explanation covers."""

    number_opened = Signal(str)
    incident_opened = Signal(str)
    explanation_left = Signal()
    picture_asked = Signal(QWidget, str)
    said = Signal(str)

    def __init__(self, dialogs: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()
        theme = theme_of(self)
        edge, gap = theme.sp(12), theme.sp(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(gap)
        self.filters = FilterBar(self)
        column.addWidget(self.filters)
        self._alarm = Banner("warning", "warn", self)
        self._what_if = Banner("sliders-horizontal", "info", self)
        self._notice = Banner("warning-octagon", "bad", self)
        for banner in (self._notice, self._alarm, self._what_if):
            banner.hide()
            column.addWidget(banner)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self._scroll)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(gap)
        self._scroll.setWidget(inside)
        for ground in (self._scroll.viewport(), inside):
            ground.setAutoFillBackground(False)  # the window's own shows, in any theme
        column.addWidget(self._scroll, 1)
        self.tiles = [LargeTile(inside) for _ in range(LARGE)]
        self.more = [SmallTile(inside) for _ in range(SMALL)]
        self._inside = inside
        self.panels: list[QWidget] = []
        self.explanation = ExplainDialog(dialogs)
        self.explanation.opened.connect(self.incident_opened)
        self.explanation.hidden.connect(self.explanation_left)
        for tile in (*self.tiles, *self.more):
            tile.opened.connect(self.number_opened)
        self.filters.number_opened.connect(self.number_opened)

    def build(self) -> None:
        """The charts: half of the screen, made apart from the rest where there is time for it."""
        if self.panels:
            return
        inside = self._inside
        turns = self.turns = Turns(self)
        self._line, self._bins, self._bars = LinePlot(turns), BarPlot(turns), BarPlot(turns)
        self._left, self._stages = BudgetPlot(turns), StagePlot(turns)
        self.plots = (self._line, self._bins, self._bars, self._left, self._stages)
        self.ttr = ChartPanel(tr("Time to resolve"), "ttr", self._line, inside)
        self.spread = ChartPanel(tr("How long it took"), "ttr", self._bins, inside)
        self.incidents = ChartPanel(tr("Incidents"), "eligible", self._bars, inside)
        self.budget = ChartPanel(tr("SLO budget"), "slo", self._left, inside)
        self.causes = CausesPanel(inside)
        self.causes.opened.connect(self.incident_opened)
        self.causes.number_opened.connect(self.number_opened)
        self.stages = ChartPanel(tr("Where the time goes"), "stages", self._stages, inside)
        self.charts = (self.ttr, self.incidents, self.spread, self.budget, self.stages)
        for chart in self.charts:
            chart.number_opened.connect(self.number_opened)
            chart.picture_asked.connect(partial(self._ask_picture, chart))
        self.panels = [
            self.ttr, self.incidents, self.spread, self.budget, self.causes, self.stages,
        ]  # fmt: skip
        for panel in self.panels:
            panel.setMinimumHeight(theme_of(self).sp(TALL))

    def show_state(self, state: BoardState) -> None:
        self.build()
        self.filters.show_state(state)
        for banner, sentence in (
            (self._notice, state.notice),
            (self._alarm, state.alarm),
            (self._what_if, state.what_if),
        ):
            head, _, tail = sentence.partition(": ")
            banner.say(f"{head}:" if tail else head, tail)
            banner.setVisible(bool(sentence))
        if not state.loaded:
            return
        for large, tile in zip(self.tiles, state.tiles, strict=True):
            large.show_tile(tile)
        for small, tile in zip(self.more, state.more, strict=True):
            small.show_tile(tile)
        self._show_charts(state)
        self.causes.show_causes(state.causes)

    def _show_charts(self, state: BoardState) -> None:
        if state.ttr is not None:
            unit = inside(state.ttr.sheet.heads[0])
            self._line.show_chart(state.ttr)
            self.ttr.show_sheet(state.ttr.sheet, tr("Median by {unit} and severity", unit=unit))
        if state.incidents is not None:
            unit = inside(state.incidents.sheet.heads[0])
            self._bars.show_chart(state.incidents)
            self.incidents.show_sheet(state.incidents.sheet, tr("Per {unit}", unit=unit))
            self.incidents.show_legend(self._legend(state.incidents))
        if state.bins is not None:
            self._bins.show_chart(state.bins)
            self.spread.show_sheet(state.bins.sheet, tr("Incidents by time to resolve"))
        if state.stages is not None:
            self._stages.show_chart(state.stages)
            self.stages.show_sheet(state.stages.sheet, tr("Mean time in each stage"))
            theme = theme_of(self)
            self.stages.show_legend(
                [(theme.stage(stage), tr(words.STAGES[stage])) for stage in STAGES]
            )
        if state.budget is None:
            self.budget.show_nothing(tr(words.NO_SLO), tr(words.NO_SLO_HINT))
        else:
            self._left.show_chart(state.budget)
            self.budget.set_title(state.budget.title)
            self.budget.name = state.budget.name
            self.budget.show_sheet(state.budget.sheet, state.budget.subtitle)

    def _ask_picture(self, chart: ChartPanel, form: str) -> None:
        self.turns.draw_now()
        self.picture_asked.emit(chart, form)

    def _legend(self, chart: BarChart) -> list[tuple[QColor, str]]:
        return [(bar_color(part), part.value if part else "–") for part in chart.parts]

    def show_explanation(self, explanation: Explanation) -> None:
        self.explanation.show_explanation(explanation)

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def setFocus(self, *_: object) -> None:
        self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() / theme_of(self).scale
        self._arrange(next(counts for least, counts in ROWS if room >= least))

    def _arrange(self, counts: tuple[int, ...]) -> None:
        """Tiles above, charts below, in rows of equal parts."""
        if counts == self._counts:
            return
        self.build()
        self._counts = counts
        parts: list[Sequence[QWidget]] = [
            self.tiles,
            self.more,
            self.panels[:2],
            self.panels[2:],
        ]
        rows = [row for part, n in zip(parts, counts, strict=True) for row in _rows_of(part, n)]
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.layout()) is not None:
                while row.takeAt(0) is not None:
                    pass
                row.deleteLater()
        for widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(self._rows.spacing())
            for widget in widgets:
                row.addWidget(widget, 1)
            self._rows.addLayout(row, 1 if widgets[0] in self.panels else 0)


def _rows_of(widgets: Sequence[QWidget], n: int) -> list[Sequence[QWidget]]:
    return [widgets[first : first + n] for first in range(0, len(widgets), n)]
