"""Which function carries out which command: the window's one door to the acts."""

from collections.abc import Callable
from typing import Any

from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.add_action import AddAction, add_action
from models.actions.add_points import AddPoints, add_points
from models.actions.apply_triage import ApplyTriage, apply_triage
from models.actions.approve_update import (
    ApproveUpdate,
    SendBackUpdate,
    approve_update,
    send_back_update,
)
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
from models.actions.draft_update import DraftUpdate, EditUpdate, draft_update, edit_update
from models.actions.edit_template import EditTemplate, edit_template
from models.actions.edit_text import EditText, edit_text
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
from models.actions.link_facts import LinkFacts, link_facts
from models.actions.mark_key import MarkKey, mark_key
from models.actions.mark_moment import MarkMoment, mark_moment
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_review import MoveReview, move_review
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Correct, Note, correct, note
from models.actions.override_finding import OverrideFinding, override_finding
from models.actions.promote import Promote, promote
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.push_action import PushAction, push_action
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
from models.actions.set_action import SetAction, set_action
from models.actions.set_person import SetPerson, set_person
from models.actions.set_service import SetService, set_service
from models.actions.snooze_update import (
    SlowUpdates,
    SnoozeUpdate,
    slow_updates,
    snooze_update,
)
from models.actions.undo import Undo, Undone, undo
from models.actions.use_template import UseTemplate, use_template

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
    DraftUpdate: draft_update,
    ApproveUpdate: approve_update,
    SendBackUpdate: send_back_update,
    EditUpdate: edit_update,
    EditText: edit_text,
    EditTemplate: edit_template,
    LinkFacts: link_facts,
    PublishUpdate: publish_update,
    PushAction: push_action,
    SnoozeUpdate: snooze_update,
    SlowUpdates: slow_updates,
    AddAction: add_action,
    MarkMoment: mark_moment,
    MoveReview: move_review,
    OverrideFinding: override_finding,
    SetAction: set_action,
    UseTemplate: use_template,
    Undo: undo,
}


def carry_out(command: object, desk: Desk) -> str:
    """Gives words for what was done where the screen does not show it by itself."""
    made = done(command, desk)
    return f"Taken back: {made.text}" if isinstance(made, Undone) else ""


def done(command: object, desk: Desk) -> object:
    """Carries it out and gives what its action gives."""
    return _HANDLERS[type(command)](command, desk)
