"""Charts in the colours of the theme. Their library is loaded with the first of them."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.domain.facts import STAGES
from models.domain.severity import Severity
from models.report.drawing import nice, nice_count
from views.kpis.states import BarChart, BudgetChart, LineChart, StageBars
from views.theme import theme_of
from views.tongue import tr
from views.widgets.turns import in_turn

MARKERS = {
    Severity.P0: "h",
    Severity.P1: "t1",
    Severity.P2: "d",
    Severity.P3: "o",
    Severity.P4: "s",
    None: "o",
}
FILLED = (Severity.P0, Severity.P1, Severity.P2)
"""Bars of these have the fill of the badge; the quiet ones that of its text."""
MOST_LABELS = 14
HEADROOM = 1.12

Chart = TypeVar("Chart")


def bar_color(severity: Severity | None) -> QColor:
    theme = theme_of()
    if severity is None:
        return theme.color("plot1")
    colors = theme.severity(severity)
    if severity in FILLED:
        return colors.fill
    return colors.text if severity is Severity.P3 else theme.color("control")


class Turns(QObject):
    """Draws one plot after the other, a piece at a time, between events: all of them at once take
    longer than a hand should wait, and the figures above them are there already."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Plot[Any], None] = {}
        self._pieces: Iterator[object] = iter(())
        self._under_way: Plot[Any] | None = None

    def ask(self, plot: "Plot[Any]") -> None:
        """One that is half drawn begins anew."""
        self._waiting[plot] = None
        if plot is self._under_way:
            self._under_way = None
        in_turn(self._turn, self)

    @property
    def done(self) -> bool:
        return not self._waiting

    def draw_now(self) -> None:
        """All that wait, for who takes a picture of them."""
        while self._waiting:
            self._draw_next()

    def _turn(self) -> None:
        if self._waiting:
            self._draw_next()
            in_turn(self._turn, self)

    def _draw_next(self) -> None:
        plot = next(iter(self._waiting))
        if self._under_way is not plot:
            self._under_way, self._pieces = plot, plot.redraw()
        for _ in self._pieces:
            return
        self._under_way = None
        del self._waiting[plot]


