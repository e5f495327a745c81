"""Messages over a channel, under a sign-in: what the answers mean, and tokens that renew."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from models.credentials import SignIn, Vault
from models.domain.errors import BadInput, Refused, Unavailable, WarRoomError
from models.net.channel import Reply
from models.replication import messages
from models.replication.messages import Message
from models.replication.signing import Signer

EARLY_MS = 60_000
"""Tokens are renewed this long before they end."""


class SignedOut(WarRoomError):
    """The sign-in has ended; everything is kept here until somebody signs in again."""


class GoBack(WarRoomError):
    """The server was restored from an older copy: `streams` must be read again."""

    def __init__(self, streams: list[str], epoch: int) -> None:
        super().__init__("The server was restored from an older copy.")
        self.streams = streams
        self.epoch = epoch


class TooOld(WarRoomError):
    """This program and the server no longer understand each other."""


class Later(Unavailable):
    """The server is there and takes nothing now."""

    def __init__(self, sentence: str, after_s: float) -> None:
        super().__init__(sentence)
        self.after_s = after_s


class Channel(Protocol):
    """Raises Unavailable where there is no answer."""

    def exchange(
        self, method: str, path: str, body: bytes, kind: str, token: str = ""
    ) -> Reply: ...


@dataclass(slots=True)
class Line:
    """One sign-in at one server. `real_now_ms` is the clock that tokens live by."""

    channel: Channel
    vault: Vault
    name: str
    device: str
    real_now_ms: Callable[[], int]

    @staticmethod
    def name_of(server_id: str, device: str) -> str:
        return f"{server_id[:16]}:{device}"

    def ask(self, method: str, path: str, message: Mapping[str, object] | None = None) -> Message:
        """Raises SignedOut, GoBack, TooOld, Refused, or Unavailable."""
        reply = self._signed(method, path, b"" if message is None else messages.pack(message))
        return understood(reply)

    def ask_bytes(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The same for a file's content."""
        reply = self._signed(method, path, body)
        if reply.status != 200:
            understood(reply)
        return reply.body

    def signer(self) -> Signer | None:
        held = self.vault.read(self.name)
        return None if held is None else Signer(base64.b64decode(held.key), self.device)

    def access(self) -> str:
        """A token that is good now. Raises SignedOut."""
        held = self._held()
        if held.expires_at - self.real_now_ms() < EARLY_MS:
            held = self._renewed(held)
        return held.access

    def _signed(self, method: str, path: str, body: bytes) -> Reply:
        reply = self.channel.exchange(method, path, body, messages.BINARY, self.access())
        if reply.status == 401:
            held = self._renewed(self._held())
            reply = self.channel.exchange(method, path, body, messages.BINARY, held.access)
        return reply

    def _held(self) -> SignIn:
        held = self.vault.read(self.name)
        if held is None:
            raise SignedOut("Nobody is signed in. Sign in again; what waits here is safe.")
        return held

    def _renewed(self, held: SignIn) -> SignIn:
        present = self._held()
        if present.access != held.access:
            return present  # another window or command renewed it
        told = {"refresh": held.refresh, "device": self.device}
        reply = self.channel.exchange(
            "POST", "/v1/auth/renew", messages.pack(told), messages.BINARY
        )
        if reply.status == 401:
            present = self._held()
            if present.access != held.access:
                return present
            raise SignedOut("The sign-in has ended. Sign in again; what waits here is safe.")
        answer = understood(reply)
        fresh = replace(
            held,
            access=str(answer["access"]),
            refresh=str(answer["refresh"]),
            expires_at=int(answer["expires_at"]),
        )
        self.vault.write(self.name, fresh)
        return fresh


def understood(reply: Reply) -> Message:
    """The message in a reply, or the error that its status means."""
    if reply.status in (200, 201):
        return messages.unpack(reply.body)
    if reply.status >= 500 or reply.status == 429:
        raise Later(
            _words(reply, "The server cannot take anything now. What you do is saved here."),
            reply.retry_after_s,
        )
    if reply.status == 401:
        raise SignedOut(_words(reply, "The sign-in has ended. Sign in again."))
    if reply.status == 409:
        told = messages.unpack(reply.body)
        streams = [str(name) for name in told.get("rewind") or ()]
        if streams:
            raise GoBack(streams, int(told.get("epoch") or 1))
    if reply.status == 426:
        raise TooOld(_words(reply, "This War room is too old for the server. Update it."))
    raise Refused(_words(reply, f"The server refused ({reply.status})."))


def _words(reply: Reply, otherwise: str) -> str:
    try:
        told = messages.unpack(reply.body).get("message")
    except BadInput:
        return otherwise
    return told if isinstance(told, str) and told else otherwise
