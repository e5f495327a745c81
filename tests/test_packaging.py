"""What leaves the checkout: the wheel, its names, its data, and the lock it is installed from."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OUR_NAMES = {"app", "views", "models", "resources", "server"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8")
LOCK_LINE = re.compile(
    r"""(?x) [a-z0-9-]+ == [0-9][a-z0-9.+]* ( [ ];[ ] [\w\s.<>='!()]+? )? [ ]\\
      |  \s{4} --hash=sha256:[0-9a-f]{64} ( [ ]\\ )? """
)


def present_names():
    return {name for name in OUR_NAMES if (ROOT / name / "__init__.py").exists()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        yield archive


def test_the_wheel_claims_exactly_the_names_of_the_architecture(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == present_names()


def test_every_file_of_the_program_is_in_the_wheel(wheel):
    listed = subprocess.run(
        ["git", "ls-files", "--", *sorted(present_names())],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert set(listed.stdout.splitlines()) <= set(wheel.namelist())


def test_the_wheel_starts_the_programs_by_their_names(wheel):
    (path,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    points = ConfigParser()
    points.read_string(wheel.read(path).decode())
    assert {section: dict(points[section]) for section in points.sections()} == {
        "console_scripts": {
            "warroom": "app.__main__:main",
            "warroom-server": "server.__main__:main",
        },
        "gui_scripts": {"warroom-desktop": "app.__main__:main"},
    }


def test_the_wheel_carries_its_licence(wheel):
    names = {Path(name).name for name in wheel.namelist()}
    assert {"LICENSE", "NOTICE"} <= names


def test_no_library_claims_a_name_of_ours():
    claims = {
        (library.metadata["Name"], path.parts[0])
        for library in importlib.metadata.distributions()
        if library.metadata["Name"] != PROJECT["name"]
        for path in library.files or ()
        if path.parts[0] in OUR_NAMES
    }
    assert claims == set()


@pytest.mark.parametrize("shadowed", ["packaging", "tests", "scripts", "docs"])
def test_a_folder_of_recipes_hides_no_library(shadowed):
    assert not (ROOT / shadowed / "__init__.py").exists()


def test_the_project_can_not_be_published_as_a_library():
    assert "Private :: Do Not Upload" in PROJECT["classifiers"]


def test_the_version_is_written_in_one_place():
    written = [
        path.relative_to(ROOT)
        for name in OUR_NAMES
        for path in (ROOT / name).rglob("*.py")
        if f'"{PROJECT["version"]}"' in path.read_text(encoding="utf-8")
    ]
    assert written == []


def test_the_changelog_tells_of_this_version():
    headings = re.findall(
        r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert headings[0] == PROJECT["version"]


def test_the_lock_holds_names_versions_and_hashes_and_nothing_else():
    odd = [line for line in LOCK.splitlines() if not LOCK_LINE.fullmatch(line)]
    assert odd == []


def test_the_lock_holds_every_library_that_the_project_names():
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    named = {
        re.match(r"[\w.-]+", wanted).group().lower().replace("_", "-").replace(".", "-")
        for wanted in PROJECT["dependencies"]
    }
    assert named <= locked


def test_the_lock_is_what_the_tests_run_with():
    running = {
        re.sub(r"[-_.]+", "-", library.metadata["Name"]).lower(): library.version
        for library in importlib.metadata.distributions()
    }
    locked = re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE)
    versions = {name: {v for n, v in locked if n == name} for name, _ in locked}
    astray = {name for name in versions if running.get(name) not in {None, *versions[name]}}
    assert astray == set()
