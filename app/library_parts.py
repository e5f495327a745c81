"""The library and what a chat proposed, beside the list of reviews: wired to queries and acts."""

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtWidgets import QWidget

from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.actions.accept_proposals import accept_proposals, skip_proposals
from models.actions.mark_read import mark_read
from models.queries.comebacks import comebacks
from models.queries.library import search_reviews
from models.queries.proposals import waiting
from models.queries.reading_list import reading_list
from models.queries.similar import similar_incidents
from views.library.chat_presenter import ChatPresenter
from views.library.chat_screen import ChatScreen
from views.library.presenter import LibraryPresenter
from views.library.screen import LibraryScreen
from views.library.states import Shelf


class LibraryParts:
    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        zone: tzinfo,
        open_review: Callable[[str], None],
        place: QWidget,
    ) -> None:
        """`open_review` takes the uid of an incident."""
        self._workspace = workspace
        self.screen = LibraryScreen(zone, place)
        self.presenter = LibraryPresenter(
            self.screen,
            jobs,
            load=self._load,
            search=lambda words: search_reviews(workspace.connection, words),
            alike=lambda uid: similar_incidents(workspace.connection, uid),
            mark_read=lambda command: mark_read(command, workspace.desk),
        )
        self.screen.typed.connect(self.presenter.type_words)
        self.screen.chosen.connect(self.presenter.choose)
        self.screen.read.connect(self.presenter.read)
        self.screen.opened.connect(open_review)
        self.chat_screen = ChatScreen(zone, place)
        self.chat = ChatPresenter(
            self.chat_screen,
            jobs,
            load=lambda: waiting(workspace.connection),
            accept=lambda command: accept_proposals(command, workspace.desk),
            skip=lambda command: skip_proposals(command, workspace.desk),
        )
        self.chat_screen.chosen.connect(self.chat.choose)
        self.chat_screen.accepted.connect(self.chat.accept)
        self.chat_screen.skipped.connect(self.chat.skip)
        self.chat_screen.rest_accepted.connect(self.chat.accept_rest)

    @property
    def owners(self) -> tuple[object, ...]:
        return (self.presenter, self.chat)

    def open(self, tab: str) -> None:
        """One of the tabs comes to the front."""
        if tab == "library":
            self.presenter.refresh()
            self.screen.focus_search()
        elif tab == "chat":
            self.chat.refresh()
            self.chat_screen.focus_rows()

    def changed(self) -> bool:
        """Somebody changed something; False where none of the tabs is in front."""
        if self.screen.isVisible():
            self.presenter.refresh()
        elif self.chat_screen.isVisible():
            self.chat.refresh()
        else:
            return False
        return True

    def _load(self) -> Shelf:
        w = self._workspace
        back = comebacks(w.connection, w.now())
        return Shelf(reading_list(w.connection, w.actor, back), tuple(back))
