"""The window over sample data, in a language."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.composition import Desktop
from app.language import OVERRIDE, speak
from tests.shots.stage import staged


@contextmanager
def spoken(
    code: str, app: QApplication, folder: Path, environment: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    environment.setenv(OVERRIDE, code)
    try:
        with staged(app, folder) as built:
            yield built
    finally:
        environment.setenv(OVERRIDE, "en")
        speak(app, "en")
