"""The whole first scenario at one desktop, several people, by command line: from the alert to the
end, with roles, a time box, a runbook that does not help, and command handed over."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main

DAY = "2026-11-20T"
PAYLOAD = {
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

Run = Callable[..., Any]


@pytest.fixture
def as_(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`as_("Ana", "16:05:00", "declare", …)`; with `refused` the sentence, and exit 1."""

    def run(who: str, clock: str, *typed: str, refused: bool = False) -> Any:
        arguments = [*typed, "--data-dir", str(data_dir), "--as", who, "--json"]
        try:
            code = main([*arguments, "--now", f"{DAY}{clock}Z"])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        if refused:
            assert (code, said.out) == (1, "")
            return said.err.strip()
        assert code == 0, said.err
        return json.loads(said.out)

    return run


@pytest.fixture
def declared(as_: Run, tmp_path: Path) -> Run:
    """16:05:00: Ana declares from the alert, acknowledges, gives out the roles."""
    payload = tmp_path / "alert.json"
    payload.write_text(json.dumps(PAYLOAD))
    as_("Ana", "16:02:40", "import", "alerts", str(payload))
    (item,) = as_("Ana", "16:03:40", "inbox")
    found = as_("Ana", "16:05:00", "declare", "--from-alert", item["id"], "--severity", "P0")
    assert found["missing_roles"] == ["comms", "sme"]
    as_("Ana", "16:06:10", "ack", "INC-1")
    as_("Ana", "16:06:30", "assign", "INC-1", "comms", "Ben")
    found = as_("Ana", "16:06:40", "assign", "INC-1", "sme", "Cy", "--area", "db")
    assert found["missing_roles"] == []
    assert [(hat["role"], hat["person"], hat["area"]) for hat in found["roles"]] == [
        ("commander", "Ana", None),
        ("comms", "Ben", None),
        ("sme", "Cy", "db"),
    ]
    return as_


def test_the_runbook_of_the_alert_is_offered_first_with_the_reason(declared: Run) -> None:
    first = declared("Ana", "16:07:00", "runbook", "match", "INC-1")[0]
    assert first["runbook"] == "Database Connection Failure - webapp-prod"
    assert "DB Connection Errors" in first["reasons"][0]
    run = declared("Ana", "16:07:10", "runbook", "start", "INC-1", first["runbook"])
    assert len(run["steps"]) == 5
    assert {step["state"] for step in run["steps"]} == {"not_started"}


def test_a_time_box_that_runs_out_waits_on_the_commander(declared: Run) -> None:
    told = declared(
        "Ana", "16:09:10", "task", "INC-1", "rolling restart", "--to", "Cy", "--within", "10m"
    )
    assert (told["state"], told["due_at"]) == ("open", f"{DAY}16:19:10Z")
    (mine,) = [row for row in declared("Cy", "16:09:20", "needs-you") if row["kind"] == "task"]
    assert mine["text"] == "Ana asks: rolling restart"
    assert declared("Cy", "16:09:30", "task", "ack", told["id"])["state"] == "acknowledged"
    assert declared("Ana", "16:09:40", "task", "ack", told["id"])["done"] is False
    kinds = [row["kind"] for row in declared("Ana", "16:19:09", "needs-you")]
    assert "time_box" not in kinds
    (late,) = [r for r in declared("Ana", "16:19:10", "needs-you") if r["kind"] == "time_box"]
    assert (late["text"], late["due_at"]) == (
        "Time box ran out: Cy, rolling restart",
        f"{DAY}16:19:10Z",
    )
    (listed,) = declared("Ana", "16:19:10", "task", "list", "INC-1")
    assert listed["state"] == "overdue"
    assert declared("Cy", "16:20:00", "task", "done", told["id"][:8])["state"] == "done"


def test_what_was_observed_against_what_was_expected_is_on_record(declared: Run) -> None:
    declared("Ana", "16:07:10", "runbook", "start", "INC-1", "Database Connection")
    seen = ("--observed", "error rate unchanged", "--mismatch")
    run = declared("Cy", "16:19:10", "runbook", "step", "INC-1", "3", "done", *seen)
    third = run["steps"][2]
    assert (third["state"], third["observed"], third["mismatch"]) == (
        "done",
        "error rate unchanged",
        True,
    )
    assert "reason" in declared(
        "Cy", "16:20:00", "runbook", "step", "INC-1", "4", "skipped", refused=True
    )
    declared("Cy", "16:21:00", "runbook", "step", "INC-1", "4", "failed")
    ladder = declared("Cy", "16:22:00", "runbook", "escalate", "INC-1")["escalation"]
    assert ladder[0] == "On-call database administrator"
    told = [row["text"] for row in declared("Ana", "16:23:00", "timeline", "INC-1")]
    assert any("(not as expected)" in text for text in told)


