"""What leaves a review as a file: documents, the record itself, the meeting."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.files import write_whole
from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.queries.export import incident_as_archive, incident_as_json
from models.queries.timeline_csv import timeline_as_csv
from models.replication.signing import Signer
from views.review.presenter import ReviewPresenter
from views.review.screen import ReviewScreen
from views.tongue import told, tr


class ReviewFiles:
    """Written on the store lane; says what became of it."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: QtJobRunner,
        screen: ReviewScreen,
        presenter: ReviewPresenter,
    ) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._screen = screen
        self._presenter = presenter

    def export(self, form: str, public: bool) -> None:
        """Into a file that the person names."""
        uid = self._presenter.uid
        label = self._presenter.state.label or "review"
        kind = " public" if public else ""
        dialog = QFileDialog(self._screen.window(), tr("Export"), f"{label}{kind}.{form}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.save(uid, form, Path(path), public=public))
        dialog.open()

    def save(self, uid: str, form: str, path: Path, *, public: bool = False) -> None:
        self._presenter.settle()
        self._jobs.run(
            lambda: write_whole(path, self.body(uid, form, public=public)),
            owner=self._presenter,
            then=lambda _: self._saved(path, public=public),
            failed=lambda error: self._screen.say(told(str(error))),
        )

    def _saved(self, path: Path, *, public: bool) -> None:
        if public:
            said = tr("Saved as {path}. Read it before you send it.", path=path)
        else:
            said = tr("Saved as {path}.", path=path)
        self._screen.say(said)

    def body(self, uid: str, form: str, *, public: bool = False) -> bytes:
        """The same bytes as `warroom export` writes."""
        workspace, connection = self._workspace, self._workspace.connection
        signer = workspace.sign if isinstance(workspace.sign, Signer) else None
        now = workspace.now()
        records: dict[str, Callable[[], bytes]] = {
            "json": partial(incident_as_json, connection, uid),
            "csv": partial(timeline_as_csv, connection, uid),
            "warroom": partial(incident_as_archive, connection, uid, signer),
        }
        if form in records:
            return records[form]()
        # What makes documents and the printer are loaded when one is wanted.
        from models.report.calendar import as_ics
        from models.report.review import as_markdown
        from models.report.review_page import as_html, as_page
        from models.report.reviews import review_report

        report = review_report(connection, uid, now, public=public)
        if form == "pdf":
            from app.qt_page import as_pdf

            return as_pdf(as_page(report))
        documents: dict[str, Callable[[], bytes]] = {
            "md": lambda: as_markdown(report),
            "html": lambda: as_html(report),
            "ics": lambda: as_ics(report.record, workspace.label(uid), now),
        }
        return documents[form]()
