"""`python -m bench.peers FOLDER`: other sync servers beside ours, by the same calls.

FOLDER is one where `npm install` was run for the package.json beside this file; `node` must be on
the path. Each figure is ours, and its floor theirs of the same run; the promises are those of the
design's page on performance.
"""

import asyncio
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path

from pycrdt import Doc, Text

from bench.figure import Figure, p50, p99
from bench.news import Act, Line, measured, to_listeners
from bench.server import BATCH, Member, serving

HERE = Path(__file__).parent
ROOM = "bench"


def main() -> None:
    packages = Path(sys.argv[1]).resolve() / "node_modules"
    many = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        parts = (
            pushes(Path(folder), packages, many),
            *(news(Path(folder), packages, n, rounds=200) for n in (1, 50, 200)),
        )
        for figure in chain.from_iterable(parts):
            print("  ".join(figure.row()), flush=True)


def pushes(folder: Path, packages: Path, many: int) -> Iterator[Figure]:
    with serving(folder / "ours") as (url, _):
        writer = Member(folder / "writer", url, "Ana")
        ours = writer.push(writer.write(many))
    data = folder / "actual"
    for part in ("server-files", "user-files"):
        (data / part).mkdir(parents=True)
    told = {"ACTUAL_DATA_DIR": str(data), "ACTUAL_PORT": "5071", "ACTUAL_HOSTNAME": "127.0.0.1"}
    program = packages / "@actual-app/sync-server/build/app.js"
    name = f"push of {many:,} in batches of {BATCH:,}"
    with running(folder, [str(program)], 5071, told):
        script = packages.parent / "actual.mjs"
        script.write_text((HERE / "actual.mjs").read_text(encoding="utf-8"), encoding="utf-8")
        asked = ["node", str(script), "http://127.0.0.1:5071", str(many)]
        done = subprocess.run(asked, text=True, check=True, capture_output=True)
        yield Figure(name, ours, "Actual", float(done.stdout), 1 / 4)
    program = packages / "pouchdb-server/bin/pouchdb-server"
    (folder / "pouch").mkdir()
    with running(folder, [str(program), "--port", "5072", "--dir", str(folder / "pouch")], 5072):
        yield Figure(name, ours, "pouchdb-server", pouch(5072, many), 1 / 8)


def pouch(port: int, many: int) -> float:
    bodies = [
        json.dumps(
            {"docs": [
                {"_id": f"entry-{n:08}", "text": f"the pool is full, note {n}"}
                for n in range(start, min(many, start + BATCH))
            ]}
        )
        for start in range(0, many, BATCH)
    ]  # fmt: skip
    with closing(HTTPConnection("127.0.0.1", port)) as line:
        _asked(line, "PUT", f"/{ROOM}", "")
        began = time.perf_counter()
        for body in bodies:
            _asked(line, "POST", f"/{ROOM}/_bulk_docs", body)
        return (time.perf_counter() - began) * 1000


def _asked(line: HTTPConnection, method: str, path: str, body: str) -> None:
    line.request(method, path, body, {"Content-Type": "application/json"})
    answer = line.getresponse()
    answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status}")


def news(folder: Path, packages: Path, n: int, rounds: int) -> Iterator[Figure]:
    with serving(folder / f"ours-{n}") as (url, _):
        writer = Member(folder / f"writer-{n}", url, "Ana")
        writer.push(writer.write(1))
        ours = asyncio.run(to_listeners(writer, url, n, rounds))
    peers: dict[str, list[float]] = {}
    program = str(packages / "y-websocket/bin/server.cjs")
    with running(folder, [program], 5073, {"PORT": "5073", "HOST": "127.0.0.1"}):
        peers["y-websocket"] = asyncio.run(Yjs(5073, b"", []).measured(n, rounds))
    script = packages.parent / "hocuspocus.mjs"
    script.write_text((HERE / "hocuspocus.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    with running(folder, [str(script), "5074"], 5074):
        name = bytes([len(ROOM)]) + ROOM.encode()
        sign_in = name + b"\2\0\0"  # authentication, with an empty token
        hello = name + b"\0\0\1\0"  # what is there? nothing here
        peers["Hocuspocus"] = asyncio.run(Yjs(5074, name, [sign_in, hello]).measured(n, rounds))
    promised = {p50: 1.2, p99: 0.6} if n == 200 else {}
    for of in (p50, p99):
        better = min(peers, key=lambda name: of(peers[name]))
        yield Figure(
            f"act to {n} listeners, durable, {of.__name__}", of(ours),
            better, of(peers[better]), promised.get(of),
        )  # fmt: skip


@contextmanager
def running(
    folder: Path, command: list[str], port: int, environment: dict[str, str] | None = None
) -> Iterator[None]:
    process = subprocess.Popen(
        ["node", *command], env={**os.environ, **(environment or {})}, cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        asyncio.run(_answers(port))
        yield
    finally:
        process.terminate()
        process.wait()


async def _answers(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            _, sender = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        sender.close()
        return
    raise SystemExit(f"nothing answers on port {port}")


class Yjs:
    """Speaks the sync protocol of Yjs over bare WebSockets: a `name` before each message, and what
    each connection says first, are Hocuspocus's own."""

    def __init__(self, port: int, name: bytes, first: list[bytes]) -> None:
        self._port, self._name, self._first = port, name, first

    async def measured(self, n: int, rounds: int) -> list[float]:
        """Milliseconds from sending a change to each of `n` others having it, over all rounds."""
        others = [await self._connected() for _ in range(n)]
        _, sender = await self._connected()
        await asyncio.sleep(0.5)  # they greet each other
        document: Doc[Text] = Doc()
        document["text"] = text = Text()
        news = self._name + b"\0\2"

        def is_news(data: bytes) -> bool:
            """A frame of fewer than 126 bytes: its size takes one byte."""
            return data.startswith(news, 2)

        def ready() -> Act:
            before = document.get_state()
            nonlocal text
            text += "the pool is full, one more note"
            update = document.get_update(before)

            async def act() -> None:
                sender.write(framed(news + varint(len(update)) + update))

            return act

        took = await measured(others, is_news, ready, rounds)
        sender.close()
        return took

    async def _connected(self) -> Line:
        reader, sender = await asyncio.open_connection("127.0.0.1", self._port)
        key = base64.b64encode(os.urandom(16)).decode()
        sender.write(
            f"GET /{ROOM} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
            .encode()
        )  # fmt: skip
        await reader.readuntil(b"\r\n\r\n")
        for message in self._first:
            sender.write(framed(message))
        return reader, sender


def framed(message: bytes) -> bytes:
    """One binary WebSocket frame, masked with nothing."""
    size = len(message)
    told = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return b"\x82" + told + bytes(4) + message


def varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


if __name__ == "__main__":
    main()
