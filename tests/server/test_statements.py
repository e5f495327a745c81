"""Statements that go to the driver as they are, over both databases."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from server.statements import SEVERAL, Statement, several
from tests.sync.world import World

META = "SELECT key FROM meta WHERE key"
ADD = Statement("INSERT INTO alias (workspace, since) VALUES (?, ?)")


def test_a_list_of_any_length_is_one_value(world: World) -> None:
    named = Statement(f"{META} IN {SEVERAL} ORDER BY key")
    with world.server.database.reading() as connection:
        for names in ([], ["epoch"], ["workspace", "epoch", "no such thing"]):
            found = [name for (name,) in named(connection, several(connection, names))]
            assert found == sorted(set(names) - {"no such thing"})


def test_what_the_database_refuses_is_an_error_like_any_other(world: World) -> None:
    with (
        pytest.raises(IntegrityError),
        world.server.database.writing() as connection,
    ):
        ADD.many(connection, [("one", 1), ("two", 2), ("one", 3)])
    with world.server.database.reading() as connection:
        assert Statement("SELECT workspace FROM alias")(connection) == []
        with pytest.raises((OperationalError, ProgrammingError)):
            Statement("SELECT nothing FROM nowhere")(connection)


def test_what_is_read_is_of_the_transaction(world: World) -> None:
    count = Statement("SELECT count(*) FROM alias")
    with world.server.database.writing() as connection:
        ADD(connection, "one", 1)
        assert count(connection) == [(1,)]
        with world.server.database.reading() as other:
            assert count(other) == [(0,)]


def test_whoever_watches_the_database_sees_them(world: World) -> None:
    seen: list[str] = []
    event.listen(
        world.server.database.engine, "before_cursor_execute",
        lambda connection, cursor, sql, *more: seen.append(sql),
    )  # fmt: skip
    with world.server.database.reading() as connection:
        Statement(f"{META} = ?")(connection, "epoch")
    assert seen[-1].startswith(META)
