"""Which function carries out which command: the window's one door to the acts."""

from collections.abc import Callable
from typing import Any

from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.add_points import AddPoints, add_points
from models.actions.apply_triage import ApplyTriage, apply_triage
from models.actions.ask_person import AnswerAsk, AskPerson, answer_ask, ask_person
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.assign import Assign, Unassign, assign, unassign
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.choose import Choose, choose
from models.actions.close import Close, close
from models.actions.confirm import Confirm, confirm
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.delegate import AnswerTask, Delegate, answer_task, delegate
from models.actions.describe import Describe, describe
from models.actions.desk import Desk
from models.actions.hand_over import (
    Accept,
    Decline,
    HandOver,
    TakeCommand,
    accept,
    decline,
    hand_over,
    take_command,
)
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.mark_key import MarkKey, mark_key
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Correct, Note, correct, note
from models.actions.post_update import PostUpdate, post_update
from models.actions.promote import Promote, promote
from models.actions.reopen import Reopen, reopen
from models.actions.resolve import Resolve, resolve
from models.actions.run import (
    EscalateRun,
    MarkStep,
    StartRun,
    escalate_run,
    mark_step,
    start_run,
)
from models.actions.set_person import SetPerson, set_person
from models.actions.set_service import SetService, set_service
from models.actions.undo import Undo, Undone, undo

_HANDLERS: dict[type, Callable[[Any, Desk], object]] = {
    AddPoints: add_points,
    Accept: accept,
    Acknowledge: acknowledge,
    AnswerAsk: answer_ask,
    AnswerTask: answer_task,
    AskPerson: ask_person,
    AssessImpact: assess_impact,
    ApplyTriage: apply_triage,
    Assign: assign,
    ChangeSeverity: change_severity,
    Choose: choose,
    Close: close,
    Confirm: confirm,
    Correct: correct,
    CorrectTime: correct_time,
    Decline: decline,
    Delegate: delegate,
    Describe: describe,
    HandOver: hand_over,
    ImportPolicy: import_policy,
    MarkKey: mark_key,
    Mitigate: mitigate,
    MoveStage: move_stage,
    Note: note,
    Promote: promote,
    Reopen: reopen,
    Resolve: resolve,
    EscalateRun: escalate_run,
    MarkStep: mark_step,
    StartRun: start_run,
    SetPerson: set_person,
    SetService: set_service,
    TakeCommand: take_command,
    Unassign: unassign,
    PostUpdate: post_update,
    Undo: undo,
}


def carry_out(command: object, desk: Desk) -> str:
    """Gives words for what was done where the screen does not show it by itself."""
    done = _HANDLERS[type(command)](command, desk)
    return f"Taken back: {done.text}" if isinstance(done, Undone) else ""
