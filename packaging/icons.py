"""Draws warroom.svg as the pictures that systems ask for: `icons.py FOLDER`."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

MARK = Path(__file__).with_name("warroom.svg")
PNG_SIDES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
PICTURE_SIDES = {"ico": 256, "icns": 512}


def drawn(side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(MARK)).render(painter)
    painter.end()
    return image


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{side}.png": side for side in PNG_SIDES}
    wanted |= {f"warroom.{kind}": side for kind, side in PICTURE_SIDES.items()}
    for name, side in wanted.items():
        if not drawn(side).save(str(folder / name)):
            sys.exit(f"Qt could not write {folder / name}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
