"""Work between events: in order, a little at a time, and more of it later."""

from PySide6.QtCore import QObject, QTimer

from views.widgets.slices import WAITS, Slices


def test_all_of_it_is_done_in_the_order_it_was_added(qtbot):
    parent, done = QObject(), []
    slices = Slices(parent)
    assert not slices.is_over
    slices.add(done.append(n) or n for n in (1, 2))
    slices.add(done.append(n) or n for n in (3,))
    assert done == []
    qtbot.waitUntil(lambda: slices.is_over)
    assert done == [1, 2, 3]
    slices.add(done.append(n) or n for n in (4,))
    assert not slices.is_over
    qtbot.waitUntil(lambda: slices.is_over)
    assert done == [1, 2, 3, 4]


def test_events_are_heard_between_slices_that_take_long(qtbot):
    parent, heard = QObject(), []
    slices = Slices(parent)

    def work():
        while not heard:
            yield True

    slices.add(work())
    QTimer.singleShot(0, lambda: heard.append("a key"))
    qtbot.waitUntil(lambda: slices.is_over)
    assert heard == ["a key"]


def test_what_has_to_wait_asks_again_in_a_later_turn(qtbot):
    parent, asked = QObject(), []
    slices = Slices(parent)

    def work():
        while len(asked) < 3:
            asked.append("is it there?")
            yield WAITS

    slices.add(work())
    qtbot.waitUntil(lambda: slices.is_over)
    assert len(asked) == 3
