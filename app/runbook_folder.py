"""Markdown files under a folder, the commit of a checkout, and the set that comes along."""

import re
from importlib.resources import files
from pathlib import Path

from models.actions.import_runbooks import RunbookFile
from models.domain.errors import BadInput, Refused
from models.runbooks.reader import MOST_BYTES

MOST_FILES = 20_000
STARTER = "War room"
_REF = re.compile(r"ref: (refs/[\w./+@-]+)")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def read_folder(folder: Path) -> tuple[tuple[RunbookFile, ...], list[tuple[str, str]]]:
    """(every *.md under it, (path, reason) of those that cannot be read). Hidden folders are left
    out, and links that lead out of it.

    Raises:
        BadInput: it is no folder, or holds more files than any set of runbooks.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder.")
    root = folder.resolve()
    found: list[RunbookFile] = []
    rejected: list[tuple[str, str]] = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        hidden = any(part.startswith(".") for part in relative.parts)
        if hidden or path.suffix.lower() not in (".md", ".markdown") or path.is_dir():
            continue
        if not path.resolve().is_relative_to(root):
            rejected.append((relative.as_posix(), "It is a link that leads out of the folder."))
            continue
        if len(found) >= MOST_FILES:
            raise BadInput(f"{folder} has more than {MOST_FILES:,} Markdown files.")
        try:
            if path.stat().st_size > MOST_BYTES:
                reason = "It has more than a mebibyte; that is no runbook."
                rejected.append((relative.as_posix(), reason))
                continue
            found.append(RunbookFile(relative.as_posix(), path.read_bytes()))
        except OSError as error:
            rejected.append((relative.as_posix(), f"It cannot be read: {error.strerror}."))
    return tuple(found), rejected


def commit_of(folder: Path) -> str | None:
    """The commit checked out there, read from the checkout's own files; None outside one."""
    for place in (folder.resolve(), *folder.resolve().parents):
        git = place / ".git"
        if git.is_dir():
            return _head(git)
        if git.is_file():
            told = _first_line(git).removeprefix("gitdir: ").strip()
            return _head((place / told).resolve()) if told else None
    return None


def _head(git: Path) -> str | None:
    told = _first_line(git / "HEAD")
    if _COMMIT.fullmatch(told):
        return told
    ref = _REF.fullmatch(told)
    if ref is None:
        return None
    shared = _first_line(git / "commondir")
    for place in (git, (git / shared).resolve() if shared else git):
        loose = _first_line(place / ref[1])
        if _COMMIT.fullmatch(loose):
            return loose
        try:
            packed = (place / "packed-refs").read_text(errors="replace")
        except OSError:
            continue
        for line in packed.splitlines():
            commit, _, name = line.partition(" ")
            if name.strip() == ref[1] and _COMMIT.fullmatch(commit):
                return commit
    return None


def _first_line(path: Path) -> str:
    try:
        return path.read_text(errors="replace").split("\n", 1)[0].strip()
    except OSError:
        return ""


def starter_files() -> tuple[RunbookFile, ...]:
    """The runbooks that every new data folder has."""
    folder = files("resources") / "samples" / "runbooks"
    return tuple(
        RunbookFile(entry.name, entry.read_bytes())
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".md")
    )


def write_back(folder: Path, path: str, text: str, seen: str) -> None:
    """An edited runbook into its file, whole or not at all, where the file still says what was
    edited (`seen`).

    Raises:
        Refused: the file changed meanwhile, or is not under the folder.
    """
    from app.files import write_whole

    target = (folder / path).resolve()
    if not target.is_relative_to(folder.resolve()) or not target.is_file():
        raise Refused(f"{path} is not in {folder}. The runbook is kept here all the same.")
    if target.read_bytes() != seen.encode():
        raise Refused(
            f"{target} was changed by somebody else. Import the folder again, then edit it."
        )
    write_whole(target, text.encode())
