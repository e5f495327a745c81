"""A team's server in this process, over SQLite and over PostgreSQL, and the same over HTTP."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.served import Served
from tests.simulator.host import quick_passwords
from tests.sync.world import World


@pytest.fixture(autouse=True)
def _quick_passwords() -> Iterator[None]:
    with quick_passwords():
        yield


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; "" where it is a file of the server's own."""
    if request.param == "SQLite":
        return ""
    postgres = request.getfixturevalue("postgres")
    name = f"s{random.randrange(10**9)}"
    postgres.psql(f"create database {name}")
    return postgres.get_uri(name)


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    made = World(tmp_path, database_url)
    yield made
    made.close()


@pytest.fixture
def served(world: World) -> Iterator[Served]:
    made = Served(world)
    yield made
    made.stop()
