"""News: what was committed here is put together in whatever order it is heard of, and told to
whoever listens."""

import base64
import random
import socket
from contextlib import closing
from itertools import count, permutations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from models.net.events import Event, EventStream
from models.replication import messages
from models.replication.sequence import Cursor
from server import accounts, live
from server.live import Hub, joined
from server.streams import Page
from tests.server.served import Caller, Served
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


def large(n: int) -> Page:
    """A megabyte that no packing makes smaller."""
    noise = random.Random(n).randbytes(1_000_000)
    start = Cursor(n, bytes([n]) * 32) if n else Cursor()
    return Page("incident:i", start, Cursor(n + 1, bytes([n + 1]) * 32), (noise,))


def told(event: Event) -> int:
    """How far the stream of a page goes."""
    assert event.kind == "page"
    return int(messages.unpack(base64.b64decode(event.data))["seq"])


@pytest.fixture
def ana(served: Served) -> Caller:
    served.world.member("Ana")
    return served.sign_in("Ana", "desk")


def listening(served: Served, caller: Caller) -> EventStream:
    stream = EventStream(f"{served.url}/v1/live", caller.access)
    assert next(stream.events()).kind == "hello"
    return stream


def raw_line(served: Served, caller: Caller, version: str) -> socket.socket:
    parts = urlsplit(served.url)
    line = socket.create_connection((parts.hostname, parts.port), 20)
    line.sendall(
        f"GET /v1/live HTTP/{version}\r\nHost: {parts.netloc}\r\n"
        f"Authorization: Bearer {caller.access}\r\n\r\n".encode()
    )
    return line


def test_one_who_reads_nothing_is_cut_and_the_others_hear_on(
    served: Served, ana: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_BEHIND", 100_000)
    hub = served.web.hub
    quick = listening(served, ana)
    heard = quick.events()
    with closing(quick), raw_line(served, ana, "1.1") as slow:
        assert slow.recv(12) == b"HTTP/1.1 200"
        for n in count():
            hub.news(1, [large(n)])
            assert told(next(heard)) == n + 1
            if n > 2 and hub.listeners == 1:
                break
            assert n < 50, "its line took all of it"
        hub.news(1, [large(n + 1)])
        assert told(next(heard)) == n + 2
        while slow.recv(1_000_000):
            pass  # what was on the way, and then its end


def test_an_old_proxy_hears_it_without_chunks(served: Served, ana: Caller) -> None:
    with raw_line(served, ana, "1.0") as line, line.makefile("rb") as answer:
        while answer.readline().strip():
            pass
        assert answer.readline() == b"event: hello\n"
        assert answer.readline() == b"data: {}\n"
        assert answer.readline() == b"\n"
        served.web.hub.news(1, [large(0)])
        assert answer.readline() == b"event: page\n"


def test_whoever_is_revoked_hears_no_more(
    served: Served, ana: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "ACCESS_MS", 40)
    with closing(listening(served, ana)) as stream:
        with served.world.server.database.writing() as connection:
            accounts.revoke_device(connection, "desk", 1)
        assert not any(event.kind for event in stream.events())
