"""From one desk's act to each listener having it, at the socket. One client for every server, so
that what is compared is theirs and not how a client in Python reads."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.figure import Figure, p50, p99
from models.replication import messages

if TYPE_CHECKING:
    from bench.server import Member

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Act = Callable[[], Awaitable[None]]


def news(writer: "Member", url: str, listeners: int, rounds: int) -> Iterator[Figure]:
    ours = asyncio.run(to_listeners(writer, url, listeners, rounds))
    floor = asyncio.run(broadcast(listeners, rounds))
    yield Figure(
        f"act to {listeners} listeners, durable, p50", p50(ours),
        "loopback broadcast", p50(floor), 10,
    )  # fmt: skip
    yield Figure(f"act to {listeners} listeners, durable, p99", p99(ours), "", None, 30)


class _Ear(asyncio.Protocol):
    """Notes when a listener's socket had the news, and looks at nothing else of them."""

    def __init__(self, is_news: Callable[[bytes], bool], heard: Callable[[], None]) -> None:
        self._is_news, self._heard = is_news, heard

    def data_received(self, data: bytes) -> None:
        if self._is_news(data):
            self._heard()


async def measured(
    listeners: Sequence[Line],
    is_news: Callable[[bytes], bool],
    ready: Callable[[], Act],
    rounds: int,
) -> list[float]:
    """Milliseconds from an act to each listener having it, over all rounds. `ready` prepares the
    act of a round, whose bytes begin like news at each socket once; `listeners` are closed."""
    arrived: list[float] = []
    everybody = asyncio.Event()

    def heard() -> None:
        arrived.append(time.perf_counter())
        if len(arrived) == len(listeners):
            everybody.set()

    for _, sender in listeners:
        sender.transport.set_protocol(_Ear(is_news, heard))
    took: list[float] = []
    for _ in range(rounds):
        act = ready()
        arrived.clear()
        everybody.clear()
        began = time.perf_counter()
        await act()
        await everybody.wait()
        took += [(at - began) * 1000 for at in arrived]
    for _, sender in listeners:
        sender.transport.abort()
    return took


class Caller:
    """A member's requests as bare bytes, signed with the token that is good then."""

    def __init__(self, member: "Member", url: str) -> None:
        self._member = member
        self._parts = urlsplit(url)

    async def open(self) -> Line:
        return await asyncio.open_connection(self._parts.hostname, self._parts.port)

    async def listening(self) -> Line:
        reader, sender = await self.open()
        sender.write(f"GET /v1/live {self._head}Accept: text/event-stream\r\n\r\n".encode())
        await reader.readuntil(b"event: hello")
        return reader, sender

    async def push(self, line: Line, raws: list[bytes]) -> None:
        reader, sender = line
        body = messages.pack({"epoch": 1, "cursors": [], "ops": raws})
        sender.write(
            f"POST /v1/push {self._head}Accept: {messages.BINARY}\r\n"
            f"Content-Type: {messages.BINARY}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        _, _, size = head.lower().partition(b"content-length:")
        told = messages.unpack(await reader.readexactly(int(size.split(b"\r\n")[0])))
        assert [verdict for verdict, _ in told["verdicts"]] == ["accepted"] * len(raws)

    @property
    def _head(self) -> str:
        token = self._member.line.access()
        return f"HTTP/1.1\r\nHost: {self._parts.netloc}\r\nAuthorization: Bearer {token}\r\n"


async def to_listeners(writer: "Member", url: str, n: int, rounds: int) -> list[float]:
    """Of our server, which answers only once it is durable."""
    caller = Caller(writer, url)
    listeners = [await caller.listening() for _ in range(n)]
    line = await caller.open()

    def ready() -> Act:
        return partial(caller.push, line, writer.one_more())

    took = await measured(listeners, lambda data: b"event: page" in data, ready, rounds)
    line[1].close()
    return took


async def broadcast(n: int, rounds: int) -> list[float]:
    """The floor: bytes to as many sockets, kept nowhere."""
    senders: list[asyncio.StreamWriter] = []
    all_there = asyncio.Event()

    def take(_: asyncio.StreamReader, sender: asyncio.StreamWriter) -> None:
        senders.append(sender)
        if len(senders) == n:
            all_there.set()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    listeners = [await asyncio.open_connection(host, port) for _ in range(n)]
    await all_there.wait()

    async def act() -> None:
        for sender in senders:
            sender.write(b"x" * 400)

    took = await measured(listeners, bool, lambda: act, rounds)
    server.close()
    return took
