"""The KPI screen, wired to the facts and to what leaves the program."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from app.chart_file import draw
from app.files import write_whole
from app.qt_jobs import QtJobRunner
from app.qt_page import as_pdf, as_png
from app.workspace import Workspace
from models.queries.board import Board, BoardAsk, board
from models.queries.explain import explain, formula_of
from models.queries.kpis import Ledger
from models.queries.stretches import stretches
from models.report.figures import FigureReport, as_markdown
from models.report.page import as_html
from models.report.table import as_csv
from views.kpis.chart_panel import ChartPanel
from views.kpis.presenter import KpiPresenter
from views.kpis.screen import KpiScreen
from views.tongue import told, tr

SETTLED_MS = 150
"""Changes that come in a row are read as one."""


class KpiParts:
    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        window: QWidget,
        say: Callable[[str], None],
        open_incident: Callable[[str], None],
        place: QWidget,
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._window = window
        self._ledger = Ledger()
        self.screen = KpiScreen(window, place)
        self.presenter = KpiPresenter(
            self.screen,
            jobs,
            load=self._load,
            explain=lambda shown, name: explain(workspace.connection, shown, name),
            now=workspace.now,
        )
        self._later = QTimer(self.screen)
        self._later.setSingleShot(True)
        self._later.setInterval(SETTLED_MS)
        self._later.timeout.connect(self._refresh_if_seen)
        screen, presenter, filters = self.screen, self.presenter, self.screen.filters
        screen.number_opened.connect(presenter.explain)
        screen.explanation_left.connect(presenter.forget_explained)
        screen.incident_opened.connect(open_incident)
        screen.said.connect(say)
        filters.period_chosen.connect(presenter.choose_period)
        filters.service_chosen.connect(presenter.choose_service)
        filters.team_chosen.connect(presenter.choose_team)
        filters.severity_chosen.connect(presenter.choose_severity)
        filters.kind_chosen.connect(presenter.choose_kind)
        filters.most_ack_chosen.connect(presenter.choose_most_ack)
        filters.compare_toggled.connect(presenter.toggle_compare)
        filters.export_asked.connect(self.export)
        screen.picture_asked.connect(self._export_chart)

    def _load(self, ask: BoardAsk) -> Board:
        workspace = self._workspace
        return board(workspace.connection, self._ledger, ask, workspace.now())

    def read_ahead(self) -> None:
        """The facts, a slice a turn: who opens the screen waits for the figures only."""
        self._jobs.run(
            partial(self._ledger.read_ahead, self._workspace.connection),
            owner=self.presenter,
            then=lambda more: self.read_ahead() if more else None,
            failed=lambda error: None,  # the screen reads them itself, and says what is wrong
        )

    def open(self) -> None:
        self.presenter.refresh()

    def changed(self) -> None:
        self._later.start()

    def _refresh_if_seen(self) -> None:
        if self.screen.isVisible():
            self.presenter.refresh()

    def export(self, form: str) -> None:
        """Into a file that the person names; drawn or written while nobody waits."""
        shown = self.presenter.board
        if shown is None:
            return
        self._ask_path(f"key-figures.{form}", lambda path: self.save(shown, form, path))

    def _export_chart(self, chart: ChartPanel, form: str) -> None:
        """Drawn at once, as it is seen; what a person chooses meanwhile does not change it."""
        body = self.picture(chart, form)
        self._ask_path(f"{chart.name.replace(':', '-')}.{form}", partial(self._keep, body))

    def picture(self, chart: ChartPanel, form: str) -> bytes:
        """With its sentence and its definition."""
        said = f"{chart.sentence} {told(formula_of(chart.name))}"
        return draw(chart, chart.accessibleName(), said, form)

    def _ask_path(self, name: str, chosen: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._window, tr("Export"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.open()

    def save(self, shown: Board, form: str, path: Path) -> None:
        self._run(partial(self._write, shown, form, path), path)

    def _keep(self, body: bytes, path: Path) -> None:
        self._run(partial(write_whole, path, body), path)

    def _run(self, work: Callable[[], None], path: Path) -> None:
        self._jobs.run(
            work,
            owner=self.presenter,
            then=lambda _: self.screen.say(tr("Saved as {path}.", path=path)),
            failed=lambda error: self.screen.say(told(str(error))),
        )

    def _write(self, shown: Board, form: str, path: Path) -> None:
        label = cache(self._workspace.label)
        told = partial(stretches, self._workspace.connection)
        report = FigureReport(shown.kpis, shown.budgets, shown.expects, label, told)
        write: dict[str, Callable[[], bytes]] = {
            "csv": lambda: as_csv(report),
            "md": lambda: as_markdown(report),
            "pdf": lambda: as_pdf(as_html(report)),
            "png": lambda: as_png(as_html(report)),
        }
        write_whole(path, write[form]())
