"""The facts that figures are made of: a row an incident, read in one go or by what changed."""

from collections.abc import Iterable

from models.domain.facts import FactColumns, Facts, columns_of
from models.store.driver import Connection

_COLUMNS = "uid, numbers, names, links"
_KEEP = f"INSERT OR REPLACE INTO fact ({_COLUMNS}) VALUES (?,?,?,?)"


def keep(connection: Connection, several: Iterable[Facts]) -> None:
    connection.executemany(_KEEP, [facts.row() for facts in several])


def changed_since(connection: Connection, position: int, most: int = -1) -> FactColumns:
    """Every row written after `position`, in the order written; all of them after 0. At `most` so
    many, where that is not negative."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM fact WHERE position>? ORDER BY position LIMIT ?",
        (position, most),
    )
    return columns_of(rows)


def live_or_ended_since(connection: Connection, ms: int) -> FactColumns:
    """Of incidents whose impact may reach beyond that moment."""
    rows = connection.execute(
        "SELECT fact.uid, numbers, names, links FROM fact JOIN incident ON incident.uid=fact.uid "
        "WHERE live=1 OR ended_at>=? OR (ended_at IS NULL AND began_at>=?)",
        (ms, ms),
    )
    return columns_of(rows)


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
