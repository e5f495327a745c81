"""Under the sections: what the record says by itself, which nobody types."""

from datetime import UTC, tzinfo

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from views import text
from views.review.states import FactLine, PageState
from views.theme import theme_of
from views.tongue import tr
from views.widgets.label import Label
from views.widgets.turns import in_turn


class FactsBox(QWidget):
    """Built anew when what it says is another; times follow the zone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._zone: tzinfo = UTC
        self._facts: tuple[tuple[str, tuple[FactLine, ...]], ...] = ()
        self._grids: list[QWidget] = []
        theme = theme_of(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.sp(14), 0, theme.sp(8))
        self._column.setSpacing(theme.sp(6))
        self._column.addWidget(Label(tr("From the record"), "title", parent=self))
        self.hide()

    def set_zone(self, zone: tzinfo) -> None:
        if zone != self._zone:
            self._zone = zone
            in_turn(self._build, self)

    def show_state(self, state: PageState) -> None:
        if state.facts != self._facts:
            self._facts = state.facts
            in_turn(self._build, self)

    def lines(self) -> list[str]:
        """Everything it says, for a test and for copying."""
        return [label.text() for grid in self._grids for label in grid.findChildren(Label)]

    def _build(self) -> None:
        for grid in self._grids:
            self._column.removeWidget(grid)
            grid.hide()
            grid.deleteLater()
        self._grids = [self._grid(title, lines) for title, lines in self._facts]
        for grid in self._grids:
            self._column.addWidget(grid)
        self.setVisible(bool(self._facts))

    def _grid(self, title: str, lines: tuple[FactLine, ...]) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, theme.sp(2), 0, theme.sp(4))
        grid.setHorizontalSpacing(theme.sp(14))
        grid.setVerticalSpacing(theme.sp(4))
        grid.addWidget(Label(title, "label", "text2", holder), 0, 0, 1, 3)
        for n, line in enumerate(lines, start=1):
            grid.addWidget(Label(line.words, "body", parent=holder, wrap=True), n, 0)
            grid.addWidget(Label(self._times(line), "body", "text2", holder), n, 1)
            color = "warn" if line.late else "text2"
            grid.addWidget(Label(line.beside, "body", color, holder, wrap=True), n, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 3)
        return holder

    def _times(self, line: FactLine) -> str:
        if line.since is None:
            return ""
        since = text.clock_time(line.since, self._zone)
        if line.until is None:
            return since
        return tr("{since} to {until}", since=since, until=text.clock_time(line.until, self._zone))
