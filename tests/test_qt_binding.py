"""One release of the Qt binding dropped a reference to None at every void call and, after some
thousands of them, ended the process: docs/decisions/0003-qt-binding-pin.md."""

import subprocess
import sys

CALLS = 20_000
MANY_VOID_CALLS = f"""
import sys
from PySide6.QtWidgets import QApplication, QWidget

app = QApplication([])
widget = QWidget()
before = sys.getrefcount(None)
for _ in range({CALLS}):
    widget.update()
print(before - sys.getrefcount(None))
"""


def test_void_calls_of_qt_do_not_use_up_none():
    ran = subprocess.run(
        [sys.executable, "-c", MANY_VOID_CALLS], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    lost = int(ran.stdout)
    assert lost < CALLS / 100
