"""Alerts that monitoring sends to the server: into the inbox of the whole team."""

import hashlib
import hmac
import secrets

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, SQLAlchemyError

from models.domain.errors import BadInput, NotFound, Refused, WarRoomError
from models.domain.ids import WORKSPACE_STREAM
from models.intake import signatures
from models.intake.alerts import MOST_BYTES, read_alerts
from models.intake.items import Item, judge, value_of
from server import blobs, streams, tables
from server.accounts import SignInRefused, token_hash
from server.core import Server, epoch
from server.dispatch import Answer, Site, trouble
from server.writer import Writer

_SIGNED = {
    "pagerduty": ("x-pagerduty-signature", signatures.check_pagerduty),
    "sentry": ("sentry-hook-signature", signatures.check_sentry),
    "github": ("x-hub-signature-256", signatures.check_github),
}
"""How senders that cannot send a token sign what they send."""

MOST_NAME = 40


def add_source(server: Server, connection: Connection, source: str) -> tuple[str, str]:
    """(token, signing secret) for a source's settings; shown once, kept as a hash."""
    if not source.isidentifier() or len(source) > MOST_NAME:
        raise Refused("A source is named by letters, digits and underscores.")
    word = secrets.token_urlsafe(32)
    connection.execute(delete(tables.intake_token).where(tables.intake_token.c.source == source))
    connection.execute(
        insert(tables.intake_token).values(
            hash=token_hash(word), source=source, since=server.real_now()
        )
    )
    return word, _secret(server, source, token_hash(word))


def sources(connection: Connection) -> list[str]:
    found = connection.execute(select(tables.intake_token.c.source))
    return sorted(found.scalars())


def remove_source(connection: Connection, source: str) -> None:
    found = connection.execute(
        delete(tables.intake_token).where(tables.intake_token.c.source == source)
    )
    if not found.rowcount:
        raise NotFound(f"There is no source {source}.")


def _secret(server: Server, source: str, hashed: str) -> str:
    """Made anew from the server's key each time, so that it lies nowhere."""
    seed = server.signer(f"intake:{source}:{hashed}".encode())
    return hashlib.sha256(seed).hexdigest()


def receive(site: Site, source: str, body: bytes, headers: dict[str, str]) -> Answer:
    """A delivery, checked, read and kept. Sizes are looked at before anything is read."""
    if len(body) > MOST_BYTES:
        return Answer(413, {"message": f"A payload has at most {MOST_BYTES:,} bytes."})
    try:
        _demand_sender(site.server, source, body, headers)
        told = _keep(site, source, body)
    except (SignInRefused, signatures.BadSignature) as error:
        return Answer(401, {"message": str(error)})
    except BadInput as error:
        return Answer(422, {"message": str(error)})
    except WarRoomError as error:
        return Answer(503, {"message": str(error)})
    except DataError:
        return Answer(422, {"message": "The payload holds a text that cannot be kept."})
    except (SQLAlchemyError, OSError) as error:
        return trouble(error)
    return Answer(200, dict(told))


def _demand_sender(server: Server, source: str, body: bytes, headers: dict[str, str]) -> None:
    with server.database.reading() as connection:
        hashed = connection.execute(
            select(tables.intake_token.c.hash).where(tables.intake_token.c.source == source)
        ).scalar_one_or_none()
    refused = SignInRefused("This source is not known here, or its token is wrong.")
    if hashed is None:
        raise refused
    header, check = _SIGNED.get(source, ("", None))
    if check is not None and header in headers:
        check(_secret(server, source, hashed), body, headers[header])
        return
    _, _, word = headers.get("authorization", "").partition(" ")
    if not hmac.compare_digest(token_hash(word.strip()), hashed):
        raise refused


def _keep(site: Site, source: str, body: bytes) -> dict[str, int]:
    server = site.server
    alerts = read_alerts(body, source)
    counts = {"alerts": 0, "duplicates": 0, "resolved": 0}
    words = {"new": "alerts", "duplicate": "duplicates", "resolved": "resolved"}
    digest = hashlib.sha256(body).hexdigest()
    seen = site.blobs.size(digest)[1]
    site.blobs.keep(body)
    now = server.now()
    with server.database.writing() as connection:
        heads = streams.lock(connection, server.server_id, [WORKSPACE_STREAM])
        head = heads[WORKSPACE_STREAM]
        writer = Writer(connection, server, head)
        for alert in alerts:
            key = (alert.source, alert.fingerprint)
            done = judge(_newest(connection, *key), alert, digest, now, seen_before=seen)
            _remember(connection, *key, done.item)
            ended = None if done.word == "duplicate" else done.item.ended_at
            writer.append("alert", done.item.uid, done.field, value_of(alert, digest, ended))
            counts[words[done.word]] += 1
        blobs.note_uses(connection, writer.write())
        grown = streams.keep(connection, [head])
        present = epoch(connection)
    server.poke(present, grown)
    return counts


def _newest(connection: Connection, source: str, fingerprint: str) -> Item | None:
    row = connection.execute(
        select(tables.alert).where(
            tables.alert.c.source == source, tables.alert.c.fingerprint == fingerprint
        )
    ).one_or_none()
    return None if row is None else Item(row.uid, row.fired_at, row.ended_at)


def _remember(connection: Connection, source: str, fingerprint: str, item: Item) -> None:
    upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    facts = {"uid": item.uid, "fired_at": item.fired_at, "ended_at": item.ended_at}
    connection.execute(
        upsert(tables.alert)
        .values(source=source, fingerprint=fingerprint, **facts)
        .on_conflict_do_update(index_elements=["source", "fingerprint"], set_=facts)
    )
