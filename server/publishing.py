"""The publisher of a running server: what is due goes out, by whichever worker comes first."""

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from models.domain.errors import WarRoomError
from models.domain.times import from_ms
from models.publishing.channel import Channel
from models.publishing.publisher import Publisher
from server import postings
from server.core import Server
from server.postings import ServerOutbox

POLL_S = 2.0
"""How long another worker's posting may wait to be noticed where its news got lost."""

STOP_S = 5.0

_log = logging.getLogger("warroom.server")


def publisher_of(server: Server, open_channel: Callable[[str], Channel | None]) -> Publisher:
    """Retries go by the real clock, receipts by the clock of acts."""
    return Publisher(
        ServerOutbox(server),
        open_channel,
        lambda: from_ms(server.real_now()),
        random.random,
        lambda: from_ms(server.now()),
    )


def run_once(server: Server, publisher: Publisher) -> datetime | None:
    """What people said of deliveries, then everything that is due. Gives when there is more."""
    with server.database.reading() as connection:
        said = postings.asked(connection)
    for key, what, by in said:
        with server.database.writing() as connection:
            postings.ask(connection, key, "", "")
        act = {
            "arrived": publisher.arrived,
            "again": publisher.send_again,
            "leave": publisher.leave,
        }.get(what)
        if act is not None:
            try:
                act(key, by)
            except WarRoomError as error:
                _log.info("a delivery is as it was: %s", error)
    return publisher.run().wake_at


class PublishingLoop:
    """One a worker, on a thread of its own."""

    def __init__(self, server: Server, open_channel: Callable[[str], Channel | None]) -> None:
        self._server = server
        self._publisher = publisher_of(server, open_channel)
        self._stir = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="publish", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What is being sent just now is seen to its end, within reason."""
        self._ending = True
        self._stir.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def stir(self) -> None:
        self._stir.set()

    def _run(self) -> None:
        while not self._ending:
            wake = None
            try:
                wake = run_once(self._server, self._publisher)
            except (SQLAlchemyError, WarRoomError) as error:
                _log.warning("the outbox could not be run: %s", error)
            self._stir.wait(self._wait_s(wake))
            self._stir.clear()

    def _wait_s(self, wake: datetime | None) -> float:
        if wake is None:
            return POLL_S
        left = (wake - from_ms(self._server.real_now())) / timedelta(seconds=1)
        return max(0.05, min(POLL_S, left))
