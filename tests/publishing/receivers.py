"""Real receivers in this process that fail as told: a status page, a webhook, a chat (HTTP), and a
mail server (SMTP)."""

import contextlib
import json
import socket
import struct
import threading
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd import smtp
from aiosmtpd.controller import Controller

FAULTS = (
    "late",  # takes it and does not answer
    "silent",  # neither
    "500",
    "500 taken",
    "502 taken",
    "429",
    "503 later",
    "reset",  # takes it, and resets the line in the middle of its answer
    "gone",  # closes the line without having taken it
    "garbage",  # takes it, and answers 200 with what nobody can read
    "captive",  # answers 200 with somebody else's page
    "redirected",
)
TAKEN = {"", "late", "500 taken", "502 taken", "reset", "garbage"}
GARBAGE = b"\x00\xff<<<{not an answer"


@dataclass
class Receivers:
    """What they hold. `plan` is used up by requests that would change something; empty, all goes
    well. `on_change` is called with "before" and "after" taking one."""

    plan: deque[str] = field(default_factory=deque)
    incidents: dict[str, dict] = field(default_factory=dict)
    hooks: dict[str, dict] = field(default_factory=dict)
    hook_order: list[dict] = field(default_factory=list)
    chat: list[str] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    on_change: Callable[[str], None] = lambda _: None
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    silence_s: float = 1.0
    undecided: int = 0
    decided: threading.Condition = field(default_factory=threading.Condition)

    def wait_until_decided(self, url: str) -> None:
        """Until every request that came in before was taken or not: what a sender gave up on may
        still lie here, and a look-up that overtakes it would see what no page shows for long."""
        with urllib.request.urlopen(f"{url}/components", timeout=30) as answer:
            answer.read()
        with self.decided:
            assert self.decided.wait_for(lambda: self.undecided == 0, timeout=30)

    def decide(self, change: int) -> None:
        with self.decided:
            self.undecided += change
            self.decided.notify_all()

    def page_updates(self) -> list[tuple[str, str, str]]:
        """(name, status, body) in the order in which the page took them, by incident."""
        return [
            (one["name"], update["status"], update["body"])
            for one in self.incidents.values()
            for update in reversed(one["incident_updates"])
        ]

    def take(self, method: str, path: str, headers: dict[str, str], body: bytes) -> object:
        """What it answers; raises KeyError for what it does not know."""
        told = json.loads(body)
        if path.startswith("/hook"):
            key = headers["Idempotency-Key"]
            if key not in self.hooks:
                self.hooks[key] = told
                self.hook_order.append(told)
            return {"ok": True}
        if path.startswith("/chat"):
            self.chat.append(told["text"])
            return "ok"
        return self._page(method, path, told["incident"])

    def _page(self, method: str, path: str, told: dict) -> dict:
        if method == "POST":
            one = {"id": f"i{len(self.incidents)}", "name": told["name"], "incident_updates": []}
            self.incidents[one["id"]] = one
        else:
            one = self.incidents[path.rsplit("/", 1)[1]]
        one["status"] = told["status"]
        update = {"status": told["status"], "body": told["body"]}
        update["id"] = f"{one['id']}u{len(one['incident_updates'])}"
        one["incident_updates"].insert(0, update)
        return one

    def listed(self, path: str) -> object:
        if path.endswith("/components"):
            return [{"id": "cmp_checkout"}]
        if path.endswith("/incidents/unresolved"):
            return [one for one in self.incidents.values() if one["status"] != "resolved"]
        return list(self.incidents.values())


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, receivers: Receivers) -> None:
        self.receivers = receivers
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: object, client_address: object) -> None:
        self.receivers.decide(+1)
        super().process_request(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    has_decided = False

    def log_message(self, *_: object) -> None: ...

    def decide(self) -> None:
        if not self.has_decided:
            self.has_decided = True
            self.server.receivers.decide(-1)

    def finish(self) -> None:
        self.decide()
        super().finish()

    def do_GET(self) -> None:
        with self.server.receivers.lock:
            found = self.server.receivers.listed(self.path.partition("?")[0])
        self._answer(200, json.dumps(found).encode())

    def do_POST(self) -> None:
        receivers = self.server.receivers
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = dict(self.headers.items())
        with receivers.lock:
            receivers.requests.append((self.command, self.path, headers, body))
            fault = receivers.plan.popleft() if receivers.plan else ""
            answer: object = None
            receivers.on_change("before")
            if fault in TAKEN:
                answer = receivers.take(self.command, self.path, headers, body)
            receivers.on_change("after")
        self.decide()
        self._fail_as_told(fault, answer)

    do_PATCH = do_POST  # noqa: N815 # http.server names it

    def _fail_as_told(self, fault: str, answer: object) -> None:
        body = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        if fault in ("late", "silent"):
            self.server.receivers.over.wait(self.server.receivers.silence_s)
            self.close_connection = True
        elif fault.startswith("50") or fault == "429":
            after = {"Retry-After": "7"} if fault in ("429", "503 later") else {}
            self._answer(int(fault[:3]), b"trouble", after, "text/plain")
        elif fault == "reset":
            self._begin(200, len(body) + 100)
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif fault == "gone":
            self.close_connection = True
        elif fault.startswith("status "):
            self._answer(int(fault.removeprefix("status ")), b"no", kind="text/plain")
        elif fault == "echo":
            self._answer(400, f"bad key: {self.headers['Authorization']}".encode())
        elif fault == "drip":
            self._drip()
        elif fault == "flood":
            self._answer(200, b"x" * (3 * 1024 * 1024))
        elif fault == "garbage":
            self._answer(200, GARBAGE)
        elif fault == "captive":
            self._answer(200, b"<!DOCTYPE html><title>Sign in</title>", kind="text/html")
        elif fault == "redirected":
            self._answer(307, b"", {"Location": "http://127.0.0.1:9/"})
        else:
            self._answer(200, body)

    def _drip(self) -> None:
        """A header that never ends, a letter at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        with contextlib.suppress(OSError):
            while not self.server.receivers.over.wait(0.03):
                self.wfile.write(b"x")
                self.wfile.flush()
        self.close_connection = True

    def _begin(self, status: int, length: int, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _answer(
        self,
        status: int,
        body: bytes,
        more: dict[str, str] | None = None,
        kind: str = "application/json",
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)


@contextlib.contextmanager
def serving(receivers: Receivers):
    """The address at which they answer."""
    server = _Server(receivers)
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), name="receivers")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        receivers.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


MAIL_FAULTS = ("mail late", "mail dropped", "mail 451", "mail gone")
MAIL_TAKEN = {"", "mail late", "mail dropped"}


class Mailbox:
    """Holds what came in, as (envelope's addresses, the e-mail)."""

    def __init__(self) -> None:
        self.plan: deque[str] = deque()
        self.mails: list[tuple[list[str], object]] = []
        self.raw: list[bytes] = []
        self.on_change: Callable[[str], None] = lambda _: None

    async def handle_DATA(self, server: smtp.SMTP, session: object, envelope: object) -> str:  # noqa: N802
        fault = self.plan.popleft() if self.plan else ""
        self.on_change("before")
        if fault in MAIL_TAKEN:
            self.raw.append(envelope.original_content)
            mail = message_from_bytes(envelope.original_content)
            self.mails.append((list(envelope.rcpt_tos), mail))
        self.on_change("after")
        if fault == "mail 451":
            return "451 come back later"
        if fault:
            server.transport.close()
        return "250 taken"

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]).strip("<>").partition("@")[0] for _, mail in self.mails]


class QuietController(Controller):
    def factory(self) -> smtp.SMTP:
        return smtp.SMTP(self.handler, hostname="mail.test", **self.SMTP_kwargs)


@contextlib.contextmanager
def mail_serving(mailbox: Mailbox, **options: object):
    controller = QuietController(mailbox, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def nobody():
    """A port at which nobody answers, and nobody can begin to: another test's server on it would
    get what was meant for none."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])
