"""The routes of a world's server on a real socket, and people who speak to them."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import requests
import uvicorn

from models.replication import messages
from models.replication.messages import Message
from server.database import MEMORY
from server.http import Web, make_app
from server.live import Protocol
from tests.sync.world import PASSWORD, World

_WAIT_S = 20


class Served:
    """uvicorn on a thread of its own, as long as the test."""

    def __init__(self, world: World) -> None:
        url = "" if world.url == MEMORY else world.url
        self.world = world
        self.web = Web(world.site, url)
        self.app = make_app(self.web)
        config = uvicorn.Config(
            self.app, port=0, http=Protocol, log_config=None, access_log=False,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        socket = config.bind_socket()
        self.url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([socket],))
        self._thread.start()
        until = time.monotonic() + _WAIT_S
        while not self._server.started and time.monotonic() < until:
            self._thread.join(0.01)
        assert self._server.started

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(_WAIT_S)

    def sign_in(self, name: str, device: str, password: str = PASSWORD) -> "Caller":
        asked = {"name": name, "password": password, "device": device, "label": "",
                 "key": device.encode().ljust(32, b"k")[:32]}  # fmt: skip
        caller = Caller(self.url, "")
        told = caller.ask("POST", "/v1/auth/sign-in", asked)
        assert told.status == 200, told
        return Caller(self.url, told.message["access"], told.message["refresh"], device)


@dataclass(frozen=True)
class Told:
    status: int
    message: Message
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Caller:
    url: str
    access: str
    refresh: str = ""
    device: str = ""

    def ask(self, method: str, path: str, message: Message | None = None) -> Told:
        headers = {"Accept": messages.BINARY, "Content-Type": messages.BINARY}
        if self.access:
            headers["Authorization"] = f"Bearer {self.access}"
        body = None if message is None else messages.pack(message)
        with requests.request(
            method, self.url + path, data=body, headers=headers, timeout=_WAIT_S, stream=True
        ) as answer:
            is_ours = answer.headers.get("Content-Type") == messages.BINARY
            told = messages.unpack(answer.content) if is_ours else {}
            return Told(answer.status_code, told, dict(answer.headers))
