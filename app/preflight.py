"""Whether a window can open here, told before Qt starts: its abort cannot be caught."""

import ctypes.util
import os
import sys

from models.domain.errors import Unavailable

LIBRARIES = (
    "libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
)
_PROBED = {"GL": "libGL", "EGL": "libEGL", "xkbcommon": "libxkbcommon", "glib-2.0": "libglib-2.0"}


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
    missing = [word for name, word in _PROBED.items() if ctypes.util.find_library(name) is None]
    if not missing:
        return ""
    return (
        f"The window needs system libraries that are missing ({', '.join(missing)}). Type: "
        f"sudo apt-get install --no-install-recommends {LIBRARIES}"
    )


def refuse_without_window() -> None:
    """Raises Unavailable where no window can open; loads Qt's widgets where one can."""
    trouble = display_trouble()
    if trouble:
        raise Unavailable(trouble)
    try:
        import PySide6.QtWidgets  # noqa: F401  # the import is the probe
    except ImportError as error:
        hint = library_hint() or f"Qt cannot be loaded: {error}. Run scripts/setup."
        raise Unavailable(hint) from None
