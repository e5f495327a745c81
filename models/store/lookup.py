"""Finding what a person named: a number, an alias, the beginning of a uid."""

import re

from models.domain.errors import Ambiguous, NotFound
from models.domain.ids import alias
from models.store.driver import Connection

_NUMBER = re.compile(r"(?:INC-)?(\d{1,9})(?:~([0-9a-f]{1,32}))?", re.IGNORECASE)
_ALIAS = re.compile(r"(?:INC-)?~([0-9a-f]{1,32})", re.IGNORECASE)
_UID = re.compile(r"[0-9a-f]{4,32}", re.IGNORECASE)
_ALERT = re.compile(r"(?:A-)?([0-9a-f]{4,32})", re.IGNORECASE)


def label(connection: Connection, uid: str) -> str:
    """How an incident is called: its number, with its alias behind it where an earlier declared
    one has the same number; its alias alone until it has one."""
    row = connection.execute(
        "SELECT number, declared_at, uid FROM incident WHERE uid=?", (uid,)
    ).fetchone()
    if row is None or row[0] is None:
        return alias(uid)
    number, declared, _ = row
    earlier = connection.execute(
        "SELECT 1 FROM incident WHERE number=? AND uid<>? "
        "AND (coalesce(declared_at, began_at, 0), uid) < (coalesce(?, 0), ?)",
        (number, uid, declared, uid),
    ).fetchone()
    return f"INC-{number}~{uid[:4]}" if earlier else f"INC-{number}"


def incident_uid(connection: Connection, name: str) -> str:
    """Raises NotFound, or Ambiguous with the candidates."""
    plain = name.strip()
    if match := _NUMBER.fullmatch(plain):
        found = _numbered(connection, int(match[1]), (match[2] or "").lower())
        if found:
            return _only(connection, name, found)
    if match := _ALIAS.fullmatch(plain):
        return _only(connection, name, _beginning(connection, match[1].lower()))
    if _UID.fullmatch(plain):
        return _only(connection, name, _beginning(connection, plain.lower()))
    raise NotFound(f"There is no incident {name} here. Type 'warroom list' to see what there is.")


def _numbered(connection: Connection, number: int, suffix: str) -> list[str]:
    rows = connection.execute(
        "SELECT uid FROM incident WHERE number=? AND substr(uid, 1, ?)=? ORDER BY uid",
        (number, len(suffix), suffix),
    ).fetchall()
    uids = [uid for (uid,) in rows]
    if suffix or len(uids) < 2:
        return uids
    # The plain number belongs to the one declared first; the later ones carry their alias.
    plain = [uid for uid in uids if "~" not in label(connection, uid)]
    return plain or uids


def _beginning(connection: Connection, start: str) -> list[str]:
    rows = connection.execute(
        "SELECT uid FROM incident WHERE uid>=? AND uid<? ORDER BY uid LIMIT 6",
        (start, start + "g"),
    )
    return [uid for (uid,) in rows]


def _only(connection: Connection, asked: str, uids: list[str]) -> str:
    if not uids:
        raise NotFound(
            f"There is no incident {asked} here. Type 'warroom list' to see what there is."
        )
    if len(uids) > 1:
        raise Ambiguous(asked, [f"{label(connection, uid)} ({uid[:8]})" for uid in uids])
    return uids[0]


def entry_uid(connection: Connection, name: str) -> str:
    """The entry named by its uid or the beginning of it."""
    return _by_beginning(connection, "entry", name, "timeline entry")


def alert_uid(connection: Connection, name: str) -> str:
    """The alert named by its id (`A-7f3a21`) or its uid, or the beginning of either."""
    match = _ALERT.fullmatch(name.strip())
    return _by_beginning(connection, "alert", match[1] if match else name, "alert")


def task(connection: Connection, name: str) -> tuple[str, str]:
    """(stream, uid) of the task named by its uid or the beginning of it."""
    start = name.strip().lower()
    rows = connection.execute(
        "SELECT DISTINCT stream, entity FROM head WHERE entity_kind='task' AND field='told' "
        "AND entity>=? AND entity<? LIMIT 6",
        (start, start + "g"),
    ).fetchall()
    found = rows if _UID.fullmatch(start) else []
    if not found:
        raise NotFound(f"There is no task {name} here. 'warroom task list INC' shows them.")
    if len(found) > 1:
        raise Ambiguous(name, [uid for _, uid in found])
    return str(found[0][0]), str(found[0][1])


def action(connection: Connection, name: str) -> tuple[str, str]:
    """(uid, incident) of the action of a review named by its uid or the beginning of it."""
    uid = _by_beginning(connection, "action_item", name, "action")
    (incident,) = connection.execute(
        "SELECT incident FROM action_item WHERE uid=?", (uid,)
    ).fetchone()
    return uid, str(incident)


def _by_beginning(connection: Connection, table: str, name: str, word: str) -> str:
    start = name.strip().lower()
    found = []
    if _UID.fullmatch(start):
        rows = connection.execute(
            f"SELECT uid FROM {table} WHERE uid>=? AND uid<? ORDER BY uid LIMIT 6",
            (start, start + "g"),
        )
        found = [uid for (uid,) in rows]
    if not found:
        raise NotFound(f"There is no {word} {name} here.")
    if len(found) > 1 and start not in found:
        raise Ambiguous(name, found)
    return start if start in found else str(found[0])
