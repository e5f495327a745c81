"""`warroom-server` as somebody types it: every verb, every option, and what it says."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import requests
import trustme

from models.domain.times import parse_time, to_ms
from models.net.channel import HttpChannel
from models.replication import messages
from models.sync.line import understood
from server import command_line
from tests.sync.world import PASSWORD

_READY = re.compile(r"warroom-server: ready at (https?://\S+)\n")
_WAIT_S = 60


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*typed: str, told: str = "", url: str = "") -> Done:
    """One verb, in this process where it leaves nothing open: starting one for each takes longer
    than what it does."""
    where = ("--database", url) if url else ()
    if typed and typed[0] in ("serve", "restore"):
        done = subprocess.run(
            [sys.executable, "-m", "server", *typed, *where], text=True,
            capture_output=True, check=False, timeout=_WAIT_S,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", StringIO(told))
        patch.setattr(os, "environ", {**os.environ})
        try:
            code = command_line.run((*typed, *where))
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


@dataclass
class Serving:
    url: str
    said: list[str]


@contextmanager
def serving(folder: Path, *typed: str) -> Iterator[Serving]:
    """A server until the block ends; what it wrote to standard error is in `said` then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "serve", "--data-dir", str(folder), *typed],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    said: list[str] = []
    assert process.stdout is not None and process.stderr is not None
    reader = threading.Thread(target=lambda: said.extend(process.stderr))
    reader.start()
    try:
        line = process.stdout.readline()
        found = _READY.fullmatch(line)
        assert found is not None, (line, said)
        yield Serving(found[1], said)
    finally:
        process.terminate()
        assert process.wait(_WAIT_S) in (0, -15)
        reader.join()
        assert process.stdout.read() == "", "one line on standard output and no more"
        process.stdout.close()
        process.stderr.close()


def added(folder: Path, name: str, *typed: str, url: str = "") -> None:
    done = run("user", "add", name, "--password-stdin", "--data-dir", str(folder), *typed,
               told=PASSWORD + "\n", url=url)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


