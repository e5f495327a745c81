"""The shared server beside the window: a lane of its own that sends, reads and hears news."""

import base64
import queue
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from app.qt_jobs import ServiceThread
from app.team import Team
from app.workspace import Workspace
from models.changes import Change
from models.credentials import Keep
from models.domain.errors import BadInput, Unavailable, WarRoomError
from models.domain.syncing import Link, Parked, Presence, Restored, SyncStatus
from models.domain.times import from_ms
from models.net.events import EventStream
from models.replication import messages
from models.replication.messages import Message
from models.replication.operation import Operation
from models.replication.registry import field_of
from models.store import exchange, server_link
from models.store.driver import Connection
from models.sync.engine import Engine
from models.sync.line import SignedOut, TooOld

HEADS_S = 30.0
"""How often everything is compared with the server, beside the news."""

PRESENCE_S = 15.0
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 60.0
CLOSE_MS = 15_000
"""What is on its way when the window closes ends by itself within this."""

_WAKE = "wake"


@dataclass(frozen=True, slots=True)
class Opened:
    connection: Connection


@dataclass(slots=True)
class _Shared:
    """What the window's side and the lane's side hand each other."""

    tell: Callable[[SyncStatus], None]
    news: "queue.SimpleQueue[str | Message]" = field(default_factory=queue.SimpleQueue)
    ending: bool = False
    busy: bool = False
    """While the lane itself writes, what it announces is no reason to send."""

    looking_at: str = ""
    listener: "_Listener | None" = None


