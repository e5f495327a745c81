"""Runbooks as people write them become steps; what is missing is said; what is edited is all that
changes."""

import os
from datetime import date
from pathlib import Path

import pytest

from app.runbook_folder import starter_files
from models.domain.errors import BadInput
from models.runbooks.blocks import blocks_of
from models.runbooks.check import check
from models.runbooks.edit import lines_of, replace_lines, replace_step, set_reviewed
from models.runbooks.front_matter import split
from models.runbooks.matching import MatchFacts, RunbookIndex
from models.runbooks.reader import read_runbook

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "runbooks"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "runbooks"
needs_the_real_ones = pytest.mark.skipif(not REAL.is_dir(), reason="the shared runbooks")
TODAY = date(2026, 11, 23)


def read(text: str, path: str = "a.md"):
    return read_runbook(text, path)


def steps(text: str) -> list[str]:
    return [step.text for step in read(text).steps]


def test_a_numbered_list_is_steps_with_their_commands_and_what_to_expect() -> None:
    found = read(
        "# Restart\n\nOwner: Ops\nLast reviewed: 2026-05-01\n\n"
        "1. Stop it.\n\n   ```\n   $ systemctl stop web\n   ```\n\n   Expected: it stops.\n\n"
        "   If it does not, kill it.\n2. Start it (expected: running)\n"
    )
    assert (found.title, found.owner, found.last_reviewed) == ("Restart", "Ops", date(2026, 5, 1))
    one, two = found.steps
    assert (one.text, one.commands, one.expected) == (
        "Stop it",
        ("systemctl stop web",),
        "it stops.",
    )
    assert one.if_not == "If it does not, kill it."
    assert two.expected == "running"


def test_numbered_headings_are_steps_too() -> None:
    assert steps("# R\n\n## Step 1: Look\n\ntext\n\n## Step 2: Act\n\n```\ngo now\n```\n") == [
        "Look",
        "Act",
    ]


def test_bullets_are_steps_where_nothing_is_numbered_and_they_are_more_than_links() -> None:
    assert steps("# R\n\n## Diagnosis\n\n- Look at the pod\n- Check `kubectl get pods -A`\n") == [
        "Look at the pod",
        "Check kubectl get pods -A",
    ]
    assert steps("# R\n\n## Read\n\n- [one](a.md)\n- [two](b.md)\n") == []


def test_a_command_with_the_words_before_it_is_a_step() -> None:
    found = read(
        "# R\n\n## Mitigation\n\nDelete the old pods:\n\n    kubectl delete pod old\n"
    ).steps
    assert [(step.text, step.commands) for step in found] == [
        ("Delete the old pods", ("kubectl delete pod old",))
    ]


def test_parts_about_something_else_hold_no_steps() -> None:
    text = "# R\n\n## Meaning\n\n- a\n- b\n\n## Mitigation\n\n1. Do it\n\n## References\n\n1. x y\n"
    assert steps(text) == ["Do it"]


def test_front_matter_is_read_with_patience() -> None:
    found = read(
        "---\ntitle: 'Web: slow'\nowner_slack: '#ops'\nlast_reviewed_on: 2024-03-05\n---\nx"
    )
    assert (found.title, found.owner, found.last_reviewed) == (
        "Web: slow",
        "#ops",
        date(2024, 3, 5),
    )
    broken = read("---\ntitle: Web: slow\nowner: [a\n---\n1. go\n")
    assert broken.title == "Web: slow"
    assert len(broken.steps) == 1


def test_tags_of_other_tools_stay_text() -> None:
    assert read("# <%= title %>\n\n1. Run {{< code >}}\n").steps[0].text == "Run {{< code >}}"


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "---\n", "# ", "1.", "- ", "```\nopen", "\x00", "a" * 9_999, "> > > 1."]
)
def test_nothing_that_is_text_is_refused(text: str) -> None:
    assert read(text).title


def test_more_than_a_mebibyte_is_no_runbook() -> None:
    with pytest.raises(BadInput, match="more than a mebibyte"):
        read("x" * (1024 * 1024 + 1))


def test_the_starter_set_lacks_nothing() -> None:
    found = {file.path: read(file.body.decode(), file.path) for file in starter_files()}
    assert {path: check(runbook, TODAY) for path, runbook in found.items()} == dict.fromkeys(
        found, ()
    )
    database = found["database-connection-failure-webapp-prod.md"]
    assert database.title == "Database Connection Failure - webapp-prod"
    assert database.triggers == ("DB Connection Errors",)
    assert [step.expected[:14] for step in database.steps[1:4]] == [
        "HEALTHY",
        "the error rate",
        "it connects.",
    ]
    assert len(database.steps) == 5


