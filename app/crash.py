"""What nobody expected: logged once with all there is, told in one sentence, never silent."""

import faulthandler
import logging
import logging.handlers
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

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


class CrashNet:
    """Catches what escapes from slots, threads and Qt itself, for as long as it is open."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._say = say
        self._handler = logging.handlers.RotatingFileHandler(
            folder / "warroom.log",
            maxBytes=MOST_LOG_BYTES,
            backupCount=KEPT_LOGS,
            encoding="utf-8",
        )
        self._handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
        )
        logging.getLogger().addHandler(self._handler)
        self._faults = (folder / "faults.log").open("a", encoding="utf-8")
        faulthandler.enable(self._faults)
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_on_thread
        qInstallMessageHandler(self._qt_said)

    def close(self) -> None:
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(None)
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
        self._say(SENTENCE)

    def _caught_on_thread(self, found: threading.ExceptHookArgs) -> None:
        error = found.exc_value or found.exc_type()
        log.critical("not expected", exc_info=(found.exc_type, error, found.exc_traceback))

    def _qt_said(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        logging.getLogger("qt").log(_LEVELS.get(kind, logging.INFO), "%s", message)
