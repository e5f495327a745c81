"""An hour of a busy team: what the server's memory does."""

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.news import Caller
from bench.server import Member, rss_mib, serving

LISTENERS = 200
SECONDS, QUICK_SECONDS = 3_600, 120
EVERY_S = 0.1
"""An act."""
NEW_LISTENER_EVERY = 20
"""Acts. Each of 200 so stays for some seven minutes; one whose token ends before that comes back,
as a desktop does."""
WARM = 6
"""Of so many parts of the time the first is not counted: what is kept ready is made then."""


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    seconds = QUICK_SECONDS if quick else SECONDS
    with serving(folder / "server") as (url, pid):
        writer = Member(folder / "writer", url, "Ana")
        writer.push(writer.write(20_000 if quick else 100_000))
        acts, found = asyncio.run(_busy(writer, url, pid, seconds))
    span = f"{seconds // 60} minutes, {acts:,} acts"
    yield Figure(f"server memory, {LISTENERS} listeners, at most in {span}", max(found),
                 "", None, 200, "MiB")  # fmt: skip
    warm = found[len(found) // WARM :]
    yield Figure("the same at the end", found[-1], "when it was warm", warm[0], 1.1, "MiB")


async def _busy(writer: Member, url: str, pid: int, seconds: float) -> tuple[int, list[float]]:
    """How many acts there were, and the memory after each sixtieth of the time."""
    caller = Caller(writer, url)
    listeners: deque[asyncio.StreamWriter] = deque()
    while len(listeners) < LISTENERS:
        listeners.append(await _heard(caller))
    line = await caller.open()
    began, acts, found = time.monotonic(), 0, [rss_mib(pid)]
    while (passed := time.monotonic() - began) < seconds:
        await caller.push(line, writer.one_more())
        acts += 1
        if acts % NEW_LISTENER_EVERY == 0:
            listeners.popleft().transport.abort()
            listeners = deque(one for one in listeners if not one.is_closing())
            while len(listeners) < LISTENERS:
                listeners.append(await _heard(caller))
        if passed >= len(found) * seconds / 60:
            found.append(rss_mib(pid))
        await asyncio.sleep(EVERY_S)
    for sender in (*listeners, line[1]):
        sender.transport.abort()
    return acts, found


class _Ear(asyncio.Protocol):
    """Takes what comes, and keeps nothing."""


async def _heard(caller: Caller) -> asyncio.StreamWriter:
    _, sender = await caller.listening()
    sender.transport.set_protocol(_Ear())
    return sender
