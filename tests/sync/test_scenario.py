"""Scenario S3: two laptops apart, a conflict and a clock that is wrong; `product.md` has it."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.choose import Choose, choose
from models.actions.declare import Declare, declare
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.import_bundle import import_bundle
from models.actions.import_runbooks import ImportRunbooks, RunbookFile, import_runbooks
from models.actions.note import Correct, Note, correct, note
from models.actions.run import MarkStep, StartRun, mark_step, start_run
from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.queries import export, timeline
from tests.sync.world import Desktop, World

RUNBOOK = b"# Checkout\n\n" + b"\n".join(b"%d. Do thing %d" % (n, n) for n in range(1, 7))


def begun(ana: Desktop) -> tuple[str, str]:
    import_runbooks(ImportRunbooks([RunbookFile("checkout.md", RUNBOOK)], "samples"), ana.desk)
    uid = declare(Declare("Checkout fails", severity=Severity.P0), ana.desk)
    start_run(StartRun(uid, "Checkout"), ana.desk)
    first = note(Note(uid, "errors are rising"), ana.desk)
    return uid, first


def of_ana(desk: Desk, uid: str, n1: str) -> None:
    change_severity(ChangeSeverity(uid, Severity.P1, "half of it works"), desk)
    describe(Describe(uid, "summary", "db pool saturated"), desk)
    mark_step(MarkStep(uid, 4, StepState.DONE), desk)
    for n in range(3):
        note(Note(uid, f"Ana's note {n}"), desk)
    correct(Correct(n1, "errors rise on checkout"), desk)


def of_dee(desk: Desk, uid: str, n1: str) -> None:
    change_severity(ChangeSeverity(uid, Severity.P0, "it is all of it"), desk)
    describe(Describe(uid, "summary", "primary disk full"), desk)
    mark_step(MarkStep(uid, 5, StepState.DONE), desk)
    for n in range(2):
        note(Note(uid, f"Dee's note {n}"), desk)
    correct(Correct(n1, "errors rise everywhere"), desk)


def expect_settled(ana: Desktop, dee: Desktop, uid: str, before: set[bytes]) -> None:
    assert ana.exported(uid) == dee.exported(uid)
    assert ana.verified()
    assert dee.verified()
    for desktop in (ana, dee):
        found = desktop.incident(uid)
        assert found.severity is Severity.P0
        assert {c.field for c in found.conflicts} == {"severity", "summary"}
        steps = {step.n: step.state for step in found.runs[0].steps}
        assert steps[4] is steps[5] is StepState.DONE
        rows = timeline.every(desktop.database.connection, uid, timeline.Filter())
        assert sum("note" in row.text for row in rows) == 5
        assert before < desktop.operations(uid)


def apart(world: World, ana: Desktop, dee: Desktop, uid: str, n1: str) -> set[bytes]:
    """What both do while the network is down; gives the operations of it."""
    before = ana.operations(uid)
    world.clock.pass_by(minutes=40)
    of_ana(ana.desk, uid, n1)
    world.clock.pass_by(seconds=20)
    of_dee(dee.desk, uid, n1)
    return ana.operations(uid) | dee.operations(uid) - before


@pytest.mark.parametrize("first", ["Ana", "Dee"])
def test_s3_over_a_server(world: World, first: str) -> None:
    ana, dee = world.desktop("Ana"), world.desktop("Dee")
    dee.skew = timedelta(minutes=7)
    uid, n1 = begun(ana)
    world.settle()
    before = ana.operations(uid)
    done = apart(world, ana, dee, uid, n1)
    order = [ana, dee] if first == "Ana" else [dee, ana]
    for desktop in (*order, order[0]):
        desktop.sync()
    expect_settled(ana, dee, uid, before)
    assert ana.operations(uid) == before | done

    words = {
        row.text: row.clock_offset_ms
        for row in timeline.every(ana.database.connection, uid, timeline.Filter())
    }
    assert words["Dee's note 0"] == pytest.approx(7 * 60_000, abs=1_000)
    assert words["Ana's note 0"] is None
    again = [desktop.sync() for desktop in (ana, dee)]
    assert [(done.pushed, done.pulled, done.waiting) for done in again] == [(0, 0, 0)] * 2

    for conflict in ana.incident(uid).conflicts:
        choose(Choose(conflict.id, 1), ana.desk)
    world.settle()
    assert not dee.incident(uid).conflicts
    assert ana.exported(uid) == dee.exported(uid)


def carry(giver: Desktop, taker: Desktop, uid: str) -> None:
    import_bundle(export.incident_as_archive(giver.database.connection, uid), taker.desk)


@pytest.mark.parametrize("first", ["Ana", "Dee"])
def test_s3_by_a_file_on_a_stick(world: World, first: str, tmp_path: Path) -> None:
    ana, dee = world.desktop("Ana", role=None), world.desktop("Dee", role=None)
    dee.skew = timedelta(minutes=7)
    uid, n1 = begun(ana)
    carry(ana, dee, uid)
    before = ana.operations(uid)
    apart(world, ana, dee, uid, n1)
    giver, taker = (ana, dee) if first == "Ana" else (dee, ana)
    carry(giver, taker, uid)
    carry(taker, giver, uid)
    expect_settled(ana, dee, uid, before)
    rows = timeline.every(ana.database.connection, uid, timeline.Filter())
    late = {row.text: row for row in rows}["Dee's note 0"]
    assert late.clock_is_least
    assert late.clock_offset_ms is not None and late.clock_offset_ms <= 7 * 60_000
