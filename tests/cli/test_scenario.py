"""An alert becomes a P0 that is acknowledged, mitigated, resolved and closed: by command line."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main

DAY = "2026-11-20T"
PAYLOAD = json.dumps(
    {
        "version": "4",
        "status": "firing",
        "alerts": [
            {
                "status": "firing",
                "labels": {"alertname": "DBConnErrors", "service": "checkout"},
                "startsAt": f"{DAY}16:02:10Z",
                "fingerprint": "f1",
            }
        ],
    }
).encode()

Run = Callable[..., Any]


@pytest.fixture
def warroom(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a verb at a time of the day as Ana; gives its JSON, or its refusal with `refused`."""

    def run(clock: str, *typed: str, refused: bool = False) -> Any:
        try:
            code = main([*typed, "--data-dir", str(data_dir), "--as", "Ana", "--json",
                         "--now", f"{DAY}{clock}Z"])  # fmt: skip
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        if refused:
            assert code == 1
            assert said.out == ""
            return said.err.strip()
        assert code == 0, said.err
        return json.loads(said.out)

    return run


def in_a_process_of_its_own(data_dir: Path) -> Run:
    def run(clock: str, *typed: str, refused: bool = False) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "app", "--data-dir", str(data_dir), "--as", "Ana", "--json",
             "--now", f"{DAY}{clock}Z", *typed],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        if refused:
            assert done.returncode == 1
            assert done.stdout == ""
            return done.stderr.strip()
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture
def listener(data_dir: Path) -> Iterator[Callable[[str], str]]:
    """Starts `warroom listen` at a time of the day; gives its address."""
    running: list[subprocess.Popen[str]] = []

    def start(clock: str) -> str:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--data-dir", str(data_dir), "listen", "--port", "0",
             "--now", f"{DAY}{clock}Z"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        return process.stdout.readline().split()[-1].removesuffix("/intake/SOURCE")

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=60)
        assert process.stdout is not None
        process.stdout.close()


def deliver(address: str) -> dict[str, int]:
    request = urllib.request.Request(f"{address}/intake/alertmanager", PAYLOAD, method="POST")
    with urllib.request.urlopen(request, timeout=60) as answer:
        return dict(json.load(answer))


def test_an_alert_becomes_a_resolved_incident_with_every_second_on_record(
    data_dir: Path, listener: Callable[[str], str]
) -> None:
    warroom = in_a_process_of_its_own(data_dir)
    assert deliver(listener("16:02:40"))["alerts"] == 1
    assert deliver(listener("16:03:40"))["duplicates"] == 1
    (item,) = warroom("16:04:00", "inbox")
    assert item["count"] == 2
    assert item["received"] == [f"{DAY}16:02:40Z", f"{DAY}16:03:40Z"]

    declared = warroom("16:05:00", "declare", "--from-alert", item["id"], "--severity", "P0")
    assert declared["id"] == "INC-1"
    assert declared["title"] == "DBConnErrors"
    assert declared["services"] == ["checkout"]
    assert declared["stage"] == "triage"
    assert declared["timestamps"]["detected_at"] == f"{DAY}16:02:10Z"
    assert [(hat["role"], hat["person"]) for hat in declared["roles"]] == [("commander", "Ana")]
    assert declared["missing_roles"] == ["comms", "sme"]
    assert declared["sla"]["response"]["due_at"] == f"{DAY}16:17:10Z"
    assert declared["sla"]["resolution"]["due_at"] == f"{DAY}18:02:10Z"
    assert declared["next_update_due_at"] == f"{DAY}16:10:00Z"
    assert warroom("16:05:10", "inbox") == []

    assert warroom("16:06:10", "ack", "1")["durations"]["tta_ms"] == 240_000
    warroom("16:31:00", "mitigate", "INC-1")
    refusal = warroom(
        "16:31:10", "set-time", "1", "impact_started_at", f"{DAY}16:00:00Z", refused=True
    )
    assert "reason" in refusal
    warroom(
        "16:31:10", "set-time", "1", "impact_started_at", f"{DAY}16:00:00Z", "--reason", "graph"
    )
    assert "recovery confirmed" in warroom("17:20:00", "resolve", "1", refused=True)
    resolved = warroom("17:20:00", "resolve", "1", "--reason", "error rate back to normal")
    assert resolved["durations"] == {
        "ttd_ms": 130_000,
        "tta_ms": 240_000,
        "ttm_ms": 1_730_000,
        "ttr_ms": 4_670_000,
        "active_ttr_ms": 4_670_000,
        "impact_ms": 1_860_000,
    }
    assert resolved["sla"]["response"]["status"] == "met"
    assert resolved["sla"]["resolution"]["status"] == "met"

    assert "cannot be closed" in warroom("17:25:00", "close", "1", refused=True)
    closed = warroom("17:25:00", "close", "1", "--override", "watched for an hour")
    assert closed["status"] == "closed"
    told = [entry["text"] for entry in warroom("17:26:00", "timeline", "1")]
    assert any("watched for an hour" in text for text in told)
    check = warroom("17:26:00", "verify")
    assert check["ok"] is True


