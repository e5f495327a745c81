"""Draws every screen into docs/pictures, which the tests compare with."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["WARROOM_LANGUAGE"] = "en"
ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/shots", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "pictures")
    parser.add_argument("--only", metavar="NAME", help="of one screen or state")
    given = parser.parse_args()

    from PySide6.QtWidgets import QApplication

    from tests.shots.scenes import SCENES, file_name, looks_of, scene
    from tests.shots.stage import THEMES, staged
    from tests.shots.states import STATES

    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for theme in THEMES:
        for name in (name for name in SCENES if given.only in (None, name)):
            with tempfile.TemporaryDirectory() as data, staged(app, Path(data)) as desktop:
                for size in [size for look, size in looks_of(name) if look == theme]:
                    path = folder / file_name(name, theme, size)
                    scene(desktop, name, theme, size).save(str(path))
                    sys.stdout.write(f"{path}\n")
    for name, state in STATES.items():
        if given.only not in (None, name):
            continue
        with tempfile.TemporaryDirectory() as data:
            path = folder / file_name(name, *state.look)
            state.grab(app, Path(data)).save(str(path))
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