def test_what_is_missing_is_told_by_rule() -> None:
    found = check(read("# R\n\n1. Do it\n2. Expected: so\n"), TODAY)
    assert [finding.rule for finding in found] == [
        "no_owner",
        "no_trigger",
        "no_expected_outcome",
        "no_escalation",
        "stale_review",
    ]
    assert found[2].text == "Step 1 does not say what to expect."
    old = check(read("---\nlast_reviewed: 2026-01-01\n---\n1. Go"), TODAY)[-1]
    assert old.text == "Last reviewed 2026-01-01, 326 days ago. Check that it holds."


def test_alerts_meet_runbooks_in_other_spellings() -> None:
    index = RunbookIndex((f.path, read(f.body.decode(), f.path)) for f in starter_files())
    first = index.match(MatchFacts(alerts=("DBConnErrors",)))[0]
    assert first.title == "Database Connection Failure - webapp-prod"
    assert first.reasons[0] == "the alert DBConnErrors meets its trigger “DB Connection Errors”"
    assert index.match(MatchFacts(words=("the printer is out of paper",))) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_edited_step_changes_its_own_lines_only(end: str) -> None:
    text = end.join(["---", "x: 1", "---", "# R", "", "1. One", "2. Two", "3. Three"])
    runbook = read(text)
    assert lines_of(text, runbook.steps[1].lines).strip() == "2. Two"
    assert replace_step(runbook, 2, "2. Two, better") == text.replace("2. Two", "2. Two, better")
    assert replace_step(runbook, 3, "3. Last") == text.replace("3. Three", "3. Last")
    with pytest.raises(BadInput, match="there is no step 9"):
        replace_step(runbook, 9, "x")


def test_the_day_of_review_is_set_in_place() -> None:
    assert set_reviewed("# R\n", TODAY) == "---\nlast_reviewed: 2026-11-23\n---\n# R\n"
    text = "---\ntitle: R\nlast_reviewed: 2020-01-01  \n---\nrest\n"
    assert set_reviewed(text, TODAY) == text.replace("2020-01-01", "2026-11-23")
    assert (
        set_reviewed("---\na: 1\n---\nb", TODAY) == "---\na: 1\nlast_reviewed: 2026-11-23\n---\nb"
    )


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_real_alert_runbooks_have_steps(path: Path) -> None:
    found = read(path.read_text(encoding="utf-8"), path.name)
    assert len(found.steps) > 2
    assert any(step.commands for step in found.steps)
    assert path.stem in found.triggers


@needs_the_real_ones
def test_every_real_runbook_imports_and_those_with_a_list_or_a_command_give_steps() -> None:
    files = sorted(REAL.rglob("*.md"))
    with_work, with_steps = 0, 0
    for path in files:
        text = path.read_bytes().decode()
        found = read(text, path.name)
        _, taken = split(text)
        blocks = blocks_of("\n".join(text.split("\n")[taken:]))
        if any(block.kind in ("item", "command") for block in blocks):
            with_work += 1
            with_steps += bool(found.steps)
    assert len(files) == 586
    assert with_steps / with_work >= 0.95


@needs_the_real_ones
def test_every_real_runbook_writes_back_to_the_byte() -> None:
    for path in REAL.rglob("*.md"):
        raw = path.read_bytes()
        text = raw.decode()
        runbook = read(text, path.name)
        for step in runbook.steps:
            assert replace_lines(text, step.lines, lines_of(text, step.lines)) == text
        assert runbook.text.encode() == raw


@needs_the_real_ones
def test_an_alert_finds_the_runbook_of_its_name_first() -> None:
    paths = [p for org in ("prometheus-operator", "openshift") for p in (REAL / org).rglob("*.md")]
    index = RunbookIndex(
        (str(path), read_runbook(path.read_text(encoding="utf-8"), path.name)) for path in paths
    )
    names = [p.stem for p in paths if p.stem.lower() not in ("readme", "_index", "index")]
    asked = names if os.environ.get("WARROOM_LONG") else names[::4]
    hits = sum(
        Path(index.match(MatchFacts(alerts=(name,)))[0].runbook).stem == name for name in asked
    )
    assert hits / len(asked) >= 0.9
