"""No state is told by its colour alone: every family of signs, drawn small and in grey."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from models.domain.runbook import StepState
from models.domain.severity import Severity
from models.domain.stage import Stage
from views.composer.checks_list import _LOOKS as CHECKS
from views.composer.words import DELIVERY_LOOKS
from views.icons import paint_icon
from views.kpis.plots import MARKERS
from views.review.action_rows import KIND_ICONS
from views.review.page_of import STATE_ICONS
from views.review.section_editor import ITEM_ICONS
from views.room.impact_panel import _STATUS as DEADLINES
from views.runbooks.marks import BOX, paint_mark
from views.sync.states import _LOOKS as LINKS
from views.theme import Theme, apply_theme
from views.widgets.badge import SeverityBadge
from views.widgets.needs_panel import LOOKS as NEEDS
from views.widgets.stepper import Step, Stepper
from views.widgets.toast import _ICONS as TOASTS

Draw = Callable[[Theme], QImage]

SIDE = 16
LEAST_APART = 0.04
"""Of the pixels of two signs, so many differ by a step that is seen."""
SEEN = 32
SAYS_IT = {frozenset(("late_update", "update"))}
"""Rows whose words say the difference: "late by 3 min" and "due in 3 min"."""


def _sign(icon: str, color: str) -> Draw:
    def draw(theme: Theme) -> QImage:
        image = _ground(theme, SIDE)
        painter = QPainter(image)
        paint_icon(painter, icon, theme.color(color), QRectF(image.rect()))
        painter.end()
        return image

    return draw


def _box(state: StepState) -> Draw:
    def draw(theme: Theme) -> QImage:
        image = _ground(theme, BOX)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, theme, QRectF(image.rect()), state)
        painter.end()
        return image

    return draw


def _seen(made: Callable[[], QWidget]) -> Draw:
    def draw(theme: Theme) -> QImage:
        widget = made()
        widget.resize(QSize(80, 40).expandedTo(widget.sizeHint()))
        return widget.grab().toImage()

    return draw


def _step(state: str) -> QWidget:
    stepper = Stepper()
    stepper.set_steps((Step(Stage.TRIAGE, state, "since 14:02"),))
    return stepper


def _ground(theme: Theme, side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.color("surface"))
    return image


FAMILIES: Mapping[str, Mapping[str, Draw]] = {
    "severities": {s.value: _seen(lambda s=s: SeverityBadge(s, "m")) for s in Severity},
    "stages": {state: _seen(lambda s=state: _step(s)) for state in ("done", "now", "ahead")},
    "steps of a runbook": {state.value: _box(state) for state in StepState},
    "deliveries": {state.value: _sign(*look) for state, look in DELIVERY_LOOKS.items()},
    "deadlines": {status.value: _sign(icon, ink) for status, (_, ink, icon) in DEADLINES.items()},
    "checks": {name: _sign(icon, color) for name, (icon, color, _) in CHECKS.items()},
    "links to the server": {link.value: _sign(*look) for link, look in LINKS.items()},
    "states of a review": {state.value: _sign(i, "text2") for state, i in STATE_ICONS.items()},
    "kinds of action": {kind.value: _sign(icon, "text2") for kind, icon in KIND_ICONS.items()},
    "sections": {section.value: _sign(*look) for section, look in ITEM_ICONS.items()},
    "notices": {kind: _sign(icon, kind) for kind, icon in TOASTS.items()},
    "what is needed": {kind: _sign(look[0], look[1]) for kind, look in NEEDS.items()},
}


@pytest.fixture(params=["dark", "light"])
def theme(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Theme]:
    yield apply_theme(qapp, request.param)
    apply_theme(qapp, "dark")


@pytest.mark.parametrize("family", FAMILIES)
def test_signs_of_a_family_are_told_apart_in_grey(theme: Theme, family: str) -> None:
    drawn = {name: _grey(draw(theme)) for name, draw in FAMILIES[family].items()}
    alike = [
        pair
        for pair in combinations(drawn, 2)
        if frozenset(pair) not in SAYS_IT
        and _share_apart(drawn[pair[0]], drawn[pair[1]]) < LEAST_APART
    ]
    assert alike == []


def test_the_same_sign_in_another_colour_is_no_other_sign(theme: Theme) -> None:
    """What this file would find: amber and red of like lightness are one grey."""
    amber, red = (_grey(_sign("megaphone", color)(theme)) for color in ("warn", "bad"))
    assert _share_apart(amber, amber) == 0
    assert _share_apart(amber, red) < _share_apart(amber, _grey(_sign("clock", "warn")(theme)))


def test_lines_of_severities_have_markers_of_their_own() -> None:
    markers = [MARKERS[severity] for severity in Severity]
    assert len(set(markers)) == len(markers)


def _grey(image: QImage) -> QImage:
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def _share_apart(one: QImage, other: QImage) -> float:
    size = one.size().expandedTo(other.size())
    first, second = (
        image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio) for image in (one, other)
    )
    pixels = [(x, y) for y in range(size.height()) for x in range(size.width())]
    apart = sum(
        abs((first.pixel(x, y) & 255) - (second.pixel(x, y) & 255)) > SEEN for x, y in pixels
    )
    return apart / len(pixels)
