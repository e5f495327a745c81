"""News for those who listen: what was just committed, handed to every open connection.

Only a hint: a listener that is cut, or that missed something, pulls.
"""

import asyncio
import base64
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from models.replication import messages
from models.replication.sequence import Cursor
from server import streams
from server.core import Server, epoch

COALESCE_S = 0.002
POLL_S = 2.0
OVERLAP_MS = 10_000
HEARTBEAT_S = 15.0
MOST_BEHIND = 256
"""Events that a slow listener may be behind; then it is cut and pulls."""

MOST_EVENT = 200
"""Operations in one event; a longer stretch is only named."""

CHANNEL = "warroom_news"
HEAR_S = 0.5
"""How long the listener waits before it looks whether it should end."""

_log = logging.getLogger("warroom.server")


class Hub:
    """One a worker. `news` may be called from any thread."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._listeners: set[asyncio.Queue[bytes | None]] = set()
        self._pending: set[str] = set()
        self._known: dict[str, Cursor] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stir = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.delivered = 0

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._tasks = [asyncio.create_task(self._hand_out()), asyncio.create_task(self._poll())]

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for queue in self._listeners:
            queue.put_nowait(None)

    def news(self, names: Iterable[str]) -> None:
        told = frozenset(names)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._take, told)

    async def listen(self) -> AsyncIterator[bytes | None]:
        """Events as they come; None where nothing came for HEARTBEAT_S. Ends when the listener
        fell too far behind, or the server stops."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_BEHIND)
        if self._known is None:
            self._known = await run_in_threadpool(self._heads)
        self._listeners.add(queue)
        try:
            while queue in self._listeners:
                try:
                    event = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
                except TimeoutError:
                    yield None
                    continue
                if event is None:
                    return
                yield event
        finally:
            self._listeners.discard(queue)

    def _take(self, names: frozenset[str]) -> None:
        self._pending |= names
        self._stir.set()

    async def _hand_out(self) -> None:
        while True:
            await self._stir.wait()
            self._stir.clear()
            names, self._pending = self._pending, set()
            if not self._listeners or self._known is None:
                self._known = None
                continue
            try:
                for event in await run_in_threadpool(self._events, names):
                    self._send(event)
            except SQLAlchemyError:
                _log.warning("news could not be read; the listeners will pull")
            # The first goes out at once; what comes meanwhile goes together.
            await asyncio.sleep(COALESCE_S)

    def _send(self, event: bytes) -> None:
        for queue in tuple(self._listeners):
            try:
                queue.put_nowait(event)
                self.delivered += 1
            except asyncio.QueueFull:
                self._listeners.discard(queue)

    def _events(self, names: Iterable[str]) -> list[bytes]:
        known = self._known
        if known is None:
            return []
        events = []
        with self._server.database.reading() as connection:
            present = epoch(connection)
            for name in sorted(names):
                page = streams.page(connection, name, known.get(name, Cursor()), MOST_EVENT)
                if page.cut:
                    known.update(streams.heads_of(connection, [name]))
                    events.append(messages.pack({"epoch": present, "stream": name}))
                elif page.operations:
                    known[name] = page.end
                    events.append(messages.pack({"epoch": present, **page.message()}))
        return [base64.b64encode(event) for event in events]

    def _heads(self) -> dict[str, Cursor]:
        with self._server.database.reading() as connection:
            return streams.heads(connection)

    def _moved(self) -> list[str]:
        """Streams that another worker wrote to, and whose news were lost on the way."""
        since = time.time_ns() // 1_000_000 - OVERLAP_MS
        with self._server.database.reading() as connection:
            recent = streams.heads(connection, since)
        known = self._known
        return [] if known is None else [n for n, c in recent.items() if known.get(n) != c]

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            if self._listeners and self._known is not None:
                try:
                    self._take(frozenset(await run_in_threadpool(self._moved)))
                except SQLAlchemyError:
                    _log.warning("the database does not answer; trying again")


class Poker:
    """Tells the other workers over PostgreSQL, outside of any write transaction and together for
    all that happened meanwhile: a NOTIFY inside would make every commit wait for the others'."""

    GATHER_S = 0.02

    def __init__(self, url: str, hub: Hub) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._hub = hub
        self._names: set[str] = set()
        self._stir = threading.Condition()
        self._ending = False
        self._threads = [
            threading.Thread(target=self._tell, name="poke", daemon=True),
            threading.Thread(target=self._hear, name="hear", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        with self._stir:
            self._ending = True
            self._stir.notify()

    def poke(self, names: frozenset[str]) -> None:
        self._hub.news(names)
        with self._stir:
            self._names |= names
            self._stir.notify()

    def _tell(self) -> None:
        import psycopg

        while not self._ending:
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    while not self._ending:
                        with self._stir:
                            self._stir.wait_for(lambda: bool(self._names) or self._ending, 5)
                        time.sleep(self.GATHER_S)
                        with self._stir:
                            names, self._names = self._names, set()
                        told = ",".join(sorted(names))
                        if told:
                            connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, told[:7_900]))
            except psycopg.Error:
                time.sleep(1)

    def _hear(self) -> None:
        import psycopg

        while not self._ending:
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._ending:
                        for news in connection.notifies(timeout=HEAR_S, stop_after=1):
                            self._hub.news(news.payload.split(","))
            except psycopg.Error:
                time.sleep(1)
