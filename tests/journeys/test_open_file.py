"""A bundle that is opened: from a file manager, by the command line, by a second start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import main
from app.cli.parsers import opened_file
from app.looking import looked_at
from models.actions.note import Note, note
from models.domain.errors import BadInput, Refused
from models.store.database import Database
from tests.journeys.conftest import Seat

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """An incident of another machine."""
    there, file = str(tmp_path / "elsewhere"), tmp_path / "checkout.warroom"
    assert main(["declare", "--title", "Checkout is down", "--data-dir", there]) == 0
    assert (
        main(["export", "1", "--format", "warroom", "--out", str(file), "--data-dir", there]) == 0
    )
    return file


def test_it_comes_in_only_after_a_yes(seat: Seat, bundle: Path) -> None:
    desktop = seat.desktop
    desktop.offer_files([str(bundle)])
    assert desktop.bundles.question.isVisible()
    seat.keys("Esc")
    assert not desktop.bundles.question.isVisible()
    assert not seat.has_incident()
    desktop.offer_files([str(bundle)])
    seat.keys("Ctrl+Enter")
    seat.until(lambda: seat.incident.title == "Checkout is down")
    assert desktop.window.current == "room"


def test_what_cannot_be_read_is_said(seat: Seat, tmp_path: Path) -> None:
    broken = tmp_path / "broken.warroom"
    broken.write_bytes(b"no bundle")
    seat.desktop.offer_files([str(broken)])
    seat.keys("Ctrl+Enter")
    seat.until(seat.desktop.window.toaster.isVisible)
    assert not seat.has_incident()


@pytest.mark.parametrize(
    ("typed", "opens"),
    [
        (["there.warroom"], True),
        (["--data-dir", "d", "there.WARROOM"], True),
        (["verify", "there.warroom"], False),
        (["import", "bundle", "there.warroom"], False),
        (["export", "1", "--format", "warroom", "--out", "there.warroom"], False),
    ],
)
def test_a_file_alone_opens_the_window_and_a_verb_keeps_it(typed: list[str], opens: bool) -> None:
    assert (opened_file(typed) is not None) == opens


def started(*typed: str) -> "subprocess.Popen[str]":
    """The program in a process of its own, its window open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *typed],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "everything is ready" in line:
            break
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a window in its own way")
def test_an_end_asked_for_from_outside_leaves_the_file_clean(data_dir: Path) -> None:
    with started("--data-dir", str(data_dir)) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    database = Database(data_dir)
    assert not database.was_unclean
    database.close()


def test_the_version_is_said_where_scripts_look_for_it(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    said = capfd.readouterr()
    assert said.out.startswith("War room ")
    assert said.err == ""


def test_it_may_only_be_looked_at(bundle: Path) -> None:
    with looked_at(bundle) as (workspace, uid):
        folder = workspace.database.folder
        assert workspace.label(uid) == "INC-1"
        with pytest.raises(Refused, match="only looked at"):
            note(Note(uid, "found in the file"), workspace.desk)
        workspace.close()
    assert not folder.exists()


def test_nothing_is_left_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    broken = tmp_path / "broken.warroom"
    broken.write_bytes(b"no bundle")
    with pytest.raises(BadInput), looked_at(broken):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a window in its own way")
def test_a_window_that_only_looks_leaves_the_data_folder_alone(
    data_dir: Path, bundle: Path
) -> None:
    before = bundle.read_bytes()
    with started("--data-dir", str(data_dir), "--look", str(bundle)) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert not data_dir.exists()
    assert bundle.read_bytes() == before
