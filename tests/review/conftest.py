"""One incident with its whole record, made by command line, and desktops that hold it or not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main

DAY = "2026-11-20T"
INTERNAL = "https://grafana.internal.example/d/pool?var=webapp-prod"
Desk = Callable[..., Any]


def sit_down(folder: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Runs verbs over one data folder: `desk("16:05:00", "Ana", "ack", "1")`, the first word a
    time of the day or a whole one. Gives its JSON, or its refusal with `refused`."""

    def run(clock: str, who: str, *typed: str, refused: bool = False) -> Any:
        now = clock if "T" in clock else f"{DAY}{clock}Z"
        try:
            code = main([*typed, "--data-dir", str(folder), "--as", who, "--json", "--now", now,
                         "--offline"])  # fmt: skip
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        if refused:
            assert code == 1, said.out
            return said.err.strip()
        assert code == 0, said.err
        return json.loads(said.out)

    return run


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return sit_down(tmp_path / "rae", capsys)


@pytest.fixture
def plane(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A bundle of the incident that S1 and S2 of product.md tell of, posts included."""
    live = sit_down(tmp_path / "live", capsys)
    alert = tmp_path / "alert.json"
    alert.write_text(json.dumps({
        "version": "4", "status": "firing",
        "alerts": [{"status": "firing", "fingerprint": "f1", "startsAt": f"{DAY}16:02:10Z",
                    "labels": {"alertname": "DBConnErrors", "service": "checkout"}}],
    }))  # fmt: skip
    live("16:00:00", "Ana", "service", "set", "checkout", "--tier", "1", "--component",
         "cmp_checkout")  # fmt: skip
    for name in ("Ana", "Ben", "Cy", "Dee"):
        live("16:00:00", "Ana", "person", "set", name)
    live("16:02:40", "Ana", "import", "alerts", str(alert))
    (item,) = live("16:04:00", "Ana", "inbox")
    declared = live("16:05:00", "Ana", "declare", "--from-alert", item["id"], "--severity", "P0",
                    "--failure-mode", "db-pool")  # fmt: skip
    assert declared["timestamps"]["detected_at"] == f"{DAY}16:02:10Z"
    live("16:06:10", "Ana", "ack", "1")
    live("16:07:00", "Ana", "assign", "1", "comms", "Ben")
    live("16:07:10", "Ana", "assign", "1", "sme", "Cy", "--area", "db")
    live("16:09:10", "Ana", "task", "1", "rolling restart", "--to", "Cy", "--within", "10m")
    _post(live, "16:09:30", "investigating", "Some checkouts fail. We are looking into it.")
    _post(live, "16:14:00", "investigating", "Paying by card fails for some of you.")
    live("16:15:00", "Cy", "note", "1", f"Pool is full, see {INTERNAL} on 10.4.2.17", "--kind",
         "evidence")  # fmt: skip
    live("16:18:00", "Cy", "note", "1", "Restart web first, says Cy", "--kind", "decision")
    live("16:24:00", "Ana", "handover", "1", "Dee")
    live("16:24:10", "Dee", "accept", "1")
    live("16:31:00", "Dee", "mitigate", "1", "--reason", "pool is back")
    live("16:32:00", "Ana", "set-time", "1", "impact_started_at", f"{DAY}16:00:00Z", "--reason",
         "graph")  # fmt: skip
    _post(live, "16:36:00", "identified", "The cause is known and mended.", by="Dee")
    _post(live, "16:55:00", "monitoring", "We are watching it.", by="Dee")
    _post(live, "17:14:00", "monitoring", "Still fine.", by="Dee")
    live("17:20:00", "Dee", "resolve", "1", "--confirmed")
    _post(live, "17:20:30", "resolved", "It is over. No data was lost.", by="Dee", lost="no")
    out = tmp_path / "flight.warroom"
    live("17:30:00", "Dee", "export", "1", "--format", "warroom", "--out", str(out))
    return out


def _post(
    live: Desk, clock: str, state: str, text: str, *, by: str = "Ana", lost: str | None = None
) -> None:
    """Ben writes it, who commands approves it, Ben publishes it: all in that second."""
    told = ("--data-lost", lost) if lost else ()
    draft = live(clock, "Ben", "update", "draft", "1", "--audience", "customers", "--state", state,
                 "--text", text, *told)  # fmt: skip
    live(clock, by, "update", "approve", "1", str(draft["n"]))
    live(clock, "Ben", "update", "publish", "1", str(draft["n"]))
