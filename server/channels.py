"""Where the server publishes to: channels as the log has them, and their secrets beside it."""

import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, insert, select, update

from models.domain.errors import StoreTrouble, Unavailable
from models.publishing.channel import Channel
from models.publishing.channels import open_channel
from models.publishing.roster import KnownChannel, channel_of
from models.replication.operation import Operation
from server import tables
from server.core import KEY_FILE
from server.database import ServerDatabase

FILE = "channels.sealed"


def keep(connection: Connection, accepted: Iterable[Operation]) -> None:
    """The latest word on each channel, by (logical clock, operation id), as everywhere."""
    table = tables.channel
    for op in accepted:
        if (op.entity_kind, op.field) != ("channel", "settings"):
            continue
        facts = {
            "settings": None if op.value is None else json.dumps(op.value),
            "clock": op.clock,
            "op_id": op.op_id,
        }
        row = connection.execute(select(table).where(table.c.name == op.entity)).one_or_none()
        if row is None:
            connection.execute(insert(table).values(name=op.entity, **facts))
        elif (row.clock, bytes(row.op_id)) < op.order:
            connection.execute(update(table).where(table.c.name == op.entity).values(**facts))


def known(connection: Connection) -> tuple[KnownChannel, ...]:
    """By name."""
    rows = connection.execute(select(tables.channel).order_by(tables.channel.c.name))
    found = (channel_of(row.name, json.loads(row.settings or "null")) for row in rows)
    return tuple(one for one in found if one is not None)


class Secrets(Protocol):
    def read(self, name: str) -> str | None: ...


class SealedSecrets:
    """One file, sealed under the server's own key: neither the database nor a copy of the file
    alone gives a secret away."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._key_path = folder / KEY_FILE

    def read(self, name: str) -> str | None:
        return self._open().get(name)

    def write(self, name: str, secret: str) -> None:
        self._seal({**self._open(), name: secret})

    def forget(self, name: str) -> None:
        held = self._open()
        if held.pop(name, None) is not None:
            self._seal(held)

    def _open(self) -> dict[str, str]:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not self._path.exists():
            return {}
        raw = self._path.read_bytes()
        try:
            opened = AESGCM(self._key()).decrypt(raw[:12], raw[12:], FILE.encode())
        except (InvalidTag, ValueError):
            raise StoreTrouble(
                f"{self._path} does not belong to the key of this server. Delete it and give the "
                "secrets of the channels anew."
            ) from None
        found: dict[str, str] = json.loads(opened)
        return found

    def _seal(self, held: dict[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self._key()).encrypt(nonce, json.dumps(held).encode(), FILE.encode())
        fresh = self._path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(nonce + sealed)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

    def _key(self) -> bytes:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=FILE.encode())
        return derive.derive(self._key_path.read_bytes())


class Opener:
    """A channel by its name, as `models.publishing.publisher.Publisher` asks for it."""

    def __init__(self, database: ServerDatabase, held: Secrets) -> None:
        self._database = database
        self._held = held

    def __call__(self, name: str) -> Channel | None:
        with self._database.reading() as connection:
            found = next((one for one in known(connection) if one.name == name), None)
        if found is None:
            return None
        secret = self._held.read(name) if found.has_secret else ""
        if secret is None:
            raise Unavailable(
                f"The server has no secret of {name}. Give it one: warroom-server channel secret "
                f"{name} --secret-stdin."
            )
        return open_channel(found.settings, secret)