class Plot(QWidget, Generic[Chart]):
    """A subclass draws what it holds, in its turn; it is drawn again in another theme."""

    def __init__(self, turns: Turns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self._turns = turns
        self._plot: Any = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_chart(self, chart: Chart) -> None:
        if chart != self.chart:
            self.chart = chart
            self._turns.ask(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() not in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            return
        if self._plot is not None and self.isVisible():
            self._turns.ask(self)  # a change of theme comes in several pieces
        elif self._plot is not None:
            self._plot.hide()  # out of sight: in the new colours when it is looked at

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.chart is not None and self._plot is not None and self._plot.isHidden():
            self._turns.ask(self)

    def make_ready(self) -> bool:
        """The library's own widgets, out of sight until there is something to draw: all of them
        seen for the first time at once take longer than a person may wait."""
        self._made().hide()
        return True

    def redraw(self) -> Iterator[object]:
        """What was there is seen until all of it is done."""
        plot = self._made()
        plot.setUpdatesEnabled(False)
        plot.clear()
        yield plot
        yield from self.draw(plot)
        plot.setUpdatesEnabled(True)
        plot.show()
        yield plot
        plot.renew()

    def draw(self, plot: Any) -> Iterator[object]:
        """A piece a step."""
        raise NotImplementedError

    def _made(self) -> Any:
        from views.widgets.still_plot import StillPlot

        if self._plot is None:
            self._plot = StillPlot(self)
            self._column.addWidget(self._plot)
        self._plot.dress(52, 20)
        return self._plot

    def _pen(self, name: str, width: float = 1.0, *, dashed: bool = False) -> Any:
        import pyqtgraph as pg

        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        return pg.mkPen(theme_of(self).color(name), width=width, style=style)

    def _words(
        self, plot: Any, text: str, at: tuple[float, float], color: QColor, anchor: Any = (0, 0.5)
    ) -> None:
        import pyqtgraph as pg

        label = pg.TextItem(text, color=color, anchor=anchor)
        label.setFont(theme_of(self).font("caption"))
        label.setPos(*at)
        plot.addItem(label)

    def _label_x(self, plot: Any, labels: Sequence[str]) -> None:
        every = max(1, -(-len(labels) // MOST_LABELS))
        ticks = [(n, text) for n, text in enumerate(labels) if n % every == 0]
        plot.getAxis("bottom").setTicks([ticks])

    def _label_y(self, plot: Any, top: float, unit: str = "") -> None:
        ticks = [(part * top, f"{part * top:g}") for part in (0.0, 0.5)]
        plot.getAxis("left").setTicks([[*ticks, (top, f"{top:g}{unit}")]])
        plot.setYRange(0, top * HEADROOM, padding=0)


class LinePlot(Plot[LineChart]):
    """Medians over time, a line a severity, each named at its end."""

    def draw(self, plot: Any) -> Iterator[object]:
        import pyqtgraph as pg

        chart = self.chart
        if chart is None:
            return
        known = [v for line in chart.lines for v in line.values if v is not None]
        top = nice(max([*known, chart.goal or 0.0], default=1.0) or 1.0)
        ends: list[tuple[float, float, str, QColor]] = []
        for line in chart.lines:
            theme = theme_of(self)
            color = theme.color("plotmuted" if line.quiet else "plot1")
            if line.severity is not None:
                color = theme.severity(line.severity).text
            style = Qt.PenStyle.DashLine if line.quiet else Qt.PenStyle.SolidLine
            yield plot.plot(
                list(range(len(line.values))),
                [float("nan") if v is None else v for v in line.values],
                pen=pg.mkPen(color, width=1.6, style=style),
                connect="finite",
                symbol=None if line.quiet else MARKERS[line.severity],
                symbolSize=7,
                symbolBrush=color,
                symbolPen=None,
                antialias=True,
            )
            last = next((n for n, v in reversed([*enumerate(line.values)]) if v is not None), None)
            if last is not None:
                ends.append((last, line.values[last] or 0.0, line.name, color))
        self._name_ends(plot, ends, top)
        yield plot
        if chart.goal is not None:
            plot.addItem(pg.InfiniteLine(chart.goal, angle=0, pen=self._pen("text3", dashed=True)))
            spot = (-0.4, chart.goal)
            self._words(plot, chart.goal_words, spot, theme_of(self).color("text2"), (0, 1))
        self._label_x(plot, chart.labels)
        self._label_y(plot, top, " min")
        plot.setXRange(-0.4, max(1, len(chart.labels) - 0.2), padding=0)

    def _name_ends(
        self, plot: Any, ends: list[tuple[float, float, str, QColor]], top: float
    ) -> None:
        """Names that would lie on each other are moved apart."""
        free_from = float("-inf")
        for x, y, name, color in sorted(ends, key=lambda end: end[1]):
            at = max(y, free_from)
            self._words(plot, f" {name}", (x + 0.05, at), color)
            free_from = at + top * 0.09


class BarPlot(Plot[BarChart]):
    """Stacked bars, the worst severity at the foot."""

    def draw(self, plot: Any) -> Iterator[object]:
        import pyqtgraph as pg

        chart = self.chart
        if chart is None:
            return
        top = nice_count(max((sum(column) for column in chart.heights), default=1))
        base = [0] * len(chart.heights)
        for n, part in enumerate(chart.parts):
            # Between two parts shows the ground; a fill that is faint on it has an outline.
            edge = self._pen("surface", 1.5)
            if part is Severity.P2 and not theme_of(self).is_dark:
                edge = pg.mkPen(theme_of(self).severity(part).text, width=1)
            heights = [column[n] for column in chart.heights]
            there = [x for x, height in enumerate(heights) if height]
            yield plot.addItem(
                pg.BarGraphItem(
                    x=there,
                    y0=[base[x] for x in there],
                    height=[heights[x] for x in there],
                    width=0.64,
                    brush=bar_color(part),
                    pen=edge,
                )
            )
            base = [a + b for a, b in zip(base, heights, strict=True)]
        self._label_x(plot, chart.labels)
        self._label_y(plot, top)
        plot.setXRange(-0.6, max(0.6, len(chart.labels) - 0.4), padding=0)


class BudgetPlot(Plot[BudgetChart]):
    """What is left of a budget, beside spending it evenly."""

    def draw(self, plot: Any) -> Iterator[object]:
        chart = self.chart
        if chart is None or not chart.moments:
            return
        theme = theme_of(self)
        fill = QColor(theme.color("plot1"))
        fill.setAlphaF(0.12)
        least = min(0.0, *chart.left)
        yield plot.plot(
            chart.moments, chart.left, pen=self._pen("plot1", 1.8), fillLevel=0, brush=fill,
            antialias=True,
        )  # fmt: skip
        start = chart.moments[0]
        plot.plot([start, chart.end], [100, 0], pen=self._pen("text3", dashed=True), antialias=True)
        middle = (start + chart.end) / 2
        self._words(plot, tr("even spend"), (middle, 50), theme.color("text3"), (1, 0))
        if chart.worst is not None:
            x, y, name = chart.worst
            # Inside the chart, wherever it is.
            anchor = (1 if x > middle else 0, 0 if y > (100 + least) / 2 else 1)
            self._words(plot, f" {name} ", (x, y), theme.color("bad"), anchor)
        plot.getAxis("bottom").setTicks([list(chart.ticks)])
        ticks: list[tuple[float, str]] = [(0, "0%"), (50, "50%"), (100, "100%")]
        if least < 0:
            ticks.append((least, f"{least:.0f}%".replace("-", "−")))
        plot.getAxis("left").setTicks([ticks])
        plot.setYRange(least, 108, padding=0)
        plot.setXRange(start, chart.end, padding=0.01)


class StagePlot(Plot[StageBars]):
    """Mean minutes of each stage, end to end, a bar a severity."""

    def draw(self, plot: Any) -> Iterator[object]:
        import pyqtgraph as pg

        chart = self.chart
        if chart is None or not chart.rows:
            return
        theme = theme_of(self)
        ys = [len(chart.rows) - n for n in range(len(chart.rows))]
        base = [0.0] * len(ys)
        for n, stage in enumerate(STAGES):
            widths = [minutes[n] for _, minutes, _ in chart.rows]
            yield plot.addItem(
                pg.BarGraphItem(
                    x0=list(base), y=ys, width=widths, height=0.6, brush=theme.stage(stage),
                    pen=self._pen("surface", 1.5),
                )
            )  # fmt: skip
            base = [a + b for a, b in zip(base, widths, strict=True)]
        for y, end, (_, _, words) in zip(ys, base, chart.rows, strict=True):
            self._words(plot, f" {words}", (end, y), theme.color("text2"))
        ticks = [
            (y, severity.value if severity else "–")
            for y, (severity, _, _) in zip(ys, chart.rows, strict=True)
        ]
        plot.getAxis("left").setTicks([ticks])
        plot.getAxis("left").setWidth(theme.sp(30))
        plot.getAxis("bottom").setTicks([[]])
        plot.setXRange(0, max(base) * 1.25 or 1, padding=0)
        plot.setYRange(0.4, len(ys) + 0.6, padding=0)