def test_the_room_at_a_time_is_what_was_on_screen_then(warroom: Run) -> None:
    steps = [
        ("16:05:00", "declare", "--title", "DB errors", "--severity", "P1"),
        ("16:06:10", "ack", "1"),
        ("16:09:00", "severity", "1", "P0", "--reason", "all regions"),
        ("16:12:00", "objective", "1", "Bring the pool back"),
        ("16:20:00", "stage", "1", "mitigation"),
        ("16:31:00", "mitigate", "1"),
        ("16:32:00", "set-time", "1", "impact_started_at", f"{DAY}16:00:00Z", "--reason", "graph"),
        ("16:33:00", "title", "1", "Database connections run out"),
        ("17:20:00", "resolve", "1", "--confirmed"),
        (
            "17:21:00",
            "undo",
        ),
        ("17:22:00", "resolve", "1", "--confirmed"),
        ("17:40:00", "reopen", "1", "--reason", "it came back"),
    ]
    seen = {}
    for clock, *typed in steps:
        warroom(clock, *typed)
        seen[clock] = warroom(clock, "show", "1")
    for clock, then in seen.items():
        assert warroom("18:00:00", "show", "1", "--at", f"{DAY}{clock}Z") == then
    refusal = warroom("18:00:00", "show", "1", "--at", f"{DAY}16:04:59Z", refused=True)
    assert "was not known yet" in refusal


@pytest.mark.parametrize(
    "typed",
    [
        ("declare",),
        ("declare", "--title", "x", "--severity", "P9"),
        ("declare", "--title", "x", "--from-alert", "A-123456"),
        ("declare", "--title", "x", "--detected", "2026-11-20T16:00:00"),
        ("declare", "--title", "x", "--detected", "2027-01-01T00:00:00Z"),
        ("ack", "INC-9"),
        ("note", "INC-1", ""),
        ("note", "INC-1", "x", "--attach", "no-such-file"),
        ("stage", "INC-1", "cooking"),
        ("stage", "INC-1", "post_mortem"),
        ("close", "INC-1"),
        ("cancel", "INC-1", "--reason", " "),
        ("impact", "INC-1", "--users", "lots"),
        ("impact", "INC-1", "--users", "140%"),
        ("set-time", "INC-1", "tea_at", "2026-11-20T16:00:00Z", "--reason", "x"),
        ("merge", "INC-1", "INC-1"),
        ("link-recurrence", "INC-1", "INC-1"),
        ("undo", "zzzz"),
        ("correct", "abcd1234", "x"),
        ("resolve-conflict", "abc", "--keep", "1"),
        ("import", "alerts", "no-such-path"),
        ("import", "incidents", "no-such-path"),
        ("import", "bundle", "no-such-file"),
        ("export", "INC-1", "--format", "json", "--out", "no/such/folder/x.json"),
        ("service", "set", "checkout", "--slo", "7"),
        ("whoami", " "),
        ("show", "~"),
        ("listen", "--port", "99999"),
    ],
)
def test_nonsense_is_refused_with_a_sentence_and_leaves_nothing(
    warroom: Run, typed: tuple[str, ...]
) -> None:
    warroom("16:05:00", "declare", "--title", "Real")
    before = warroom("16:06:00", "verify")["operations"]
    sentence = warroom("16:06:00", *typed, refused=True)
    assert sentence.endswith(".")
    assert warroom("16:07:00", "verify")["operations"] == before
    assert len(warroom("16:07:00", "list")) == 1


def test_wrong_usage_ends_with_two(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--data-dir", str(data_dir), "frobnicate"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2


def test_help_needs_neither_qt_nor_a_database(tmp_path: Path) -> None:
    blocker = tmp_path / "sitecustomize.py"
    blocker.write_text(
        "import sys\n"
        "class NoQt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6', 'sqlalchemy', 'views'):\n"
        "            raise ImportError(name + ' is not here')\n"
        "sys.meta_path.insert(0, NoQt())\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "app", "--help"],
        capture_output=True, text=True, check=False, timeout=120,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "declare" in done.stdout
