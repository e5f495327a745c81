"""A bundle that a person opened: asked about, then taken in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QProcess

from app.files import read_file
from app.looking import command
from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.actions.import_bundle import ImportedBundle, import_bundle
from models.domain.errors import WarRoomError
from models.replication import bundle
from views.shell.window import MainWindow
from views.tongue import mark, ntr, told, tr
from views.widgets.question import Question

WHY = mark(
    "The incident in it is added to those on this machine. Where it is here already, what is new "
    "is added to it; nothing is overwritten. Only looked at, it opens in a window of its own and "
    "is taken in nowhere."
)


def _verified(path: Path) -> tuple[int, str]:
    """How many operations are in it, and the device that vouches for it ("" for none). Refused
    where one does not hold."""
    found = bundle.read(read_file(path, bundle.MOST_BYTES))
    return len(found.operations), found.signed_by


class Bundles:
    """`opened` is given the uid of what came in."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        window: MainWindow,
        opened: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._window = window
        self._opened = opened
        self.question = Question(window)

    def offer(self, path: Path) -> None:
        title = tr("Import {name}?", name=path.name)
        look = (tr("Only look"), lambda: self._look(path))
        self.question.ask(title, tr(WHY), tr("Import"), lambda: self._import(path), look)
        self._jobs.run(
            lambda: _verified(path),
            owner=self.question,
            then=self._checked,
            failed=lambda error: self.question.say_more(told(str(error))),
        )

    def _checked(self, found: tuple[int, str]) -> None:
        operations, signed_by = found
        words = ntr("Its operation holds.", "All {n} operations hold.", operations)
        if signed_by:
            words += " " + tr("The file is signed by device {device}.", device=signed_by)
        self.question.say_more(words)

    def _look(self, path: Path) -> None:
        program, *arguments = command(path)
        if not QProcess.startDetached(program, arguments)[0]:
            self._window.toast(tr("A window for {name} could not be opened.", name=path.name))

    def _import(self, path: Path) -> None:
        self._jobs.run(
            lambda: import_bundle(read_file(path, bundle.MOST_BYTES), self._workspace.desk),
            owner=self.question,
            then=self._imported,
            failed=self._refused,
        )

    def _imported(self, done: ImportedBundle) -> None:
        label = self._workspace.label(done.incident)
        self._window.toast(
            tr("{label} is imported.", label=label)
            if done.new
            else tr("{label} was here already.", label=label)
        )
        self._opened(done.incident)

    def _refused(self, error: WarRoomError) -> None:
        self._window.toast(told(str(error)), stays=True)
