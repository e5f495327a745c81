"""A timeline costs what is visible, not what is recorded."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.views.timeline_measure import measured
from views.theme import apply_theme


@pytest.fixture(autouse=True)
def _themed(qapp):
    apply_theme(QApplication.instance(), "dark")


def test_a_hundred_thousand_rows_cost_little_more_than_a_hundred(qapp):
    few, many = measured(100, times=20), measured(100_000, times=20)
    # Twice the design's ratios: the machine that runs the tests does other things meanwhile.
    assert min(many["open"]) <= 4 * min(few["open"])
    assert min(many["append"]) <= 2 * min(few["append"]) + 0.002
    assert min(many["scroll"]) <= 2 * min(few["scroll"]) + 0.002
