"""Accounts, passwords, devices and tokens. Only hashes are stored."""

import hashlib
import os
import secrets
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import argon2
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from models.domain.errors import BadInput, NotFound, Refused, WarRoomError
from models.replication.signing import KEY_BYTES
from server import tables
from server.access import Role
from server.database import ServerDatabase
from server.statements import Statement

ACCESS_MS = 10 * 60_000
REFRESH_MS = 30 * 24 * 3_600_000
REPLAY_MS = 60_000
"""The same device may use a refresh token again this soon: its answer was lost on the way."""

LEAST_PASSWORD, MOST_PASSWORD = 12, 1024
MOST_NAME = 120

_hasher = argon2.PasswordHasher()
_NOBODY = _hasher.hash("a password that nobody has")
_at_once = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
"""Each hash takes 64 MiB: as many at once as there are cores, so that a burst cannot fill the
memory."""


class SignInRefused(WarRoomError):
    """A name, password or token that does not hold; never says which."""


class DeviceTaken(WarRoomError):
    """Somebody else signed in as that device before: it is theirs for good, since its name stands
    under what they wrote. Who comes now needs another."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who asks: an account that is in force, at a device that is not revoked."""

    account: str
    role: Role
    device: str


@dataclass(frozen=True, slots=True)
class Tokens:
    access: str
    refresh: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    role: Role
    disabled: bool


@lru_cache(4096)
def fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def add_account(connection: Connection, name: str, password: str, role: Role, now_ms: int) -> None:
    """Raises Refused for a name that is taken or none, or a password that is too short."""
    shown = " ".join(name.split())
    if not 0 < len(shown) <= MOST_NAME:
        raise Refused(f"A name has 1 to {MOST_NAME} characters.")
    _refuse_weak(password)
    if _account(connection, shown) is not None:
        raise Refused(f"There is an account {shown} already.")
    connection.execute(
        insert(tables.account).values(
            folded=fold(shown),
            name=shown,
            role=role.value,
            password=hashed(password),
            disabled=0,
            since=now_ms,
        )
    )


