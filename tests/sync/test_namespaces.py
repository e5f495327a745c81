"""A partition between network namespaces: two real machines' worth of network, cut and joined."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import trustme

from tests.sync.world import PASSWORD

LONG = bool(os.environ.get("WARROOM_LONG"))
APART_S = 60.0 if LONG else 1.0
SERVER, DESKTOP = "10.231.77.1", "10.231.77.2"
PASSPHRASE = "a passphrase for the test"


def ip(*typed: str, check: bool = True) -> int:
    return subprocess.run(["ip", *typed], check=check, capture_output=True).returncode


@dataclass(frozen=True, slots=True)
class Cable:
    """Between two namespaces; nothing of it lies in the machine's own, where a run that was killed
    would leave an address for the next one to stumble over."""

    here: str
    there: str

    def pull(self) -> None:
        ip("-n", self.here, "link", "set", "cable", "down")

    def plug(self) -> None:
        ip("-n", self.here, "link", "set", "cable", "up")


@pytest.fixture
def cable() -> Iterator[Cable]:
    name = f"warroom-{secrets.token_hex(4)}"
    cable = Cable(f"{name}-server", f"{name}-desktop")
    if (
        not hasattr(os, "geteuid")
        or os.geteuid() != 0
        or ip("netns", "add", cable.here, check=False)
    ):
        pytest.skip("network namespaces need root")
    try:
        ip("netns", "add", cable.there)
        ip("-n", cable.here, "link", "add", "cable", "type", "veth", "peer", "name", "cable",
           "netns", cable.there)  # fmt: skip
        for namespace, address in ((cable.here, SERVER), (cable.there, DESKTOP)):
            ip("-n", namespace, "addr", "add", f"{address}/24", "dev", "cable")
            ip("-n", namespace, "link", "set", "lo", "up")
            ip("-n", namespace, "link", "set", "cable", "up")
        yield cable
    finally:
        for namespace in (cable.here, cable.there):
            ip("netns", "del", namespace, check=False)


def warroom(namespace: str, folder: Path, *typed: str, told: str = "") -> CompletedProcess[str]:
    return subprocess.run(
        ["ip", "netns", "exec", namespace, sys.executable, "-m", "app", *typed,
         "--data-dir", str(folder)],
        input=told, text=True, capture_output=True, check=False,
        env={**os.environ, "WARROOM_PASSPHRASE": PASSPHRASE},
    )  # fmt: skip


def test_both_sides_of_a_partition_go_on_and_meet_after_it(tmp_path: Path, cable: Cable) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issued = authority.issue_cert(SERVER)
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    home = ("--data-dir", str(tmp_path / "server"))
    for name in ("Ana", "Dee"):
        subprocess.run(
            [sys.executable, "-m", "server", "user", "add", name, "--password-stdin", *home],
            input=PASSWORD, text=True, check=True, capture_output=True,
        )  # fmt: skip
    process = subprocess.Popen(
        ["ip", "netns", "exec", cable.here, sys.executable, "-m", "server", "serve",
         "--host", SERVER, "--port", "0", *home,
         "--certificate", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        _apart_and_together(tmp_path, url, cable)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _apart_and_together(tmp_path: Path, url: str, cable: Cable) -> None:
    ana = partial(warroom, cable.here, tmp_path / "ana")
    dee = partial(warroom, cable.there, tmp_path / "dee")
    for person, name in ((ana, "Ana"), (dee, "Dee")):
        done = person(
            "sign-in", url, "--user", name, "--password-stdin", "--keep", "file",
            "--ca", str(tmp_path / "ca.pem"), told=PASSWORD,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert ana("declare", "--title", "Checkout fails", "--severity", "P1").returncode == 0
    assert ana("sync", "--once").returncode == 0
    assert dee("sync", "--once").returncode == 0

    cable.pull()
    began, n = time.monotonic(), 0
    while n < 2 or time.monotonic() - began < APART_S:
        for person, name in ((ana, "Ana"), (dee, "Dee")):
            noted = person("note", "INC-1", f"note of {name} {n}")
            assert noted.returncode == 0, noted.stderr
        n += 1
    cut_off = dee("sync", "--once")
    assert cut_off.returncode == 69, cut_off.stderr
    assert "does not answer" in cut_off.stderr

    cable.plug()
    for person in (ana, dee, ana):
        done = person("sync", "--once", "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["waiting"] == 0
    one, other = (_exported(person, tmp_path / f"{n}.json") for n, person in enumerate((ana, dee)))
    assert one == other
    assert all(f"note of {name} {m}".encode() in one for name in ("Ana", "Dee") for m in range(n))


def _exported(person: Callable[..., CompletedProcess[str]], out: Path) -> bytes:
    done = person("export", "INC-1", "--format", "json", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out.read_bytes()
