"""A server that is slow, or lets nobody in, holds nobody up."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from models.domain.errors import BadInput, Unavailable
from models.net.client import HttpClient
from models.net.prometheus import query_range

START = datetime(2026, 11, 20, 16, tzinfo=UTC)


@pytest.fixture
def client() -> Iterator[HttpClient]:
    client = HttpClient(timeout=(1.0, 0.3), whole_s=0.5)
    yield client
    client.close()


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is: lets a slow answer end."""
    event = threading.Event()
    yield event
    event.set()


def test_a_server_that_says_nothing_is_let_go(
    httpserver: HTTPServer, client: HttpClient, over: threading.Event
) -> None:
    def silent(_: object) -> Response:
        over.wait(5)
        return Response("late")

    httpserver.expect_request("/").respond_with_handler(silent)
    with pytest.raises(Unavailable, match="did not answer in time"):
        client.get(httpserver.url_for("/"))
    over.set()


def test_a_server_that_drips_is_let_go_as_well(
    httpserver: HTTPServer, client: HttpClient, over: threading.Event
) -> None:
    def drops() -> Iterator[bytes]:
        while not over.wait(0.05):
            yield b"x"

    httpserver.expect_request("/").respond_with_handler(lambda _: Response(drops()))
    with pytest.raises(Unavailable, match="did not finish its answer in time"):
        client.get(httpserver.url_for("/"))
    over.set()


def test_a_whole_answer_comes_back_as_it_was_sent(
    httpserver: HTTPServer, client: HttpClient
) -> None:
    body = bytes(range(256)) * 1_000
    httpserver.expect_request("/").respond_with_data(body)
    assert client.get(httpserver.url_for("/")).body == body


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_taken_is_said(
    httpserver: HTTPServer, client: HttpClient, status: int
) -> None:
    httpserver.expect_request("/api/v1/query_range").respond_with_data("", status)
    with pytest.raises(Unavailable, match=f"answers {status}"):
        query_range(client, httpserver.url_for(""), "up", START, START + timedelta(hours=1))


def test_the_token_goes_along(httpserver: HTTPServer, client: HttpClient) -> None:
    httpserver.expect_request("/", headers={"Authorization": "Bearer t0k"}).respond_with_data("ok")
    assert client.get(httpserver.url_for("/"), token="t0k").status == 200


@pytest.mark.parametrize("token", ["tök", "a\nb", "a\r\nX-Else: 1"])
def test_a_token_that_cannot_be_one_is_not_sent(client: HttpClient, token: str) -> None:
    with pytest.raises(BadInput, match="has characters that no token has"):
        client.get("http://127.0.0.1:9/", token=token)