def _refuse_weak(password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise Refused(f"A password has at least {LEAST_PASSWORD} characters.")
    if len(password) > MOST_PASSWORD:
        raise Refused(f"A password has at most {MOST_PASSWORD} characters.")


def hashed(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)


def accounts(connection: Connection) -> list[Account]:
    rows = connection.execute(select(tables.account).order_by(tables.account.c.folded))
    return [Account(row.name, Role(row.role), bool(row.disabled)) for row in rows]


def change(
    connection: Connection, name: str, role: Role | None = None, password: str | None = None
) -> None:
    """What is given. Its tokens end, for a desktop learns what it may do when it signs in. Raises
    NotFound, or Refused for a password that is too short."""
    facts: dict[str, object] = {} if role is None else {"role": role.value}
    if password is not None:
        _refuse_weak(password)
        facts["password"] = hashed(password)
    _set(connection, name, facts)
    _end_sign_ins(connection, name)


def disable(connection: Connection, name: str, before_ms: int = 2**62) -> None:
    """Its tokens end at once. Raises NotFound; one made later than `before_ms` is not meant."""
    _set(connection, name, {"disabled": 1}, before_ms)
    _end_sign_ins(connection, name)


def enable(connection: Connection, name: str, before_ms: int = 2**62) -> None:
    """It may sign in again. Raises NotFound."""
    _set(connection, name, {"disabled": 0}, before_ms)


def _set(
    connection: Connection, name: str, facts: dict[str, object], before_ms: int = 2**62
) -> None:
    table = tables.account
    found = connection.execute(
        update(table)
        .where(table.c.folded == fold(name), table.c.since <= before_ms)
        .values(**facts)
    )
    if not found.rowcount:
        raise NotFound(f"There is no account {name}.")


def _end_sign_ins(connection: Connection, name: str) -> None:
    connection.execute(delete(tables.token).where(tables.token.c.account == fold(name)))


def sign_in(
    database: ServerDatabase,
    name: str,
    password: str,
    device: str,
    label: str,
    key: bytes,
    now_ms: int,
) -> tuple[Account, Tokens]:
    """Enrols the device and its key. Raises SignInRefused, alike for every cause but a revoked
    device, or DeviceTaken."""
    if len(password) > MOST_PASSWORD or len(key) != KEY_BYTES or not 0 < len(device) <= 64:
        raise BadInput("The sign-in cannot be read.")
    with database.reading() as connection:
        row = _account(connection, name)
    held = str(row.password) if row is not None else _NOBODY
    with _at_once:
        try:
            good = bool(_hasher.verify(held, password))
        except argon2.exceptions.VerificationError:
            good = False
    if row is None or not good or row.disabled:
        raise SignInRefused("The name or the password is wrong, or the account is switched off.")
    with database.writing() as connection:
        if _hasher.check_needs_rehash(held):
            connection.execute(
                update(tables.account)
                .where(tables.account.c.folded == row.folded)
                .values(password=hashed(password))
            )
        _enrol(connection, str(row.folded), device, label[:MOST_NAME], key, now_ms)
        connection.execute(delete(tables.token).where(tables.token.c.expires_at < now_ms))
        issued = _issue(connection, secrets.token_hex(16), str(row.folded), device, now_ms)
    return Account(str(row.name), Role(row.role), disabled=False), issued


def _enrol(
    connection: Connection, folded: str, device: str, label: str, key: bytes, now_ms: int
) -> None:
    known = connection.execute(
        select(tables.device).where(tables.device.c.id == device)
    ).one_or_none()
    if known is None:
        connection.execute(
            insert(tables.device).values(id=device, account=folded, label=label, since=now_ms)
        )
    elif known.revoked_at is not None:
        raise SignInRefused(
            "This device was revoked by an admin. What it holds is kept on it; ask the admin."
        )
    elif known.account != folded:
        raise DeviceTaken("Somebody else signed in on this desktop before.")
    known_key = connection.execute(
        select(tables.device_key.c.since).where(
            tables.device_key.c.device == device,
            tables.device_key.c.key == key,
            tables.device_key.c.account == folded,
        )
    ).one_or_none()
    if known_key is None:
        connection.execute(
            insert(tables.device_key).values(device=device, key=key, account=folded, since=now_ms)
        )


def _issue(connection: Connection, family: str, folded: str, device: str, now_ms: int) -> Tokens:
    access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    for word, kind, lasts in ((access, "access", ACCESS_MS), (refresh, "refresh", REFRESH_MS)):
        connection.execute(
            insert(tables.token).values(
                hash=token_hash(word),
                kind=kind,
                family=family,
                account=folded,
                device=device,
                expires_at=now_ms + lasts,
            )
        )
    return Tokens(access, refresh, now_ms + ACCESS_MS)


def token_hash(word: str) -> str:
    """A plain hash is enough for 256 random bits (ASVS 5.0, 6.5.2)."""
    return hashlib.sha256(word.encode()).hexdigest()


def renew(database: ServerDatabase, refresh: str, device: str, now_ms: int) -> Tokens:
    """New tokens for a refresh token, which is used up. One that was used before ends its whole
    family, unless the same device asks again at once.

    Raises:
        SignInRefused: sign in again.
    """
    ended = SignInRefused("The sign-in has ended. Sign in again; nothing that is saved is lost.")
    with database.writing() as connection:
        row = _token(connection, refresh, "refresh", now_ms)
        if row is None or row.device != device:
            if row is not None:
                _end_family(connection, row.family)
            stolen = True
        else:
            stolen = row.used_at is not None and now_ms - row.used_at > REPLAY_MS
            if stolen:
                _end_family(connection, row.family)
        if not stolen:
            assert row is not None
            _session(connection, row.account, device)
            connection.execute(
                update(tables.token)
                .where(tables.token.c.hash == row.hash)
                .values(used_at=func.coalesce(tables.token.c.used_at, now_ms))
            )
            return _issue(connection, row.family, row.account, device, now_ms)
    raise ended


def sign_out(database: ServerDatabase, access: str, now_ms: int) -> None:
    with database.writing() as connection:
        row = _token(connection, access, "access", now_ms)
        if row is not None:
            _end_family(connection, row.family)


def session(connection: Connection, access: str, now_ms: int) -> Session:
    """Raises SignInRefused."""
    row = _token(connection, access, "access", now_ms)
    if row is None:
        raise SignInRefused("The sign-in has ended. Sign in again; nothing that is saved is lost.")
    return _session(connection, row.account, row.device)


_IN_FORCE = Statement(
    "SELECT account.name, account.role FROM account JOIN device ON device.account = account.folded "
    "WHERE account.folded = ? AND account.disabled = 0 AND device.id = ? "
    "AND device.revoked_at IS NULL"
)


def _session(connection: Connection, folded: str, device: str) -> Session:
    for name, role in _IN_FORCE(connection, folded, device):
        return Session(name, Role(role), device)
    raise SignInRefused("The account was switched off, or this device was revoked.")


def devices(connection: Connection) -> list[dict[str, object]]:
    rows = connection.execute(
        select(tables.device, tables.account.c.name)
        .join(tables.account, tables.account.c.folded == tables.device.c.account)
        .order_by(tables.device.c.since)
    )
    return [
        {
            "id": row.id, "account": row.name, "label": row.label, "since_ms": row.since,
            "revoked_at_ms": row.revoked_at,
        }
        for row in rows
    ]  # fmt: skip


def revoke_device(connection: Connection, device: str, now_ms: int) -> None:
    """Raises NotFound."""
    found = connection.execute(
        update(tables.device).where(tables.device.c.id == device).values(revoked_at=now_ms)
    )
    if not found.rowcount:
        raise NotFound(f"There is no device {device}.")
    connection.execute(delete(tables.token).where(tables.token.c.device == device))


def allow_device(connection: Connection, device: str) -> None:
    """It may sign in again. Raises NotFound."""
    table = tables.device
    forgotten = connection.execute(delete(table).where(table.c.id == device, table.c.account == ""))
    found = connection.execute(update(table).where(table.c.id == device).values(revoked_at=None))
    if not forgotten.rowcount + found.rowcount:
        raise NotFound(f"There is no device {device}.")


def enrol_revoked(connection: Connection, device: str, now_ms: int) -> None:
    """One that is not known here, and must not sign in."""
    connection.execute(
        insert(tables.device).values(
            id=device, account="", label="", since=now_ms, revoked_at=now_ms
        )
    )


def _account(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(
        select(tables.account).where(tables.account.c.folded == fold(name))
    ).one_or_none()


class _Token(NamedTuple):
    hash: str
    family: str
    account: str
    device: str
    used_at: int | None


_TOKEN = Statement(
    "SELECT hash, family, account, device, used_at FROM token "
    "WHERE hash = ? AND kind = ? AND expires_at > ?"
)


def _token(connection: Connection, word: str, kind: str, now_ms: int) -> _Token | None:
    for row in _TOKEN(connection, token_hash(word), kind, now_ms):
        return _Token(*row)
    return None


def _end_family(connection: Connection, family: str) -> None:
    connection.execute(delete(tables.token).where(tables.token.c.family == family))
