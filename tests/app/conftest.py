"""What tests of the whole window begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.composition import Desktop
from tests.shots.scenes import scene
from tests.shots.stage import staged


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    """Its room is open, with an incident under way."""
    with staged(qapp, tmp_path) as built:
        scene(built, "room", "dark", (1600, 1000))
        yield built