class SyncService(QObject):
    """What the window knows of the server; a `SyncPort`. `changed` carries a SyncStatus, on the
    window's thread; everything that waits happens on the lane."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._status = first_status(workspace.connection)
        self._shared = _Shared(self.changed.emit)
        self._thread: ServiceThread | None = None
        self._closed = False
        self._stop_feed = workspace.feed.listen(self._changed_here)
        self.changed.connect(self._keep)

    # What the window asks

    def status(self) -> SyncStatus:
        return self._status

    def on_change(self, listener: Callable[[SyncStatus], None]) -> None:
        self.changed.connect(listener)

    def start(self) -> None:
        """Does nothing while no server is known, or nobody is signed in."""
        signed_in = self._status.link not in (Link.ALONE, Link.SIGNED_OUT)
        if self._thread is None and signed_in and not self._closed:
            self._shared.ending = False
            self._thread = ServiceThread(self._serve, self)
            self._thread.setObjectName("sync")
            self._thread.start()

    def sign_in(self, url: str, name: str, password: str, keep: str, passphrase: str = "") -> None:
        """Blocks; asked on a lane where that may be. Raises WarRoomError."""
        connection = self._workspace.database.connect()
        team = Team(self._workspace, store=Opened(connection))
        try:
            team.sign_in(url, name, password, Keep(keep), passphrase)
            fresh = replace(first_status(connection), link=Link.SENDING)
        finally:
            team.close()
            connection.close()
        self.changed.emit(fresh)

    def sign_out(self) -> None:
        """Blocks, as `sign_in` does."""
        connection = self._workspace.database.connect()
        team = Team(self._workspace, store=Opened(connection))
        try:
            team.sign_out()
            fresh = first_status(connection)
        finally:
            team.close()
            connection.close()
        self._end()
        self.changed.emit(fresh)

    def sync_now(self) -> None:
        self._shared.news.put(_WAKE)

    def try_again(self) -> None:
        """Send what the server did not take once more."""
        exchange.try_again(self._workspace.connection)
        self.sync_now()

    def confirm(self, op_ids: Sequence[str]) -> None:
        """Send these again as they are: a person looked at them."""
        exchange.confirm(self._workspace.connection, [bytes.fromhex(i) for i in op_ids])
        self.sync_now()

    def look_at(self, incident: str) -> None:
        """The uid in front, "" for none: the others see where one is."""
        if incident != self._shared.looking_at:
            self._shared.looking_at = incident
            self._shared.news.put(_WAKE)

    def close(self) -> None:
        if self._closed:
            return
        # What the lane said before it ended still arrives, and must not begin another one.
        self._closed = True
        self._stop_feed()
        self._end()
        if self._thread is not None:
            self._thread.wait(CLOSE_MS)
            self._thread = None

    # The lane

    def _serve(self) -> None:
        """Runs on its own thread, with its own connection, until told to end."""
        connection = self._workspace.database.connect()
        team = Team(self._workspace, store=Opened(connection))
        lane = _Lane(team, connection, self._shared)
        try:
            # The keyring may ask somebody first; until it answers, acts are vouched for later.
            with suppress(WarRoomError):
                self._workspace.sign = team.line().signer()
            lane.run()
        finally:
            lane.hang_up()
            team.close()
            connection.close()

    def _end(self) -> None:
        self._shared.ending = True
        self._shared.news.put(_WAKE)

    def _changed_here(self, change: Change) -> None:
        """Called on whichever thread announced: an act of this desktop is sent at once."""
        if not self._shared.busy:
            self._shared.news.put(_WAKE)

    def _keep(self, status: SyncStatus) -> None:
        self._status = status
        if self._thread is not None and self._thread.isFinished():
            self._thread = None
        self.start()


class _Lane:
    """One run of the loop: connect, compare, then news and acts as they come."""

    def __init__(self, team: Team, connection: Connection, shared: _Shared) -> None:
        self._team = team
        self._connection = connection
        self._shared = shared
        self._misses = 0
        self._offline_since: datetime | None = None
        self._present: tuple[Presence, ...] = ()
        self._compared = self._told_presence = float("-inf")
        self._told_place = ""
        self._trouble = ""

    def run(self) -> None:
        wait = 0.0
        while not self._shared.ending:
            told = self._next(wait)
            if self._shared.ending:
                return
            try:
                wait = self._turn(told)
                self._online()
            except (SignedOut, TooOld) as error:
                link = Link.SIGNED_OUT if isinstance(error, SignedOut) else Link.UPDATE_NEEDED
                if link is Link.SIGNED_OUT:
                    server_link.write(self._connection, signed_out="yes")
                self._trouble = str(error)
                self._say(link)
                return
            except Unavailable as error:
                wait = self._missed(error)
            except WarRoomError as error:
                self._trouble = str(error)
                wait = LONGEST_WAIT_S
                self._say(Link.SYNCED)

    def hang_up(self) -> None:
        if self._shared.listener is not None:
            self._shared.listener.stop()
            self._shared.listener = None

    def _turn(self, told: str | Message | None) -> float:
        """One thing to do. Gives how long to wait for the next."""
        now = time.monotonic()
        engine = self._team.engine()
        if isinstance(told, dict) and now - self._compared < HEADS_S:
            with self._at_work():
                engine.take(told)
        elif now - self._compared >= HEADS_S or self._misses:
            if exchange.count_waiting(self._connection):
                self._say(Link.SENDING)
            with self._at_work():
                engine.exchange()
            self._compared = time.monotonic()
        if exchange.count_waiting(self._connection):
            with self._at_work():
                engine.send()
        self._trouble = ""
        self._meet(engine)
        self._hear(engine)
        return min(PRESENCE_S, HEADS_S)

    def _next(self, wait: float) -> str | Message | None:
        """What comes first; acts that come together are one."""
        try:
            told = self._shared.news.get(timeout=wait) if wait else None
        except queue.Empty:
            return None
        while told == _WAKE and not self._shared.news.empty():
            told = self._shared.news.get()
        return told

    def _missed(self, error: Unavailable) -> float:
        """Full jitter: everybody's desktops must not come back at the same moment."""
        self._misses += 1
        self._offline_since = self._offline_since or self._team.now()
        self._trouble = str(error)
        self._say(Link.OFFLINE)
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(self._misses, 10))
        told = getattr(error, "after_s", 0.0)
        return max(told, random.uniform(0.05, longest))  # noqa: S311 - spreads, hides nothing

    def _online(self) -> None:
        self._misses = 0
        self._offline_since = None
        self._say(Link.SYNCED)

    def _meet(self, engine: Engine) -> None:
        now, place = time.monotonic(), self._shared.looking_at
        if now - self._told_presence < PRESENCE_S and place == self._told_place:
            return
        self._told_presence, self._told_place = now, place
        told = engine.line.ask(
            "POST",
            "/v1/presence",
            {"incident": place, "doing": ""},
        )
        self._present = tuple(
            Presence(str(one.get("person")), str(one.get("incident")), str(one.get("doing")))
            for one in messages.items(told, "present", 10_000)
            if isinstance(one, dict) and one.get("device") != engine.line.device
        )

    def _hear(self, engine: Engine) -> None:
        """Keep a line open on which news come; without one the comparing goes on."""
        listener = self._shared.listener
        if self._shared.ending or (listener is not None and listener.is_open):
            return
        self.hang_up()
        facts = self._team.facts
        try:
            stream = EventStream(
                f"{facts['url']}/v1/live", engine.line.access(), facts.get("ca_file", "")
            )
        except Unavailable:
            return
        self._shared.listener = _Listener(stream, self._shared.news)
        self._compared = float("-inf")  # what happened before the line was open
        self._shared.news.put(_WAKE)

    def _say(self, link: Link) -> None:
        status = replace(
            first_status(self._connection),
            link=link,
            offline_since=self._offline_since,
            present=self._present,
            trouble=self._trouble,
        )
        self._shared.tell(status)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        self._shared.busy = True
        try:
            yield
        finally:
            self._shared.busy = False


