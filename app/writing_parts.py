"""The parts that write and send status updates."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from views.shell.window import MainWindow
from views.shortcuts import Shortcuts

if TYPE_CHECKING:
    from app.composer_parts import ComposerParts
    from app.going_out import GoingOut
    from app.room_parts import RoomParts
    from models.domain.needs import Need
    from views.composer.screen import ComposerScreen
    from views.widgets.dialog import DialogFrame


class WritingParts(ABC):
    """Built at their first use, as all parts are."""

    window: MainWindow
    shortcuts: Shortcuts
    _workspace: Workspace
    _jobs: QtJobRunner

    @property
    @abstractmethod
    def incident(self) -> str: ...

    @property
    @abstractmethod
    def rooms(self) -> "RoomParts": ...

    @abstractmethod
    def built(self, part: str) -> bool: ...

    @abstractmethod
    def copy(self, words: str) -> None: ...

    @abstractmethod
    def say(self, sentence: str) -> None: ...

    @abstractmethod
    def _hush(self, dialog: "DialogFrame") -> None: ...

    @abstractmethod
    def show_path(self) -> None:
        """What stands in front, at the top of the window."""

    @cached_property
    def composer_screen(self) -> "ComposerScreen":
        """Most of the work of its parts."""
        from views.composer.screen import ComposerScreen

        return ComposerScreen(self._workspace.now, self.window, self.rooms.screen.frame)

    @cached_property
    def composer(self) -> "ComposerParts":
        from app.composer_parts import ComposerParts

        window = self.window
        parts = ComposerParts(
            self._workspace,
            self._jobs,
            self.rooms,
            self.going_out,
            self.composer_screen,
            window,
            window.toast,
            self.copy,
        )
        for dialog in parts.screen.dialogs():
            self._hush(dialog)
        parts.bind(self.shortcuts)
        parts.screen.shown.connect(self.show_path)
        parts.open_room(self.incident)
        return parts

    def _write(self) -> None:
        self.composer.open()

    def _answer_update(self, need: "Need", yes: bool) -> None:
        self.composer.answer(need, yes)

    def _before_preset(self, name: str) -> None:
        """A layout that has the composer in it makes it."""
        if name in ("comms", "composer") and self.built("rooms"):
            _ = self.composer

    @cached_property
    def going_out(self) -> "GoingOut":
        from app.going_out import GoingOut

        return GoingOut(self._workspace, lambda error: self.say(str(error)), self.window)
