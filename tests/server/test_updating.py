"""A newer version of the server over the database of an older one."""

from pathlib import Path

import pytest
from sqlalchemy import text

from models.domain.errors import StoreTrouble, Unavailable
from server.database import REVISION, ServerDatabase, begin_at
from server.running import held_by_server


def opened(folder: Path, url: str) -> str:
    """Gives the form that the database has then."""
    database = ServerDatabase(folder, url)
    with database.reading() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    database.close()
    return str(found)


def test_the_database_of_an_older_server_waits_until_that_is_stopped(
    tmp_path: Path, database_url: str
) -> None:
    older = ServerDatabase(tmp_path, database_url)
    with older.writing() as connection:
        begin_at(connection, "0003")
    with (
        held_by_server(older, tmp_path),
        pytest.raises(Unavailable, match="older version of the server runs over this database"),
    ):
        opened(tmp_path, database_url)
    with older.reading() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert found == "0003"
    older.close()
    assert opened(tmp_path, database_url) == REVISION


def test_the_database_of_a_newer_server_is_left_alone(tmp_path: Path, database_url: str) -> None:
    newer = ServerDatabase(tmp_path, database_url)
    with newer.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer.close()
    with pytest.raises(StoreTrouble, match="written by a newer version"):
        opened(tmp_path, database_url)