class _Listener:
    """A thread that reads news and hands them to the lane."""

    def __init__(self, stream: EventStream, news: "queue.SimpleQueue[str | Message]") -> None:
        self._stream = stream
        self._news = news
        self.is_open = True
        self._thread = ServiceThread(self._read)
        self._thread.setObjectName("news")
        self._thread.start()

    def stop(self) -> None:
        self._stream.close()
        self._thread.wait()  # the closed line ends the reading

    def _read(self) -> None:
        try:
            for event in self._stream.events():
                if event.kind == "page":
                    self._news.put(messages.unpack(base64.b64decode(event.data)))
        except (Unavailable, BadInput, ValueError):
            pass
        self.is_open = False
        self._news.put(_WAKE)


def first_status(connection: Connection) -> SyncStatus:
    """What the file alone knows."""
    facts = server_link.read_all(connection)
    if "url" not in facts:
        return SyncStatus()
    synced, restored = facts.get("synced_at"), facts.get("restored_at")
    return SyncStatus(
        link=Link.SIGNED_OUT if "signed_out" in facts else Link.SENDING,
        server=facts["url"],
        account=facts.get("account", ""),
        role=facts.get("role", ""),
        keep=facts.get("keep", ""),
        waiting=exchange.count_waiting(connection),
        parked=_parked(connection),
        last_synced_at=from_ms(int(synced)) if synced else None,
        clock_offset_ms=int(facts["clock_offset_ms"]) if "clock_offset_ms" in facts else None,
        restored=Restored(from_ms(int(restored)), int(facts.get("returned", 0)))
        if restored
        else None,
    )


def _parked(connection: Connection) -> tuple[Parked, ...]:
    found = exchange.parked(connection)
    confirmable = exchange.confirmable(connection) if found else set()
    return tuple(_parked_one(op, reason, op.op_id in confirmable) for op, reason in found)


def _parked_one(op: Operation, reason: str, may_confirm: bool) -> Parked:
    known = field_of(op.entity_kind, op.field)
    incident = op.stream.partition(":")[2] if op.stream.startswith("incident:") else ""
    words = known.word if known else f"{op.entity_kind} {op.field}"
    text = op.value.get("text") if isinstance(op.value, dict) else op.value
    shown = f"{words}: {text}" if isinstance(text, str) else words
    at = from_ms(op.recorded_at)
    return Parked(op.op_id.hex(), incident, shown[:200], reason, at, op.actor, may_confirm)
