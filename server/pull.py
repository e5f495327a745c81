"""What a desktop reads: pages of streams behind its cursors, or the word to go back."""

from models.replication import messages
from models.replication.messages import Message
from models.replication.sequence import Cursor
from server import streams
from server.access import Right, demand, refusal
from server.accounts import Session
from server.core import Server, epoch
from server.push import read_cursors, refuse_strange

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
    left = min(messages.integer(message, "limit"), MOST_PAGE) or MOST_PAGE
    refuse_strange(server, messages.integer(message, "epoch"), cursors)
    pages: list[Message] = []
    more = False
    with server.database.reading() as connection:
        for name, cursor in cursors.items():
            demand(session.role, Right.READ, name)
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
        present = epoch(connection)
    return {"epoch": present, "time": server.now(), "pages": pages, "more": more}


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
