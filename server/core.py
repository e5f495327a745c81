"""The server without its HTTP: what it is, what it knows of time, and the key it signs with."""

import os
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, update

from models.domain.errors import StoreTrouble
from models.domain.ids import RandomBytes
from models.replication.signing import KEY_BYTES, Signer
from server import tables
from server.database import ServerDatabase
from server.statements import Statement
from server.streams import Page

KEY_FILE = "server.key"

Clock = Callable[[], int]
"""Milliseconds since the Unix epoch."""


def real_clock() -> int:
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Server:
    """`now` is the clock that acts are compared with and may be set for tests; `real_now` the one
    that tokens live by. `poke` is called after a commit with the epoch and what was added, `stir`
    where there may be something to publish."""

    database: ServerDatabase
    signer: Signer
    now: Clock = real_clock
    real_now: Clock = real_clock
    random_bytes: RandomBytes = os.urandom
    poke: Callable[[int, Sequence[Page]], None] = field(default=lambda present, pages: None)
    stir: Callable[[], None] = field(default=lambda: None)
    server_id: str = ""
    workspace: str = ""

    def __post_init__(self) -> None:
        with self.database.reading() as connection:
            self.server_id = self.database.fact(connection, "server_id")
            self.workspace = self.database.fact(connection, "workspace")


_EPOCH = Statement("SELECT value FROM meta WHERE key = 'epoch'")


def epoch(connection: Connection) -> int:
    """How often this server was rolled back, plus one."""
    ((value,),) = _EPOCH(connection)
    return int(value)


def raise_epoch(connection: Connection, known: int) -> int:
    """Begin a new epoch, once for each that is left: `known` is the one that ends."""
    connection.execute(
        update(tables.meta)
        .where(tables.meta.c.key == "epoch", tables.meta.c.value == str(known))
        .values(value=str(known + 1))
    )
    return epoch(connection)


def signer_of(folder: Path) -> Signer:
    """The server's key, made at the first start and readable by its owner alone. It lies beside
    the database, not in it."""
    path = folder / KEY_FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    except FileExistsError:
        pass
    raw = path.read_bytes()
    if len(raw) != KEY_BYTES:
        raise StoreTrouble(
            f"{path} is damaged. Put it back from a backup; without it the desktops will not "
            "trust this server."
        )
    return Signer(raw)
