"""The first exchange with a server: who somebody is there, and what was done alone goes up."""

import base64
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace

from models.actions.desk import Desk
from models.credentials import SignIn, Vault
from models.domain.errors import BadInput, WarRoomError
from models.domain.ids import new_uid
from models.net.channel import Reply
from models.replication import messages
from models.replication.messages import Message
from models.replication.operation import Operation
from models.replication.signing import KEY_BYTES, Signer
from models.store import exchange, log, server_link
from models.store.database import read_meta, write_meta
from models.store.driver import Connection
from models.store.unit_of_work import rename
from models.sync.engine import vouch_for
from models.sync.line import Channel, Line, TooOld, understood

_TAKEN = 409
"""Somebody else signed in on this desktop before: a device is one person's for good, so whoever
comes now goes on as another."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`adopted` operations were done alone, before this desktop knew a server, and go up now."""

    account: str
    role: str
    server_id: str
    adopted: int


def sign_in(
    url: str, name: str, password: str, desk: Desk, channel: Channel, vault: Vault,
    ca_file: str = "", label: str = "", keep: str = "",
) -> SignedIn:  # fmt: skip
    """Nothing is kept unless the server says yes.

    Raises:
        Unavailable: no answer.
        SignedOut: the name or the password is wrong.
        TooOld: no common form of messages.
    """
    connection = desk.store.connection
    hello = understood(channel.exchange("GET", "/v1/hello", b"", messages.BINARY))
    _refuse_strange(hello)
    server_id = messages.text(hello, "server_id", 64)
    device = read_meta(connection, "device") or ""
    held = vault.read(Line.name_of(server_id, device))
    known = server_link.read(connection, "account")
    same = held is not None and known is not None and known.casefold() == name.strip().casefold()
    key = base64.b64decode(held.key) if held is not None and same else _new_key()
    asked = {"name": name.strip(), "password": password, "label": label}
    reply = _ask(channel, asked, device, key)
    if reply.status == _TAKEN:
        device, key = new_uid(desk.random_bytes), _new_key()
        reply = _ask(channel, asked, device, key)
    told = understood(reply)
    vault.write(
        Line.name_of(server_id, device),
        SignIn(
            messages.text(told, "access"),
            messages.text(told, "refresh"),
            messages.integer(told, "expires_at"),
            base64.b64encode(key).decode(),
        ),
    )
    account, role = messages.text(told, "account"), messages.text(told, "role")
    adopted = _link(desk, hello, url, account, role, Signer(key, device), ca_file, keep)
    return SignedIn(account, role, server_id, adopted)


def _ask(channel: Channel, asked: dict[str, str], device: str, key: bytes) -> Reply:
    message = {**asked, "device": device, "key": Signer(key).public}
    return channel.exchange("POST", "/v1/auth/sign-in", messages.pack(message), messages.BINARY)


def _new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def _refuse_strange(hello: Message) -> None:
    least, most = hello.get("protocol") or (0, 0)
    if not least <= messages.PROTOCOL <= most:
        raise TooOld("This War room and the server speak different versions. Update the older one.")
    if len(hello.get("server_key") or b"") != KEY_BYTES:
        raise BadInput("That address answers, and is no War room server.")


def _link(
    desk: Desk, hello: Message, url: str, account: str, role: str, signer: Signer, ca_file: str,
    keep: str,
) -> int:  # fmt: skip
    """From now on this file belongs to the server's workspace. Gives how many operations were
    there before: they keep the workspace they were made in and are vouched for as a whole."""
    connection = desk.store.connection
    server_id = messages.text(hello, "server_id", 64)
    known_epoch = server_link.read(connection, "epoch")
    is_new = server_link.read(connection, "server_id") != server_id
    with desk.act() as act:
        if is_new:
            _forget_other(act.connection)
        server_link.write(
            act.connection,
            url=url,
            server_id=server_id,
            workspace=messages.text(hello, "workspace", 64),
            epoch=messages.integer(hello, "epoch") if is_new else known_epoch,
            server_key=messages.raw_bytes(hello, "server_key", KEY_BYTES).hex(),
            account=account,
            role=role,
            signed_out=None,
            ca_file=ca_file or None,
            keep=keep or None,
        )
        if signer.device != read_meta(act.connection, "device"):
            rename(act.connection, signer.device)
        exchange.try_again(act.connection)
        write_meta(act.connection, "workspace", messages.text(hello, "workspace", 64))
        write_meta(act.connection, "actor", account)
    signed = replace(desk, actor=account, sign=signer)
    ends = _unvouched_ends(connection) if is_new else {}
    if ends:
        vouch_for(signed, ends)
    return exchange.count_waiting(connection) - len(ends) if is_new else 0


def _forget_other(connection: Connection) -> None:
    """What another server had read says nothing about this one."""
    connection.execute("UPDATE operation SET seq=NULL WHERE seq IS NOT NULL")
    for table in ("cursor", "checkpoint", "parked", "server"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def _unvouched_ends(connection: Connection) -> dict[str, list[Operation]]:
    rows = connection.execute(
        "SELECT op_id, max(counter) FROM operation GROUP BY stream, device"
    ).fetchall()
    ends: dict[str, list[Operation]] = {}
    for op_id, _ in rows:
        op = log.one(connection, op_id)
        if op is not None:
            ends.setdefault(op.stream, []).append(op)
    return ends


def sign_out(connection: Connection, line: Line) -> None:
    """The server is told when it can be reached; here the sign-in is gone either way."""
    with suppress(WarRoomError):
        line.ask("POST", "/v1/auth/sign-out", {})
    line.vault.forget(line.name)
    server_link.write(connection, signed_out="yes")
