"""The conflict tray, wired to the acts and the queries."""

from collections.abc import Callable, Sequence

from app.commands import carry_out
from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.domain.syncing import Parked
from models.queries import conflicts
from models.store import lookup
from views.conflicts.presenter import ConflictsPresenter, Tray
from views.conflicts.screen import ConflictsScreen
from views.shell.window import MainWindow


class ConflictParts:
    """`parked` gives what the server did not take, `try_again` sends it once more, and `confirm`
    these of it with the word that a person looked at them."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        window: MainWindow,
        parked: Callable[[], tuple[Parked, ...]],
        try_again: Callable[[], None],
        confirm: Callable[[Sequence[str]], None],
        copy: Callable[[str], None],
        open_incident: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._parked = parked
        self.screen = ConflictsScreen(window.place)
        self.presenter = ConflictsPresenter(
            self.screen,
            jobs,
            load=self._load,
            act=lambda command: carry_out(command, workspace.desk),
            actor=lambda: workspace.actor,
            now=workspace.now,
        )
        screen, presenter = self.screen, self.presenter
        screen.listed.connect(presenter.show)
        screen.chosen.connect(presenter.choose)
        screen.moved.connect(presenter.move)
        screen.kept.connect(presenter.keep)
        screen.put_off.connect(presenter.later)
        screen.incident_opened.connect(open_incident)
        screen.said.connect(lambda words: window.toast(words, stays=True))
        screen.copy_asked.connect(lambda: copy(presenter.parked_words()))
        screen.again_asked.connect(try_again)
        screen.confirmed.connect(confirm)

    def changed(self) -> None:
        if self.screen.isVisible():
            self.presenter.refresh()

    def _load(self) -> Tray:
        connection = self._workspace.connection
        parked = tuple(
            (lookup.label(connection, one.incident) if one.incident else "", one)
            for one in self._parked()
        )
        return Tray(conflicts.every(connection), parked)
