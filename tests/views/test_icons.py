"""Every icon that the code names is there, and takes the colour it is given."""

import ast
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from views import icons

VIEWS = Path(icons.__file__).parent
STORED = {path.stem for path in icons.FOLDER.glob("*.svg")}
PAINTERS = {"pixmap", "icon", "paint_icon", "Icon", "IconButton", "set_icon"}


def called(node):
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def named_icons(path):
    """Words given where a call takes an icon: `icon=…`, or a first word with a dash or stored."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        values = [key.value for key in node.keywords if key.arg == "icon"]
        if called(node) in PAINTERS:
            values += node.args[:2]
        found |= {
            v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)
        }
    return found


def tabled_icons(path):
    """Values of the tables that are called after icons, such as `_ICONS`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else []
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if names and "ICONS" in names[0] and isinstance(node.value, ast.Dict):
            found |= {v.value for v in node.value.values if isinstance(v, ast.Constant)}
    return found


def test_every_icon_in_a_table_is_stored():
    tabled = {name for path in VIEWS.rglob("*.py") for name in tabled_icons(path)}
    assert "check-circle" in tabled
    assert tabled - STORED == set()


def test_every_icon_named_in_a_call_is_stored():
    colors = {
        "text",
        "text2",
        "text3",
        "accent",
        "onaccent",
        "ok",
        "warn",
        "bad",
        "info",
        "disabled",
    }
    missing = {
        f"{path.relative_to(VIEWS)}: {name}"
        for path in VIEWS.rglob("*.py")
        for name in named_icons(path) - STORED - colors
        if name and " " not in name
    }
    assert missing == set()


@pytest.mark.parametrize("name", sorted(STORED))
def test_an_icon_has_one_colour_and_a_square_to_stand_in(name):
    root = ET.parse(icons.FOLDER / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 256 256"
    fills = {node.get("fill") for node in root.iter()} - {None, "none"}
    assert fills <= {"currentColor"}


def test_an_icon_is_painted_in_the_colour_asked_for(qapp):
    picture = icons.pixmap("squares-four", QColor("#F2C14B"), 32).toImage()
    opaque = {
        picture.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert opaque == {"#f2c14b"}


def test_an_icon_has_more_pixels_on_a_finer_screen(qapp):
    fine = icons.pixmap("check", QColor("white"), 16, 2.0)
    assert fine.width() == 32
    assert fine.devicePixelRatio() == 2.0


def test_an_icon_stays_inside_its_box(qapp):
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint_icon(painter, "siren", QColor("white"), QRectF(10, 10, 20, 20))
    painter.end()
    touched = [(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha()]
    assert touched
    assert all(10 <= x < 30 and 10 <= y < 30 for x, y in touched)


def test_the_licence_lies_beside_the_icons():
    assert "MIT License" in (icons.FOLDER / "LICENCE.txt").read_text(encoding="utf-8")
