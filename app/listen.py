"""A small HTTP server on loopback that takes alert webhooks into the inbox."""

import json
import logging
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from models.actions.desk import Desk
from models.actions.receive_alerts import Payload, receive_alerts
from models.domain.errors import BadInput, Unavailable, WarRoomError
from models.intake.alerts import MOST_BYTES, read_alerts

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
READ_TIMEOUT_S = 10


class AlertListener:
    """`POST /intake/SOURCE` with a payload; answers with what became of it. Loopback only.

    `desk` is asked for at each delivery, on the server's own threads, one at a time.
    """

    def __init__(self, desk: Callable[[], Desk], port: int) -> None:
        self._desk = desk
        self._turn = Lock()
        try:
            self._server = ThreadingHTTPServer((HOST, port), self._handler())
        except OSError as error:
            raise Unavailable(
                f"Port {port} cannot be listened on: {error.strerror}. Name another with --port."
            ) from None
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._server.server_address[1]}"

    def serve(self) -> None:
        """Blocks until `stop`."""
        self._server.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def take(self, source: str, body: bytes) -> dict[str, int]:
        """Raises BadInput where the payload cannot be read."""
        found = read_alerts(body, source)
        with self._turn:
            done = receive_alerts([Payload(source, body, found)], self._desk())
        return {"alerts": done.alerts, "duplicates": done.duplicates, "resolved": done.resolved}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            timeout = READ_TIMEOUT_S
            server_version = "warroom"
            sys_version = ""

            def do_POST(self) -> None:
                parts = self.path.partition("?")[0].strip("/").split("/")
                if len(parts) != 2 or parts[0] != "intake" or not parts[1].isidentifier():
                    self._answer(404, {"error": "Post to /intake/SOURCE."})
                    return
                length = self.headers.get("Content-Length", "")
                if not length.isdigit():
                    self._answer(411, {"error": "Say the length of the payload."})
                elif int(length) > MOST_BYTES:
                    self._answer(413, {"error": f"A payload has at most {MOST_BYTES} bytes."})
                else:
                    self._take(parts[1], self.rfile.read(int(length)))

            def _take(self, source: str, body: bytes) -> None:
                try:
                    self._answer(200, dict(listener.take(source, body)))
                except BadInput as error:
                    self._answer(422, {"error": str(error)})
                except WarRoomError as error:
                    log.warning("A delivery was not kept: %s", error)
                    self._answer(503, {"error": str(error)})

            def do_GET(self) -> None:
                self._answer(405, {"error": "Post payloads to /intake/SOURCE."})

            def _answer(self, status: int, value: dict[str, object]) -> None:
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name
                log.info("%s %s", self.address_string(), format % args)

        return Handler
