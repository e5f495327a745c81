"""The way to one shared server: bytes there and back, and what kept them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from models.domain.errors import BadInput, Unavailable
from models.net.client import checked_host
from models.net.silence import why_silent

if TYPE_CHECKING:
    import requests

MOST_BYTES = 16 * 1024 * 1024
_CHUNK = 256 * 1024
_ENDS = ("Content-Length", "Transfer-Encoding")
"""An answer says with one of these where it ends."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    retry_after_s: float = 0.0


class HttpChannel:
    """Speaks to `url` alone. TLS is verified, by the system's authorities or by those in
    `ca_file` and no others; redirects are not followed; plain http goes to this machine only."""

    def __init__(
        self, url: str, ca_file: str = "", timeout: tuple[float, float] = (5.0, 30.0)
    ) -> None:
        checked_host(url)
        self.url = url.rstrip("/")
        self._timeout = timeout
        self._ca_file = ca_file

    @cached_property
    def _session(self) -> "requests.Session":
        """Made at the first exchange, for its library holds 15 MiB: a desktop without a server
        does without it."""
        import requests

        session = requests.Session()
        session.trust_env = False
        if self._ca_file:
            session.verify = self._ca_file
        return session

    def exchange(self, method: str, path: str, body: bytes, kind: str, token: str = "") -> Reply:
        """Raises Unavailable: no answer, or one that is too large."""
        import requests
        import urllib3

        headers = {"Accept": kind}
        if body:
            headers["Content-Type"] = kind
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            with self._session.request(
                method,
                self.url + path,
                data=body or None,
                headers=headers,
                timeout=self._timeout,
                stream=True,
                allow_redirects=False,
            ) as answer:
                if not any(name in answer.headers for name in _ENDS):
                    # Cut in its head: what would be read now is not the answer.
                    raise Unavailable(f"{self._host} broke off in the middle of its answer.")
                told = b"".join(self._capped(answer))
                wait = answer.headers.get("Retry-After", "")
                return Reply(answer.status_code, told, float(wait) if wait.isdecimal() else 0.0)
        except requests.exceptions.SSLError:
            raise Unavailable(
                f"{self._host} shows a certificate that is not trusted here. If the team has its "
                "own authority, name its file when signing in."
            ) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Unavailable(
                f"{self._host} does not answer ({why_silent(error)}). "
                "What you do is saved here and sent later."
            ) from None

    def _capped(self, answer: "requests.Response") -> list[bytes]:
        parts, size = [], 0
        for part in answer.iter_content(_CHUNK):
            size += len(part)
            if size > MOST_BYTES:
                raise Unavailable(f"{self._host} answered with more than is sensible.")
            parts.append(part)
        return parts

    @property
    def _host(self) -> str:
        parts = urlsplit(self.url)
        return parts.netloc.rpartition("@")[2]

    def close(self) -> None:
        if "_session" in self.__dict__:
            self._session.close()


def clean_url(typed: str) -> str:
    """An address as a person types it: the scheme may be left out, and so may the port for this
    machine. Raises BadInput."""
    text = typed.strip().rstrip("/")
    if not text:
        raise BadInput("Name the server's address, for example https://warroom.example.org.")
    if "://" not in text:
        host = text.partition("/")[0].partition(":")[0]
        text = f"{'http' if host in ('localhost', '127.0.0.1') else 'https'}://{text}"
    checked_host(text)
    return text