KEY = {"$bytes": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="}


def signs_in(url: str, name: str, device: str = "desk") -> requests.Response:
    asked = {"name": name, "password": PASSWORD, "device": device, "label": "", "key": KEY}
    return requests.post(url + "/v1/auth/sign-in", json=asked, timeout=20)


def test_accounts_are_added_listed_and_switched_off(tmp_path: Path, database_url: str) -> None:
    where = ("--data-dir", str(tmp_path))
    added(tmp_path, "Ana", "--role", "admin", url=database_url)
    added(tmp_path, "Dee", url=database_url)
    done = run("user", "disable", "Dee", *where, url=database_url)
    assert done.returncode == 0
    listed = json.loads(run("user", "list", "--json", *where, url=database_url).stdout)
    assert listed == [
        {"name": "Ana", "role": "admin", "disabled": False},
        {"name": "Dee", "role": "responder", "disabled": True},
    ]
    shown = run("user", "list", *where, url=database_url).stdout
    assert shown == "Ana\tadmin\nDee\tresponder  switched off\n"


@pytest.mark.parametrize(
    ("typed", "told", "code", "words"),
    [
        (("user", "add", "Ana", "--password-stdin"), "too short", 1, "at least 12 characters"),
        (("user", "add", "  ", "--password-stdin"), PASSWORD, 1, "1 to 120 characters"),
        (("user", "add", "Ana"), PASSWORD, 2, "--password-stdin"),
        (("user", "add", "Ana", "--password-stdin", "--role", "king"), PASSWORD, 2, "king"),
        (("user", "disable", "Ana"), "", 1, "There is no account Ana"),
        (("user", "enable", "Ana"), "", 1, "There is no account Ana"),
        (("user", "set", "Ana"), "", 2, "Say what is to change"),
        (("user", "set", "Ana", "--role", "admin"), "", 1, "There is no account Ana"),
        (("device", "allow", "abc"), "", 1, "There is no device abc"),
        (("device", "revoke", "abc"), "", 1, "There is no device abc"),
        (("source", "remove", "grafana"), "", 1, "There is no source grafana"),
        (("source", "add", "no good"), "", 1, "letters, digits"),
        (("serve", "--port", "99999"), "", 1, "A port is 0 to 65535"),
        (("serve", "--workers", "0"), "", 1, "1 to 64 workers"),
        (("serve", "--workers", "2"), "", 1, "PostgreSQL"),
        (("serve", "--certificate", "x.pem"), "", 1, "both --certificate and --key"),
        (("serve", "--now", "yesterday"), "", 1, "yesterday"),
        (("restore", "nowhere.zip"), "", 1, "is not there"),
        (("serve", "--host", "192.0.2.1", "--port", "0"), "", 69, "cannot be listened on"),
        (("nonsense",), "", 2, "nonsense"),
        ((), "", 2, "verb"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    tmp_path: Path, typed: tuple[str, ...], told: str, code: int, words: str
) -> None:
    where = ("--data-dir", str(tmp_path)) if typed and typed != ("nonsense",) else ()
    done = run(*typed, *where, told=told)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    added(tmp_path, "Ana")
    done = run("user", "add", "ANA", "--password-stdin", "--data-dir", str(tmp_path), told=PASSWORD)
    assert (done.returncode, "There is an account" in done.stderr) == (1, True)


def test_a_database_that_does_not_answer_ends_with_69(tmp_path: Path) -> None:
    done = run("user", "list", "--data-dir", str(tmp_path), url="postgresql://127.0.0.1:1/none")
    assert done.returncode == 69
    assert "cannot be used" in done.stderr


def test_it_serves_this_machine_alone_and_only_once_over_one_folder(tmp_path: Path) -> None:
    added(tmp_path, "Ana")
    with serving(tmp_path, "--port", "0") as one:
        assert one.url.startswith("http://127.0.0.1:")
        again = run("serve", "--port", "0", "--data-dir", str(tmp_path))
        assert again.returncode == 69
        assert "running over this database" in again.stderr
        port = one.url.rpartition(":")[2]
        taken = run("serve", "--port", port, "--data-dir", str(tmp_path / "other"))
        assert taken.returncode == 69
        assert f"127.0.0.1:{port} cannot be listened on" in taken.stderr
        added(tmp_path, "Dee", "--role", "observer")  # while it runs
        assert signs_in(one.url, "Dee").json()["role"] == "observer"
    for line in one.said:
        told = json.loads(line)
        assert {"at", "level", "message", "route", "status", "ms"} <= told.keys()


def test_the_first_account_is_made_once_and_its_password_said_once(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0", "--first-user", "you") as first:
        pass
    assert "The first account is you, an admin" in "".join(first.said)
    with serving(tmp_path, "--port", "0", "--first-user", "you") as again:
        pass
    assert "password" not in "".join(again.said)


def test_its_clock_starts_where_it_is_told_and_tokens_go_by_the_real_one(tmp_path: Path) -> None:
    added(tmp_path, "Ana")
    with serving(tmp_path, "--port", "0", "--now", "2026-11-20T15:00:00Z") as one:
        told = requests.get(one.url + "/v1/hello", timeout=20).json()
        assert 0 <= told["time"] - to_ms(parse_time("2026-11-20T15:00:00Z")) < 60_000
        signed = signs_in(one.url, "Ana")
        token = {"Authorization": f"Bearer {signed.json()['access']}"}
        assert requests.get(one.url + "/v1/heads", headers=token, timeout=20).ok


def test_a_backup_is_taken_while_it_runs_and_put_back_when_it_does_not(
    tmp_path: Path, database_url: str
) -> None:
    folder, saved = tmp_path / "server", tmp_path / "saved.zip"
    where = ("--data-dir", str(folder))
    typed = ("--port", "0", *(("--database", database_url, "--workers", "2")
                              if database_url else ()))  # fmt: skip
    added(folder, "Ana", url=database_url)
    with serving(folder, *typed) as one:
        done = run("backup", str(saved), *where, url=database_url)
        assert (done.returncode, "1 accounts" in done.stdout) == (0, True), done.stderr
        added(folder, "Dee", url=database_url)
        refused = run("restore", str(saved), *where, url=database_url)
        assert refused.returncode == 69
        assert requests.get(one.url + "/v1/hello", timeout=20).json()["epoch"] == 1
    assert saved.stat().st_mode & 0o077 == 0
    done = run("restore", str(saved), *where, url=database_url)
    assert done.returncode == 0, done.stderr
    assert "Desktops give back" in done.stdout
    assert re.search(r"passwords are as they were at 20\d\d-\d\d-\d\d \d\d:\d\d UTC", done.stdout)
    listed = json.loads(run("user", "list", "--json", *where, url=database_url).stdout)
    assert [one["name"] for one in listed] == ["Ana"]
    with serving(folder, *typed) as one:
        assert requests.get(one.url + "/v1/hello", timeout=20).json()["epoch"] == 2


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    folder, saved = tmp_path / "server", tmp_path / "saved.zip"
    added(folder, "Ana")
    assert run("backup", str(saved), "--data-dir", str(folder)).returncode == 0
    with zipfile.ZipFile(saved) as archive:
        member = archive.getinfo("tables/account")
    raw = bytearray(saved.read_bytes())
    middle = raw.index(b"tables/account", member.header_offset) + member.compress_size // 2 + 40
    raw[middle] ^= 255
    saved.write_bytes(raw)
    added(folder, "Dee")
    done = run("restore", str(saved), "--data-dir", str(folder))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    listed = json.loads(run("user", "list", "--json", "--data-dir", str(folder)).stdout)
    assert [one["name"] for one in listed] == ["Ana", "Dee"]


def test_who_was_switched_off_by_mistake_is_let_in_again(tmp_path: Path, database_url: str) -> None:
    where = ("--data-dir", str(tmp_path))
    added(tmp_path, "Ana", url=database_url)
    assert run("user", "disable", "Ana", *where, url=database_url).returncode == 0
    done = run("user", "enable", "ana", *where, url=database_url)
    assert (done.returncode, done.stdout) == (0, "ana may sign in again.\n")
    with serving(
        tmp_path, "--port", "0", *(("--database", database_url) if database_url else ())
    ) as one:
        assert signs_in(one.url, "Ana").ok
        assert run("device", "revoke", "desk", *where, url=database_url).returncode == 0
        assert signs_in(one.url, "Ana").status_code == 401
        assert run("device", "allow", "desk", *where, url=database_url).returncode == 0
        assert signs_in(one.url, "Ana").ok


def test_a_role_and_a_forgotten_password_are_set_anew(tmp_path: Path) -> None:
    where = ("--data-dir", str(tmp_path))
    added(tmp_path, "Ana", "--role", "observer")
    with serving(tmp_path, "--port", "0") as one:
        token = {"Authorization": f"Bearer {signs_in(one.url, 'Ana').json()['access']}"}
        done = run("user", "set", "Ana", "--role", "commander", *where)
        assert (done.returncode, done.stdout) == (0, "Ana is changed, and signs in again.\n")
        assert requests.get(one.url + "/v1/heads", headers=token, timeout=20).status_code == 401
        assert signs_in(one.url, "Ana").json()["role"] == "commander"
        other = "quite another password"
        assert run("user", "set", "Ana", "--password-stdin", *where, told=other).returncode == 0
        assert signs_in(one.url, "Ana").status_code == 401
        asked = {"name": "Ana", "password": other, "device": "desk", "label": "", "key": KEY}
        assert requests.post(one.url + "/v1/auth/sign-in", json=asked, timeout=20).ok


def test_devices_are_listed_and_revoked(tmp_path: Path) -> None:
    added(tmp_path, "Ana")
    with serving(tmp_path, "--port", "0") as one:
        token = {"Authorization": f"Bearer {signs_in(one.url, 'Ana').json()['access']}"}
        listed = json.loads(run("device", "list", "--json", "--data-dir", str(tmp_path)).stdout)
        assert [(d["id"], d["account"], d["revoked_at_ms"]) for d in listed] == [
            ("desk", "Ana", None)
        ]
        assert run("device", "revoke", "desk", "--data-dir", str(tmp_path)).returncode == 0
        assert requests.get(one.url + "/v1/heads", headers=token, timeout=20).status_code == 401
        assert "revoked" in signs_in(one.url, "Ana").json()["message"]
    assert "revoked" in run("device", "list", "--data-dir", str(tmp_path)).stdout


def test_a_private_authority_is_trusted_by_who_names_it_and_by_nobody_else(tmp_path: Path) -> None:
    from models.domain.errors import Unavailable

    authority, stranger = trustme.CA(), trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    for one, name in ((authority, "ours.pem"), (stranger, "other.pem")):
        one.cert_pem.write_to_path(tmp_path / name)
    tls = ("--certificate", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem"))
    with serving(tmp_path / "server", "--port", "0", *tls) as one:
        assert one.url.startswith("https://")
        trusting = HttpChannel(one.url, str(tmp_path / "ours.pem"))
        hello = understood(trusting.exchange("GET", "/v1/hello", b"", messages.BINARY))
        assert hello["epoch"] == 1
        trusting.close()
        for ca_file in ("", str(tmp_path / "other.pem")):
            strict = HttpChannel(one.url, ca_file)
            with pytest.raises(Unavailable, match="certificate that is not trusted"):
                strict.exchange("GET", "/v1/hello", b"", messages.BINARY)
            strict.close()


def test_beyond_this_machine_without_tls_it_warns(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0", "--port", "0") as one:
        assert one.url.startswith("http://0.0.0.0:")
    assert "unencrypted" in "".join(one.said)


def test_with_no_option_all_lies_in_the_platforms_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run("user", "list").returncode == 0
    assert (tmp_path / "warroom-server" / "server.db").exists()


def test_nothing_listens_after_it_was_stopped(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0") as one:
        port = int(one.url.rpartition(":")[2])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)
    assert os.environ.get("WARROOM_SERVER_DATA") is None
