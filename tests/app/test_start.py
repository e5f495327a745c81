"""What the first paint waits for: Home and the shell, and no library that they do not use."""

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


def test_the_first_paint_loads_nothing_that_home_does_not_show(data_dir: Path) -> None:
    there = ["--data-dir", str(data_dir)]
    declared = [sys.executable, "-m", "app", "declare", "--title", "Checkout is down", *there]
    subprocess.run(declared, cwd=ROOT, check=True, capture_output=True)
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(data_dir)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(ran.stdout.split())
    assert "views.home.screen" in loaded
    assert loaded.intersection(LATER) == set()
