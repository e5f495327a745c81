"""What the library of reviews searches: their sections and actions, kept in step with the log."""

from collections.abc import Iterable, Sequence

from models.domain.incident import Incident
from models.domain.review import Section, without_comments
from models.domain.times import to_ms
from models.replication import prose
from models.store.driver import Connection
from models.store.state import Merged

ACTION = "action"
"""The part that an action is; a section's part is its own name."""

_SECTIONS = frozenset(section.value for section in Section)


def keep_texts(connection: Connection, merges: Iterable[Merged]) -> None:
    """The sections that these merges touched, as they read now, without the questions of their
    template."""
    for merged in merges:
        for kind, entity, field in merged.before:
            incident, _, name = entity.partition("/")
            if (kind, field) == ("prose", "text") and name in _SECTIONS:
                values = merged.state[(kind, entity, field)].ordered()
                text = prose.read(prose.updates_in(write.value for write in values))
                _put(connection, incident, name, "", without_comments(text))


def keep_reviews(connection: Connection, incidents: Sequence[Incident]) -> None:
    """The actions of these incidents' reviews, and who read them."""
    for incident in incidents:
        review = incident.review
        held = {
            str(item)
            for (item,) in connection.execute(
                "SELECT item FROM review_part WHERE incident=? AND part=?", (incident.uid, ACTION)
            )
        }
        told = {action.uid: action.text for action in review.actions}
        for uid in held | told.keys():
            _put(connection, incident.uid, ACTION, uid, told.get(uid, ""))
        connection.execute("DELETE FROM review_read WHERE incident=?", (incident.uid,))
        connection.executemany(
            "INSERT OR IGNORE INTO review_read VALUES (?,?,?)",
            [(incident.uid, person, to_ms(at)) for person, at in review.read_by],
        )


def _put(connection: Connection, incident: str, part: str, item: str, text: str) -> None:
    """The text and its place in the full-text index; an empty one is taken out of both."""
    key = (incident, part, item)
    row = connection.execute(
        "SELECT position, text FROM review_part WHERE incident=? AND part=? AND item=?", key
    ).fetchone()
    if row is not None:
        position, before = row
        if before == text:
            return
        # The index keeps no text of its own: it has to be told what it is to forget.
        connection.execute(
            "INSERT INTO review_text (review_text, rowid, text) VALUES ('delete',?,?)",
            (position, before),
        )
        connection.execute("DELETE FROM review_part WHERE position=?", (position,))
    if text:
        made = connection.execute(
            "INSERT INTO review_part (incident, part, item, text) VALUES (?,?,?,?)", (*key, text)
        )
        connection.execute(
            "INSERT INTO review_text (rowid, text) VALUES (?,?)", (made.lastrowid, text)
        )
