"""Asks a configured Prometheus for the number of the room in front, on the network lane."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.actions.add_points import AddPoints, add_points
from models.domain.errors import NothingToDo, WarRoomError
from models.domain.series import Series
from models.intake.series import read_prometheus
from models.queries import incidents
from models.store.database import read_meta
from views.tongue import told, tr

EVERY_MS = 30_000
BEFORE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
URL, QUERY, NAME, LIMIT = (
    "prometheus_url",
    "prometheus_query",
    "prometheus_name",
    "prometheus_limit",
)
"""What is configured, on this machine."""


class Polling:
    """`incident` gives the uid in front, "" for none. Trouble is said once, until it is over."""

    def __init__(
        self,
        workspace: Workspace,
        store: QtJobRunner,
        incident: Callable[[], str],
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        self._workspace = workspace
        self._store = store
        self._network = QtJobRunner(parent)
        self._incident = incident
        self._say = say
        self._trouble = ""
        self._timer = QTimer(parent)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.ask)
        self._timer.start()

    def load_charts(self, then: Callable[[], None]) -> None:
        """The library of charts costs more than a frame to load: on this lane nobody waits."""
        self._network.run(
            lambda: import_module("pyqtgraph"),
            owner=self,
            then=lambda _: then(),
            failed=self._failed,
        )

    def ask(self) -> None:
        uid = self._incident()
        url, query = self._told(URL), self._told(QUERY)
        if not (uid and url and query):
            return
        incident = incidents.incident(self._workspace.connection, uid)
        if not incident.is_live:
            return
        end = self._workspace.now()
        began = incident.times.impact_started_at or incident.times.detected_at or end
        start = max(began - BEFORE, end - LONGEST)
        name = self._told(NAME) or query[:60]

        def work() -> list[Series]:
            from models.net.client import HttpClient
            from models.net.prometheus import query_range

            client = HttpClient()
            try:
                return read_prometheus(query_range(client, url, query, start, end), name)
            finally:
                client.close()

        self._network.run(work, owner=self, then=partial(self._keep, uid), failed=self._failed)

    def close(self) -> None:
        self._timer.stop()
        for lane in (self._network, self._store):
            lane.forget(self)
        self._network.finish()

    def _told(self, key: str) -> str:
        return (read_meta(self._workspace.connection, key) or "").strip()

    def _keep(self, uid: str, found: list[Series]) -> None:
        self._trouble = ""
        limit = self._limit()
        for series in found[:1]:
            command = AddPoints(uid, series.name, series.points, "", limit, "prometheus")
            self._store.run(
                partial(self._add, command), owner=self, then=lambda _: None, failed=self._failed
            )

    def _add(self, command: AddPoints) -> None:
        try:
            add_points(command, self._workspace.desk)
        except NothingToDo:
            return

    def _limit(self) -> float | None:
        try:
            return float(self._told(LIMIT))
        except ValueError:
            return None

    def _failed(self, error: WarRoomError) -> None:
        words = told(str(error))
        if words != self._trouble:
            self._trouble = words
            self._say(tr("The metric could not be read. {words}", words=words))
