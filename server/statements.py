"""Statements that nearly every request asks, handed to the driver as they are: what SQLAlchemy does
for each asking takes ten times as long as the database, and a small push asks a dozen."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

SEVERAL = "(SELECT value FROM json_each(?))"
"""A place for a list of texts, whatever its length: `column IN …`, of what `several` gives."""


class Statement:
    """In the SQL of SQLite, with ? for each value; `postgres` where that says it otherwise."""

    def __init__(self, sql: str, postgres: str = "") -> None:
        told = (postgres or sql).replace(f"IN {SEVERAL}", "= ANY(?)").replace("?", "%s")
        self._sql = {"sqlite": sql, "postgresql": told}

    def __call__(self, connection: Connection, *values: object) -> list[tuple[Any, ...]]:
        """The rows."""
        return self._asked(connection, values, many=False)

    def many(self, connection: Connection, rows: Sequence[Sequence[object]]) -> None:
        self._asked(connection, rows, many=True)

    def _asked(
        self, connection: Connection, values: Sequence[object], *, many: bool
    ) -> list[tuple[Any, ...]]:
        dialect = connection.dialect
        sql = self._sql[dialect.name]
        if not connection.in_transaction():
            connection.begin()  # as SQLAlchemy does: what is read is of one moment
        cursor: Any = connection.connection.cursor()
        try:
            # Whoever watches the engine sees these too.
            for watches in connection.engine.dispatch.before_cursor_execute:
                watches(connection, cursor, sql, values, None, many)
            if many:
                cursor.executemany(sql, values)
                return []
            cursor.execute(sql, values)
            return list(cursor.fetchall()) if cursor.description else []
        except dialect.loaded_dbapi.Error as error:
            raise DBAPIError.instance(
                sql, None, error, dialect.loaded_dbapi.Error, dialect=dialect
            ) from error
        finally:
            cursor.close()


def several(connection: Connection, texts: Sequence[str]) -> object:
    return texts if connection.dialect.name == "postgresql" else json.dumps(texts)


def blobs_of(connection: Connection) -> type[bytes] | type[bytearray]:
    """What to hand bytes over as: SQLite's driver looks for an adapter of each `bytes`, which takes
    longer than storing them."""
    return bytes if connection.dialect.name == "postgresql" else bytearray
