"""News for those who listen: what was just committed, handed to every open connection.

Only a hint: a listener that is cut, or that missed something, pulls.
"""

import asyncio
import logging
import threading
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from models.replication import messages
from models.replication.sequence import Cursor
from server import streams
from server.core import Server, epoch
from server.streams import Page

POLL_S = 2.0
OVERLAP_MS = 10_000
HEARTBEAT_S = 15.0
MOST_BEHIND = 4 * 1024 * 1024
"""Bytes that a slow listener may be behind; then it is cut and pulls."""

CONNECTION = "warroom.connection"
_HELLO = format_sse_event(event="hello", data_str="{}")

MOST_EVENT = 200
"""Operations in one event; a longer stretch is only named."""

CHANNEL = "warroom_news"
HEAR_S = 0.5
"""How long the listener waits before it looks whether it should end."""

_log = logging.getLogger("warroom.server")


class Protocol(H11Protocol):
    """uvicorn's own, which also lends its connection to whoever answers."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app = self.app

        async def lent(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {CONNECTION: {"transport": transport}}
            await app(scope, receive, send)

        self.app = lent


class Listener:
    """An answer that does not end. Its frames go straight to the connection: a queue, a task that
    wakes and the layers of the web server cost more than the socket, for each."""

    def __init__(self, scope: Scope) -> None:
        self._connection: asyncio.Transport = scope["extensions"][CONNECTION]["transport"]
        self._is_chunked = scope["http_version"] != "1.0"
        self.over = asyncio.Event()

    def tell(self, frame: bytes, chunk: bytes) -> bool:
        """Whether it still listens. The connection keeps what its other end does not take yet; one
        that left too much lying is cut."""
        if self._connection.is_closing():
            return False
        if self._connection.get_write_buffer_size() > MOST_BEHIND:
            self._connection.abort()
            return False
        self._connection.write(chunk if self._is_chunked else frame)
        return True


def _chunk(frame: bytes) -> bytes:
    """As HTTP/1.1 puts a part of an answer whose length nobody knows."""
    return b"%x\r\n%b\r\n" % (len(frame), frame)


class Hub:
    """One a worker. `news` and `hear` may be called from any thread."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._listeners: set[Listener] = set()
        self._epoch = 0
        self._pending: dict[str, list[Page]] = {}
        self._heard: set[str] = set()
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
        works = (self._hand_out(), self._poll(), self._beat())
        self._tasks = [asyncio.create_task(work) for work in works]

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for listener in self._listeners:
            listener.over.set()

    def news(self, present: int, pages: Sequence[Page]) -> None:
        """What was just committed here, in epoch `present`: it need not be read again."""
        self._soon(lambda: self._take(present, pages))

    def hear(self, names: Iterable[str]) -> None:
        """Streams that another worker wrote to."""
        told = tuple(names)
        self._soon(lambda: self._look(told))

    def _soon(self, work: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)

    @asynccontextmanager
    async def listening(self, listener: Listener) -> AsyncIterator[None]:
        """Tells it, whose answer has begun, what is new, until this ends."""
        if self._known is None:
            self._known = await run_in_threadpool(self._heads)
        listener.tell(_HELLO, _chunk(_HELLO))
        self._listeners.add(listener)
        try:
            yield
        finally:
            self._listeners.discard(listener)

    def _take(self, present: int, pages: Sequence[Page]) -> None:
        self._epoch = present
        for page in pages:
            self._pending.setdefault(page.stream, []).append(page)
        self._stir.set()

    def _look(self, names: Iterable[str]) -> None:
        self._heard.update(names)
        self._stir.set()

    async def _hand_out(self) -> None:
        while True:
            await self._stir.wait()
            self._stir.clear()
            if not self._listeners:
                self._known = None
            events, unread = self._gathered()
            self._send_events(events)
            try:
                if unread:
                    self._send_events(await run_in_threadpool(self._of_log, unread))
            except SQLAlchemyError:
                _log.warning("news could not be read; the listeners will pull")

    def _send_events(self, events: Iterable[bytes]) -> None:
        for event in events:
            self.delivered += len(self._listeners)
            self._send(format_sse_event(event="page", data_str=b64encode(event).decode()))

    def _send(self, frame: bytes) -> None:
        """The same bytes for all of them."""
        chunk = _chunk(frame)
        self._listeners = {one for one in self._listeners if one.tell(frame, chunk)}

    def _gathered(self) -> tuple[list[bytes], list[str]]:
        """Of what is pending: events of what was committed here, and the streams that have to be
        read, because it does not follow what was told before, or others wrote to them too."""
        pending, self._pending = self._pending, {}
        unread, self._heard = self._heard, set()
        events: list[bytes] = []
        if self._known is None:
            return events, []
        for name, pages in sorted(pending.items()):
            told = self._known.get(name, Cursor())
            fresh = joined(told, pages)
            if fresh is None:
                unread.add(name)
            elif fresh.operations:
                self._known[name] = fresh.end
                events.append(_event(self._epoch, fresh))
        return events, sorted(unread)

    def _of_log(self, names: Iterable[str]) -> list[bytes]:
        known = self._known
        if known is None:
            return []
        events = []
        with self._server.database.reading() as connection:
            present = epoch(connection)
            for name in sorted(names):
                page = streams.page(connection, name, known.get(name, Cursor()), MOST_EVENT + 1)
                if page.cut:
                    known.update(streams.heads_of(connection, [name]))
                elif page.operations:
                    known[name] = page.end
                else:
                    continue
                events.append(_event(present, page))
        return events

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
                    self._look(await run_in_threadpool(self._moved))
                except SQLAlchemyError:
                    _log.warning("the database does not answer; trying again")

    async def _beat(self) -> None:
        """One for all: a timer for each listener costs as much as telling it something."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            self._send(KEEPALIVE_COMMENT)


class EventStream(Response):
    """What a Hub tells, until the listener goes, falls behind, or `holds` no more. Not a stream of
    the framework: that hands each frame through three generators, for each listener."""

    media_type = "text/event-stream"

    def __init__(self, hub: Hub, holds: Callable[[], Awaitable[bool]], check_s: float) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._hub, self._holds, self._check_s = hub, holds, check_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        listener = Listener(scope)
        async with self._hub.listening(listener):
            gone = asyncio.create_task(_until_gone(receive, listener))
            try:
                while not listener.over.is_set():
                    try:
                        await asyncio.wait_for(listener.over.wait(), self._check_s)
                    except TimeoutError:
                        if not await self._holds():
                            break
            finally:
                gone.cancel()
        await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.over.set()


def joined(told: Cursor, pages: Iterable[Page]) -> Page | None:
    """The stretch behind `told` that these make up, in whatever order they came; None where one is
    missing between them."""
    end, name = told, ""
    operations: list[bytes] = []
    for page in sorted(pages, key=lambda one: one.start.seq):
        if page.end.seq <= end.seq:
            continue
        if page.start != end:
            return None
        operations += page.operations
        end, name = page.end, page.stream
    return Page(name, told, end, tuple(operations))


def _event(present: int, page: Page) -> bytes:
    """A long stretch is only named."""
    if page.cut or len(page.operations) > MOST_EVENT:
        return messages.pack({"epoch": present, "stream": page.stream})
    return messages.pack({"epoch": present, **page.message()})


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

    def news(self, present: int, pages: Sequence[Page]) -> None:
        self._hub.news(present, pages)
        with self._stir:
            self._names |= {page.stream for page in pages}
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
                            self._hub.hear(news.payload.split(","))
            except psycopg.Error:
                time.sleep(1)
