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
    one = dee("sync", "confirm", held[0]["id"])
    assert one["parked"] == first["parked"] - 1
    rest = dee("sync", "confirm", "--all")
    assert (rest["parked"], rest["waiting"]) == (0, 0)
    assert dee("sync", "status")["parked"] == []
    again = dee("sync", "--once")
    assert (again["pushed"], again["pulled"]) == (0, 0)


def test_what_nobody_has_to_confirm_is_a_sentence(dee: Run) -> None:
    assert dee("sync", "confirm", "--all")["parked"] == 0
    assert "say --all" in dee("sync", "confirm", refused=True)
    assert "nothing that can be confirmed" in dee("sync", "confirm", "0b" * 16, refused=True)
    assert "Only 'warroom sync confirm'" in dee("sync", "status", "0b" * 16, refused=True)
