"""Files in and out of the room: evidence pasted, looked at and saved, the timeline as a table."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.files import read_file, write_whole
from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.queries import timeline
from models.queries.timeline_csv import timeline_as_csv
from models.store import blobs, lookup
from models.store.driver import Connection
from views.room.evidence import Shown, look
from views.room.presenter import RoomPresenter
from views.room.screen import RoomScreen
from views.tongue import tr


class RoomFiles:
    """Reads and writes on the store lane; says what became of it in the room."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        reading: Connection,
        screen: RoomScreen,
        presenter: RoomPresenter,
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._reading = reading
        self._screen = screen
        self._presenter = presenter
        line = screen.note_line
        line.files_pasted.connect(
            lambda paths: presenter.attach(
                [(Path(p).name, partial(read_file, Path(p))) for p in paths]
            )
        )
        line.image_pasted.connect(lambda body: presenter.attach([("pasted.png", lambda: body)]))
        screen.timeline.attachment_opened.connect(self._show)
        screen.asks.copy_asked.connect(self._save_copy)

    def save_timeline(self) -> None:
        """The whole timeline as CSV, into a file that the person names."""
        uid, connection = self._presenter.uid, self._workspace.connection
        label = lookup.label(self._reading, uid)
        self._ask_where(
            f"{label} timeline.csv",
            lambda path: write_whole(path, timeline_as_csv(connection, uid)),
        )

    def _show(self, entry: str, digest: str) -> None:
        connection = self._workspace.connection

        def read() -> Shown:
            found = timeline.one(connection, entry)
            files = found.attachments if found else ()
            name = next((file.name for file in files if file.sha256 == digest), "file")
            return look(name, blobs.read(connection, digest))

        self._jobs.run(
            read,
            owner=self._presenter,
            then=self._show_file,
            failed=lambda error: self._screen.say(str(error)),
        )

    def _show_file(self, shown: Shown) -> None:
        self._screen.asks.evidence.open_for(shown)

    def _save_copy(self, name: str, body: bytes) -> None:
        self._ask_where(name, lambda path: write_whole(path, body))

    def _ask_where(self, name: str, write: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._screen.window(), tr("Save"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda path: self._jobs.run(
                lambda: write(Path(path)),
                owner=self._presenter,
                then=lambda _: self._screen.say(tr("Saved as {path}.", path=path)),
                failed=lambda error: self._screen.say(str(error)),
            )
        )
        dialog.open()
