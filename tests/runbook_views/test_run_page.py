"""The page of a run: keys, what is typed, and what stands beside."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from models.domain.runbook import StepState
from tests.runbook_views.samples import CONTACTS, NOW, PLANS, RUN, fresh_run, long_run
from views.runbooks.markdown import MarkdownText
from views.runbooks.run_page import RunPage
from views.runbooks.states import StepNote, with_mark
from views.runbooks.step_list import StepRow
from views.runbooks.words import present
from views.theme import apply_theme
from views.widgets.turns import waiting
from views.widgets.wrap import WrapText

Key = Qt.Key


class Desk:
    """The page with what a presenter does behind it."""

    def __init__(self, page, view):
        self.page, self.view, self.marks = page, view, []
        page.step_marked.connect(self.mark)
        page.looked_at.connect(lambda n: page.show_run(self.view, n))
        self.show()

    def mark(self, n, state, note):
        self.marks.append((n, state, note))
        self.view = with_mark(self.view, n, state, note, NOW, "Mei Tanaka")
        self.show()

    def show(self):
        at = present(self.view)
        self.page.show_run(self.view, at.n if at else len(self.view.steps))


@pytest.fixture
def desk(put, qtbot):
    page = put(RunPage(lambda: NOW), 1500, 780)
    made = Desk(page, fresh_run())
    page.start()
    whole(qtbot)
    return made


def whole(qtbot):
    """What stands beside the steps comes a turn behind them."""
    qtbot.waitUntil(lambda: not waiting())


def test_three_steps_by_space_one_by_x_and_one_skipped_with_a_reason(desk, qtbot):
    page = desk.page
    for _ in range(3):
        qtbot.keyClick(page.steps, Key.Key_Space)
    qtbot.keyClick(page.steps, Key.Key_X)
    qtbot.mouseClick(page.step.foot.skip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.step.foot.reason.hasFocus)
    qtbot.keyClicks(page.step.foot.reason, "The DBA is here")
    qtbot.keyClick(page.step.foot.reason, Key.Key_Return)
    assert [(n, state) for n, state, _ in desk.marks] == [
        (1, StepState.DONE),
        (2, StepState.DONE),
        (3, StepState.DONE),
        (4, StepState.FAILED),
        (5, StepState.SKIPPED),
    ]
    assert desk.marks[-1][2].reason == "The DBA is here"
    assert page.steps.hasFocus()


def test_a_step_is_not_skipped_without_a_reason(desk, qtbot):
    foot = desk.page.step.foot
    foot.ask_reason()
    qtbot.keyClick(foot.reason, Key.Key_Return)
    assert desk.marks == []
    assert foot.reason.accessibleDescription() == "Say in a few words why; the timeline keeps it."
    qtbot.keyClick(foot.reason, Key.Key_Escape)
    assert foot.skip.isVisible()


def test_what_was_seen_goes_with_the_mark(desk, qtbot):
    step = desk.page.step
    qtbot.keyClicks(step.observed, "x and c and space")
    step.match.setFocus()
    qtbot.keyClick(step.match, Key.Key_Right)
    qtbot.mouseClick(step.foot.done, Qt.MouseButton.LeftButton)
    note = StepNote("x and c and space", mismatch=True)
    assert desk.marks == [(1, StepState.DONE, note)]
    assert step.observed.text() == ""


def test_what_is_typed_is_kept_while_another_step_is_looked_at(desk, qtbot):
    page = desk.page
    qtbot.keyClicks(page.step.observed, "half a thought")
    page.start()
    qtbot.keyClick(page.steps, Key.Key_J)
    assert page.step.observed.text() == ""
    qtbot.keyClick(page.steps, Key.Key_Up)
    assert page.step.observed.text() == "half a thought"


def test_a_failure_says_what_the_runbook_says_and_enter_goes_there(desk, qtbot):
    page = desk.page
    qtbot.keyClick(page.steps, Key.Key_Space)
    qtbot.keyClick(page.steps, Key.Key_X)
    assert page.step.then.text() == "Go on with step 5"
    qtbot.keyClick(page.steps, Key.Key_Return)
    assert desk.marks[-1][:2] == (5, StepState.NOW)


def test_c_copies_and_e_escalates(desk, qtbot):
    with qtbot.waitSignal(desk.page.copied) as copied:
        qtbot.keyClick(desk.page.steps, Key.Key_C)
    assert copied.args == [PLANS[0].commands[0]]
    with qtbot.waitSignal(desk.page.escalate_requested):
        qtbot.keyClick(desk.page.steps, Key.Key_E)


def test_pasted_output_is_attached_once(desk, qtbot):
    step = desk.page.step
    assert not step.attach.isEnabled()
    step.output.setPlainText("pod/webapp-prod Ready")
    with qtbot.waitSignal(desk.page.attached) as attached:
        qtbot.mouseClick(step.attach, Qt.MouseButton.LeftButton)
    assert attached.args == [1, "pod/webapp-prod Ready"]
    assert not step.attach.isEnabled()


def test_a_contact_is_copied_and_nobody_is_called(desk, qtbot):
    first = desk.page.ladder.findChild(type(desk.page.step.attach), "")
    assert first.accessibleName() == "Copy contact of Rafael Costa"
    with qtbot.waitSignal(desk.page.copied) as copied:
        first.click()
    assert copied.args == [CONTACTS[0].reach]


def test_a_summary_that_a_person_changed_is_left_alone(desk, qtbot):
    page = desk.page
    page.show_run(replace(RUN, summary="Written anew"), 3)
    whole(qtbot)
    assert page.summary.edit.toPlainText() == "Written anew"
    page.summary.edit.setPlainText("My own words")
    page.show_run(replace(RUN, summary="Written once more"), 3)
    whole(qtbot)
    assert page.summary.edit.toPlainText() == "My own words"


def test_the_timer_turns_late_by_the_clock(desk):
    desk.page.show_run(RUN, 3)
    assert desk.page.step._timer.text() == "3:12"
    assert desk.page.step._usual.text() == "of about 6 min"


def test_a_link_is_followed_only_after_asking(desk, qtbot):
    page = desk.page
    page.show_run(RUN, 4)
    detail = page.step._detail
    detail.link_asked.emit("https://wiki.example/net")
    bar = page.step._link_bar
    assert bar.isVisible()
    with qtbot.waitSignal(page.link_opened) as opened:
        bar.follow.click()
    assert opened.args == ["https://wiki.example/net"]


def test_markdown_fetches_nothing_and_shows_no_raw_html(put):
    written = "![map](https://wiki.example/a.png)\n\n<img src='https://x.example/b.png'> **bold**"
    shown = put(MarkdownText(written), 400, 200)
    assert "Picture: map" in shown.plain()
    assert "bold" in shown.plain()
    assert "\ufffc" not in shown.plain()
    assert shown.link_at(QPointF(2, 2)) == ""


@pytest.mark.parametrize("scale", [1.0, 1.3])
@pytest.mark.parametrize("size", [(1500, 800), (1228, 640)])
def test_nothing_is_cut_with_forty_long_steps(qtbot, qapp, size, scale):
    apply_theme(QApplication.instance(), "dark", scale)
    page = RunPage(lambda: NOW)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_run(long_run(), 15)
    page.show()
    qtbot.waitExposed(page)
    whole(qtbot)

    def cut():
        rows = [*page.findChildren(StepRow), *page.findChildren(WrapText)]
        return [
            row.accessibleName()
            for row in rows
            if row.isVisible() and row.height() < row.heightForWidth(row.width()) - 1
        ]

    qtbot.waitUntil(lambda: not cut())
    assert page.size().toTuple() == size
    foot = page.step.foot
    for button in (foot.done, foot.failed, foot.skip):
        assert button.width() >= button.sizeHint().width()
    apply_theme(QApplication.instance(), "dark")
