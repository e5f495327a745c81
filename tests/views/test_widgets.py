"""What the painted widgets show, say and answer to."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.domain.severity import Severity
from models.domain.stage import Stage
from tests.dressed import dress
from views.theme import apply_theme, theme_of
from views.widgets.avatar import Avatar, initials
from views.widgets.badge import SeverityBadge
from views.widgets.banner import Banner
from views.widgets.button import Button, IconButton
from views.widgets.check import CheckBox
from views.widgets.chip import Chip
from views.widgets.countdown import CountdownRing
from views.widgets.dialog import DialogFrame
from views.widgets.elide import ElideLabel
from views.widgets.empty import EmptyState
from views.widgets.keycap import KeyCap
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Panel
from views.widgets.segments import Segment, Segments
from views.widgets.stage_bar import StageBar
from views.widgets.stepper import Step, Stepper
from views.widgets.toast import Toast

MINUTE = 60_000
STEPS = (
    Step(Stage.DETECTION, "done", "2 m 21 s", 1),
    Step(Stage.TRIAGE, "done", "11 m 35 s", 1),
    Step(Stage.MITIGATION, "now", "31 m 52 s · 3 of 6 steps", 0.5),
    Step(Stage.RESOLUTION, "ahead", "next"),
    Step(Stage.POST_MORTEM, "ahead", "later"),
)


@pytest.fixture
def theme(qapp):
    yield dress(qapp, "dark")
    dress(qapp, "dark")


@pytest.fixture
def put(qtbot, theme):
    """A widget at its own size, or at the one given, ready to be looked at."""

    def made(widget, width=0, height=0):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        hint = widget.sizeHint()
        widget.resize(width or hint.width(), height or hint.height())
        return widget

    return made


def pixels(widget, left=0.0, right=1.0):
    """The colours between two shares of the width."""
    image = widget.grab().toImage()
    columns = range(int(image.width() * left), int(image.width() * right))
    return [QColor(image.pixel(x, y)).name() for x in columns for y in range(image.height())]


def share(widget, color, left=0.0, right=1.0):
    found = pixels(widget, left, right)
    return found.count(color.name()) / len(found)


@pytest.mark.parametrize("severity", list(Severity))
def test_a_badge_is_filled_and_inked_in_its_severitys_colours(put, theme, severity):
    badge = put(SeverityBadge(severity, "xl"))
    colors = theme.severity(severity)
    assert share(badge, colors.fill) > 0.5
    assert share(badge, colors.on) > 0.03
    assert badge.accessibleName() == f"Severity {severity.value}, {severity.word.lower()}"


def test_badges_of_two_severities_differ_in_shape_and_not_in_colour_alone(put, theme):
    def shape(severity):
        badge = put(SeverityBadge(severity, "xl"))
        image = badge.grab().toImage()
        ink = theme.severity(severity).on.name()
        columns, rows = range(8, 36), range(image.height())
        return {(x, y) for x in columns for y in rows if QColor(image.pixel(x, y)).name() == ink}

    shapes = [shape(severity) for severity in Severity]
    assert all(one for one in shapes)
    assert all(len(one ^ other) > 30 for one, other in pairwise(shapes))


@pytest.mark.parametrize(("size", "height"), [("s", 18), ("m", 22), ("l", 34), ("xl", 46)])
def test_a_badge_has_the_height_of_its_size(put, size, height):
    assert put(SeverityBadge(Severity.P0, size)).height() == height


def test_a_badge_in_a_drill_never_wears_the_severitys_fill(put, theme):
    badge = put(SeverityBadge(Severity.P0, "xl", drill=True))
    assert share(badge, theme.severity(Severity.P0).fill) == 0
    assert share(badge, theme.color("drillbg")) > 0.4


def test_pale_badges_are_outlined_in_the_light_theme(put, qapp):
    theme = dress(qapp, "light")
    edge = {
        severity: QColor(put(SeverityBadge(severity, "xl")).grab().toImage().pixel(40, 0))
        for severity in Severity
    }
    for severity in (Severity.P2, Severity.P3, Severity.P4):
        assert edge[severity] == theme.severity(severity).text
    for severity in (Severity.P0, Severity.P1):
        assert edge[severity] == theme.severity(severity).fill


def test_a_primary_button_is_filled_and_answers_to_enter_and_space(put, theme, qtbot):
    button = put(Button("Post update", "primary", "megaphone", ("U",)))
    pressed = []
    button.clicked.connect(lambda: pressed.append(1))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(pressed) == 3
    assert button.height() == 32
    assert share(button, theme.color("accentfill")) > 0.5
    assert button.accessibleName() == "Post update"


def test_a_button_that_cannot_be_used_answers_to_nothing_and_looks_so(put, theme, qtbot):
    button = put(Button("Send"))
    button.setEnabled(False)
    pressed = []
    button.clicked.connect(lambda: pressed.append(1))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == []
    assert share(button, theme.color("text")) == 0


def test_an_icon_alone_has_a_name_and_a_tip(put):
    button = put(IconButton("x", "Close this notice"))
    assert button.accessibleName() == button.toolTip() == "Close this notice"
    assert min(button.width(), button.height()) >= 24


@pytest.mark.parametrize(
    ("left", "color", "words"),
    [
        (11 * MINUTE, "accent", "Next update due in 11 minutes"),
        (4 * MINUTE, "warn", "Next update due in 4 minutes"),
        (-2 * MINUTE, "bad", "Next update 2 minutes late"),
    ],
)
def test_a_countdown_is_calm_then_soon_then_late(put, theme, left, color, words):
    ring = put(CountdownRing())
    ring.set_left(left, 15 * MINUTE)
    assert ring.accessibleName() == words
    others = {"accent", "warn", "bad"} - {color}
    assert share(ring, theme.color(color)) > 0.01
    assert all(share(ring, theme.color(other)) == 0 for other in others)


def test_a_stage_bar_carries_the_colours_that_were_reached(put, theme):
    bar = put(StageBar(Stage.MITIGATION), 300, 4)
    assert share(bar, theme.stage(Stage.MITIGATION)) > 0.1
    assert share(bar, theme.stage(Stage.RESOLUTION)) == 0
    assert bar.accessibleName() == "Stage 3 of 5, Mitigation"


def test_a_stepper_marks_where_we_are_and_how_far(put, theme):
    stepper = put(Stepper(), 1000, 46)
    stepper.set_steps(STEPS)
    assert stepper.accessibleName() == "Stage 3 of 5, mitigation, 31 m 52 s · 3 of 6 steps"
    whole = share(stepper, theme.stage(Stage.TRIAGE))
    half = share(stepper, theme.stage(Stage.MITIGATION))
    assert 0.35 < half / whole < 0.65
    assert share(stepper, theme.color("accentbg"), 0.41, 0.59) > 0.5
    assert share(stepper, theme.stage(Stage.RESOLUTION)) == 0


def test_a_stage_is_asked_for_by_click_and_by_keys(put, qtbot):
    stepper = put(Stepper(), 1000, 46)
    stepper.set_steps(STEPS)
    asked = []
    stepper.stage_requested.connect(asked.append)
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=QPoint(990, 20))
    qtbot.keyClick(stepper, Qt.Key.Key_Right)
    qtbot.keyClick(stepper, Qt.Key.Key_Return)
    assert asked == [Stage.POST_MORTEM, Stage.RESOLUTION]


def test_segments_are_chosen_by_click_and_by_arrow_keys(put, qtbot):
    segments = put(Segments([Segment(s.value, s.value, severity=s) for s in Severity]), 400)
    told = []
    segments.chosen.connect(told.append)
    qtbot.mouseClick(segments, Qt.MouseButton.LeftButton, pos=QPoint(390, 15))
    qtbot.keyClick(segments, Qt.Key.Key_Left)
    assert told == ["P4", "P3"]
    assert segments.accessibleName() == "P3"
    segments.set_current("P0")
    assert told == ["P4", "P3"]


def test_the_chosen_severity_is_shown_as_its_badge(put, theme):
    segments = put(Segments([Segment(s.value, s.value, severity=s) for s in Severity]), 400)
    assert share(segments, theme.severity(Severity.P0).fill, 0, 0.2) > 0.1
    assert share(segments, theme.severity(Severity.P1).fill) == 0


def test_a_long_line_is_cut_and_told_whole_in_its_tip(put):
    label = put(ElideLabel("Checkout API 5xx after deploy 2026.11.3"), 80)
    label.show()
    assert label.toolTip() == "Checkout API 5xx after deploy 2026.11.3"
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_initials_are_those_of_the_first_and_the_last_name():
    names = ("Priya Nair", "diego", "Ana de la Cruz", "k.berg", "")
    assert [initials(name) for name in names] == ["PN", "DI", "AC", "KB", "?"]


def test_nobody_is_an_empty_disc_with_a_name(put, theme):
    assert put(Avatar("Priya Nair")).accessibleName() == "Priya Nair"
    assert put(Avatar("")).accessibleName() == "Nobody"


def test_a_checkbox_is_ticked_anywhere_on_its_row(put, theme, qtbot):
    box = put(CheckBox("Freeze deploys"))
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 3, 10))
    assert box.isChecked()
    assert box.height() >= 24
    assert share(box, theme.color("accentfill")) > 0.02


def test_an_input_that_is_wrong_says_why_and_is_outlined(put, theme):
    line = put(LineInput("Started"), 200)
    line.set_wrong("Use a time before now, like 15:32.")
    assert line.accessibleDescription() == "Use a time before now, like 15:32."
    assert QColor(line.grab().toImage().pixel(100, 0)) == theme.color("bad")
    line.set_wrong("")
    assert QColor(line.grab().toImage().pixel(100, 0)) == theme.color("control")


def test_words_in_an_input_end_before_its_keys(put):
    assert put(LineInput("Note", keys=("Enter",))).textMargins().right() > 30


@pytest.fixture
def room(put, qtbot):
    window = put(QWidget(), 900, 600)
    behind = QLineEdit(window)
    QVBoxLayout(window).addWidget(behind)
    window.show()
    behind.setFocus()
    return window


def test_a_dialog_keeps_the_keyboard_inside_and_gives_it_back(room, qtbot):
    dialog = DialogFrame(room, 400)
    first, last = QLineEdit(), Button("Declare P1", "primary")
    dialog.card.addWidget(first)
    dialog.card.addWidget(last)
    dialog.open(first)
    assert room.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert dialog.isAncestorOf(room.focusWidget())
    dialog.close_dialog()
    assert not dialog.isVisible()


def test_escape_rejects_and_control_enter_accepts(room, qtbot):
    dialog = DialogFrame(room, 400)
    line, button = QLineEdit(), Button("Declare P1", "primary")
    dialog.card.addWidget(line)
    dialog.card.addWidget(button)
    dialog.open(line)
    told = []
    dialog.accepted.connect(lambda: told.append("accepted"))
    dialog.rejected.connect(lambda: told.append("rejected"))
    for widget in (line, button):
        qtbot.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(widget, Qt.Key.Key_Escape)
    assert told == ["accepted", "rejected"] * 2


def test_the_room_stays_visible_behind_a_dialog(room, theme):
    dialog = DialogFrame(room, 400)
    line = QLineEdit()
    dialog.card.addWidget(line)
    dialog.open(line)
    corner = QColor(room.grab().toImage().pixel(5, 590))
    assert corner != theme.color("canvas")
    assert corner != QColor("black")


def test_a_toast_says_what_was_done_and_takes_it_back(room, qtbot):
    toast = Toast(room)
    toast.say("Step 3 ticked", "Diego, 15:52", undo="Undo")
    assert toast.accessibleName() == "Step 3 ticked Diego, 15:52"
    assert room.rect().contains(toast.geometry())
    undo = next(b for b in toast.findChildren(Button) if b.text() == "Undo")
    with qtbot.waitSignal(toast.undo_requested):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_a_toast_goes_by_itself_unless_it_is_to_stay(room, qtbot, monkeypatch):
    monkeypatch.setattr(Toast, "SHOWN_MS", 1)
    toast = Toast(room)
    toast.say("Note added")
    qtbot.waitUntil(lambda: not toast.isVisible())
    toast.say("The update was not sent", kind="bad", stays=True)
    assert not toast._timer.isActive()


def test_notices_and_empty_places_say_their_words(put):
    banner = put(Banner())
    banner.say("Offline. Everything is saved on this computer.", "It will be sent later.")
    said = "Offline. Everything is saved on this computer. It will be sent later."
    assert banner.accessibleName() == said
    assert put(EmptyState("tray", "Nothing waits for you")).findChild(Label).text()


def test_small_parts_have_names_for_a_screen_reader(put):
    assert put(KeyCap("Enter")).accessibleName() == "Key Enter"
    assert put(Chip("live")).accessibleName() == "live"
    assert put(Panel("Runbook", "list-numbers", "B")).accessibleName() == "Runbook"


def sample():
    window = QWidget()
    column = QVBoxLayout(window)
    panel = Panel("Impact and severity", "pulse", "S")
    panel.set_count(3)
    stepper = Stepper()
    stepper.set_steps(STEPS)
    for part in (
        SeverityBadge(Severity.P2),
        Label("Users affected", "label", "text2"),
        ElideLabel("about 12,400"),
        Button("Post update", "primary", "megaphone", ("U",)),
        CheckBox("Freeze deploys"),
        Segments([Segment("all", "All 31"), Segment("key", "Key 8")]),
        LineInput("Note", "Log a note", "note-pencil", ("Enter",)),
        Chip("live", "ok", "okbg", "broadcast"),
        Avatar("Priya Nair"),
        stepper,
    ):
        panel.body.addWidget(part)
    column.addWidget(panel)
    return window


def differing(one, other):
    return sum(x != y for x, y in zip(pixels(one), pixels(other), strict=True)) / len(pixels(one))


def test_a_change_of_theme_reaches_widgets_that_are_already_there(qapp, put, qtbot):
    dress(qapp, "dark")
    old = put(sample(), 700, 620)
    with qtbot.waitExposed(old):
        old.show()
    dress(qapp, "light")
    new = put(sample(), 700, 620)
    with qtbot.waitExposed(new):
        new.show()
    old.setFocus()
    new.setFocus()
    assert theme_of(old).name == "light"
    assert differing(old, new) < 0.002


@pytest.mark.parametrize("kind", [Label, Button, CheckBox, Segments, LineInput, Chip, Stepper])
def test_a_larger_text_size_makes_widgets_higher_that_are_already_there(qapp, put, qtbot, kind):
    dress(qapp, "dark")
    window = put(sample(), 900, 900)
    with qtbot.waitExposed(window):
        window.show()
    part = window.findChild(kind)
    before = part.sizeHint().height()
    apply_theme(qapp, "dark", 1.3)
    assert part.sizeHint().height() >= 1.2 * before
