"""What a desktop reads: pages of streams behind its cursors, or the word to go back."""

from collections.abc import Mapping

from sqlalchemy import Connection

from models.replication import messages
from models.replication.messages import Message
from models.replication.sequence import Cursor
from server import streams
from server.access import Right, demand, refusal
from server.accounts import Session
from server.core import Server, epoch
from server.push import read_cursors, way_back

MOST_PAGE = 1000


def heads(server: Server, session: Session) -> Message:
    demand(session.role, Right.READ)
    with server.database.reading() as connection:
        found = streams.heads(connection)
        present = epoch(connection)
    return {
        "epoch": present,
        "time": server.now(),
        "streams": [
            [name, cursor.seq, cursor.chain]
            for name, cursor in found.items()
            if refusal(session.role, Right.READ, name) is None
        ],
    }


def pull(server: Server, session: Session, message: Message) -> Message:
    """Pages of the streams asked for, until `limit` operations are reached; `more` when it was.

    Raises:
        Rewind: a cursor is not of this log.
    """
    demand(session.role, Right.READ)
    cursors = read_cursors(message, "streams")
    known_epoch = messages.integer(message, "epoch")
    left = min(messages.integer(message, "limit"), MOST_PAGE) or MOST_PAGE
    for name in cursors:
        demand(session.role, Right.READ, name)
    with server.database.reading() as connection:
        if streams.recognised(connection, cursors).issuperset(cursors):
            return {"time": server.now(), **_pages(connection, cursors, left)}
    with server.database.writing() as connection:
        back = way_back(connection, known_epoch, cursors)
    if back is not None:
        raise back
    return pull(server, session, message)  # it was taken in between


def _pages(connection: Connection, cursors: Mapping[str, Cursor], left: int) -> Message:
    pages: list[Message] = []
    more = False
    for name, cursor in cursors.items():
        if left <= 0:
            more = True
            break
        page = streams.page(connection, name, cursor, left)
        if page.operations:
            pages.append(page.message())
            left -= len(page.operations)
        if page.cut:
            more = True
            break
    return {"epoch": epoch(connection), "pages": pages, "more": more}


def common(server: Server, session: Session, message: Message) -> Message:
    """The last place of a stream that both sides know: where to go on after a rollback."""
    stream = messages.text(message, "stream", 80)
    demand(session.role, Right.READ, stream)
    places: list[Cursor] = []
    for item in messages.items(message, "places", 64):
        if isinstance(item, list) and len(item) == 2:
            places += read_cursors({"one": [[stream, *item]]}, "one").values()
    with server.database.reading() as connection:
        found = streams.common(connection, stream, places)
        present = epoch(connection)
    return {"epoch": present, "seq": found.seq, "chain": found.chain}
