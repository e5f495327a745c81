"""Where no window can open, one sentence says why and what to type."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import preflight
from models.domain.errors import Unavailable

ROOT = Path(__file__).resolve().parent.parent.parent

needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


@pytest.fixture
def nowhere(monkeypatch):
    """A session without a display of any kind."""
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@needs_linux
def test_no_display_is_said_and_verbs_are_offered(nowhere):
    with pytest.raises(Unavailable, match=r"no display here.*warroom --help"):
        preflight.refuse_without_window()


@pytest.mark.parametrize(
    ("name", "value"),
    [("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "wayland-0"), ("QT_QPA_PLATFORM", "offscreen")],
)
def test_a_display_or_a_named_platform_is_enough(nowhere, name, value):
    nowhere.setenv(name, value)
    assert preflight.display_trouble() == ""


@needs_linux
def test_missing_libraries_give_the_line_to_type(nowhere):
    nowhere.setenv("QT_QPA_PLATFORM", "offscreen")
    nowhere.setitem(preflight.ALWAYS_NEEDED, "libnever-there.so.7", "libnever-there7")
    with pytest.raises(Unavailable, match=r"sudo apt-get install .*libnever-there7$"):
        preflight.refuse_without_window()


@needs_linux
@pytest.mark.parametrize(("name", "counts"), [("DISPLAY", True), ("WAYLAND_DISPLAY", False)])
def test_the_needs_of_x11_count_under_x11(nowhere, name, counts):
    nowhere.setenv(name, "0")
    nowhere.setitem(preflight.NEEDED_BY_X11, "libnever-there.so.7", "libnever-there7")
    assert ("libnever-there7" in preflight.library_hint()) == counts


def test_where_a_window_can_open_nothing_is_said(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    preflight.refuse_without_window()


def test_looking_loads_no_qt():
    program = (
        "import sys; from app import preflight; preflight.display_trouble(); "
        "preflight.library_hint(); sys.exit('PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
