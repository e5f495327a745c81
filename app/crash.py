"""What nobody expected: logged with all there is, told in one sentence, never silent."""

import faulthandler
import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)

log = logging.getLogger(__name__)

LOG_NAME = "warroom.log"
FAULTS_NAME = "faults.log"
MOST_LOG_BYTES = 2_000_000
KEPT_LOGS = 3
SENTENCE = "Something broke here; what you saved is safe. The log has the details."

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashNet(QObject):
    """Catches what escapes from slots, threads and Qt itself, for as long as it is open. What
    `tell` was given hears of each place once, on the thread that opened the net."""

    _heard = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self._say: Callable[[str], None] = lambda sentence: None
        self._told: set[tuple[str, int]] = set()
        self._heard.connect(self._tell)
        self._handler = _LogFile(folder / LOG_NAME)
        logging.getLogger().addHandler(self._handler)
        self._faults = (folder / FAULTS_NAME).open("a", encoding="utf-8")
        faulthandler.enable(self._faults)
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_on_thread
        self._qt_before = qInstallMessageHandler(self._qt_said)

    def tell(self, say: Callable[[str], None]) -> None:
        """Where the one sentence goes, once there is a window to say it."""
        self._say = say

    def close(self) -> None:
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(self._qt_before)
        faulthandler.disable()
        self._faults.close()
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error, trace)
            return
        log.critical("not expected", exc_info=(kind, error, trace))
        place = _place(trace)
        if place not in self._told:
            # A timer or a paint that breaks each time would say so each second.
            self._told.add(place)
            self._heard.emit(SENTENCE)

    def _caught_on_thread(self, found: threading.ExceptHookArgs) -> None:
        error = found.exc_value or found.exc_type()
        self._caught(found.exc_type, error, found.exc_traceback)

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        self._say(sentence)

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", message)


class _LogFile(logging.Handler):
    """Opens its file at the first record: a start without trouble does not load what turns logs
    over, which also knows sockets."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = _rotating(self._path)
        self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def _rotating(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    handler = RotatingFileHandler(
        path, maxBytes=MOST_LOG_BYTES, backupCount=KEPT_LOGS, encoding="utf-8"
    )
    form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s")
    form.datefmt = "%Y-%m-%dT%H:%M:%S"
    form.converter = time.gmtime
    handler.setFormatter(form)
    return handler


def _place(trace: TracebackType | None) -> tuple[str, int]:
    """File and line where it broke."""
    if trace is None:
        return ("", 0)
    while trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
