"""A runbook at work in an incident: who did what, what was seen, what came of it before."""

from pathlib import Path

import pytest

from app.runbook_folder import commit_of, read_folder, write_back
from models.actions.declare import Declare, declare
from models.actions.edit_runbook import EditRunbook, edit_runbook
from models.actions.import_runbooks import ImportRunbooks, RunbookFile, import_runbooks
from models.actions.run import EscalateRun, MarkStep, StartRun, escalate_run, mark_step, start_run
from models.actions.undo import Undo, undo
from models.domain.errors import BadInput, NotFound, NothingToDo, Refused
from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.queries.runbooks import earlier_runs, match_incident, step_statistics, works
from models.store import runbooks
from tests.actions.conftest import Room, moment

TEXT = """---
owner: Ops
triggers: [Web is slow]
escalation: [Head of web]
---
# Web is slow

1. Look at the graph. Expected: a spike.
2. Restart it. Expected: it is fast.
3. Call somebody.
"""


@pytest.fixture
def room(data_dir: Path) -> Room:
    room = Room(data_dir)
    room.at("16:00")
    file = RunbookFile("web.md", TEXT.encode())
    import_runbooks(ImportRunbooks((file,), "ours"), room.desk)
    declare(Declare("Web is slow today", Severity.P1), room.desk)
    return room


def kept(room: Room) -> runbooks.Kept:
    return runbooks.every(room.database.connection)[0]


def step(room: Room, n: int):
    return room.incident().runs[-1].step(n)


def test_importing_again_changes_nothing_and_an_edited_file_is_updated(room: Room) -> None:
    same = RunbookFile("web.md", TEXT.encode())
    other = RunbookFile("web.md", TEXT.replace("graph", "dashboard").encode())
    assert import_runbooks(ImportRunbooks((same,), "ours"), room.desk).unchanged == 1
    assert import_runbooks(ImportRunbooks((other,), "ours"), room.desk).updated == 1
    binary = RunbookFile("x.md", b"\xff\xfe\x00")
    done = import_runbooks(ImportRunbooks((binary,), "ours"), room.desk)
    assert done.rejected == (("x.md", "It is not a text."),)


def test_it_is_offered_with_the_reason(room: Room) -> None:
    found = match_incident(room.database.connection, room.incident())[0]
    assert found.title == "Web is slow"
    assert "the words of its trigger “Web is slow”" in found.reasons


def test_a_step_keeps_who_when_and_what_was_seen_against_what_was_expected(room: Room) -> None:
    room.at("16:01")
    start_run(StartRun("INC-1", "Web is slow"), room.desk)
    room.at("16:02")
    mark_step(MarkStep("INC-1", 1, StepState.NOW), room.seat("Cy"))
    room.at("16:05")
    marked = MarkStep("INC-1", 1, StepState.DONE, observed="no spike", mismatch=True)
    mark_step(marked, room.seat("Cy"))
    found = step(room, 1)
    assert (found.person, found.began_at, found.ended_at) == (
        "Cy",
        moment("16:02"),
        moment("16:05"),
    )
    assert (found.observed, found.mismatch) == ("no spike", True)
    assert "Step 1 done: Look at the graph. Observed: no spike (not as expected)" in room.texts()
    with pytest.raises(NothingToDo, match="Step 1 is done already"):
        mark_step(MarkStep("INC-1", 1, StepState.DONE), room.desk)


def test_skipping_needs_a_reason_and_a_step_that_is_none_is_refused(room: Room) -> None:
    start_run(StartRun("INC-1", kept(room).uid[:8]), room.desk)
    with pytest.raises(Refused, match="needs a reason"):
        mark_step(MarkStep("INC-1", 2, StepState.SKIPPED), room.desk)
    with pytest.raises(NotFound, match="has 3 steps; there is no step 9"):
        mark_step(MarkStep("INC-1", 9, StepState.DONE), room.desk)
    mark_step(MarkStep("INC-1", 2, StepState.SKIPPED, reason="tried yesterday"), room.desk)
    assert step(room, 2).reason == "tried yesterday"
    undo(Undo(), room.desk)
    assert step(room, 2).state is StepState.NOT_STARTED


def test_without_a_run_there_is_nothing_to_mark(room: Room) -> None:
    with pytest.raises(NotFound, match="No runbook is at work here"):
        mark_step(MarkStep("INC-1", 1, StepState.DONE), room.desk)


def test_escalating_names_the_ladder_and_is_kept(room: Room) -> None:
    start_run(StartRun("INC-1", "Web"), room.desk)
    assert escalate_run(EscalateRun("INC-1"), room.desk) == ("Head of web",)
    assert room.incident().runs[0].escalated_at is not None


def test_how_steps_went_before_is_counted(room: Room) -> None:
    for n in (1, 2, 3):
        if n > 1:
            declare(Declare(f"Slow again {n}", Severity.P2), room.desk)
        room.at(f"17:0{n}")
        start_run(StartRun(f"INC-{n}", "Web"), room.desk)
        mark_step(MarkStep(f"INC-{n}", 1, StepState.NOW), room.desk)
        room.at(f"17:1{n}")
        mark_step(MarkStep(f"INC-{n}", 1, StepState.DONE), room.desk)
        if n < 3:
            mark_step(MarkStep(f"INC-{n}", 2, StepState.FAILED), room.desk)
    connection, uid = room.database.connection, kept(room).uid
    stats = step_statistics(connection, uid)
    assert (stats[1].done, stats[1].median_ms) == (3, 600_000)
    assert stats[2].failed == 2
    assert stats[2].is_shaky
    assert not stats[1].is_shaky
    assert works(connection, uid) == (1, 3)
    assert [run.outcome for run in earlier_runs(connection, uid)] == [
        "Step 1 was the last done",
        "Step 2 did not help",
        "Step 2 did not help",
    ]


def test_the_text_a_run_followed_stays_when_the_runbook_changes(room: Room) -> None:
    start_run(StartRun("INC-1", "Web"), room.desk)
    before = kept(room)
    edit_runbook(EditRunbook(before.uid, TEXT.replace("graph", "logs"), before.sha256), room.desk)
    assert "graph" in room.incident().runs[0].text
    assert kept(room).runbook.steps[0].text == "Look at the logs"
    with pytest.raises(Refused, match="Somebody changed this runbook"):
        edit_runbook(EditRunbook(before.uid, TEXT + "\n4. More", before.sha256), room.desk)


def test_a_folder_is_read_with_its_commit_and_written_back_only_where_unchanged(
    tmp_path: Path,
) -> None:
    git = tmp_path / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text(f"# pack-refs\n{'a' * 40} refs/heads/main\n")
    (tmp_path / "web.md").write_text(TEXT)
    (tmp_path / ".hidden.md").write_text("x")
    (tmp_path / "out.md").symlink_to("/etc/hostname")
    files, rejected = read_folder(tmp_path)
    assert [file.path for file in files] == ["web.md"]
    assert rejected == [("out.md", "It is a link that leads out of the folder.")]
    assert commit_of(tmp_path) == "a" * 40
    write_back(tmp_path, "web.md", TEXT + "4. More\n", TEXT)
    assert (tmp_path / "web.md").read_text().endswith("4. More\n")
    with pytest.raises(Refused, match="was changed by somebody else"):
        write_back(tmp_path, "web.md", "x", TEXT)
    with pytest.raises(Refused, match="is not in"):
        write_back(tmp_path, "../web.md", "x", TEXT)
    with pytest.raises(BadInput, match="is no folder"):
        read_folder(tmp_path / "none")
