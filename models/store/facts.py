"""The facts that figures are made of: a row an incident, read in one go or by what changed."""

import json
from collections.abc import Iterable

from models.domain.facts import ROW, FactColumns, Facts
from models.store.driver import Connection

_COLUMNS = "uid, numbers, names, links"
_KEEP = f"INSERT OR REPLACE INTO fact ({_COLUMNS}) VALUES (?,?,?,?)"
_IN_ONE = (
    f"SELECT group_concat(uid, char({ord(ROW)})), cast(group_concat(numbers, '') AS BLOB), "
    f"group_concat(names, char({ord(ROW)})), json_group_array(json(links)) FROM (%s)"
)
"""A column a value: to fetch a hundred thousand rows costs more than all that is computed of
them."""


def keep(connection: Connection, several: Iterable[Facts]) -> None:
    connection.executemany(_KEEP, [facts.row() for facts in several])


def changed_since(connection: Connection, position: int, most: int = -1) -> FactColumns:
    """Every row written after `position`, in the order written; all of them after 0. At `most` so
    many, where that is not negative."""
    return _columns(
        connection,
        f"SELECT {_COLUMNS} FROM fact WHERE position>? ORDER BY position LIMIT ?",
        (position, most),
    )


def live_or_ended_since(connection: Connection, ms: int) -> FactColumns:
    """Of incidents whose impact may reach beyond that moment."""
    return _columns(
        connection,
        "SELECT fact.uid, numbers, names, links FROM fact JOIN incident ON incident.uid=fact.uid "
        "WHERE live=1 OR ended_at>=? OR (ended_at IS NULL AND began_at>=?)",
        (ms, ms),
    )


def _columns(connection: Connection, rows: str, given: tuple[int, ...]) -> FactColumns:
    uids, numbers, names, links = connection.execute(_IN_ONE % rows, given).fetchone()
    if uids is None:
        return [], b"", [], []
    return uids.split(ROW), numbers, names.split(ROW), json.loads(links)


def last_position(connection: Connection) -> int:
    (last,) = connection.execute("SELECT coalesce(max(position), 0) FROM fact").fetchone()
    return int(last)


def position_after(connection: Connection, position: int, most: int) -> int:
    """That of the last of the `most` rows after `position`; `position` where there is none."""
    (last,) = connection.execute(
        "SELECT coalesce(max(position), ?) FROM "
        "(SELECT position FROM fact WHERE position>? ORDER BY position LIMIT ?)",
        (position, position, most),
    ).fetchone()
    return int(last)
