"""From the command to the first rows on screen."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure, p50
from bench.ground import fill_incidents

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"

EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget(); window.resize(1600, 1000); window.show()
QTimer.singleShot(0, lambda: (sys.stderr.write("ready\\n"), sys.stderr.flush()))
app.exec()
"""


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    runs = 3 if quick else 7
    python = Started(folder)
    floor = python.opened(["-c", EMPTY], runs)
    first = None
    for rows in (2_000, 0, 10_000):
        data = folder / str(rows)
        fill_incidents(data, rows)
        window = ["-m", "app", "--data-dir", str(data)]
        took = python.opened(window, runs)
        if first is None:
            first = took
            yield Figure("first window, 2,000 incidents", took, "empty window", floor, 2)
            whole = python.opened(window, runs, "everything is ready")
            yield Figure("everything usable, 2,000 incidents", whole, "empty window", floor, 4)
        else:
            yield Figure(f"first window, {rows:,} incidents", took, "with 2,000", first, 1.2)
    bare = python.ran(["-c", "pass"], 9)
    helped = python.ran(["-m", "app", "--help"], 9)
    yield Figure("warroom --help", helped, "python -c pass", bare, 3)


class Started:
    """Processes as of an installed program: with bytecode kept, whatever this shell says."""

    def __init__(self, folder: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if name != NO_BYTECODE}
        self._environment = {
            **kept,
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def opened(self, arguments: list[str], runs: int, until: str = "ready") -> float:
        """Milliseconds until the program says so; the first (cold) run left out."""
        took = []
        for _ in range(runs + 1):
            start = time.perf_counter()
            with self._begun(arguments) as process:
                assert process.stderr is not None
                for line in process.stderr:
                    if until in line:
                        break
                took.append((time.perf_counter() - start) * 1_000)
                # A kill would leave the file unclean, and the next start would check it first.
                process.send_signal(signal.SIGTERM)
                process.stderr.read()
        return p50(took[1:])

    def ran(self, arguments: list[str], runs: int) -> float:
        took = []
        for _ in range(runs + 1):
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, *arguments],
                stdout=subprocess.DEVNULL,
                env=self._environment,
                check=True,
            )
            took.append((time.perf_counter() - start) * 1_000)
        return p50(took[1:])

    def said(self, program: str, *arguments: str) -> str:
        """What a program of its own process prints."""
        ran = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return ran.stdout

    def _begun(self, arguments: list[str]) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment,
        )
