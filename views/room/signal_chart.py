"""The main number over the timeline: one line, its limit, and what happened under it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.domain.series import Series, stretches, trend
from models.queries.signal import Signal as SignalRecord
from views import text
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.label import Label
from views.widgets.panel import Icon, Surface
from views.widgets.turns import in_turn

HEIGHT, LOW = 148, 108
HEADROOM, HEADROOM_LOW = 1.35, 1.75
"""Labels of events sit in a band above the data; it is the same height in a low chart."""
MOST_FIGURES = 3
_TREND = {"rising": "trend-up", "falling": "trend-down", "flat": "minus"}
_TREND_WORDS = {"rising": mark("rising"), "falling": mark("falling"), "flat": mark("flat")}
_TICK_STEPS = (60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400)
MOST_TICKS = 6

Load = Callable[[Callable[[], None]], None]
"""Given what to do then."""


class SignalChart(Surface):
    """`csv_given` carries what was dropped or pasted on it."""

    csv_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = theme_of(self)
        self._load: Load | None = None
        self._record = SignalRecord()
        self._plot: Any = None
        self._headroom = HEADROOM
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(14), theme.sp(8), theme.sp(10), theme.sp(4))
        column.setSpacing(theme.sp(2))
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        self._title = Label("", "strong", parent=self)
        head.addWidget(self._title)
        head.addStretch(1)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(theme.sp(8))
        head.addLayout(self._figures)
        column.addLayout(head)
        self._column = column
        self.set_compact(compact=False)

    @property
    def is_empty(self) -> bool:
        return self._record.is_empty

    def set_compact(self, *, compact: bool) -> None:
        headroom = HEADROOM_LOW if compact else HEADROOM
        self.setFixedHeight(theme_of(self).sp(LOW if compact else HEIGHT))
        if self._plot is not None and headroom != self._headroom:
            self._soon()
        self._headroom = headroom

    def load_by(self, load: Load) -> None:
        """How the library is loaded before the first line: it costs more than a paint, and memory
        that a room without numbers has no use for."""
        self._load = load

    def show_signal(self, record: SignalRecord) -> None:
        if record == self._record:
            return
        self._record = record
        self._tell()
        self._soon()  # a line takes longer to draw than all the rest of what comes with it

    def as_table(self) -> str:
        """The main series as lines of time and value, for screen readers and for copying."""
        main = self._main()
        if main is None:
            return ""
        lines = [
            f"{p.at:%Y-%m-%dT%H:%M:%SZ}\t{text.reading(p.value, main.unit)}" for p in main.points
        ]
        return "\n".join(["time\t" + main.name, *lines])

    def copy_table(self) -> None:
        QGuiApplication.clipboard().setText(self.as_table())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() not in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            return
        if self._plot is not None and self.isVisible():
            self._soon()  # a change of theme comes in several pieces
        elif self._plot is not None:
            self._plot.hide()  # out of sight: in the new colours when it is looked at

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plot is not None and self._plot.isHidden():
            self._soon()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.csv_given.emit(event.mimeData().text())

    # Parts

    def _main(self) -> Series | None:
        return self._record.series[0] if self._record.series else None

    def _soon(self) -> None:
        in_turn(self._redraw, self)

    def _redraw(self) -> None:
        """The words too: their colours are those of a theme that may be another one now."""
        if self._load is not None and not self.is_empty:
            load, self._load = self._load, None
            load(self._soon)
            return
        self._tell()
        main = self._main()
        if main is None or self._record.is_empty:
            return
        if self._plot is None:
            self._make_plot()
            self._soon()  # the library's own widget takes as long as all its lines
            return
        plot = self._make_plot()
        plot.clear()
        self._draw_line(plot, main)
        self._draw_limit(plot, main)
        self._draw_marks(plot, main)
        self._fit(plot, main)
        plot.show()
        in_turn(plot.renew, plot)

    def _tell(self) -> None:
        main = self._main()
        if main is None or self._record.is_empty:
            return
        self._title.setText(main.name)
        shown = self._record.lines[:MOST_FIGURES]  # a figure seen once is not what it is now
        self._show_figures(shown)
        said = ". ".join(_sentence(series) for series in shown)
        self.setAccessibleName(tr("Signal chart: {name}", name=main.name))
        self.setAccessibleDescription(said)

    def _show_figures(self, several: Sequence[Series]) -> None:
        while (item := self._figures.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for n, series in enumerate(several):
            over = (
                series.limit is not None
                and series.current is not None
                and series.current > series.limit
            )
            if n:
                self._figures.addWidget(Label(series.name, "meta", "text3", self))
            words = text.reading(series.current, series.unit)
            self._figures.addWidget(Label(words, "strong", "warn" if over else "text", self))
            if moves := trend(series):
                self._figures.addWidget(Icon(_TREND[moves], "text3", 14, self))

    def _make_plot(self) -> Any:
        from views.widgets.still_plot import StillPlot

        if self._plot is None:
            self._plot = StillPlot(self)
            self._plot.plotItem.setContentsMargins(0, 0, 0, 0)
            self._column.addWidget(self._plot, 1)
        self._plot.dress(34, 18)
        return self._plot

    def _draw_line(self, plot: Any, main: Series) -> None:
        import pyqtgraph as pg

        theme = theme_of(self)
        fill = QColor(theme.color("plot1"))
        fill.setAlphaF(0.12)
        pen = pg.mkPen(theme.color("plot1"), width=1.8)
        pieces = stretches(main.points)
        for n, stretch in enumerate(pieces):
            xs = [point.at.timestamp() for point in stretch]
            ys = [point.value for point in stretch]
            curve = plot.plot(xs, ys, pen=pen, fillLevel=0, brush=fill, antialias=True)
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
            if n:
                before = pieces[n - 1][-1].at.timestamp()
                words = pg.TextItem(tr("no data"), color=theme.color("text3"), anchor=(0.5, 1))
                words.setFont(theme.font("caption", 400))
                words.setPos((before + xs[0]) / 2, 0)
                plot.addItem(words)

    def _draw_limit(self, plot: Any, main: Series) -> None:
        import pyqtgraph as pg

        if main.limit is None:
            return
        theme = theme_of(self)
        pen = pg.mkPen(theme.color("warn"), width=1, style=Qt.PenStyle.DashLine)
        plot.addItem(pg.InfiniteLine(main.limit, angle=0, pen=pen))
        words = tr("limit {value}", value=text.reading(main.limit, main.unit))
        label = pg.TextItem(words, color=theme.color("warn"), anchor=(0, 1))
        label.setFont(theme.font("caption"))
        label.setPos(main.points[0].at.timestamp(), main.limit)
        plot.addItem(label)

    def _draw_marks(self, plot: Any, main: Series) -> None:
        """Thin lines with their labels at the top; a label that would lie on another is left to
        the timeline."""
        import pyqtgraph as pg

        theme = theme_of(self)
        first, last = main.points[0].at, main.points[-1].at
        whole = max(1.0, (last - first).total_seconds())
        free_from = float("-inf")
        for moment in self._record.marks:
            if not first <= moment.at <= last:
                continue
            at = moment.at.timestamp()
            plot.addItem(pg.InfiniteLine(at, angle=90, pen=pg.mkPen(theme.color("line2"), width=1)))
            if at < free_from:
                continue
            label = pg.TextItem(moment.label, color=theme.color("text2"), anchor=(0, 0))
            label.setFont(theme.font("caption", 400))
            label.setPos(at, self._top(main))
            plot.addItem(label)
            free_from = at + whole * len(moment.label) / 70

    def _top(self, main: Series) -> float:
        values = [p.value for p in main.points if p.value is not None]
        most = max([*values, main.limit or 0.0], default=1.0)
        return (most or 1.0) * self._headroom

    def _fit(self, plot: Any, main: Series) -> None:
        first, last = main.points[0].at.timestamp(), main.points[-1].at.timestamp()
        plot.setXRange(first, max(last, first + 1), padding=0.005)
        top = self._top(main)
        plot.setYRange(min(0.0, *(p.value or 0.0 for p in main.points)), top, padding=0)
        step = next((s for s in _TICK_STEPS if (last - first) / s <= MOST_TICKS), _TICK_STEPS[-1])
        start = int(first // step + 1) * step
        ticks = [
            (float(at), f"{datetime.fromtimestamp(at, UTC):%H:%M}")
            for at in range(start, int(last) + 1, step)
        ]
        plot.getAxis("bottom").setTicks([ticks])
        most = top / self._headroom
        figures = [(0.0, "0"), (most, text.reading(_nice(most), main.unit))]
        plot.getAxis("left").setTicks([figures])


def _nice(value: float) -> float:
    """Two figures are enough on an axis."""
    return float(f"{value:.2g}")


def _sentence(series: Series) -> str:
    """For whoever cannot see the line."""
    parts = [f"{series.name} {text.reading(series.current, series.unit)}"]
    if moves := trend(series):
        parts.append(tr(_TREND_WORDS[moves]))
    if series.limit is not None:
        parts.append(tr("limit {value}", value=text.reading(series.limit, series.unit)))
    return ", ".join(parts)
