"""The outbox of this desktop, run beside the window: what is queued goes out, one after another."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.qt_jobs import QtJobRunner
from app.syncing import Opened
from app.workspace import Workspace, wall_clock
from models.actions.desk import Desk
from models.actions.settle_delivery import SettleDelivery, settle_delivery
from models.domain.errors import WarRoomError
from models.store import postings
from models.store.driver import Connection
from models.store.server_link import is_linked

if TYPE_CHECKING:
    from models.publishing.publisher import Publisher, Ran

SOONEST = timedelta(milliseconds=200)
LONGEST = timedelta(minutes=5)
"""So long is nothing looked at while nobody says that there is something."""


class GoingOut:
    """With a server it is the server that publishes updates; actions go to trackers from here."""

    def __init__(
        self, workspace: Workspace, say: Callable[[WarRoomError], None], parent: QObject
    ) -> None:
        self._workspace = workspace
        self._say = say
        self._lane = QtJobRunner(parent)
        self._connection: Connection | None = None
        self._publisher: Publisher | None = None
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.poke)

    def poke(self) -> None:
        """Something was queued, or its time has come."""
        self._lane.run(self._try_all, owner=self, then=self._ran, failed=self._say)

    def settle(self, what: str, key: str) -> None:
        """What a person says of a delivery: `arrived`, or to send it `again`."""
        by = self._workspace.actor

        def work() -> "Ran | None":
            desk = self._own_desk()
            if is_linked(desk.store.connection) and not self._is_of_a_tracker(key):
                settle_delivery(SettleDelivery(key, what), desk)
                return None
            publisher = self._opened()
            {"arrived": publisher.arrived, "again": publisher.send_again}[what](key, by)
            return publisher.run(eager=what == "again")

        self._lane.run(work, owner=self, then=self._ran, failed=self._say)

    def _try_all(self) -> "Ran | None":
        """With a server, what is left here is what goes to trackers, and what was queued before."""
        connection = self._own_desk().store.connection
        if is_linked(connection) and not postings.waiting(connection):
            return None
        return self._opened().run()

    def _is_of_a_tracker(self, key: str) -> bool:
        held = postings.find(self._own_desk().store.connection, key)
        return held is not None and held.posting.message.is_action

    def close(self) -> None:
        self._timer.stop()
        self._lane.forget(self)
        # What is on its way longer than that is found by its lease at the next start.
        if self._lane.finish() and self._connection is not None:
            self._connection.close()

    def _own_desk(self) -> Desk:
        """On the lane, with a connection of its own: the window's is never waited for."""
        here = self._workspace
        if self._connection is None:
            self._connection = here.database.connect()
        return Desk(
            Opened(self._connection), here.feed, here.now, os.urandom, here.actor, here.sign
        )

    def _opened(self) -> "Publisher":
        if self._publisher is None:
            from app.outbox import publisher_of  # its libraries are loaded where nobody waits

            self._publisher = publisher_of(self._own_desk(), self._workspace.database.folder)
        return self._publisher

    def _ran(self, ran: "Ran | None") -> None:
        if ran is not None and ran.wake_at is not None:
            wait = min(max(ran.wake_at - wall_clock(), SOONEST), LONGEST)
            self._timer.start(int(wait.total_seconds() * 1000))
