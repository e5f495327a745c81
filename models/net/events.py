"""Server-sent events, read as they come (html.spec.whatwg.org, server-sent events)."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from models.domain.errors import Unavailable
from models.net.client import checked_host
from models.net.silence import why_silent

SILENCE_S = 40.0
"""The server says something at least every 15 s; a line that is quiet this long is dead."""

MOST_EVENT = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` is "" for a heartbeat."""

    kind: str
    data: str = ""


class EventStream:
    """One open line. `close` may be called from another thread and ends the reading."""

    def __init__(self, url: str, token: str, ca_file: str = "") -> None:
        """Raises Unavailable where the server does not open it."""
        import requests  # 15 MiB: only a desktop with a server holds it
        import urllib3

        checked_host(url)
        self._host = urlsplit(url).netloc.rpartition("@")[2]
        self._session = requests.Session()
        self._session.trust_env = False
        if ca_file:
            self._session.verify = ca_file
        try:
            self._answer = self._session.get(
                url,
                headers={"Accept": "text/event-stream", "Authorization": f"Bearer {token}"},
                timeout=(5.0, SILENCE_S),
                stream=True,
                allow_redirects=False,
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            self._session.close()
            raise Unavailable(f"{self._host} does not answer ({why_silent(error)}).") from None
        if self._answer.status_code != 200:
            self.close()
            raise Unavailable(f"{self._host} does not send news now.")

    def events(self) -> Iterator[Event]:
        """Until the line ends. Raises Unavailable when it breaks."""
        import requests
        import urllib3

        kind, data, size = "", [], 0  # type: str, list[str], int
        try:
            for line in self._lines():
                if line == "":
                    if data:
                        yield Event(kind or "message", "\n".join(data))
                    kind, data, size = "", [], 0
                    continue
                name, _, value = line.partition(":")
                value = value.removeprefix(" ")
                if not name:
                    yield Event("")
                elif name == "event":
                    kind = value
                elif name == "data":
                    size += len(value)
                    if size > MOST_EVENT:
                        raise Unavailable(f"{self._host} sends more than is sensible.")
                    data.append(value)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, AttributeError):
            raise Unavailable(f"The line to {self._host} broke.") from None

    def _lines(self) -> Iterator[str]:
        """As soon as they are here: waiting for a full block would hold news back."""
        rest = b""
        while chunk := self._answer.raw.read1(65_536):
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > MOST_EVENT:
                raise Unavailable(f"{self._host} sends more than is sensible.")
            for line in lines:
                yield line.removesuffix(b"\r").decode("utf-8", "replace")

    def close(self) -> None:
        with contextlib.suppress(OSError, AttributeError):
            # Closing the socket under the reader wakes it; close() alone would wait for it.
            connection = self._answer.raw.connection
            if connection is not None and connection.sock is not None:
                connection.sock.shutdown(2)
        with contextlib.suppress(OSError):
            self._answer.close()
        self._session.close()
