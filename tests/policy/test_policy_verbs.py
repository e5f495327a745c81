"""policy, triage, person and service by command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main

Run = Callable[..., Any]


@pytest.fixture
def warroom(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a verb as Ana; gives its JSON, its text with `text`, its refusal with `refused`."""

    def run(*typed: str, clock: str = "16:00", refused: bool = False, text: bool = False) -> Any:
        beside = [] if text else ["--json"]
        now = f"2026-11-20T{clock}:00Z"
        code = main([*typed, "--data-dir", str(data_dir), "--as", "Ana", "--now", now, *beside])
        said = capsys.readouterr()
        if refused:
            assert (code, said.out) == (1, "")
            return said.err.strip()
        assert code == 0, said.err
        return said.out if text else json.loads(said.out)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "policy.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_what_policy_shows_can_be_imported_and_changes_nothing(
    warroom: Run, file: Callable[[str], str]
) -> None:
    shown = warroom("policy", "show", text=True)
    assert warroom("policy", "import", file(shown))["done"] is False
    assert warroom("policy", "show", text=True) == shown


def test_an_imported_policy_counts_from_then_on(warroom: Run, file: Callable[[str], str]) -> None:
    before = warroom("declare", "--title", "Before")
    path = file('[severity.P1]\nresponse = "7m"\n[goals]\nttr = "2h"\n')
    imported = warroom("policy", "import", path, clock="16:10")
    assert imported["severities"]["P1"]["response_ms"] == 7 * 60_000
    assert imported["goals"]["ttr_ms"] == 7_200_000
    assert imported["triage"][0]["when"] == {"share_from": 1.0}
    after = warroom("declare", "--title", "After", clock="16:20")
    assert after["sla"]["response"]["due_at"] == "2026-11-20T16:27:00Z"
    again = warroom("show", before["id"], clock="16:20")
    assert again["sla"]["response"]["due_at"] == "2026-11-20T16:30:00Z"
    due = {one["title"]: one["sla"]["response"]["due_at"][11:16] for one in warroom("list")}
    assert due == {"Before": "16:30", "After": "16:27"}


def test_a_policy_that_makes_no_sense_is_refused_whole(
    warroom: Run, file: Callable[[str], str], tmp_path: Path
) -> None:
    said = warroom("policy", "import", file("[severity.P1]\nrespond = 3\n"), refused=True)
    assert said.startswith("severity.P1.respond is not known. Is response meant?")
    (tmp_path / "other.toml").write_bytes(b"\xff\xfe")
    said = warroom("policy", "import", str(tmp_path / "other.toml"), refused=True)
    assert "not a text in UTF-8" in said
    assert "cannot be read" in warroom("policy", "import", str(tmp_path / "none"), refused=True)
    assert "Name the file" in warroom("policy", "import", refused=True)


def test_triage_suggests_and_only_changes_when_told_to(warroom: Run) -> None:
    warroom("service", "set", "checkout", "--tier", "1")
    warroom("declare", "--title", "Down", "--severity", "P2", "--service", "checkout")
    found = warroom("triage", "1")
    assert (found["incident"], found["suggested"], found["current"]) == ("INC-1", "P1", "P2")
    assert found["rules"] == [{"id": "S-6", "text": "A tier 1 system is hit", "severity": "P1"}]
    assert warroom("show", "1")["severity"] == "P2"
    warroom("impact", "1", "--users", "38%", "--business", "revenue")
    applied = warroom("triage", "1", "--apply")
    assert (applied["suggested"], applied["current"]) == ("P0", "P0")
    entry = warroom("timeline", "1", "--kind", "severity")[-1]
    assert entry["text"] == "Severity raised P2 to P0: suggested by S-3, S-5"
    n = len(warroom("timeline", "1"))
    assert warroom("triage", "1", "--apply") == applied
    assert len(warroom("timeline", "1")) == n


def test_rules_of_the_workspace_replace_those_of_the_product(
    warroom: Run, file: Callable[[str], str]
) -> None:
    rule = '[[triage]]\nid = "ours"\nwords = "Anybody"\nseverity = "P4"\ncount_from = 1\n'
    warroom("policy", "import", file(rule))
    warroom("declare", "--title", "Down", clock="16:05")
    warroom("impact", "1", "--users", "12400", clock="16:05")
    assert warroom("triage", "1")["rules"] == [{"id": "ours", "text": "Anybody", "severity": "P4"}]


def test_triage_with_no_answer_suggests_nothing(warroom: Run) -> None:
    warroom("declare", "--title", "Down")
    assert warroom("triage", "1")["suggested"] is None
    assert "No rule fires" in warroom("triage", "1", text=True)
    assert "warroom impact INC-1" in warroom("triage", "1", "--apply", refused=True)


def test_people_are_listed_with_where_they_are_from(warroom: Run) -> None:
    warroom("person", "set", "Cy", "--area", "db", "--area", "network", "--on-call")
    warroom("person", "set", "Cy", "--contact", "+49 30 1234")
    warroom("declare", "--title", "Down")
    cy, ana = warroom("person", "list")
    assert cy == {
        "name": "Cy",
        "areas": ["db", "network"],
        "on_call": True,
        "contact": "+49 30 1234",
        "listed": True,
    }
    assert (ana["name"], ana["listed"]) == ("Ana", False)
    assert "Ana (not in the list)" in warroom("person", "list", text=True)
    warroom("person", "set", "cy", "--off-call")
    assert [one["on_call"] for one in warroom("person", "list")] == [False, False]


def test_a_person_needs_a_name(warroom: Run) -> None:
    assert "Name the person" in warroom("person", "set", refused=True)
    assert "Name the person" in warroom("person", "set", "  ", refused=True)
    assert "Nobody" in warroom("person", "list", text=True)
