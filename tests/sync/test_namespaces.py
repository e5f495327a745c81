"""A partition between network namespaces: two real machines' worth of network, cut and joined."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.sync.world import PASSWORD

LONG = bool(os.environ.get("WARROOM_LONG"))
APART_S = 60.0 if LONG else 1.0
SERVER, DESKTOP = "10.231.77.1", "10.231.77.2"
NAME = f"warroom{os.getpid() % 10_000}"
PASSPHRASE = "a passphrase for the test"


def ip(*typed: str, check: bool = True) -> int:
    return subprocess.run(["ip", *typed], check=check, capture_output=True).returncode


@pytest.fixture
def cable() -> Iterator[str]:
    """The name of this end of a cable into another namespace."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or ip("netns", "add", NAME, check=False):
        pytest.skip("network namespaces need root")
    here, there = f"{NAME}a", f"{NAME}b"
    try:
        ip("link", "add", here, "type", "veth", "peer", "name", there)
        ip("link", "set", there, "netns", NAME)
        ip("addr", "add", f"{SERVER}/24", "dev", here)
        ip("link", "set", here, "up")
        ip("-n", NAME, "addr", "add", f"{DESKTOP}/24", "dev", there)
        ip("-n", NAME, "link", "set", there, "up")
        yield here
    finally:
        ip("link", "del", here, check=False)
        ip("netns", "del", NAME, check=False)


def warroom(folder: Path, *typed: str, told: str = "", apart: bool = False):
    where = ("ip", "netns", "exec", NAME) if apart else ()
    return subprocess.run(
        [*where, sys.executable, "-m", "app", *typed, "--data-dir", str(folder)],
        input=told, text=True, capture_output=True, check=False,
        env={**os.environ, "WARROOM_PASSPHRASE": PASSPHRASE},
    )  # fmt: skip


def test_both_sides_of_a_partition_go_on_and_meet_after_it(tmp_path: Path, cable: str) -> None:
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
        [sys.executable, "-m", "server", "serve", "--host", SERVER, "--port", "0", *home,
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


def _apart_and_together(tmp_path: Path, url: str, cable: str) -> None:
    ana, dee = tmp_path / "ana", tmp_path / "dee"
    for folder, name in ((ana, "Ana"), (dee, "Dee")):
        done = warroom(
            folder, "sign-in", url, "--user", name, "--password-stdin", "--keep", "file",
            "--ca", str(tmp_path / "ca.pem"), told=PASSWORD, apart=name == "Dee",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert warroom(ana, "declare", "--title", "Checkout fails", "--severity", "P1").returncode == 0
    assert warroom(ana, "sync", "--once").returncode == 0
    assert warroom(dee, "sync", "--once", apart=True).returncode == 0

    ip("link", "set", cable, "down")
    began, n = time.monotonic(), 0
    while n < 2 or time.monotonic() - began < APART_S:
        for folder, name in ((ana, "Ana"), (dee, "Dee")):
            noted = warroom(folder, "note", "INC-1", f"note of {name} {n}", apart=name == "Dee")
            assert noted.returncode == 0, noted.stderr
        n += 1
    cut_off = warroom(dee, "sync", "--once", apart=True)
    assert cut_off.returncode == 69, cut_off.stderr
    assert "does not answer" in cut_off.stderr

    ip("link", "set", cable, "up")
    for folder in (ana, dee, ana):
        done = warroom(folder, "sync", "--once", "--json", apart=folder == dee)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["waiting"] == 0
    exports = [
        warroom(folder, "export", "INC-1", "--format", "json", "--out", str(folder / "out.json"))
        for folder in (ana, dee)
    ]
    assert [one.returncode for one in exports] == [0, 0], exports
    one, other = ((folder / "out.json").read_bytes() for folder in (ana, dee))
    assert one == other
    assert all(f"note of {name} {m}".encode() in one for name in ("Ana", "Dee") for m in range(n))
