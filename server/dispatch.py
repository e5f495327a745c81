"""One request, answered: from method, path and bytes to a status and bytes. HTTP is around it."""

import errno
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, SQLAlchemyError

from models.domain.errors import BadInput, NotFound, Refused, Unavailable, WarRoomError
from models.replication import messages
from models.replication.messages import Message
from models.replication.operation import SCHEMA
from server import accounts, barring, blobs, pull, push, tables
from server.access import Denied, Right, demand
from server.accounts import Session, SignInRefused
from server.blobs import Blobs
from server.core import Server, epoch

PRESENT_MS = 30_000
_MOST_DIGITS = 12

Handler = Callable[["Site", Session, Message, re.Match[str]], Message]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    message: Message
    retry_after_s: int = 0


@dataclass(slots=True)
class Site:
    """A server with the folder of its files."""

    server: Server
    blobs: Blobs
    presence_poke: Callable[[], None] = field(default=lambda: None)


def answer(
    site: Site, method: str, path: str, query: Message, message: Message, token: str
) -> Answer:
    """Every error becomes a status and one sentence; none carries a stack or a secret."""
    try:
        for known, pattern, handler in _OPEN:
            if known == method and pattern.fullmatch(path):
                return Answer(200, handler(site, message))
        for known, pattern, right, signed in _SIGNED:
            found = pattern.fullmatch(path)
            if known == method and found:
                with site.server.database.reading() as connection:
                    who = accounts.session(connection, token, site.server.real_now())
                demand(who.role, right)
                return Answer(200, signed(site, who, {**query, **message}, found))
    except push.Rewind as back:
        return Answer(409, back.message)
    except DataError:
        return Answer(400, {"message": "The message holds a text that no name can be."})
    except (SQLAlchemyError, OSError) as error:
        return trouble(error)
    except WarRoomError as error:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 422)
        return Answer(status, {"message": str(error)})
    return Answer(404, {"message": "There is nothing at that address."})


def trouble(error: SQLAlchemyError | OSError) -> Answer:
    """What the desktop is told when the database or the disk fails: it keeps everything, and tries
    again later."""
    full = "full" in str(getattr(error, "orig", "")) or getattr(error, "errno", 0) in _FULL
    words = "The server's disk is full." if full else "The server's database does not answer."
    return Answer(507 if full else 503, {"message": words}, retry_after_s=5)


_FULL = (errno.ENOSPC, errno.EDQUOT)

_STATUS: tuple[tuple[type[WarRoomError], int], ...] = (
    (SignInRefused, 401),
    (accounts.DeviceTaken, 409),
    (Denied, 403),
    (NotFound, 404),
    (BadInput, 400),
    (Refused, 422),
    (Unavailable, 503),
)


def _hello(site: Site, message: Message) -> Message:
    server = site.server
    with server.database.reading() as connection:
        present = epoch(connection)
    return {
        "server_id": server.server_id,
        "workspace": server.workspace,
        "epoch": present,
        "protocol": [1, messages.PROTOCOL],
        "schema": [1, SCHEMA],
        "limits": {
            "operations": messages.MOST_OPERATIONS,
            "bytes": messages.MOST_PUSH_BYTES,
            "file": blobs.MOST_BYTES,
        },
        "server_key": server.signer.public,
        "time": server.now(),
    }


def _sign_in(site: Site, message: Message) -> Message:
    who, issued = accounts.sign_in(
        site.server.database,
        messages.text(message, "name", accounts.MOST_NAME),
        messages.text(message, "password", accounts.MOST_PASSWORD),
        messages.text(message, "device", 64),
        messages.text(message, "label"),
        messages.raw_bytes(message, "key", 32),
        site.server.real_now(),
    )
    return {"account": who.name, "role": who.role.value, **_tokens(issued)}


def _renew(site: Site, message: Message) -> Message:
    return _tokens(
        accounts.renew(
            site.server.database,
            messages.text(message, "refresh"),
            messages.text(message, "device", 64),
            site.server.real_now(),
        )
    )


def _tokens(issued: accounts.Tokens) -> Message:
    return {
        "access": issued.access,
        "refresh": issued.refresh,
        "expires_at": issued.expires_at,
    }


