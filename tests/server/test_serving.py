"""The line that says a server is ready, and what is said where it does not come."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from server import serving


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_server_that_is_long_in_answering_is_told_of_and_still_waited_for(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serving, "PATIENCE_S", 0.1)
    said: list[str] = []
    with HTTPServer(("127.0.0.1", 0), Healthy) as silent:
        port = silent.server_port
        waiting = threading.Thread(target=serving._say_ready, args=("127.0.0.1", port, None))
        waiting.start()
        while "has not answered" not in "".join(said):
            said.append(capfd.readouterr().err)
        threading.Thread(target=silent.serve_forever).start()
        waiting.join(30)
        silent.shutdown()
    assert "".join(said).count("has not answered") == 1
    assert capfd.readouterr().out == f"warroom-server: ready at http://127.0.0.1:{port}\n"
