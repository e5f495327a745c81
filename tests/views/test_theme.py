"""The table of tokens keeps its promises, and a theme reaches every widget at once."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from models.domain.severity import Severity
from models.domain.stage import Stage
from tests.dressed import dress
from views.recolor import recolor_of
from views.shell.bars import TopBar
from views.theme import (
    NAMES,
    SCALES,
    Theme,
    apply_theme,
    follow_system,
    page_by_page,
    parse_color,
    resolved,
    theme_of,
    tokens,
)

GROUNDS = ("canvas", "surface", "raised", "overlay", "inset", "hover", "selected")
TINTS = ("accentbg", "okbg", "warnbg", "badbg", "infobg")


def luminance(color):
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def app(qapp):
    yield qapp
    apply_theme(qapp, "dark")


def too_weak(theme, inks, grounds, least):
    return [
        f"{ink} on {ground}: {found:.2f}"
        for ink, ground in itertools.product(inks, grounds)
        if (found := contrast(theme.color(ink), theme.color(ground))) < least
    ]


def test_contrast_is_measured_as_wcag_does():
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#E6EBF1"), QColor("#14181E")) == pytest.approx(14.9, abs=0.05)


@pytest.mark.parametrize("name", NAMES)
def test_text_can_be_read_on_every_surface_and_every_tint(name):
    assert too_weak(Theme(name), ("text", "text2", "text3"), GROUNDS + TINTS, 4.5) == []


@pytest.mark.parametrize("name", NAMES)
def test_words_with_a_meaning_can_be_read_where_they_stand(name):
    grounds = ("surface", "raised", "overlay", "canvas")
    assert too_weak(Theme(name), ("accent", "ok", "warn", "bad", "info"), grounds, 4.5) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("meaning", ["accent", "ok", "warn", "bad", "info", "drill"])
def test_a_meaning_can_be_read_on_its_own_tint(name, meaning):
    assert too_weak(Theme(name), (meaning,), (f"{meaning}bg",), 4.5) == []


@pytest.mark.parametrize("name", NAMES)
def test_outlines_and_the_focus_ring_can_be_seen(name):
    grounds = ("canvas", "surface", "raised")
    assert too_weak(Theme(name), ("control", "focus"), grounds, 3) == []
    assert too_weak(Theme(name), ("onaccent",), ("accentfill",), 4.5) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("severity", list(Severity))
def test_a_severity_can_be_read_on_its_badge_and_on_its_tint(name, severity):
    theme = Theme(name)
    colors = theme.severity(severity)
    assert contrast(colors.on, colors.fill) >= 4.5
    assert contrast(colors.text, theme.color("surface")) >= 4.5
    assert contrast(theme.color("text"), colors.tint) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_a_worse_severity_has_the_darker_fill_so_that_the_order_survives_without_hue(name):
    fills = [luminance(Theme(name).severity(Severity(p)).fill) for p in ("P0", "P1", "P2")]
    assert fills == sorted(fills)


@pytest.mark.parametrize("name", NAMES)
def test_stage_bars_can_be_seen(name):
    theme = Theme(name)
    weak = [s for s in Stage if contrast(theme.stage(s), theme.color("surface")) < 3]
    assert weak == []


def test_every_token_has_a_colour_for_dark_and_for_light():
    table = tokens()
    pairs = [*table["colors"].values(), *table["stages"].values()]
    pairs += [pair for roles in table["severity"].values() for pair in roles.values()]
    assert all(len(pair) == 2 and all(QColor.isValidColorName(c) for c in pair) for pair in pairs)


def test_the_last_two_digits_of_a_long_colour_are_its_opacity():
    scrim = parse_color("#05070AA6")
    assert (scrim.red(), scrim.green(), scrim.blue(), scrim.alpha()) == (5, 7, 10, 166)


@pytest.mark.parametrize("scale", SCALES)
def test_sizes_and_type_grow_with_the_text_size(scale):
    theme = Theme("dark", scale)
    assert theme.sp(100) == round(100 * scale)
    assert theme.font("clock").pixelSize() == round(30 * scale)


def test_figures_are_of_one_width_and_code_has_no_ligatures(app):
    apply_theme(app, "dark")
    theme = theme_of()
    assert QFontInfo(theme.font("body")).family() == "Inter"
    assert QFontInfo(theme.font("mono")).family() == "JetBrains Mono"
    assert theme.font("body").featureValue(QFont.Tag("tnum")) == 1
    assert theme.font("mono").featureValue(QFont.Tag("calt")) == 0


def test_a_font_handed_out_is_the_callers_own():
    theme = Theme("dark")
    theme.font("body").setPixelSize(99)
    assert theme.font("body").pixelSize() == 13


def test_large_type_is_set_tighter_and_a_weight_can_be_asked_for():
    theme = Theme("dark")
    assert theme.font("heading").letterSpacing() == 98.5
    assert theme.font("body").letterSpacing() != 98.5
    assert theme.font("body", 650).weight() == QFont.Weight.DemiBold


def test_the_palette_speaks_the_tokens(app):
    theme = apply_theme(app, "light")
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Window) == theme.color("canvas")
    assert palette.color(QPalette.ColorRole.PlaceholderText) == theme.color("text3")
    group = QPalette.ColorGroup.Disabled
    assert palette.color(group, QPalette.ColorRole.Text) == theme.color("disabled")


def test_widgets_find_the_theme_that_was_applied_last(app):
    widget = QWidget()
    apply_theme(app, "dark")
    applied = apply_theme(app, "light", 1.15)
    assert theme_of(widget) is applied
    widget.deleteLater()


@pytest.fixture
def stack(app, qtbot):
    dress(app, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    found = QStackedWidget(window)
    page_by_page(found)
    for _ in range(3):
        page = QWidget(found)
        found.addWidget(page)
        page.inside = QWidget(page)
    window.show()
    yield found
    recolor_of(app).finish()


def ground(widget):
    return widget.palette().color(QPalette.ColorRole.Window)


def test_another_theme_comes_to_a_page_that_nobody_sees_later_and_to_all_in_the_end(app, stack):
    apply_theme(app, "light")
    dark, light = Theme("dark").color("canvas"), Theme("light").color("canvas")
    assert ground(stack.window()) == light
    assert [ground(stack.widget(n).inside) for n in range(3)] == [dark] * 3
    recolor_of(app).finish()
    assert [ground(stack.widget(n).inside) for n in range(3)] == [light] * 3
    assert ground(QWidget(stack)) == light


def test_who_comes_to_a_page_before_the_theme_has_come_sees_it_in_the_new_one(app, stack):
    apply_theme(app, "light")
    stack.setCurrentIndex(2)
    assert ground(stack.widget(2).inside) == Theme("light").color("canvas")


def test_another_text_size_and_theme_at_once_come_to_every_page(app, stack):
    apply_theme(app, "light", 1.15)
    assert ground(stack.widget(1).inside) == Theme("light").color("canvas")


def test_inputs_have_the_ground_and_the_outline_of_the_theme(app, qtbot):
    theme = apply_theme(app, "light")
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setFixedSize(200, 34)
    picture = line.grab().toImage()
    assert picture.pixelColor(100, 17) == theme.color("inset")
    assert picture.pixelColor(100, 0) == theme.color("control")


def test_a_combo_box_is_as_high_as_the_design_says(app, qtbot):
    apply_theme(app, "dark")
    box = QComboBox()
    qtbot.addWidget(box)
    box.ensurePolished()
    assert abs(box.sizeHint().height() - 34) <= 1


class Box(QWidget):
    """A widget sized once, as most are."""

    def __init__(self):
        super().__init__()
        sp = theme_of(self).sp
        row = QHBoxLayout(self)
        row.setContentsMargins(sp(7), sp(3), sp(14), 0)
        row.setSpacing(sp(9))
        self.fixed = QWidget(self)
        self.fixed.setFixedHeight(sp(34))
        self.least = QToolButton(self)
        self.least.setText("Note")
        self.least.setFont(theme_of(self).font("label"))
        self.least.setMinimumHeight(sp(25))
        self.split = QSplitter(self)
        self.split.setHandleWidth(sp(10))
        for widget in (self.fixed, self.least, self.split):
            row.addWidget(widget)
        row.addSpacing(sp(11))

    def sizes(self):
        row = self.layout()
        margins = row.contentsMargins()
        return {
            "margins": (margins.left(), margins.top(), margins.right(), margins.bottom()),
            "gap": row.spacing(),
            "spacer": row.itemAt(3).spacerItem().sizeHint().width(),
            "fixed": (self.fixed.minimumHeight(), self.fixed.maximumHeight()),
            "open": self.fixed.maximumWidth(),
            "least": self.least.minimumHeight(),
            "font": self.least.font().pixelSize(),
            "hint": self.least.sizeHint().width(),
            "handle": self.split.handleWidth(),
        }


@pytest.mark.parametrize("scale", SCALES)
def test_a_window_that_is_open_takes_another_text_size_as_if_it_had_started_so(app, qtbot, scale):
    apply_theme(app, "dark")
    box = Box()
    qtbot.addWidget(box)
    box.sizes()
    apply_theme(app, "dark", scale)
    fresh = Box()
    qtbot.addWidget(fresh)
    assert box.sizes() == fresh.sizes()


def test_sizes_do_not_drift_however_often_the_text_size_is_changed(app, qtbot):
    apply_theme(app, "dark")
    box = Box()
    qtbot.addWidget(box)
    before = box.sizes()
    for scale in (1.3, 0.9, 1.15, 0.9, 1.3, 1.0):
        apply_theme(app, "dark", scale)
    assert box.sizes() == before


def test_a_bar_grows_with_its_text(app, qtbot):
    apply_theme(app, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    bar = TopBar(window)
    apply_theme(app, "dark", 1.3)
    assert bar.minimumHeight() == bar.maximumHeight() == 65


@pytest.mark.parametrize("name", NAMES)
def test_high_contrast_draws_faint_words_and_lines_stronger(name):
    plain, strong = Theme(name), Theme(name, high_contrast=True)
    assert strong.color("text3") == plain.color("text2")
    assert strong.color("line") == plain.color("control")
    assert too_weak(strong, ("line",), ("canvas", "surface", "raised"), 3) == []


def test_dark_and_light_are_taken_as_said_and_the_system_is_asked(app):
    apply_theme(app, "light")
    assert resolved(app, "dark") == "dark"
    assert resolved(app, "light") == "light"
    assert resolved(app, "system") in NAMES


def test_a_system_that_does_not_say_is_not_read_from_our_own_palette(app):
    apply_theme(app, "dark")
    before = resolved(app, "system")
    for name in NAMES:
        apply_theme(app, name)
        assert resolved(app, "system") == before


def test_a_change_of_the_desktop_is_heard(app):
    heard = []
    follow_system(app, lambda: heard.append(resolved(app, "system")))
    app.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert len(heard) == 1