def _sign_out(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    with site.server.database.writing() as connection:
        connection.execute(delete(tables.token).where(tables.token.c.device == who.device))
    return {}


def _heads(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    return pull.heads(site.server, who)


def _pull(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    return pull.pull(site.server, who, message)


def _common(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    return pull.common(site.server, who, message)


def _push(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    return push.push(site.server, who, message)


def _presence(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    """Says where one is, and hears who else is there. Never in the log."""
    now = site.server.real_now()
    row = {
        "device": who.device,
        "person": who.account,
        "incident": messages.text(message, "incident", 64),
        "doing": messages.text(message, "doing", 120),
        "seen_at": now,
    }
    is_sqlite = site.server.database.is_sqlite
    statement = (sqlite if is_sqlite else postgresql).insert(tables.presence).values(**row)
    with site.server.database.writing() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=["device"], set_=row))
        connection.execute(
            delete(tables.presence).where(tables.presence.c.seen_at < now - PRESENT_MS)
        )
        present = connection.execute(
            select(tables.presence).order_by(tables.presence.c.person, tables.presence.c.device)
        ).all()
    return {
        "present": [
            {"person": p.person, "incident": p.incident, "doing": p.doing, "device": p.device}
            for p in present
        ]
    }


def _blob_state(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    _demand_blob(site, who, found["sha256"])
    size, whole = site.blobs.size(found["sha256"])
    return {"size": size, "whole": whole}


def _put_blob(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    demand(who.role, Right.ACT)
    _demand_blob(site, who, found["sha256"])
    part = message.get("part")
    if not isinstance(part, bytes):
        raise BadInput("The message has no usable part.")
    size, whole = site.blobs.add(
        found["sha256"],
        messages.integer(message, "offset"),
        messages.integer(message, "size"),
        part,
    )
    return {"size": size, "whole": whole}


def _get_blob(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    _demand_blob(site, who, found["sha256"])
    size, whole = site.blobs.size(found["sha256"])
    if not whole:
        raise NotFound("The file's content is not on the server yet.")
    start = str(message.get("start", 0))
    if not start.isdecimal() or len(start) > _MOST_DIGITS:
        raise BadInput("The message has no usable start.")
    part = site.blobs.read(found["sha256"], int(start))
    return {"size": size, "part": part}


def _demand_blob(site: Site, who: Session, sha256: str) -> None:
    """Knowing a hash gives nothing: a stream that one may read must name the file."""
    with site.server.database.reading() as connection:
        named = blobs.streams_of(connection, sha256)
    if not named:
        raise NotFound("No entry names that file.")
    for stream in named:
        demand(who.role, Right.READ, stream)
        return


def _devices(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    with site.server.database.reading() as connection:
        return {"devices": accounts.devices(connection)}


def _revoke(site: Site, who: Session, message: Message, found: re.Match[str]) -> Message:
    barring.say(site.server, barring.REVOKE, found["device"], who.account)
    return {}


_BLOB = r"/v1/blobs/(?P<sha256>[^/]{1,80})"

_OPEN: tuple[tuple[str, re.Pattern[str], Callable[[Site, Message], Message]], ...] = (
    ("GET", re.compile("/v1/hello"), _hello),
    ("POST", re.compile("/v1/auth/sign-in"), _sign_in),
    ("POST", re.compile("/v1/auth/renew"), _renew),
)

_SIGNED: tuple[tuple[str, re.Pattern[str], Right, Handler], ...] = (
    ("POST", re.compile("/v1/auth/sign-out"), Right.READ, _sign_out),
    ("GET", re.compile("/v1/heads"), Right.READ, _heads),
    ("POST", re.compile("/v1/pull"), Right.READ, _pull),
    ("POST", re.compile("/v1/common"), Right.READ, _common),
    ("POST", re.compile("/v1/push"), Right.READ, _push),
    ("POST", re.compile("/v1/presence"), Right.READ, _presence),
    ("GET", re.compile(_BLOB + "/state"), Right.READ, _blob_state),
    ("PUT", re.compile(_BLOB), Right.ACT, _put_blob),
    ("GET", re.compile(_BLOB), Right.READ, _get_blob),
    ("GET", re.compile("/v1/devices"), Right.MANAGE_DEVICES, _devices),
    ("POST", re.compile(r"/v1/devices/(?P<device>[^/]{1,64})/revoke"), Right.MANAGE_DEVICES,
     _revoke),
)  # fmt: skip
"""What needs a sign-in, and the right that the door demands before anything is read. Operations
are judged one by one behind the door, so an observer's are parked there and not thrown away."""
