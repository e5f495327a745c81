"""Which function carries out which command: the window's one door to the acts."""

from collections.abc import Callable
from typing import Any

from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.close import Close, close
from models.actions.confirm import Confirm, confirm
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.mark_key import MarkKey, mark_key
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Correct, Note, correct, note
from models.actions.reopen import Reopen, reopen
from models.actions.resolve import Resolve, resolve
from models.actions.undo import Undo, Undone, undo
from views.room.presenter import Command

_HANDLERS: dict[type, Callable[[Any, Desk], object]] = {
    Acknowledge: acknowledge,
    ChangeSeverity: change_severity,
    Close: close,
    Confirm: confirm,
    Correct: correct,
    CorrectTime: correct_time,
    Describe: describe,
    MarkKey: mark_key,
    Mitigate: mitigate,
    MoveStage: move_stage,
    Note: note,
    Reopen: reopen,
    Resolve: resolve,
    Undo: undo,
}


def carry_out(command: Command, desk: Desk) -> str:
    """Gives words for what was done where the screen does not show it by itself."""
    done = _HANDLERS[type(command)](command, desk)
    return f"Taken back: {done.text}" if isinstance(done, Undone) else ""
