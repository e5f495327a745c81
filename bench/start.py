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
    floor = _opened([sys.executable, "-c", EMPTY], runs)
    window = [sys.executable, "-m", "app", "--data-dir"]
    first = None
    for rows in (2_000, 0, 10_000):
        data = folder / str(rows)
        fill_incidents(data, rows)
        took = _opened([*window, str(data)], runs)
        if first is None:
            first = took
            yield Figure("first window, 2,000 incidents", took, "empty window", floor, 2)
        else:
            yield Figure(f"first window, {rows:,} incidents", took, "with 2,000", first, 1.2)
    bare = _ran([sys.executable, "-c", "pass"], 9)
    helped = _ran([sys.executable, "-m", "app", "--help"], 9)
    yield Figure("warroom --help", helped, "python -c pass", bare, 3)


def _opened(command: list[str], runs: int) -> float:
    """Milliseconds until the program says that it is ready, the first (cold) run left out."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    took = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        with subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stderr is not None
            for line in process.stderr:
                if "ready" in line:
                    break
            took.append((time.perf_counter() - start) * 1_000)
            process.send_signal(signal.SIGKILL)
    return p50(took[1:])


def _ran(command: list[str], runs: int) -> float:
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        took.append((time.perf_counter() - start) * 1_000)
    return p50(took)
