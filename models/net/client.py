"""A small HTTP client: short waits, capped answers, no surprises on the way."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from models.domain.errors import BadInput, Unavailable

if TYPE_CHECKING:
    import requests

MOST_BYTES = 8 * 1024 * 1024
CONNECT_S, READ_S = 5.0, 15.0
WHOLE_S = 30.0
"""A server that keeps sending a little is let go after this long."""
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class HttpClient:
    """TLS is verified, redirects are not followed, and plain http goes to this machine only."""

    def __init__(
        self, timeout: tuple[float, float] = (CONNECT_S, READ_S), whole_s: float = WHOLE_S
    ) -> None:
        import requests  # 15 MiB: only who asks something holds it

        self._timeout = timeout
        self._whole_s = whole_s
        self._session = requests.Session()
        self._session.trust_env = False

    def get(
        self, url: str, params: Mapping[str, str] | None = None, token: str | None = None
    ) -> Answer:
        """Raises:
        BadInput: an address that is none, or plain http to elsewhere.
        Unavailable: no answer, or one that is too large; a sentence for a person.
        """
        import requests
        import urllib3

        host = checked_host(url)
        headers = {"Accept": "application/json"}
        if token:
            if not (token.isascii() and token.isprintable()):
                raise BadInput("The token has characters that no token has. Copy it again.")
            headers["Authorization"] = f"Bearer {token}"
        until = time.monotonic() + self._whole_s
        try:
            with self._session.get(
                url,
                params=dict(params or {}),
                headers=headers,
                timeout=self._timeout,
                stream=True,
                allow_redirects=False,
            ) as answer:
                if answer.is_redirect:
                    raise Unavailable(f"{host} sends elsewhere. Give the address it sends to.")
                return Answer(answer.status_code, _body(answer, host, until))
        except requests.exceptions.SSLError:
            raise Unavailable(f"The certificate of {host} is not trusted here.") from None
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError):
            raise Unavailable(f"{host} did not answer in time.") from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError):
            raise Unavailable(f"{host} cannot be reached.") from None

    def close(self) -> None:
        self._session.close()


def _body(answer: "requests.Response", host: str, until: float) -> bytes:
    """Read piece by piece as it comes: waiting for a full chunk would wait on a slow sender."""
    found = bytearray()
    while chunk := answer.raw.read1(_CHUNK, decode_content=True):
        found += chunk
        if time.monotonic() > until:
            raise Unavailable(f"{host} did not finish its answer in time.")
        if len(found) > MOST_BYTES:
            raise Unavailable(
                f"{host} answers with more than {MOST_BYTES // 1024 // 1024} MiB. Ask for less."
            )
    return bytes(found)


def checked_host(url: str) -> str:
    """The host of an address that may be asked; raises BadInput for any other."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise BadInput(f"{url!r} is no address. Begin with https://.")
    if parts.scheme == "http" and not _is_here(host):
        raise BadInput(f"{host} must be asked by https; plain http is for this machine only.")
    return host


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
