"""Two windows on one data folder would each believe to be alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from app.single_instance import SingleInstance

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def calls():
    return []


@pytest.fixture
def first(qapp, data_dir, calls):
    first = SingleInstance(data_dir)
    first.listen(lambda: calls.append("show"), lambda words: calls.append(tuple(words)))
    yield first
    first.close()


def test_the_second_start_calls_the_first_and_hands_over_its_arguments(
    first, data_dir, calls, qtbot
):
    second = SingleInstance(data_dir)
    assert first.is_first
    assert not second.is_first
    assert second.call(["--open", "INC-7", "Zürich"])
    qtbot.waitUntil(lambda: len(calls) == 2)
    assert calls == ["show", ("--open", "INC-7", "Zürich")]
    second.close()
    assert not SingleInstance(data_dir).is_first


def test_a_start_without_arguments_only_asks_for_the_window(first, data_dir, calls, qtbot):
    assert SingleInstance(data_dir).call()
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == ["show"]


def test_what_another_program_writes_is_not_taken_for_arguments(first, calls, qtbot):
    stranger = QLocalSocket()
    stranger.connectToServer(first._name)
    stranger.write(b"GET / HTTP/1.1\n")
    stranger.flush()
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == ["show"]


def test_another_folder_has_a_window_of_its_own(first, tmp_path):
    other = SingleInstance(tmp_path / "other")
    assert other.is_first
    other.close()


def test_a_closed_window_leaves_the_folder_free(qapp, data_dir):
    SingleInstance(data_dir).close()
    again = SingleInstance(data_dir)
    assert again.is_first
    again.close()


def test_the_lock_of_a_process_that_died_is_taken_over(qapp, data_dir, qtbot, calls):
    program = f"""
import os
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.single_instance import SingleInstance
app = QCoreApplication([])
held = SingleInstance(Path({str(data_dir)!r}))
held.listen(print)
print(held.is_first, flush=True)
os._exit(1)
"""
    died = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert died.stdout == "True\n"
    assert (data_dir / "window.lock").exists()
    after = SingleInstance(data_dir)
    assert after.is_first
    after.listen(lambda: calls.append("show"))
    assert SingleInstance(data_dir).call()
    qtbot.waitUntil(lambda: bool(calls))
    after.close()


def test_nobody_there_to_call_is_told(qapp, data_dir):
    assert not SingleInstance(data_dir).call()
