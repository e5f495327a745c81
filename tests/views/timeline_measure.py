"""How the timeline's speed is measured: seconds of each act with its paint, floor first."""

from time import perf_counter

from PySide6.QtTest import QTest

from tests.views.timeline_samples import NOW, MadeSource
from views.room.timeline_view import TimelineView


def opened(rows):
    """A view of `rows` made-up rows, painted once, and the seconds that took."""
    source, start = MadeSource(rows), perf_counter()
    view = TimelineView(NOW)
    view.resize(766, 900)
    view.reset(source)
    view.show()
    QTest.qWaitForWindowExposed(view)
    view.viewport().repaint()
    return view, source, perf_counter() - start


def measured(rows, times=100):
    """Act to its list of seconds; `paint` is the floor of the others but `open`."""
    opened(100)[0].deleteLater()  # fonts and icons are loaded by now
    opens = []
    for _ in range(9):
        view, source, seconds = opened(rows)
        opens.append(seconds)
        view.deleteLater()
    bar = view.verticalScrollBar()

    def append(n):
        source.n += 1
        view.refresh()

    figures = {
        "open": opens,
        "paint": timed(view, times, lambda n: None),
        "append": timed(view, times, append),
    }
    bar.setValue(bar.maximum() // 2)
    figures["scroll"] = timed(view, times, lambda n: bar.setValue(bar.value() + 37))
    far = max(1, bar.maximum())
    figures["jump"] = timed(view, times, lambda n: bar.setValue(n * 104_729_003 % far))
    return figures


def timed(view, times, act):
    seconds = []
    for n in range(times):
        start = perf_counter()
        act(n)
        view.viewport().repaint()
        seconds.append(perf_counter() - start)
    return seconds
