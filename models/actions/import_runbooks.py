"""Take runbooks in from a folder of Markdown files. The files stay the truth."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import BadInput
from models.domain.ids import WORKSPACE_STREAM
from models.replication.operation import Value
from models.runbooks.reader import MOST_BYTES, read_runbook
from models.store import runbooks


@dataclass(frozen=True, slots=True)
class RunbookFile:
    """`path` is relative to the folder, with forward slashes."""

    path: str
    body: bytes


@dataclass(frozen=True, slots=True)
class ImportRunbooks:
    """`folder` names where the files are; `commit` is the checkout's, None outside one."""

    files: Sequence[RunbookFile]
    folder: str
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class RunbooksImported:
    """`rejected` are (path, reason)."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[tuple[str, str], ...] = ()


BATCH = 100


def import_runbooks(command: ImportRunbooks, desk: Desk) -> RunbooksImported:
    """Each file is counted once. What is there with the same content is left alone."""
    imported, updated, unchanged = 0, 0, 0
    rejected: list[tuple[str, str]] = []
    files = list(command.files)
    for start in range(0, len(files), BATCH):
        with desk.act() as act:
            known = runbooks.hashes(act.connection)
            for file in files[start : start + BATCH]:
                try:
                    text = _text(file)
                except BadInput as error:
                    rejected.append((file.path, str(error)))
                    continue
                uid = runbook_uid(command.folder, file.path)
                digest = hashlib.sha256(file.body).hexdigest()
                if known.get(uid) == digest:
                    unchanged += 1
                    continue
                updated, imported = (
                    (updated + 1, imported) if uid in known else (updated, imported + 1)
                )
                act.set_on(
                    WORKSPACE_STREAM,
                    "runbook",
                    uid,
                    "file",
                    file_value(file.path, command.folder, command.commit, text),
                )
    return RunbooksImported(imported, updated, unchanged, tuple(rejected))


def runbook_uid(folder: str, path: str) -> str:
    """The same file of the same folder is the same runbook, on every machine."""
    return hashlib.sha256(f"{folder}/{path}".encode()).hexdigest()[:32]


def file_value(path: str, folder: str, commit: str | None, text: str) -> dict[str, Value]:
    """A runbook's file as it stands in an operation."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"path": path, "folder": folder, "commit": commit, "text": text, "sha256": digest}


def _text(file: RunbookFile) -> str:
    if len(file.body) > MOST_BYTES:
        raise BadInput("It has more than a mebibyte; that is no runbook.")
    if b"\0" in file.body:
        raise BadInput("It is not a text.")
    try:
        text = file.body.decode()
    except UnicodeDecodeError:
        raise BadInput("It is not a text in UTF-8.") from None
    read_runbook(text, file.path)
    return text
