"""The first start: who acts here, and what to begin with."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.files import read_file
from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.queries.home import FIRST_RUN
from views.first_run.screen import IMPORT, SAMPLE, FirstRunScreen
from views.shell.window import MainWindow
from views.tongue import mark, number, told, tr

_HISTORIES = mark("Past incidents (*.json *.jsonl *.csv *.md);;Everything (*)")


class FirstRun:
    """`done` is told when there is something to begin with; `acting` who acts from now on."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        window: MainWindow,
        acting: Callable[[str], None],
        say: Callable[[str], None],
        done: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._window = window
        self._acting = acting
        self._say = say
        self._done = done
        self.screen = FirstRunScreen(window.place)
        self.screen.set_name(workspace.actor)
        self.screen.chosen.connect(self._choose)

    def _choose(self, kind: str, name: str) -> None:
        self._workspace.actor = name
        self._acting(name)

        def work() -> None:
            self._workspace.database.remember("actor", name)
            if kind == SAMPLE:
                from app.demo import fill

                fill(self._workspace)
            if kind != IMPORT:
                self._workspace.database.remember(FIRST_RUN, kind)

        self._jobs.run(
            work,
            owner=self.screen,
            then=lambda _: self._ask() if kind == IMPORT else self._done(),
            failed=lambda error: self._say(told(str(error))),
        )

    def _ask(self) -> None:
        dialog = QFileDialog(self._window, tr("Import past incidents"), "", tr(_HISTORIES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.import_files)
        dialog.open()

    def import_files(self, paths: Iterable[str]) -> None:
        """Past incidents out of the files named; runbooks come in by their own screen."""
        from models.actions.import_history import import_history
        from models.intake import histories

        chosen = [Path(path) for path in paths]

        def work() -> str:
            files = [(path.name, read_file(path, histories.MOST_BYTES)) for path in chosen]
            history = histories.read_history(files, None, None)
            done = import_history(history, self._workspace.desk, lambda n, of: None)
            self._workspace.database.remember(FIRST_RUN, IMPORT)
            return tr(
                "{imported} imported, {skipped} skipped, {rejected} rejected.",
                imported=number(done.imported),
                skipped=number(len(done.skipped)),
                rejected=number(len(done.rejected)),
            )

        self._jobs.run(
            work,
            owner=self.screen,
            then=self._imported,
            failed=lambda error: self._say(told(str(error))),
        )

    def _imported(self, sentence: str) -> None:
        self._say(sentence)
        self._done()
