"""Nothing that breaks is silent, and nothing that breaks ends the window."""

import faulthandler
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from app.crash import FAULTS_NAME, LOG_NAME, SENTENCE, CrashNet

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def said():
    return []


@pytest.fixture
def net(qapp, data_dir, said, allow_log):
    allow_log("not expected|a sign of trouble")
    was_on = faulthandler.is_enabled()
    net = CrashNet(data_dir)
    net.tell(said.append)
    yield net
    net.close()
    if was_on:
        faulthandler.enable(sys.__stderr__)


def break_here():
    raise ZeroDivisionError("the test broke it")


def caught(times=1):
    for _ in range(times):
        try:
            break_here()
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)


def start(program):
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True
    )


def test_what_escapes_is_logged_with_its_trace_and_told_in_one_sentence(net, data_dir, said):
    caught()
    written = (data_dir / LOG_NAME).read_text()
    assert "ZeroDivisionError: the test broke it" in written
    assert "break_here" in written
    assert said == [SENTENCE]


def test_a_place_that_breaks_each_second_is_told_once_and_logged_each_time(net, data_dir, said):
    caught(times=3)
    assert said == [SENTENCE]
    assert (data_dir / LOG_NAME).read_text().count(
        "the test broke it"
    ) == 3 * 2  # the line, and the error


def test_a_slot_that_raises_is_caught(data_dir):
    program = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.crash import CrashNet
app = QApplication(sys.argv)
net = CrashNet(Path({str(data_dir)!r}))
net.tell(lambda sentence: (print(sentence), app.quit()))
QTimer.singleShot(0, lambda: 1 / 0)
app.exec()
net.close()
print("still here")
"""
    ran = start(program)
    assert ran.stdout.splitlines() == [SENTENCE, "still here"]
    assert "ZeroDivisionError" in (data_dir / LOG_NAME).read_text()


def test_a_thread_that_breaks_is_told_on_the_thread_of_the_window(net, said, qtbot):
    told_on = []
    net.tell(lambda sentence: told_on.append((sentence, threading.get_ident())))
    thread = threading.Thread(target=break_here)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told_on))
    assert told_on == [(SENTENCE, threading.get_ident())]


def test_what_qt_says_is_in_the_log(net, data_dir):
    qWarning("a sign of trouble")
    assert "WARNING qt a sign of trouble" in (data_dir / LOG_NAME).read_text()


def test_a_crash_below_python_leaves_its_stack(data_dir):
    program = f"""
import faulthandler
from pathlib import Path
from app.crash import CrashNet
net = CrashNet(Path({str(data_dir)!r}))
faulthandler._sigsegv()
"""
    start(program)
    assert "Segmentation fault" in (data_dir / FAULTS_NAME).read_text()


def test_closing_gives_everything_back(qapp, data_dir):
    before = (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers))
    was_on = faulthandler.is_enabled()
    CrashNet(data_dir).close()
    assert (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)) == before
    if was_on:
        faulthandler.enable(sys.__stderr__)
