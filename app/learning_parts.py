"""The parts that show what incidents teach: figures and reviews."""

from abc import ABC, abstractmethod
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from views.shell.window import MainWindow
from views.shortcuts import Shortcuts

if TYPE_CHECKING:
    from app.going_out import GoingOut
    from app.kpi_parts import KpiParts
    from app.review_parts import ReviewParts
    from views.review.screen import ReviewScreen
    from views.widgets.dialog import DialogFrame


class LearningParts(ABC):
    """Built at their first use, as all parts are."""

    window: MainWindow
    shortcuts: Shortcuts
    _workspace: Workspace
    _jobs: QtJobRunner
    _zone: tzinfo

    @abstractmethod
    def go(self, name: str) -> None: ...

    @abstractmethod
    def open_incident(self, uid: str) -> None: ...

    @abstractmethod
    def open_review(self, uid: str) -> None: ...

    @abstractmethod
    def copy(self, words: str) -> None: ...

    @property
    @abstractmethod
    def going_out(self) -> "GoingOut": ...

    @abstractmethod
    def _hush(self, dialog: "DialogFrame") -> None: ...

    @abstractmethod
    def _keep(self, key: str, value: str) -> None: ...

    @cached_property
    def review_screen(self) -> "ReviewScreen":
        """Half of the work of its parts."""
        from views.review.screen import ReviewScreen

        return ReviewScreen(self._zone, self.window, self.window.place)

    @cached_property
    def reviews(self) -> "ReviewParts":
        from app.review_parts import ReviewParts, Ways

        ways = Ways(
            self.open_incident,
            self.open_review,
            self.copy,
            self.go,
            self._hush,
            lambda: self.going_out.poke(),  # noqa: PLW0108 # made when it is needed
            self._keep,
        )
        here = self._workspace
        return ReviewParts(
            here, self._jobs, self.window, self.review_screen, self._zone, ways, self.shortcuts
        )

    @cached_property
    def kpis(self) -> "KpiParts":
        from app.kpi_parts import KpiParts

        window, opened = self.window, self.open_incident
        parts = KpiParts(self._workspace, self._jobs, window, window.toast, opened, window.place)
        self._hush(parts.screen.explanation)
        window.add_screen("kpis", parts.screen)
        return parts
