"""One piece of work a turn: what a person does comes between."""

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from shiboken6 import delete

from views.widgets.turns import in_turn, waiting


def test_events_and_timers_come_between_two_pieces(qapp, qtbot):
    owner, seen = QObject(), []

    def first():
        seen.append("first")
        QTimer.singleShot(0, lambda: seen.append("a key"))

    in_turn(first, owner)
    in_turn(last := lambda: seen.append("second"), owner)
    assert not seen
    qtbot.waitUntil(lambda: "second" in seen)
    assert seen == ["first", "a key", "second"]
    assert last not in waiting()


def test_what_became_due_during_a_piece_comes_before_the_next(qapp, qtbot):
    owner, seen, timer = QObject(), [], QTimer(timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: seen.append("due"))
    timer.setSingleShot(True)

    def first():
        timer.start(2)
        begun = QElapsedTimer()
        begun.start()
        while begun.elapsed() < 6:
            pass
        seen.append("first")

    in_turn(first, owner)
    in_turn(lambda: seen.append("second"), owner)
    qtbot.waitUntil(lambda: "second" in seen)
    assert seen == ["first", "due", "second"]


def test_a_piece_that_turns_events_itself_holds_up_no_other(qapp, qtbot):
    owner, seen = QObject(), []

    def first():
        qtbot.waitUntil(lambda: "second" in seen)
        seen.append("first")

    in_turn(first, owner)
    in_turn(lambda: seen.append("second"), owner)
    qtbot.waitUntil(lambda: "first" in seen)
    assert seen == ["second", "first"]


def test_what_is_asked_twice_before_its_turn_is_done_once(qapp, qtbot):
    owner, seen = QObject(), []
    work = lambda: seen.append("done")  # noqa: E731 - one object, asked for twice
    in_turn(work, owner)
    in_turn(work, owner)
    in_turn(lambda: seen.append("after"), owner)
    qtbot.waitUntil(lambda: "after" in seen)
    assert seen == ["done", "after"]


def test_nothing_is_done_for_who_is_gone(qapp, qtbot):
    gone, owner, seen = QObject(), QObject(), []
    in_turn(lambda: seen.append("gone"), gone)
    in_turn(lambda: seen.append("here"), owner)
    delete(gone)
    qtbot.waitUntil(lambda: "here" in seen)
    assert seen == ["here"]
