"""News: what was committed here is put together in whatever order it is heard of."""

from itertools import permutations
from pathlib import Path

import pytest

from models.replication import messages
from models.replication.sequence import Cursor
from server.live import Hub, joined
from server.streams import Page
from tests.sync.world import World

AT = [Cursor(), *(Cursor(n, bytes([n]) * 32) for n in range(1, 7))]


def page(start: int, end: int) -> Page:
    return Page("incident:i", AT[start], AT[end], tuple(b"%d" % n for n in range(start, end)))


@pytest.mark.parametrize("pages", list(permutations([page(1, 2), page(2, 4), page(4, 5)])))
def test_commits_heard_of_in_any_order_are_one_stretch(pages: tuple[Page, ...]) -> None:
    assert joined(AT[1], pages) == page(1, 5)


def test_what_was_told_already_is_not_told_again() -> None:
    fresh = joined(AT[4], [page(0, 2), page(2, 4)])
    assert fresh is not None
    assert not fresh.operations


def test_what_another_worker_wrote_meanwhile_is_read_too(tmp_path: Path) -> None:
    world = World(tmp_path)
    hub = Hub(world.server)
    hub._known = {"incident:i": AT[1]}
    hub._take(1, [page(1, 2)])
    hub._look(["incident:i"])
    events, unread = hub._gathered()
    assert [messages.unpack(event)["seq"] for event in events] == [2]
    assert unread == ["incident:i"]
    assert hub._gathered() == ([], [])
    world.close()


@pytest.mark.parametrize("pages", [[page(2, 3)], [page(1, 2), page(3, 4)], [page(0, 2)]])
def test_where_one_is_missing_the_log_is_read(pages: list[Page]) -> None:
    assert joined(AT[1], pages) is None
