"""The declare dialog, wired to the act and to what looks alike."""

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtWidgets import QWidget

from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.actions.declare import declare
from models.queries import incidents
from models.queries.incidents import IncidentRow
from models.queries.recurrences import earlier
from views.declare.presenter import DeclarePresenter
from views.declare.screen import DeclareScreen


class DeclareParts:
    """`open_incident` is told of what was declared, or found to be the same."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        window: QWidget,
        zone: tzinfo,
        open_incident: Callable[[str], None],
    ) -> None:
        self._workspace = workspace
        self._open_incident = open_incident
        self.screen = DeclareScreen(window)
        self.presenter = DeclarePresenter(
            self.screen,
            jobs,
            declare=lambda command: declare(command, workspace.desk),
            similar=self._similar,
            earlier=lambda sign: earlier(workspace.connection, sign, workspace.now()),
            now=workspace.now,
            zone=zone,
        )
        screen, presenter = self.screen, self.presenter
        screen.title_typed.connect(presenter.title_typed)
        screen.severity_chosen.connect(presenter.severity_chosen)
        screen.services_typed.connect(presenter.services_typed)
        screen.started_typed.connect(presenter.started_typed)
        screen.drill_ticked.connect(presenter.drill_ticked)
        screen.accepted.connect(presenter.declare)
        screen.declared.connect(open_incident)
        screen.look_requested.connect(self._look_at)

    def _similar(self, title: str) -> IncidentRow | None:
        found = incidents.similar(self._workspace.connection, title)
        return found[0] if found else None

    def _look_at(self, uid: str) -> None:
        self.screen.close_dialog()
        self._open_incident(uid)
