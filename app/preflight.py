"""Whether a window can open here, told before Qt starts: its abort cannot be caught."""

import ctypes
import importlib
import os
import sys

from models.domain.errors import Unavailable

# What Qt's own files ask for, as `ldd` lists it, and the Debian package that carries it.
ALWAYS_NEEDED = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
NEEDED_BY_X11 = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def display_trouble() -> str:
    """A sentence where there is no display; "" where there is one, or a platform was named."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return (
        "There is no display here, so the window cannot open. Start it in a desktop session, or "
        "work with verbs: 'warroom --help' lists them."
    )


def library_hint() -> str:
    """The line to type where system libraries that Qt needs are missing; "" where they are not."""
    if not sys.platform.startswith("linux"):
        return ""
    missing = [package for file, package in _needed().items() if not _loads(file)]
    if not missing:
        return ""
    return (
        "The window needs system libraries that are missing. Type: "
        f"sudo apt-get install --no-install-recommends {' '.join(missing)}"
    )


def refuse_without_window() -> None:
    """Raises Unavailable where no window can open; loads Qt's widgets where one can."""
    trouble = display_trouble() or library_hint()
    if trouble:
        raise Unavailable(trouble)
    try:
        # By name: the command line reads this module too, and must never depend on Qt.
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        raise Unavailable(f"Qt cannot be loaded: {error}. Run scripts/setup.") from None


def _needed() -> dict[str, str]:
    """Qt aborts where its X11 plugin cannot load, so that plugin's needs count under X11."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    under_x11 = not platform and not os.environ.get("WAYLAND_DISPLAY")
    if under_x11 or platform.startswith("xcb"):
        return ALWAYS_NEEDED | NEEDED_BY_X11
    return ALWAYS_NEEDED


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
