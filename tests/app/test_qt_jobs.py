"""Work leaves the window's thread; its answers come back to it."""

import threading

import pytest

from app.qt_changes import QtChangeRelay
from app.qt_jobs import BROKEN, QtJobRunner
from models.changes import Change, ChangeFeed
from models.domain.errors import Refused


@pytest.fixture
def runner(qapp):
    runner = QtJobRunner()
    yield runner
    assert runner.finish()


@pytest.fixture
def answers():
    return []


def ask(runner, work, answers, owner="screen"):
    runner.run(work, owner=owner, then=answers.append, failed=answers.append)


def test_work_is_done_elsewhere_and_answered_here(runner, answers, qtbot):
    here = threading.get_ident()
    answered_on = []

    def then(worked_on):
        answers.append(worked_on)
        answered_on.append(threading.get_ident())

    runner.run(threading.get_ident, owner="screen", then=then, failed=answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0] != here
    assert answered_on == [here]


def test_answers_come_in_the_order_asked_from_one_thread(runner, answers, qtbot):
    for n in range(20):
        ask(runner, lambda n=n: (n, threading.get_ident()), answers)
    qtbot.waitUntil(lambda: len(answers) == 20)
    assert [n for n, _ in answers] == list(range(20))
    assert len({thread for _, thread in answers}) == 1


def test_a_rule_that_says_no_travels_as_itself(runner, answers, qtbot):
    no = Refused("That number is taken.")

    def refuse():
        raise no

    ask(runner, refuse, answers)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [no]


def test_the_unexpected_is_logged_once_and_becomes_one_sentence(
    runner, answers, qtbot, allow_log, caplog
):
    allow_log("a job broke")
    ask(runner, lambda: {}["missing"], answers)
    qtbot.waitUntil(lambda: bool(answers))
    assert str(answers[0]) == BROKEN
    assert [record.message for record in caplog.records] == ["a job broke"]
    assert caplog.records[0].exc_info


def test_a_closed_screen_gets_no_answer_and_another_one_does(runner, answers, qtbot):
    gate = threading.Event()
    ask(runner, gate.wait, answers, owner="closed")
    ask(runner, lambda: "mine", answers, owner="open")
    runner.forget("closed")
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["mine"]


def test_a_screen_opened_again_gets_only_what_it_asked_since(runner, answers, qtbot):
    gate = threading.Event()
    ask(runner, gate.wait, answers)
    runner.forget("screen")
    ask(runner, lambda: "new", answers)
    gate.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["new"]


def test_the_end_waits_for_what_was_asked_and_says_when_time_ran_out(qapp):
    runner = QtJobRunner()
    gate = threading.Event()
    done = []
    runner.run(gate.wait, owner=None, then=done.append, failed=done.append)
    assert not runner.finish(timeout_ms=10)
    gate.set()
    assert runner.finish()


def test_a_change_announced_by_work_is_heard_here(runner, qtbot):
    feed, heard = ChangeFeed(), []
    relay = QtChangeRelay(feed)
    relay.listen(lambda change: heard.append((change, threading.get_ident())))
    change = Change("incident", "inc-1")
    ask(runner, lambda: feed.announce(change), [])
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(change, threading.get_ident())]
    relay.close()


def test_who_stopped_listening_hears_nothing(qapp):
    feed, heard, still = ChangeFeed(), [], []
    relay = QtChangeRelay(feed)
    stop = relay.listen(heard.append)
    relay.listen(still.append)
    stop()
    feed.announce(Change("inbox"))
    relay.close()
    feed.announce(Change("inbox"))
    assert heard == []
    assert still == [Change("inbox")]