def test_command_changes_hands_at_one_desktop_and_is_never_empty(declared: Run) -> None:
    offered = declared("Ana", "16:24:00", "handover", "INC-1", "Dee")
    assert (offered["holder"], offered["offered_to"]) == ("Ana", "Dee")
    assert len(offered["brief"]) == 5
    assert declared("Dee", "16:24:10", "needs-you")[0]["kind"] == "handover"
    assert "offered to Dee, not to Cy" in declared(
        "Cy", "16:24:15", "accept", "INC-1", refused=True
    )
    taken = declared("Dee", "16:24:20", "accept", "INC-1")
    assert taken == {"incident": "INC-1", "holder": "Dee", "state": "granted"}
    told = [row["text"] for row in declared("Dee", "16:25:00", "timeline", "INC-1")]
    assert "Dee assumed command, handed over by Ana." in told
    assert "Ana renounced command." in told
    for second in range(0, 61, 5):
        clock = f"{DAY}16:24:{second:02d}Z" if second < 60 else f"{DAY}16:25:00Z"
        then = declared("Dee", "16:26:00", "show", "INC-1", "--at", clock)
        assert [hat["role"] for hat in then["roles"]].count("commander") == 1


def test_anybody_may_take_command_and_says_why(declared: Run) -> None:
    assert "needs a reason" in declared("Cy", "16:30:00", "take-command", "INC-1", refused=True)
    taken = declared("Cy", "16:30:00", "take-command", "INC-1", "--reason", "Ana is cut off")
    assert taken["holder"] == "Cy"
    assert declared("Cy", "16:31:00", "take-command", "INC-1", "--reason", "x")["done"] is False


def test_the_rules_suggest_and_only_a_person_applies(declared: Run) -> None:
    declared("Ana", "16:10:00", "severity", "INC-1", "P2", "--reason", "looks small")
    declared("Ana", "16:10:10", "impact", "INC-1", "--users", "everyone")
    found = declared("Ana", "16:10:20", "triage", "INC-1")
    assert (found["suggested"], found["current"]) == ("P0", "P2")
    assert found["rules"][0]["id"] == "S-1"
    assert declared("Ana", "16:10:30", "show", "INC-1")["severity"] == "P2"
    assert declared("Ana", "16:10:40", "triage", "INC-1", "--apply")["current"] == "P0"
    told = declared("Ana", "16:11:00", "timeline", "INC-1", "--kind", "severity")
    assert "suggested by S-1" in told[-1]["text"]


@pytest.mark.parametrize(
    "typed",
    [
        ("assign", "INC-1", "commander", "Dee"),
        ("assign", "INC-1", "juggler", "Dee"),
        ("assign", "INC-1", "comms", " "),
        ("handover", "INC-1", " "),
        ("accept", "INC-1"),
        ("task", "INC-1", " ", "--to", "Cy"),
        ("task", "INC-1", "x", "--to", "Cy", "--within", "soon"),
        ("task", "INC-1", "x"),
        ("task", "ack", "zzzz"),
        ("runbook", "start", "INC-1", "no such runbook"),
        ("runbook", "step", "INC-1", "1", "done"),
        ("runbook", "show", "no such runbook"),
        ("runbook", "show"),
        ("policy", "import", "no-such-file"),
        ("person", "set"),
        ("import", "runbooks", "no-such-folder"),
    ],
)
def test_nonsense_is_refused_and_leaves_nothing(declared: Run, typed: tuple[str, ...]) -> None:
    before = declared("Ana", "16:40:00", "verify")["operations"]
    sentence = declared("Ana", "16:40:00", *typed, refused=True)
    assert sentence.endswith(".")
    assert declared("Ana", "16:41:00", "verify")["operations"] == before


def test_a_timeline_goes_out_as_a_table(declared: Run, tmp_path: Path) -> None:
    declared("Ana", "16:12:00", "note", "INC-1", "=1+1 is not run by a spreadsheet")
    out = tmp_path / "timeline.csv"
    declared("Ana", "16:13:00", "export", "INC-1", "--format", "csv", "--out", str(out))
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("happened_at,recorded_at,kind,level,actor,text")
    assert any("'=1+1 is not run" in row for row in lines)
