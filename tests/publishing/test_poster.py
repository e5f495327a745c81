"""One request, bounded in time and size, and an honest answer to whether it left."""

import ssl
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from models.domain.errors import BadInput
from models.net.poster import NoAnswer, NotReached, Poster, headers_of
from tests.publishing.receivers import Receivers

BODY = b'{"text":"x"}'


def post(poster: Poster, url: str) -> object:
    return poster.exchange("POST", url, dict(headers_of(url, BODY)), BODY)


def test_where_nobody_listens_nothing_left(nobodys_port: int) -> None:
    with pytest.raises(NotReached, match=r"127\.0\.0\.1 cannot be reached"):
        post(Poster(), f"http://127.0.0.1:{nobodys_port}/")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("late", "did not answer in time"),
        ("drip", "did not answer in time"),
        ("reset", "broke off"),
        ("gone", "broke off"),
        ("flood", "more than is sensible"),
    ],
)
def test_what_left_without_a_whole_answer_may_have_been_taken(
    fault: str, words: str, url: str, receivers: Receivers
) -> None:
    receivers.plan.append(fault)
    begun = time.monotonic()
    with pytest.raises(NoAnswer, match=words):
        post(Poster(whole_s=0.4), f"{url}/chat")
    receivers.over.set()
    assert time.monotonic() - begun < 3


def test_plain_http_goes_to_this_machine_only() -> None:
    with pytest.raises(BadInput, match="plain http is for this machine only"):
        post(Poster(), "http://status.example/")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("soon", None), ("99999999999", None), ("", None)],
)
def test_how_long_to_wait_is_a_number_of_seconds(
    header: str, seconds: float | None, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_data("", 429, {"Retry-After": header})
    assert post(Poster(), httpserver.url_for("/")).retry_after_s == seconds


@pytest.mark.parametrize(("ahead_s", "seconds"), [(60, 60.0), (-60, 0.0)])
def test_how_long_to_wait_may_be_a_date_by_the_senders_clock(
    ahead_s: int, seconds: float, httpserver: HTTPServer
) -> None:
    def answer(_: Request) -> Response:
        return Response("", 429, {"Retry-After": formatdate(time.time() + ahead_s, usegmt=True)})

    httpserver.expect_request("/").respond_with_handler(answer)
    found = post(Poster(), httpserver.url_for("/")).retry_after_s
    assert found == pytest.approx(seconds, abs=2)


@pytest.fixture
def secure_url(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a server, and the file of the authority that vouches for it."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with HTTPServer(host="localhost", port=0, ssl_context=context) as server:
        server.expect_request("/").respond_with_data("ok")
        yield server.url_for("/"), str(ca_file)


def test_an_authority_of_the_teams_own_is_trusted_where_it_is_named(
    secure_url: tuple[str, str],
) -> None:
    url, ca_file = secure_url
    assert post(Poster(ca_file), url).body == b"ok"
    with pytest.raises(NotReached, match="certificate of localhost is not trusted"):
        post(Poster(), url)
