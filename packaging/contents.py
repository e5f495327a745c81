"""What goes into the built program: which modules, which parts of Qt, whose licences."""

import importlib.metadata
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""Where a file goes inside the folder, where it lies here, and what it is to PyInstaller."""

OURS = ("app", "models", "views", "resources")

LOADED_BY_MIGRATIONS = (
    "alembic.command",
    "alembic.config",
    "alembic.context",
    "alembic.op",
    "alembic.ddl.sqlite",
    "sqlalchemy.dialects.sqlite.pysqlite",
)

_LANGUAGES = Path(__file__).resolve().parent.parent / "resources" / "languages"
TOOLKIT_WORDS = frozenset(f"qtbase_{path.stem}.qm" for path in _LANGUAGES.glob("*.json"))
"""What Qt itself says, in the languages that the program speaks."""

LOADED_BY_CHARTS = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")

NEVER_USED = [
    "IPython", "_curses", "_pytest", "bench", "curses", "doctest", "hypothesis",
    "lib2to3", "matplotlib", "mypy", "pip", "psycopg", "psycopg_binary",
    "pydoc_data", "pygments", "pyqtgraph.examples", "pytest", "readline", "rich",
    "ruff", "server", "setuptools", "test", "tests", "tkinter", "turtle", "uv", "wheel",
    *(f"PySide6.Qt{name}" for name in (
        "Concurrent", "Designer", "Help", "Qml", "Quick", "QuickControls2", "QuickTest",
        "QuickWidgets", "Sql", "Test", "UiTools", "Xml",
    )),
]  # fmt: skip

RUN_FIRST_FOR_NOTHING = {
    "pyi_rth_multiprocessing",
    "pyi_rth_pyqtgraph_multiprocess",
    "pyi_rth_pyside6",
}

PLUGINS = {
    "iconengines": ("svg",),
    "imageformats": ("gif", "jpeg", "svg", "webp"),  # pictures given as evidence; PNG is built in
    "platforminputcontexts": ("compose", "ibus"),
    "platforms": ("cocoa", "offscreen", "wayland", "windows", "xcb"),
    "platformthemes": ("xdgdesktopportal",),
    "printsupport": ("cups",),
    "styles": (),  # the program draws with Fusion
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": ("wayland-egl",),
    "wayland-shell-integration": ("xdg-shell",),
    "xcbglintegrations": ("egl", "glx"),
}
"""Kinds of Qt's plugins and the words of the names that are kept; no other kind is."""

ICONS = {"win32": "warroom.ico", "darwin": "warroom.icns"}


