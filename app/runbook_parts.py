"""The runbook screens, wired to the acts and the queries."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.commands import carry_out
from app.qt_jobs import QtJobRunner
from app.runbook_folder import commit_of, read_folder, write_back
from app.runbook_views import book, library, run_view
from app.workspace import Workspace
from models.actions.edit_runbook import EditRunbook, edit_runbook
from models.actions.import_runbooks import ImportRunbooks, import_runbooks
from models.actions.note import Attached, Note, note
from models.actions.run import EscalateRun, MarkStep, StartRun
from models.domain.entry import EntryKind
from models.domain.errors import NotFound
from models.domain.runbook import StepState
from models.store import runbooks
from views.runbooks.presenter import Acts, RunbooksPresenter, Sources
from views.runbooks.screen import RunbooksScreen
from views.runbooks.states import RunView, StepNote
from views.shell.window import MainWindow
from views.tongue import number, told, tr

FOLDER = "runbook_folder:"
"""Where a folder of runbooks lies on this machine, by its name."""


class RunbookParts:
    """`incident` gives the uid of the one in front, "" for none."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        window: MainWindow,
        incident: Callable[[], str],
        say: Callable[[str], None],
        copy: Callable[[str], None],
        open_incident: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._window = window
        self._incident = incident
        self._say = say
        self.screen = RunbooksScreen(workspace.now, window.place)
        self.presenter = RunbooksPresenter(
            self.screen,
            jobs,
            Sources(
                library=lambda: library(workspace.connection, workspace.now()),
                book=lambda uid: book(workspace.connection, uid, incident(), workspace.now()),
                run=self._run,
            ),
            Acts(
                start=lambda uid: self._act(StartRun(incident(), uid)),
                mark=self._mark,
                escalate=lambda run: self._act(EscalateRun(incident(), run)),
                attach=self._attach,
                save=self._save,
            ),
            workspace.now,
            workspace.actor,
        )
        screen, presenter, page = self.screen, self.presenter, self.screen.run_page
        screen.chosen.connect(presenter.choose)
        screen.words_typed.connect(presenter.search)
        screen.start_requested.connect(presenter.start)
        screen.edit_asked.connect(presenter.edit)
        screen.edited.connect(presenter.save)
        screen.edit_cancelled.connect(presenter.cancel_edit)
        screen.import_requested.connect(self.ask_folder)
        screen.page_shown.connect(presenter.show_page)
        screen.copied.connect(copy)
        screen.link_opened.connect(copy)
        screen.incident_opened.connect(open_incident)
        page.looked_at.connect(presenter.look_at)
        page.step_marked.connect(presenter.mark)
        page.escalate_requested.connect(presenter.escalate)
        page.attached.connect(presenter.attach)
        page.edit_requested.connect(presenter.edit_book)

    def tick(self, now: datetime) -> None:
        self.screen.tick(now)

    def show_library(self, uid: str = "") -> None:
        self.presenter.show_page("library")
        self.presenter.refresh()
        if uid:
            self.presenter.choose(uid)

    def show_run(self) -> None:
        self.presenter.refresh()
        self.presenter.show_page("run")

    def changed(self) -> None:
        if self.screen.isVisible():
            self.presenter.refresh()

    def ask_folder(self) -> None:
        dialog = QFileDialog(self._window, tr("Import runbooks from a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.import_folder)
        dialog.open()

    def import_folder(self, path: str) -> None:
        self._jobs.run(
            partial(self._import, Path(path)),
            owner=self.presenter,
            then=self._imported,
            failed=lambda error: self._say(told(str(error))),
        )

    def _import(self, folder: Path) -> str:
        files, unread = read_folder(folder)
        place = folder.resolve()
        command = ImportRunbooks(files, place.name, commit_of(place))
        done = import_runbooks(command, self._workspace.desk)
        self._workspace.database.remember(f"{FOLDER}{place.name}", str(place))
        left = len(unread) + len(done.rejected)
        counts = {
            "imported": number(done.imported),
            "updated": number(done.updated),
            "unchanged": number(done.unchanged),
        }
        if not left:
            return tr("{imported} imported, {updated} updated, {unchanged} unchanged.", **counts)
        return tr(
            "{imported} imported, {updated} updated, {unchanged} unchanged, {left} could not be "
            "read.",
            left=number(left),
            **counts,
        )

    def _imported(self, sentence: str) -> None:
        self._say(sentence)
        self.presenter.refresh()

    def _run(self) -> RunView | None:
        uid = self._incident()
        return run_view(self._workspace.connection, uid, self._workspace.now()) if uid else None

    def _act(self, command: object) -> None:
        carry_out(command, self._workspace.desk)

    def _mark(self, run: str, n: int, state: StepState, said: StepNote) -> None:
        mismatch = said.mismatch if said.observed or said.mismatch else None
        observed = said.observed or None
        self._act(MarkStep(self._incident(), n, state, observed, mismatch, said.reason, run))

    def _attach(self, run: str, n: int, output: str) -> None:
        words = f"Output of step {n}"
        file = Attached(f"step-{n}.txt", output.encode())
        kept = Note(self._incident(), words, EntryKind.EVIDENCE, attachments=(file,))
        note(kept, self._workspace.desk)

    def _save(self, uid: str, written: str) -> None:
        """Into the workspace, and into its file where that folder lies on this machine."""
        workspace = self._workspace
        kept = runbooks.one(workspace.connection, uid)
        if kept is None:
            raise NotFound("That runbook is not here any more.")
        folder = workspace.database.meta(f"{FOLDER}{kept.folder}")
        if folder and kept.runbook.path:
            write_back(Path(folder), kept.runbook.path, written, kept.runbook.text)
        edit_runbook(EditRunbook(uid, written, kept.sha256), workspace.desk)
