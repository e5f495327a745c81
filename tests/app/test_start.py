"""What a start loads: for the first paint Home and the shell, then what the screens need, and no
library or page that nobody turned to."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LATER = (
    "numpy", "pyqtgraph", "markdown_it", "yaml", "requests", "keyring", "sqlalchemy", "alembic",
    "pycrdt", "email", "http.server", "logging.handlers", "statistics",
    "views.sync.states", "models.domain.syncing", "models.domain.series", "PySide6.QtNetwork",
    "models.domain.incident", "models.actions", "views.room.screen", "views.settings.screen",
    "views.runbooks.screen", "views.declare.screen", "views.palette.screen",
)  # fmt: skip
PROGRAM = """
import sys
from datetime import UTC
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.workspace import open_workspace

app = QApplication([])
workspace = open_workspace(Path(sys.argv[1]), actor="Ana")
from app.composition import Desktop

desktop = Desktop(app, workspace, UTC)
desktop.show()
assert desktop.home_presenter.state.record.live, "no rows"
print(*sys.modules)
"""

HEAVY = ("numpy", "pyqtgraph", "requests", "urllib3", "cryptography", "smtplib", "sqlalchemy")
"""Each holds 6 to 30 MiB, for what many never do on a desktop without a server."""
READY = (
    PROGRAM.rpartition("print(")[0]
    + """
from PySide6.QtCore import QTimer

from views.settings.form import Page

def look():
    if not (desktop._ready.is_over and desktop.room.timeline.count):
        QTimer.singleShot(20, look)
        return
    QTimer.singleShot(300, app.quit)  # what was asked of the lanes last

QTimer.singleShot(0, lambda: (desktop.go("room"), look()))
app.exec()
assert desktop.built("settings") and desktop.built("reviews") and desktop.built("composer")
pages = [page.name for page in desktop.settings.screen.findChildren(Page)]
print(*sys.modules, *(f"page:{name}" for name in pages))
desktop.close()
"""
)


def test_the_first_paint_loads_nothing_that_home_does_not_show(data_dir: Path) -> None:
    loaded = said_of_one_incident(PROGRAM, data_dir)
    assert "views.home.screen" in loaded
    assert loaded.intersection(LATER) == set()


def test_with_everything_ready_and_a_room_open_nothing_is_held_that_nobody_turned_to(
    data_dir: Path,
) -> None:
    loaded = said_of_one_incident(READY, data_dir)
    assert "views.review.screen" in loaded
    assert loaded.intersection(HEAVY) == set()
    assert "page:appearance" in loaded
    assert "page:keys" not in loaded
    assert "page:sync" not in loaded


def said_of_one_incident(program: str, data_dir: Path) -> set[str]:
    """The words that a program prints over a data folder with one incident."""
    there = ["--data-dir", str(data_dir)]
    declared = [sys.executable, "-m", "app", "declare", "--title", "Checkout is down", *there]
    subprocess.run(declared, cwd=ROOT, check=True, capture_output=True)
    ran = subprocess.run(
        [sys.executable, "-c", program, str(data_dir)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(ran.stdout.split())
