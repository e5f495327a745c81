"""Scenario S6: a month with every trap, by command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main

Run = Callable[..., Any]
OCTOBER = Path(__file__).resolve().parent.parent / "samples" / "histories" / "october.csv"
PERIOD = ("--from", "2026-10-01T00:00:00Z", "--to", "2026-11-01T00:00:00Z")
NOW = "2026-11-01T00:00:00Z"


@pytest.fixture
def warroom(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a verb as Mia on the first of November; gives its JSON, its text with `text`, its
    refusal with `refused`."""

    def run(*typed: str, now: str = NOW, refused: bool = False, text: bool = False) -> Any:
        beside = [] if text else ["--json"]
        code = main([*typed, "--data-dir", str(data_dir), "--as", "Mia", "--now", now, *beside])
        said = capsys.readouterr()
        if refused:
            assert (code, said.out) == (1, "")
            return said.err.strip()
        assert code == 0, said.err
        return said.out if text else json.loads(said.out)

    return run


@pytest.fixture
def october(warroom: Run) -> Run:
    assert warroom("import", "incidents", str(OCTOBER))["imported"] == 9
    warroom("service", "set", "checkout", "--slo", "0.999", "--window", "month", "--team", "shop")
    return warroom
