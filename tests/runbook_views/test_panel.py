"""The runbook in the room, with the keys alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from models.domain.runbook import StepState
from tests.runbook_views.samples import NOW, OFFERS, PLANS, RUN, fresh_run, long_run, step
from views.room.runbook_panel import RunbookPanel
from views.runbooks.command_block import CommandBlock
from views.runbooks.open_step import OpenStep
from views.runbooks.step_list import ShortRow
from views.widgets.wrap import WrapText

Key = Qt.Key


@pytest.fixture
def panel(put):
    shown = put(RunbookPanel(lambda: NOW, "Mei Tanaka"), 360, 460)
    shown.show_run(fresh_run(), ())
    shown.setFocus()
    return shown


@pytest.fixture
def marks(panel):
    told = []
    panel.step_marked.connect(lambda n, state: told.append((n, state)))
    return told


def opened(panel):
    return next(part for part in panel.findChildren(OpenStep) if part.isVisible())


def button(panel, words):
    return next(
        part
        for part in panel.findChildren(QAbstractButton)
        if part.isVisible() and words in (part.text(), part.accessibleName())
    )


def test_space_ticks_three_steps_and_moves_on(panel, marks, qtbot):
    for _ in range(3):
        qtbot.keyClick(panel, Key.Key_Space)
    assert marks == [(n, StepState.DONE) for n in (1, 2, 3)]
    assert opened(panel).step.n == 4
    assert panel.hasFocus()


def test_x_marks_a_failure_and_enter_goes_where_the_runbook_says(panel, marks, qtbot):
    qtbot.keyClick(panel, Key.Key_Space)
    qtbot.keyClick(panel, Key.Key_X)
    assert any(part.text() == "Go to step 5." for part in panel.findChildren(WrapText))
    qtbot.keyClick(panel, Key.Key_Return)
    assert marks == [(1, StepState.DONE), (2, StepState.FAILED), (5, StepState.NOW)]
    assert opened(panel).step.n == 5


def test_a_failure_of_the_last_step_ends_in_escalation(panel, marks, qtbot):
    last = [step(plan, StepState.DONE, ended_at=NOW) for plan in PLANS[:4]]
    panel.show_run(replace(RUN, uid="run-9", steps=(*last, step(PLANS[4]))), ())
    qtbot.keyClick(panel, Key.Key_X)
    with qtbot.waitSignal(panel.escalate_requested):
        qtbot.keyClick(panel, Key.Key_Return)


def test_c_copies_the_command_and_e_escalates(panel, qtbot):
    with qtbot.waitSignal(panel.copied) as copied:
        qtbot.keyClick(panel, Key.Key_C)
    assert copied.args == [PLANS[0].commands[0]]
    with qtbot.waitSignal(panel.escalate_requested):
        qtbot.keyClick(panel, Key.Key_E)


def test_j_and_k_open_another_step_and_mark_nothing(panel, marks, qtbot):
    for key in (Key.Key_J, Key.Key_J, Key.Key_K):
        qtbot.keyClick(panel, key)
    assert opened(panel).step.n == 2
    assert marks == []


def test_enter_opens_the_page(panel, qtbot):
    with qtbot.waitSignal(panel.page_requested):
        qtbot.keyClick(panel, Key.Key_Return)


def test_a_key_with_control_is_not_for_the_runbook(panel, marks, qtbot):
    qtbot.keyClick(panel, Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert marks == []


def test_what_was_clicked_gives_the_keyboard_back_to_the_panel(panel, marks, qtbot):
    done = button(panel, "Done")
    done.setFocus()
    qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.hasFocus)
    qtbot.keyClick(panel, Key.Key_Space)
    assert [n for n, _ in marks] == [1, 2]


def test_the_present_step_is_open_and_the_others_are_a_line(panel):
    panel.show_run(RUN, ())
    assert opened(panel).step.n == 3
    rows = [row.step.n for row in panel.findChildren(ShortRow) if row.isVisible()]
    assert rows == [1, 2, 4, 5]
    assert "did not work" not in panel.accessibleDescription()


def test_the_offered_runbooks_say_why_and_start_by_enter(panel, qtbot):
    panel.show_run(None, OFFERS)
    said = [part.text() for part in panel.findChildren(WrapText) if part.isVisible()]
    assert said[0] == "Database Connection Failure, webapp-prod"
    assert "Its title names webapp-prod" in said
    with qtbot.waitSignal(panel.start_requested) as started:
        qtbot.keyClick(panel, Key.Key_Return)
    assert started.args == ["book-1"]


def test_forty_steps_scroll_to_the_present_one_and_cut_nothing(panel, qtbot):
    panel.show_run(long_run(), ())
    here = opened(panel)
    view = panel._scroll.viewport()
    qtbot.waitUntil(lambda: 0 <= here.mapTo(view, here.rect().topLeft()).y() < view.height())
    blocks = here.findChildren(CommandBlock)
    assert len(blocks) == 2
    assert all(block.width() <= view.width() for block in blocks)
    words = here.findChildren(WrapText)
    qtbot.waitUntil(
        lambda: all(part.height() >= part.heightForWidth(part.width()) - 1 for part in words)
    )
