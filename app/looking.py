"""A bundle that is only looked at: in a folder of its own, which goes when its window does."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.parsers import LOOK
from app.files import read_file
from app.workspace import Workspace, open_workspace
from models.actions.import_bundle import import_bundle
from models.replication import bundle
from views.tongue import mark

ONLY_LOOKS = mark(
    "This file is only looked at: nothing is changed in it or on this machine. Import it to work "
    "on it."
)


def command(file: Path) -> list[str]:
    """What starts this program once more, beside this window, to look at a file."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]
    return [*program, LOOK, str(file)]


@contextmanager
def looked_at(file: Path, actor: str | None = None) -> Iterator[tuple[Workspace, str]]:
    """The workspace that holds a file's incident and nothing else, where every act is refused; and
    the incident's uid. The workspace is closed by whoever shows it.

    Raises:
        BadInput: not a bundle, or changed.
    """
    with TemporaryDirectory(prefix="warroom-look-", ignore_cleanup_errors=True) as folder:
        raw = read_file(file, bundle.MOST_BYTES)
        workspace = open_workspace(Path(folder), actor=actor)
        try:
            found = import_bundle(raw, workspace.desk)
        except BaseException:
            workspace.close()
            raise
        workspace.closed = ONLY_LOOKS
        yield workspace, found.incident
