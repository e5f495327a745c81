"""A server as people start it, two desktops by command line, and a status page."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.receivers import Receivers, serving

PASSWORD = "a long password"
KEY = "pagekey-4711"
Run = Callable[..., Any]


def _process(module: str, *typed: str, given: str = "", environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *typed],
        input=given, text=True, check=False, capture_output=True, env=environment, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "WARROOM_PASSPHRASE": "a long passphrase"}


@pytest.fixture
def page() -> Iterator[Receivers]:
    found = Receivers()
    with serving(found) as address:
        found.address = address
        yield found


@pytest.fixture
def address(tmp_path: Path, environment: dict[str, str]) -> Iterator[str]:
    folder = ("--data-dir", str(tmp_path / "server"))
    for name, role in (("Ana", "commander"), ("Ben", "responder")):
        _process("server", "user", "add", name, "--role", role, "--password-stdin", *folder,
                 given=PASSWORD, environment=environment)  # fmt: skip
    _process("server", "channel", "secret", "page", "--secret-stdin", *folder,
             given=f"{KEY}\n", environment=environment)  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "server", "serve", "--port", "0", *folder],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    )  # fmt: skip
    assert running.stdout is not None
    yield running.stdout.readline().split()[-1]
    running.terminate()
    running.wait()
    running.stdout.close()


def test_a_team_publishes_through_its_server(
    tmp_path: Path, address: str, page: Receivers, environment: dict[str, str]
) -> None:
    def seat(name: str) -> Run:
        def run(*typed: str, given: str = "") -> Any:
            said = _process("app", *typed, "--json", "--data-dir", str(tmp_path / name),
                            given=given, environment=environment)  # fmt: skip
            return json.loads(said)

        return run

    ana, ben = seat("Ana"), seat("Ben")
    for name, run in (("Ana", ana), ("Ben", ben)):
        run("sign-in", address, "--user", name, "--password-stdin", "--keep", "file",
            given=PASSWORD)  # fmt: skip
    ana("channel", "add", "page", "--kind", "statuspage", "--url", page.address, "--page", "p",
        "--secret-stdin", given=KEY)  # fmt: skip
    declared = ana("declare", "--title", "Checkout", "--severity", "P0", "--service", "checkout")
    assert declared["id"] == "INC-1"
    ben("sync", "--once")
    came = threading.Event()
    page.on_change = lambda when: came.set() if when == "after" else None
    ben("update", "draft", "INC-1", "--audience", "customers", "--text", "Some cannot pay.")
    ben("sync", "--once")
    ana("sync", "--once")
    approved = ana("update", "approve", "INC-1", "1")
    assert (approved["approved_by"], approved["provisional"]) == ("Ana", False)
    ben("sync", "--once")
    told = ben("update", "publish", "INC-1", "1")
    assert told["provisional"] is False
    assert came.wait(60)
    states = [_arrived(ben)]
    while states[-1] != "sent" and len(states) < 20:
        states.append(_arrived(ben))
    assert states[-1] == "sent"
    (method, path, headers, _) = page.requests[0]
    assert (method, path, len(page.requests)) == ("POST", "/pages/p/incidents", 1)
    assert headers["Authorization"] == f"OAuth {KEY}"
    kept = [one for one in (tmp_path / "server").rglob("*") if one.is_file()]
    assert all(KEY.encode() not in one.read_bytes() for one in kept)


def _arrived(run: Run) -> str:
    (row,) = run("outbox", "--run")
    return str(row["state"])
