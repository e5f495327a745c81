"""The rules of ARCHITECTURE.md and CONTRIBUTING.md that a machine can hold. The lists are data."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ("app", "views", "models", "resources", "server", "bench")
TESTS = ("tests",)
LONGEST_FILE = 400
LONGEST_FUNCTION = 60

BANNED_NAMES = {"utils", "helpers", "manager", "common", "misc", "base", "data"}
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
NAMED_PATH = r"`((?:app|docs|models|scripts|tests|views)/[\w./-]+)`"
QT = ("PySide6", "shiboken6", "pyqtgraph")
QT_FREE = ("models/**/*.py", "app/cli/**/*.py", "app/cli.py", "views/**/presenter.py")
MAY_CATCH_ANYTHING = {"app/crash.py", "app/qt_jobs.py"}

# What may be imported only in some places: (module, places).
KEPT_TO = [
    # The crash hook hears of every thread; webhooks come in side by side, without a window.
    (
        "threading",
        ("app/qt_jobs.py", "app/crash.py", "app/listen.py", "server/", "tests/", "bench/"),
    ),
    ("concurrent", ("app/qt_jobs.py", "tests/", "bench/")),
    ("multiprocessing", ("tests/", "bench/")),
    ("sqlalchemy", ("models/store/", "server/", "tests/")),
    ("alembic", ("models/store/", "server/", "tests/")),
    ("sqlite3", ("models/store/", "server/database.py", "tests/", "bench/")),
    ("pysqlite3", ("models/store/", "server/database.py", "tests/", "bench/")),
    ("requests", ("models/net/", "models/net.py", "tests/")),
    ("keyring", ("models/credentials.py", "tests/")),
    ("jinja2", ("models/composing/sandbox.py",)),
    ("spylls", ("models/spelling.py",)),
    ("unittest.mock", ()),
]

# Folders that know only facts and rules: what they may import beside the standard library.
PURE = [
    ("models/domain/", ("models.domain",)),
    (
        "models/replication/",
        ("models.domain", "models.replication", "msgspec", "zstandard", "cryptography", "pycrdt"),
    ),
    ("models/intake/", ("models.domain", "models.intake", "yaml")),
    ("models/metrics/", ("models.domain", "models.metrics", "numpy")),
    ("models/composing/", ("models.domain", "models.composing", "jinja2")),
    ("models/checks/", ("models.domain", "models.checks")),
]
IMPURE_STANDARD = ("http", "random", "socket", "sqlite3", "subprocess", "urllib.request")

# What nobody may call: (call as written, where, why).
NEVER_CALLED = [
    ("processEvents", (*PROGRAM, *TESTS), "give slow work to the job runner"),
    ("sleep", TESTS, "wait for a signal or a condition"),
    ("qtbot.wait", TESTS, "wait for a signal or a condition"),
    ("QTest.qWait", TESTS, "wait for a signal or a condition"),
    ("datetime.utcnow", (*PROGRAM, *TESTS), "it is naive"),
]


def files(*folders):
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "__pycache__" not in path.parts
    ]


def place(path):
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def trees():
    return {place(path): ast.parse(path.read_bytes()) for path in files(*PROGRAM, *TESTS)}


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def is_of(module, package):
    return module == package or module.startswith(package + ".")


def test_every_import_keeps_to_its_contract():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_nothing_that_thinks_imports_qt(trees):
    thinking = {place(path) for pattern in QT_FREE for path in ROOT.glob(pattern)}
    offenders = {
        (where, module)
        for where in thinking
        for module in imports(trees[where])
        if any(is_of(module, toolkit) for toolkit in QT)
    }
    assert offenders == set()


def test_nothing_that_thinks_loads_qt_by_a_detour():
    thinking = sorted(
        place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for pattern in QT_FREE
        for path in ROOT.glob(pattern)
        if path.name not in {"env.py", "__main__.py"}
    )
    program = (
        "import importlib, sys\n"
        f"for name in {thinking!r}:\n"
        "    importlib.import_module(name)\n"
        f"    seen = [toolkit for toolkit in {QT!r} if toolkit in sys.modules]\n"
        "    assert not seen, f'{name} loads {seen}'\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(("module", "places"), KEPT_TO)
def test_a_library_is_imported_only_where_it_belongs(trees, module, places):
    offenders = {
        where
        for where, tree in trees.items()
        if not where.startswith(places) and any(is_of(name, module) for name in imports(tree))
    }
    assert offenders == set()


@pytest.mark.parametrize(("folder", "allowed"), PURE)
def test_facts_and_rules_need_nothing_from_outside(trees, folder, allowed):
    offenders = {
        (where, name)
        for where, tree in trees.items()
        if where.startswith(folder)
        for name in imports(tree)
        if not any(is_of(name, package) for package in allowed)
        if name.split(".")[0] not in sys.stdlib_module_names
        or any(is_of(name, package) for package in IMPURE_STANDARD)
    }
    assert offenders == set()


@pytest.mark.parametrize(("call", "where", "why"), NEVER_CALLED)
def test_nobody_calls_what_is_never_called(trees, call, where, why):
    offenders = {
        (path, node.lineno)
        for path, tree in trees.items()
        if path.startswith(tuple(folder + "/" for folder in where))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (written := ast.unparse(node.func)).endswith(call)
        and (written == call or written.endswith("." + call))
    }
    assert offenders == set(), why


def test_modules_are_named_after_what_they_hold(trees):
    named = {where: set(where.removesuffix(".py").split("/")) for where in trees}
    assert {where for where, names in named.items() if names & BANNED_NAMES} == set()


def test_every_package_says_in_one_line_what_it_is_and_holds_no_code(trees):
    packages = {where: tree for where, tree in trees.items() if where.endswith("__init__.py")}
    wrong = {
        where
        for where, tree in packages.items()
        if not ast.get_docstring(tree) or len(tree.body) != 1 or "\n" in ast.get_docstring(tree)
    }
    assert wrong == set()


def test_every_folder_of_the_program_is_a_package():
    bare = {
        place(path.parent) for path in files(*PROGRAM) if not (path.parent / "__init__.py").exists()
    }
    assert bare == set()


def test_files_stay_short():
    lengths = {
        place(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*PROGRAM, *TESTS)
    }
    assert {where: lines for where, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_stay_short(trees):
    lengths = {
        f"{where}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for where, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_nobody_swallows_every_error(trees):
    """Cleaning up and raising again is no swallowing."""
    broad = {
        f"{where}:{node.lineno}"
        for where, tree in trees.items()
        if where not in MAY_CATCH_ANYTHING
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    }
    assert broad == set()


def test_tests_share_no_package():
    assert [place(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_points_at_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    pointed_at = set(re.findall(r"\]\(([^)#:]+)\)", text)) | set(re.findall(NAMED_PATH, text))
    assert {name for name in pointed_at if not (ROOT / name).exists()} == set()