def files_of(root: Path, folder: str) -> list[tuple[str, str]]:
    """Every file of one of our folders, each to the same place inside the program."""
    return [
        (str(path), str(path.parent.relative_to(root)))
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def icon_file(root: Path) -> str | None:
    """Drawn by icons.py before; Linux keeps its icon outside the program."""
    name = ICONS.get(sys.platform)
    return None if name is None else str(root / "build" / "icons" / name)


def kept_binaries(entries: Iterable[Entry]) -> list[Entry]:
    """Without unused plugins, without Qt libraries that only those asked for, and without what
    the system has: its graphics drivers want their own C++ library beside them, and what it
    mends (OpenSSL, fontconfig, D-Bus) is mended for us too. The .deb names those as needed."""
    wanted = [entry for entry in entries if _is_wanted(entry)]
    by_name: dict[str, list[Entry]] = {}
    for entry in wanted:  # a library, and often a link to it from the top of the folder
        by_name.setdefault(PurePosixPath(entry[0]).name, []).append(entry)
    waiting = [entry for entry in wanted if not _is_qt_library(entry)]
    reached: set[str] = set()
    while waiting:
        dest, source, kind = waiting.pop()
        if dest in reached:
            continue
        reached.add(dest)
        if kind != "SYMLINK":
            for name, _ in get_imports(source):
                waiting += by_name.get(PurePosixPath(name).name, ())
    return sorted(entry for entry in wanted if entry[0] in reached)


def kept_data(entries: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """Without Qt's words in languages that the program does not speak, without templates that
    nothing reads, and without links to libraries that were left out."""
    there = {dest for dest, _, _ in binaries}
    return [
        entry
        for entry in entries
        if _is_spoken(PurePosixPath(entry[0]))
        and not entry[0].startswith("alembic/templates")
        and (entry[2] != "SYMLINK" or _target(entry) in there)
    ]


def _is_spoken(dest: PurePosixPath) -> bool:
    return "translations" not in dest.parts or dest.name in TOOLKIT_WORDS


def kept_scripts(entries: Iterable[Entry]) -> list[Entry]:
    """Without what PyInstaller runs first for Qt and for processes that we never start: it loads
    Qt for every verb. The libraries of Qt find their plugins by where they lie themselves."""
    if sys.platform != "linux":
        return list(entries)
    return [entry for entry in entries if entry[0] not in RUN_FIRST_FOR_NOTHING]


def licences(tables: Iterable[Iterable[Entry]]) -> list[Entry]:
    """The licence files of every library of which anything was taken, and of Python, under
    `licences/<name> <version>/`. Raises SystemExit for a library that names no licence."""
    sources = {str(Path(source).resolve()) for table in tables for _, source, _ in table if source}
    found: list[Entry] = []
    for library in sorted(importlib.metadata.distributions(), key=lambda one: one.name.lower()):
        files = library.files or ()
        if library.name == "warroom" or not any(
            str(Path(str(library.locate_file(file))).resolve()) in sources for file in files
        ):
            continue
        folder = f"licences/{library.name} {library.version}"
        texts = [file for file in files if _is_licence(PurePosixPath(file))]
        if not texts and "LGPL" not in (library.metadata.get("License") or ""):
            raise SystemExit(f"{library.name} names no licence; nothing of it may be given on.")
        found += [
            (f"{folder}/{_flat(PurePosixPath(text))}", str(library.locate_file(text)), "DATA")
            for text in texts
        ]
        found.append((f"{folder}/METADATA", str(_metadata(library)), "DATA"))
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.exists():
        found.append((f"licences/Python {sys.version.split()[0]}/LICENSE.txt", str(python), "DATA"))
    return found + _qt_texts()


def _is_wanted(entry: Entry) -> bool:
    dest, source = PurePosixPath(Path(entry[0]).as_posix()), Path(entry[1])
    if "plugins" in dest.parts and "PySide6" in dest.parts:
        words = PLUGINS.get(dest.parent.name, ())
        return any(word in dest.name for word in words)
    of_system = sys.platform == "linux" and str(source).startswith(("/lib", "/usr/lib"))
    return entry[2] != "BINARY" or not of_system or dest.name.startswith("libpython")


def _target(link: Entry) -> str:
    return str(PurePosixPath(link[0]).parent / link[1])


def _is_qt_library(entry: Entry) -> bool:
    """Kept only when something else asks for it, unlike modules and plugins."""
    name = PurePosixPath(entry[0]).name
    return entry[2] in {"BINARY", "SYMLINK"} and name.startswith(("libQt6", "Qt6", "libicu"))


def _is_licence(file: PurePosixPath) -> bool:
    in_metadata = any(part.endswith(".dist-info") for part in file.parts)
    named = file.name.lower().startswith(("licen", "copying", "notice", "authors"))
    return named and (in_metadata or len(file.parts) == 2) and file.suffix != ".py"


def _flat(file: PurePosixPath) -> str:
    """vendored/zlib/LICENSE and LICENSE may both be there."""
    inside = [part for part in file.parts if not part.endswith(".dist-info")]
    return "_".join(part for part in inside if part != "licenses")


def _metadata(library: importlib.metadata.Distribution) -> Path:
    return next(
        Path(str(library.locate_file(file)))
        for file in library.files or ()
        if file.name == "METADATA"
    )


def _qt_texts() -> list[Entry]:
    """Qt comes under the LGPL, whose text its wheels leave out. Raises SystemExit without it."""
    here = Path(__file__).parent
    found = [("licences/Qt/README.txt", str(here / "qt-licence.txt"), "DATA")]
    for name in ("LGPL-3", "GPL-3"):
        places = [folder / name for folder in (Path("/usr/share/common-licenses"), here)]
        text = next((place for place in places if place.exists()), None)
        if text is None:
            raise SystemExit(f"The text of {name} is missing. Put it into {here / name}.")
        found.append((f"licences/Qt/{name}", str(text), "DATA"))
    return found
