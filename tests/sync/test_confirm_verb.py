"""What waits for a person's word, by command line, over a real server process."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main
from tests.sync.test_lane import PASSWORD, RealServer, server

__all__ = ["server"]

Run = Callable[..., Any]


@pytest.fixture
def dee(
    server: RealServer,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """`dee("sync", "--once")` at a desktop that is signed in; with `refused` the sentence."""
    monkeypatch.setenv("WARROOM_PASSPHRASE", "a long passphrase")

    def run(*typed: str, refused: bool = False) -> Any:
        monkeypatch.setattr("sys.stdin", StringIO(PASSWORD))
        try:
            code = main([*typed, "--data-dir", str(data_dir), "--json"])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        assert (code == 0) is not refused, said.err
        return said.err.strip() if refused else json.loads(said.out)

    run("sign-in", server.url, "--user", "Dee", "--password-stdin", "--keep", "file")
    return run


def test_a_change_from_the_future_is_sent_on_a_persons_word(dee: Run) -> None:
    ahead = datetime.now(UTC) + timedelta(days=3)
    dee("declare", "--title", "Checkout fails", "--now", f"{ahead:%Y-%m-%dT%H:%M:%SZ}")
    first = dee("sync", "--once")
    assert first["parked"] > 0
    held = dee("sync", "status")["parked"]
    assert len(held) == first["parked"]
    assert all(row["may_confirm"] and "clock" in row["reason"] for row in held)
    severity = next(row["id"] for row in held if row["what"] == "incident severity")
    dee("sync", "confirm", severity)
    left = {row["what"] for row in dee("sync", "status")["parked"]}
    assert left == {"device clocks"}  # the whole act went: nobody has an incident without a title
    rest = dee("sync", "confirm", "--all")
    assert (rest["parked"], rest["waiting"]) == (0, 0)
    assert dee("sync", "status")["parked"] == []
    again = dee("sync", "--once")
    assert (again["pushed"], again["pulled"]) == (0, 0)


def test_a_later_act_takes_along_what_it_builds_on(dee: Run) -> None:
    ahead = datetime.now(UTC) + timedelta(days=3)
    clock = f"{ahead:%Y-%m-%dT%H:%M:%SZ}"
    dee("declare", "--title", "Checkout fails", "--now", clock)
    uid = dee("list")[0]["uid"]
    dee("note", uid, "the pool is full", "--now", clock)
    dee("note", uid, "restarted", "--now", clock)
    dee("sync", "--once")
    held = dee("sync", "status")["parked"]
    notes = [row["id"] for row in held if row["what"] == "entry written"]
    dee("sync", "confirm", notes[-2])
    left = [row["id"] for row in dee("sync", "status")["parked"] if row["what"] != "device clocks"]
    assert left == notes[-1:]


def test_without_network_nothing_is_confirmed(dee: Run) -> None:
    ahead = datetime.now(UTC) + timedelta(days=3)
    dee("declare", "--title", "Checkout fails", "--now", f"{ahead:%Y-%m-%dT%H:%M:%SZ}")
    dee("sync", "--once")
    held = dee("sync", "status")["parked"]
    assert "--offline" in dee("sync", "confirm", "--all", "--offline", refused=True)
    assert dee("sync", "status")["parked"] == held


def test_what_nobody_has_to_confirm_is_a_sentence(dee: Run) -> None:
    assert dee("sync", "confirm", "--all")["parked"] == 0
    assert "say --all" in dee("sync", "confirm", refused=True)
    assert "nothing that can be confirmed" in dee("sync", "confirm", "0b" * 16, refused=True)
    assert "Only 'warroom sync confirm'" in dee("sync", "status", "0b" * 16, refused=True)
