"""scripts/setup and its callers, run over a made-up machine: a PATH of stand-ins that note what
they were asked."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for POSIX shells")

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("sh", "cat", "cksum", "dirname", "echo", "rm", "mkdir", "cp", "chmod", "tail", "env")
NEEDS_A_SYSTEM_LIBRARY = 69

# Says yes to everything, except what the folder "faults" says otherwise; makes .venv on "-m venv".
PYTHON = """#!/bin/sh
echo "python $*" >>"$MACHINE/asked"
case "$*" in
    *version_info*) exit "$(cat "$MACHINE/faults/version" 2>/dev/null || echo 0)" ;;
    *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"pip "*) exit "$(cat "$MACHINE/faults/pip" 2>/dev/null || echo 0)" ;;
    *PySide6*) exit "$(cat "$MACHINE/faults/qt" 2>/dev/null || echo 0)" ;;
    *"-m pytest"*) echo "1 passed" ; exit "$(cat "$MACHINE/faults/pytest" 2>/dev/null || echo 0)" ;;
esac
"""
APT_GET = """#!/bin/sh
echo "apt-get $*" >>"$MACHINE/asked"
case "$*" in install*) rm "$MACHINE/faults/qt" ;; esac
"""


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkout = folder / "checkout"
        self.bin = folder / "bin"
        self.faults = folder / "faults"
        for made in (self.bin, self.faults, self.checkout / "requirements"):
            made.mkdir(parents=True)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        shutil.copytree(ROOT / "scripts", self.checkout / "scripts")
        shutil.copytree(ROOT / ".ci", self.checkout / ".ci")
        shutil.copy(ROOT / "pyproject.toml", self.checkout)
        shutil.copy(ROOT / "requirements" / "lock.txt", self.checkout / "requirements")
        self.has("id", "#!/bin/sh\necho 1000\n")

    def has(self, name: str, program: str) -> None:
        (self.bin / name).write_text(program)
        (self.bin / name).chmod(0o755)

    def has_python(self) -> None:
        self.has("python3", PYTHON)

    def has_root_and_apt(self) -> None:
        self.has("id", "#!/bin/sh\necho 0\n")
        self.has("apt-get", APT_GET)

    def fails(self, what: str, status: int = 1) -> None:
        (self.faults / what).write_text(str(status))

    def run(self, script: str, *arguments: str, cwd: Path | None = None):
        return subprocess.run(
            [self.checkout / script, *arguments],
            cwd=cwd or self.folder,
            env={"PATH": str(self.bin), "MACHINE": str(self.folder), "HOME": os.devnull},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def asked(self) -> list[str]:
        """What was asked since the last time this was called."""
        notes = self.folder / "asked"
        lines = notes.read_text().splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_without_a_new_enough_python_setup_says_so_in_one_sentence(machine):
    machine.has_python()
    machine.fails("version")
    ran = machine.run("scripts/setup")
    assert ran.returncode == NEEDS_A_SYSTEM_LIBRARY
    assert ran.stderr.count("\n") == 1
    assert "Python 3.11" in ran.stderr


def test_setup_installs_what_the_lock_pins_and_the_project_itself(machine):
    machine.has_python()
    assert machine.run("scripts/setup").returncode == 0
    installs = [line for line in machine.asked() if "pip" in line]
    assert "--require-hashes -r requirements/lock.txt" in installs[0]
    assert "--no-deps --no-build-isolation --editable ." in installs[1]


def test_a_second_setup_asks_nothing_of_anybody(machine):
    machine.has_python()
    machine.run("scripts/setup")
    machine.asked()
    ran = machine.run("scripts/setup")
    assert (ran.returncode, ran.stdout + ran.stderr, machine.asked()) == (0, "", [])


def test_a_changed_lock_is_installed(machine):
    machine.has_python()
    machine.run("scripts/setup")
    machine.asked()
    with (machine.checkout / "requirements" / "lock.txt").open("a") as lock:
        lock.write("new==1\n")
    machine.run("scripts/setup")
    assert any("requirements/lock.txt" in line for line in machine.asked())


def test_an_interrupted_setup_is_taken_up_again(machine):
    machine.has_python()
    machine.fails("pip")
    assert machine.run("scripts/setup").returncode != 0
    (machine.faults / "pip").unlink()
    machine.asked()
    assert machine.run("scripts/setup").returncode == 0
    assert any("requirements/lock.txt" in line for line in machine.asked())


def test_a_moved_checkout_gets_a_new_environment(machine):
    machine.has_python()
    machine.run("scripts/setup")
    machine.asked()
    machine.checkout = machine.checkout.rename(machine.folder / "moved")
    assert machine.run("scripts/setup").returncode == 0
    assert any("-m venv" in line for line in machine.asked())


def test_root_with_apt_is_told_and_then_served(machine):
    machine.has_python()
    machine.has_root_and_apt()
    machine.fails("qt")
    ran = machine.run("scripts/setup")
    assert ran.returncode == 0
    assert "installing the system libraries that windows need" in ran.stderr
    asked = [line for line in machine.asked() if line.startswith("apt-get")]
    assert asked[0].startswith("apt-get update")
    assert "libegl1" in asked[1]


def test_a_person_without_rights_gets_the_line_to_type(machine):
    machine.has_python()
    machine.has("apt-get", APT_GET)
    machine.fails("qt")
    ran = machine.run("scripts/setup")
    assert ran.returncode == NEEDS_A_SYSTEM_LIBRARY
    assert "sudo apt-get install --no-install-recommends libgl1" in ran.stderr
    assert not any(line.startswith("apt-get") for line in machine.asked())


def test_a_verb_runs_even_where_apt_fails(machine):
    machine.has_python()
    machine.has_root_and_apt()
    machine.has("apt-get", "#!/bin/sh\nexit 100\n")
    machine.fails("qt")
    assert machine.run("scripts/setup").returncode == NEEDS_A_SYSTEM_LIBRARY
    assert machine.run("scripts/run", "list").returncode == 0
    assert machine.asked()[-1] == "python -P -m app list"


def test_the_program_starts_without_the_libraries_of_windows(machine):
    machine.has_python()
    machine.run("scripts/run", "--version")
    machine.fails("qt")
    (machine.checkout / ".venv" / "libraries.stamp").unlink()
    machine.asked()
    ran = machine.run("scripts/run", "list", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert machine.asked()[-1] == "python -P -m app list --json"


@pytest.mark.parametrize("started_in", ["/", "scripts"])
def test_the_scripts_work_from_any_folder(machine, started_in):
    machine.has_python()
    ran = machine.run("scripts/test", "-k", "x", cwd=machine.checkout / started_in)
    assert ran.returncode == 0, ran.stderr
    assert machine.asked()[-1] == "python -m pytest -k x"


@pytest.mark.parametrize(
    ("check", "tests", "status"), [("0", "0", 0), ("1", "0", 1), ("0", "1", 1), ("1", "5", 1)]
)
def test_ci_fails_when_the_checks_or_the_tests_do_and_ends_with_the_tests(
    machine, check, tests, status
):
    machine.has_python()
    machine.run("scripts/setup")
    for tool in ("ruff", "mypy", "lint-imports"):
        path = machine.checkout / ".venv" / "bin" / tool
        path.write_text(f"#!/bin/sh\nexit {check}\n")
        path.chmod(0o755)
    machine.fails("pytest", int(tests))
    ran = machine.run(".ci/run")
    assert ran.returncode == status
    assert ran.stdout.splitlines()[-1] == "1 passed"
