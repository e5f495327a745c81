"""Write a runbook anew in the workspace; its file is written by whoever has the folder."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.actions.import_runbooks import file_value
from models.domain.errors import NotFound, NothingToDo, Refused
from models.domain.ids import WORKSPACE_STREAM
from models.runbooks.reader import read_runbook
from models.store import runbooks


@dataclass(frozen=True, slots=True)
class EditRunbook:
    """`text` is the whole file. `seen` is the hash of what was edited: a newer one is not written
    over."""

    runbook: str
    text: str
    seen: str = ""


def edit_runbook(command: EditRunbook, desk: Desk) -> None:
    """Raises:
    NotFound: no such runbook.
    Refused: somebody changed it since, or nothing would be left of it.
    NothingToDo: it says so already.
    """
    if not command.text.strip():
        raise Refused("The text is empty. A runbook keeps at least its title.")
    read_runbook(command.text)
    with desk.act() as act:
        kept = runbooks.one(act.connection, command.runbook)
        if kept is None:
            raise NotFound(f"There is no runbook {command.runbook} here.")
        if command.seen and command.seen != kept.sha256:
            raise Refused(
                "Somebody changed this runbook while you wrote. Copy your text, open it again, "
                "and bring the two together."
            )
        if kept.runbook.text == command.text:
            raise NothingToDo("The runbook says so already.")
        value = file_value(kept.runbook.path, kept.folder, kept.runbook.commit, command.text)
        act.set_on(WORKSPACE_STREAM, "runbook", kept.uid, "file", value)
