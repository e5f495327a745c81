"""The network between desktops and the server, and what goes wrong on it."""

from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Protocol

from models.domain.errors import Unavailable
from models.net.channel import Reply
from models.replication import messages
from tests.simulator.broken import Broken
from tests.simulator.desktop import Desktop
from tests.simulator.disk import Died
from tests.simulator.host import Host, ServerDied

SILENCE = "The server does not answer."
MOST_IN_FLIGHT = 6
MOST_REQUESTS = 3_000


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each happens to a request."""

    drop: float = 0.0
    lose: float = 0.0
    delay: float = 0.0
    twice: float = 0.0
    busy: float = 0.0
    die: float = 0.0
    meanwhile: float = 0.0


class Around(Protocol):
    """What the network needs of the schedule it is in."""

    def before_request(self, desktop: Desktop) -> bool:
        """Whether the server can be reached from there."""
        ...

    def answered(self, desktop: Desktop, method: str, path: str, status: int) -> None: ...

    def meanwhile(self, desktop: Desktop) -> None:
        """Something else happens while this desktop waits for its answer."""
        ...


@dataclass
class Network:
    host: Host
    rng: Random
    around: Around
    rates: Rates
    in_flight: list[tuple[Desktop, str, str, bytes, str]]
    asked: int = 0

    def exchange(self, desktop: Desktop, method: str, path: str, body: bytes, token: str) -> Reply:
        rng, rates = self.rng, self.rates
        assert not desktop.connection.in_transaction, "the write lock is held over the network"
        if not self.around.before_request(desktop) or rng.random() < rates.drop:
            raise Unavailable(SILENCE)
        request = (desktop, method, path, body, token)
        if rng.random() < rates.delay and len(self.in_flight) < MOST_IN_FLIGHT:
            self.in_flight.append(request)
            raise Unavailable(SILENCE)
        if rng.random() < rates.busy:
            return Reply(503, messages.pack({"message": "Too busy."}), 1)
        if rng.random() < rates.meanwhile:
            self.around.meanwhile(desktop)
        reply = self.deliver(request)
        if rng.random() < rates.twice:
            again = self.deliver(request)
            reply = again if rng.random() < 0.5 else reply
        if rng.random() < rates.meanwhile:
            self.around.meanwhile(desktop)
        if rng.random() < rates.lose:
            raise Unavailable(SILENCE)
        if rng.random() < rates.die:
            raise Died
        return reply

    def deliver(self, request: tuple[Desktop, str, str, bytes, str]) -> Reply:
        desktop, method, path, body, token = request
        self.asked += 1
        if self.asked > MOST_REQUESTS:
            raise Broken("It asks and asks.")
        if not self.host.up:
            raise Unavailable(SILENCE)
        try:
            found = self.host.answer(method, path, body, token)
        except ServerDied:
            raise Unavailable(SILENCE) from None
        self.around.answered(desktop, method, path, found.status)
        return Reply(found.status, messages.pack(found.message), found.retry_after_s)

    def deliver_late(self) -> None:
        """A request that was given up long ago arrives; nobody reads the answer."""
        if self.in_flight and self.host.up:
            request = self.in_flight.pop(self.rng.randrange(len(self.in_flight)))
            with suppress(Unavailable):
                self.deliver(request)
