"""The library and what a chat proposed, beside the list of reviews: wired to queries and acts."""

from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.actions.accept_proposals import accept_proposals, skip_proposals
from models.actions.mark_read import mark_read
from models.actions.propose_chat import propose_chat
from models.queries import incidents
from models.queries.comebacks import comebacks
from models.queries.library import search_reviews
from models.queries.proposals import Waiting, waiting
from models.queries.reading_list import reading_list
from models.queries.similar import similar_incidents
from views.library.chat_presenter import ChatCalls, ChatPresenter, Place, Read
from views.library.chat_screen import ChatScreen
from views.library.presenter import LibraryPresenter
from views.library.screen import LibraryScreen
from views.library.states import Shelf
from views.tongue import mark, tr

MOST_PLACES = 12
_EXPORTS = mark("Export of a chat (*.zip *.json);;Everything (*)")


class LibraryParts:
    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        zone: tzinfo,
        open_review: Callable[[str], None],
        place: QWidget,
        front: Callable[[str], None],
    ) -> None:
        """`open_review` takes the uid of an incident; `front` brings a tab to the front."""
        self._workspace = workspace
        self._place = place
        self._front = front
        self._reading = QtJobRunner(place)
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
            self._reading,
            ChatCalls(
                load=self._load_chat,
                accept=lambda command: accept_proposals(command, workspace.desk),
                skip=lambda command: skip_proposals(command, workspace.desk),
                read=_read_chat,
                propose=lambda uid, found: propose_chat(uid, found, workspace.desk),
            ),
        )
        self.chat_screen.import_asked.connect(self._import_asked)
        self.chat_screen.chosen.connect(self.chat.choose)
        self.chat_screen.accepted.connect(self.chat.accept)
        self.chat_screen.skipped.connect(self.chat.skip)
        self.chat_screen.rest_accepted.connect(self.chat.accept_rest)

    @property
    def owners(self) -> tuple[object, ...]:
        return (self.presenter, self.chat)

    def ask_chat(self, uid: str, label: str) -> None:
        """For a file whose messages may belong on the timeline of that incident."""
        title = tr("Import a chat for {incident}", incident=label)
        dialog = QFileDialog(self._place.window(), title, "", tr(_EXPORTS))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take_chat(uid, label, path))
        dialog.open()

    def take_chat(self, uid: str, label: str, path: str) -> None:
        self._front("chat")
        self.chat.take_in(uid, label, path)

    def close(self) -> None:
        self._reading.forget(self.chat)
        self._reading.finish()

    def _import_asked(self, uid: str, label: str, path: str) -> None:
        if path:
            self.take_chat(uid, label, path)
        else:
            self.ask_chat(uid, label)

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

    def _load_chat(self) -> tuple[list[Waiting], list[Place]]:
        connection = self._workspace.connection
        rows = [*incidents.live(connection), *incidents.recent(connection, MOST_PLACES)]
        places = [Place(row.uid, row.label, row.title) for row in rows[:MOST_PLACES]]
        return waiting(connection), places


def _read_chat(path: str) -> Read:
    from app.chat_files import export_files
    from models.intake.chat.export import read_export

    found = read_export(export_files(Path(path)))
    return found.messages, len(found.rejected)
