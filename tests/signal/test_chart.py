"""The chart as it is seen, spoken and copied."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.domain.series import Mark, Point, Series
from models.queries.signal import Signal
from tests.dressed import dress
from views.room.signal_chart import SignalChart
from views.theme import theme_of

START = datetime(2026, 11, 20, 15, tzinfo=UTC)


def series(name: str, *values: float | None, unit: str = "%", limit: float | None = 1.0) -> Series:
    points = (Point(START + timedelta(minutes=n), value) for n, value in enumerate(values))
    return Series(name, unit, tuple(points), limit)


FALLING = series("5xx rate", 0.2, 4, 4, 4, None, 4, 4, 3, 2.5, 2.1)


@pytest.fixture
def chart(qtbot: QtBot, qapp: QApplication) -> SignalChart:
    dress(qapp, "dark")
    chart = SignalChart()
    qtbot.addWidget(chart)
    chart.resize(760, chart.height())
    return chart


def test_it_is_told_in_one_sentence(chart: SignalChart) -> None:
    assert chart.is_empty
    chart.show_signal(Signal((FALLING,), (Mark(START, "deploy", "decision"),)))
    assert not chart.is_empty
    assert chart.accessibleDescription() == "5xx rate 2.1%, falling, limit 1%"


def test_a_figure_seen_once_is_not_told_as_what_it_is_now(chart: SignalChart) -> None:
    chart.show_signal(Signal((FALLING, series("p99", 840, unit="ms", limit=None))))
    assert chart.accessibleDescription() == "5xx rate 2.1%, falling, limit 1%"


def test_the_table_names_what_is_missing(chart: SignalChart) -> None:
    chart.show_signal(Signal((series("5xx", 1, None),)))
    assert chart.as_table() == (
        "time\t5xx\n2026-11-20T15:00:00Z\t1%\n2026-11-20T15:01:00Z\tno data"
    )


def test_a_line_of_gaps_alone_is_drawn_without_fail(chart: SignalChart, qtbot: QtBot) -> None:
    chart.show_signal(Signal((series("5xx", None, None),)))
    chart.show()
    qtbot.waitExposed(chart)
    assert chart.accessibleDescription() == "5xx no data, limit 1%"


def test_a_change_of_theme_reaches_the_plot(
    chart: SignalChart, qtbot: QtBot, qapp: QApplication
) -> None:
    chart.show_signal(Signal((FALLING,)))
    chart.show()
    dress(qapp, "light")
    ground = theme_of(chart).color("surface")
    qtbot.waitUntil(lambda: chart.grab().toImage().pixelColor(380, 30) == ground)
    dress(qapp, "dark")
