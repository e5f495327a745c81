"""One request that changes something elsewhere, and what is known of it afterwards.

Unavailable
    NotReached      not a byte of the request left
    NoAnswer        it left, wholly or in part, and nothing definite came back
"""

import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPResponse
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from models.domain.errors import Unavailable
from models.net.client import checked_host

CONNECT_S = 5.0
WHOLE_S = 30.0
MOST_BYTES = 2 * 1024 * 1024
AGENT = "WarRoom"


class NotReached(Unavailable):
    """Not a byte of the request left this machine's side of the connection."""


class NoAnswer(Unavailable):
    """The request may have been taken: the answer did not come, broke off or was too large."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`kind` is the media type without parameters, in lower case. `retry_after_s` is None where
    the header is missing or cannot be read."""

    status: int
    body: bytes
    kind: str
    retry_after_s: float | None


class Poster:
    """TLS is verified, by the system's authorities or by those in `ca_file` and no others; plain
    http goes to this machine only; no redirect is followed; nothing is sent twice. Each request
    has a connection of its own: on one that was kept, a broken line would leave it open whether
    the request was taken. `whole_s` is from the first packet to the last byte of the answer."""

    def __init__(
        self, ca_file: str = "", connect_s: float = CONNECT_S, whole_s: float = WHOLE_S
    ) -> None:
        self._ca_file = ca_file
        self._connect_s = min(connect_s, whole_s)
        self._whole_s = whole_s

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Raises BadInput for an address that may not be asked, NotReached, NoAnswer."""
        host = checked_host(url)
        line = _Line(self._whole_s)
        with requests.Session() as session:
            session.trust_env = False
            session.headers.clear()
            adapter = _OneLine(line)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            try:
                with session.request(
                    method,
                    url,
                    data=body or None,
                    headers=dict(headers),
                    timeout=(self._connect_s, self._whole_s),
                    verify=self._ca_file or True,
                    stream=True,
                    allow_redirects=False,
                ) as answer:
                    return _read(answer, host)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                raise _told(error, host, line.is_open) from None


def headers_of(url: str, body: bytes, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Every header of a request, so that what is shown beforehand is what leaves. `Host` and
    `Content-Length` are as the library would write them."""
    host = url.partition("://")[2].partition("/")[0].partition("?")[0]
    always = (
        ("Host", host),
        ("User-Agent", AGENT),
        ("Accept", "application/json"),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    )
    if not body:
        return (*always, *more)
    return (*always, ("Content-Length", str(len(body))), *more)


def _told(error: Exception, host: str, left: bool) -> Unavailable:
    if isinstance(error, requests.exceptions.SSLError) and not left:
        return NotReached(
            f"The certificate of {host} is not trusted here. If it is from your own authority, "
            "name its file in the channel."
        )
    if not left:
        return NotReached(f"{host} cannot be reached.")
    if isinstance(error, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError):
        return NoAnswer(f"{host} did not answer in time.")
    return NoAnswer(f"{host} broke off before it had answered.")


def _read(answer: requests.Response, host: str) -> Reply:
    declared = answer.headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared) > MOST_BYTES:
        raise NoAnswer(f"{host} answered with more than is sensible.")
    body = answer.raw.read(MOST_BYTES + 1, decode_content=False)
    if len(body) > MOST_BYTES:
        raise NoAnswer(f"{host} answered with more than is sensible.")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Reply(answer.status_code, body, kind, _retry_after(answer.headers))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, or a date that is read against the sender's own clock."""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal() and len(text) < 10:
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        date = headers.get("Date", "")
        since = parsedate_to_datetime(date) if date else datetime.now(UTC)
        return max(0.0, (until - since).total_seconds())
    except (TypeError, ValueError):
        return None


class _Line:
    """One connection's limits, and whether anything can have left over it."""

    def __init__(self, whole_s: float) -> None:
        self.until = time.monotonic() + whole_s
        self.is_open = False

    def left_s(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left


class _TimedRaw(io.RawIOBase):
    """The answer's bytes, each wait cut to what is left of the whole: a server that drips is let
    go like one that says nothing."""

    def __init__(self, raw: Any, sock: socket.socket, line: _Line) -> None:
        self._raw = raw
        self._sock = sock
        self._line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._line.left_s())
        found: int | None = self._raw.readinto(buffer)
        return found

    def close(self) -> None:
        self._raw.close()
        super().close()


def _connection(kind: type[HTTPConnection], line: _Line) -> type[HTTPConnection]:
    class TimedResponse(HTTPResponse):
        def __init__(self, sock: socket.socket, *rest: Any, **named: Any) -> None:
            super().__init__(sock, *rest, **named)
            raw = self.fp.detach()
            self.fp = io.BufferedReader(_TimedRaw(raw, sock, line))

    class TimedConnection(kind):  # type: ignore[misc, valid-type] # plain or TLS
        response_class = TimedResponse

        def connect(self) -> None:
            super().connect()
            line.is_open = True

    return TimedConnection


class _OneLine(HTTPAdapter):
    def __init__(self, line: _Line) -> None:
        self._line = line
        super().__init__(max_retries=0)

    def init_poolmanager(self, *rest: Any, **named: Any) -> None:
        super().init_poolmanager(*rest, **named)
        plain = type("Plain", (HTTPConnectionPool,), {})
        secure = type("Secure", (HTTPSConnectionPool,), {})
        plain.ConnectionCls = _connection(HTTPConnection, self._line)  # type: ignore[attr-defined]
        secure.ConnectionCls = _connection(HTTPSConnection, self._line)  # type: ignore[attr-defined]
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}
