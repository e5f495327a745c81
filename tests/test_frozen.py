"""The built program, where there is one: scripts/package makes dist/warroom. WARROOM_PACKAGE=1
builds it first, and then nothing here is skipped."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "dist" / "warroom" / ("warroom.exe" if sys.platform == "win32" else "warroom")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED_FOR = os.environ.get("WARROOM_PACKAGE") == "1"

pytestmark = pytest.mark.skipif(
    not ASKED_FOR and not PROGRAM.exists(), reason="scripts/package has not built dist/warroom"
)


@pytest.fixture(scope="module", autouse=True)
def built():
    if ASKED_FOR:
        subprocess.run([ROOT / "scripts" / "package", "--folder"], check=True)


@pytest.fixture
def frozen(tmp_path):
    """Starts it as on a machine that has no checkout: from elsewhere, with little around it."""
    environment = {
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "QT_QPA_PLATFORM": "offscreen",
    }

    started = []

    def start(*typed, **around):
        process = subprocess.Popen(
            [PROGRAM, *typed, "--data-dir", tmp_path / "data"],
            cwd=tmp_path,
            env={**environment, **around},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def said(process):
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out, err


def test_it_knows_its_version(frozen):
    assert f"War room {PROJECT['version']}" in "".join(said(frozen("--version")))


def test_an_empty_folder_is_filled_and_read_without_python_on_the_machine(frozen):
    told = json.loads(said(frozen("demo", "--json"))[0])
    listed = json.loads(said(frozen("list", "--json"))[0])
    assert len(listed) == told["incidents"] > 0


def ready(window):
    """What it said until then, that line too."""
    heard = []
    for line in window.stderr:
        heard.append(line)
        if line == "warroom: ready\n":
            break
    return heard


def end(window):
    window.send_signal(signal.SIGTERM)
    window.communicate(timeout=20)


def test_the_window_opens_and_goes_when_told_to(frozen):
    said(frozen("demo"))
    window = frozen()
    heard = ready(window)
    end(window)
    assert heard == ["warroom: ready\n"]


@pytest.fixture
def display():
    """An X server without a screen."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("types into a real window: install xvfb and xdotool")
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(reads) as told:
        yield f":{told.readline().strip()}"
    server.terminate()
    server.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_window_finds_the_library_of_charts_when_they_are_turned_to(frozen, tmp_path, display):
    said(frozen("demo"))
    window = frozen(QT_QPA_PLATFORM="xcb", DISPLAY=display)
    while window.stderr.readline() != "warroom: everything is ready\n":
        assert window.poll() is None
    search = ["search", "--sync", "--onlyvisible", "--name", "."]
    subprocess.run(
        ["xdotool", *search, "windowfocus", "--sync", "key", "g", "key", "k"],
        env={**os.environ, "DISPLAY": display},
        check=True,
        timeout=30,
    )
    loaded = Path(f"/proc/{window.pid}/maps")
    log = tmp_path / "data" / "log"
    until = time.monotonic() + 30
    while "QtOpenGLWidgets" not in loaded.read_text() and time.monotonic() < until:
        with contextlib.suppress(subprocess.TimeoutExpired):
            window.wait(0.05)
        written = "".join(path.read_text() for path in log.glob("*"))
        assert "ERROR" not in written, written
    found = "QtOpenGLWidgets" in loaded.read_text()
    end(window)
    assert found


def test_no_link_in_it_leads_nowhere():
    links = [path for path in PROGRAM.parent.rglob("*") if path.is_symlink()]
    assert [str(link) for link in links if not link.exists()] == []


@pytest.mark.parametrize(
    "unused", ["*tkinter*", "*Qt6Qml*", "*Qt6Quick*", "*qtbase_fr*", "*libqgtk3*", "*pytest*"]
)
def test_it_carries_nothing_that_it_never_uses(unused):
    assert list(PROGRAM.parent.rglob(unused)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring their own in any case")
@pytest.mark.parametrize("library", ["libstdc++", "libgcc_s", "libGL", "libfontconfig", "libssl"])
def test_what_the_system_mends_is_left_to_the_system(library):
    top = PROGRAM.parent / "_internal"
    assert [path.name for path in top.iterdir() if path.name.startswith(library)] == []


def test_every_library_in_it_comes_with_its_licence():
    folders = list((PROGRAM.parent / "_internal" / "licences").iterdir())
    assert {"Qt", "PySide6_Essentials"} <= {path.name.split()[0] for path in folders}
    silent = [
        folder.name
        for folder in folders
        if not any(path.name != "METADATA" for path in folder.iterdir())
    ]
    assert {name.split()[0] for name in silent} <= {"PySide6_Essentials", "shiboken6"}
