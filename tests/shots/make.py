"""Draws every screen into docs/pictures, which the tests compare with: `scripts/shots [FOLDER]`."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["WARROOM_LANGUAGE"] = "en"
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    from PySide6.QtWidgets import QApplication

    from tests.shots.scenes import SCENES, file_name, looks_of, scene
    from tests.shots.stage import THEMES, staged
    from tests.shots.states import STATES

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for theme in THEMES:
        for name in SCENES:
            with tempfile.TemporaryDirectory() as data, staged(app, Path(data)) as desktop:
                for size in [size for look, size in looks_of(name) if look == theme]:
                    path = folder / file_name(name, theme, size)
                    scene(desktop, name, theme, size).save(str(path))
                    sys.stdout.write(f"{path}\n")
    for name, state in STATES.items():
        with tempfile.TemporaryDirectory() as data:
            path = folder / file_name(name, *state.look)
            state.grab(app, Path(data)).save(str(path))
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
