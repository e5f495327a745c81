"""Verbs that change an incident: each makes one command of the domain's and runs it."""

import argparse
from collections.abc import Callable

from app.cli import words
from app.cli.output import Said
from app.files import read_file
from app.workspace import Workspace
from models.actions.acknowledge import Acknowledge, acknowledge
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.cancel import Cancel, cancel
from models.actions.change_severity import ChangeSeverity, change_severity
from models.actions.choose import Choose, choose
from models.actions.close import Close, close
from models.actions.confirm import Confirm, confirm
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.declare import Declare, declare
from models.actions.describe import Describe, describe
from models.actions.link_recurrence import (
    LinkRecurrence,
    UnlinkRecurrence,
    link_recurrence,
    unlink_recurrence,
)
from models.actions.merge import Merge, Unmerge, merge, unmerge
from models.actions.mitigate import Mitigate, mitigate
from models.actions.move_stage import MoveStage, move_stage
from models.actions.note import Attached, Correct, Note, correct, note
from models.actions.reopen import Reopen, reopen
from models.actions.resolve import Resolve, resolve
from models.actions.undo import Undo, undo
from models.domain.errors import NotFound
from models.queries import incidents, timeline
from models.queries.shapes import entry_json, incident_json
from models.store.server_link import is_linked

Arguments = argparse.Namespace


def declare_verb(workspace: Workspace, given: Arguments) -> Said:
    command = Declare(
        title=given.title,
        severity=given.severity,
        kind=given.kind,
        services=tuple(given.services),
        failure_mode=given.failure_mode,
        from_alert=given.from_alert,
        at=given.at,
        impact_started_at=given.impact_started,
        detected_at=given.detected,
    )
    uid = declare(command, workspace.desk)
    if is_linked(workspace.connection):
        from app.cli.syncing import decide_now

        decide_now(workspace, given)  # the server gives the number
    return _with_earlier(workspace, uid)


def _with_earlier(workspace: Workspace, uid: str) -> Said:
    """What was declared, and what happened before under the same sign."""
    from models.queries.recurrences import earlier, sign_of
    from models.queries.review_shapes import earlier_json

    said = _incident_said(workspace, uid)
    incident = incidents.incident(workspace.connection, uid)
    at = incident.times.detected_at or workspace.now()
    found = earlier(workspace.connection, sign_of(incident), at)
    value = {
        **(said.value if isinstance(said.value, dict) else {}),
        "earlier": earlier_json(found, workspace.now(), workspace.label),
    }
    lines = [said.text]
    for one in found:
        fix = f" Fixed then: {one.fix.rstrip('.')}." if one.fix else ""
        left = "; ".join(action.text for action in one.open_actions)
        still = f" Still open: {left}." if left else ""
        lines.append(f"  Seen before: {one.label}, {one.title} ({one.why}).{fix}{still}")
    return Said(value, "\n".join(lines))


def _ack(w: Workspace, g: Arguments) -> None:
    acknowledge(Acknowledge(g.incident, g.at), w.desk)


def _stage(w: Workspace, g: Arguments) -> None:
    move_stage(MoveStage(g.incident, g.to, g.reason, g.at), w.desk)


def _mitigate(w: Workspace, g: Arguments) -> None:
    mitigate(Mitigate(g.incident, g.reason, g.at), w.desk)


def _resolve(w: Workspace, g: Arguments) -> None:
    resolve(Resolve(g.incident, g.confirmed, g.reason, g.at), w.desk)


def _confirm(w: Workspace, g: Arguments) -> None:
    confirm(Confirm(g.incident, g.at), w.desk)


def _reopen(w: Workspace, g: Arguments) -> None:
    reopen(Reopen(g.incident, g.reason, g.at), w.desk)


def _close(w: Workspace, g: Arguments) -> None:
    close(Close(g.incident, g.override, g.reason, g.at), w.desk)


def _cancel(w: Workspace, g: Arguments) -> None:
    cancel(Cancel(g.incident, g.reason, g.at), w.desk)


def _severity(w: Workspace, g: Arguments) -> None:
    change_severity(ChangeSeverity(g.incident, g.to, g.reason, g.at), w.desk)


def _impact(w: Workspace, g: Arguments) -> None:
    command = AssessImpact(g.incident, g.users, g.business, tuple(g.services), g.reason, g.at)
    assess_impact(command, w.desk)


def _describe(field: str) -> Callable[[Workspace, Arguments], None]:
    def run(w: Workspace, g: Arguments) -> None:
        describe(Describe(g.incident, field, g.text, g.reason, g.at), w.desk)

    return run


def _set_time(w: Workspace, g: Arguments) -> None:
    correct_time(CorrectTime(g.incident, g.field, g.to, g.reason), w.desk)


def _merge(w: Workspace, g: Arguments) -> None:
    merge(Merge(g.incident, g.into), w.desk)


def _unmerge(w: Workspace, g: Arguments) -> None:
    unmerge(Unmerge(g.incident), w.desk)


def _link(w: Workspace, g: Arguments) -> None:
    link_recurrence(LinkRecurrence(g.incident, g.earlier), w.desk)


def _unlink(w: Workspace, g: Arguments) -> None:
    unlink_recurrence(UnlinkRecurrence(g.incident, g.earlier), w.desk)


CHANGES: dict[str, Callable[[Workspace, Arguments], None]] = {
    "ack": _ack,
    "stage": _stage,
    "mitigate": _mitigate,
    "resolve": _resolve,
    "confirm": _confirm,
    "reopen": _reopen,
    "close": _close,
    "cancel": _cancel,
    "severity": _severity,
    "impact": _impact,
    "objective": _describe("objective"),
    "summary": _describe("summary"),
    "title": _describe("title"),
    "failure-mode": _describe("failure_mode"),
    "set-time": _set_time,
    "merge": _merge,
    "unmerge": _unmerge,
    "link-recurrence": _link,
    "unlink-recurrence": _unlink,
}
"""Verbs that change the incident they name; all answer with it as it is then."""


def change_verb(workspace: Workspace, given: Arguments) -> Said:
    CHANGES[given.verb](workspace, given)
    found = incidents.named(workspace.connection, given.incident)
    return _incident_said(workspace, found.uid)


def _incident_said(workspace: Workspace, uid: str) -> Said:
    found = incidents.incident(workspace.connection, uid)
    now = workspace.now()
    policy = workspace.policies().of(found, now)
    return Said(
        incident_json(found, now, workspace.label, policy),
        words.incident_words(found, now, workspace.label, policy),
    )


def note_verb(workspace: Workspace, given: Arguments) -> Said:
    files = tuple(Attached(path.name, read_file(path)) for path in given.attach)
    command = Note(given.incident, given.text, given.kind, given.at, files)
    return _entry_said(workspace, note(command, workspace.desk))


def correct_verb(workspace: Workspace, given: Arguments) -> Said:
    return _entry_said(workspace, correct(Correct(given.entry, given.text), workspace.desk))


def _entry_said(workspace: Workspace, uid: str) -> Said:
    entry = timeline.one(workspace.connection, uid)
    if entry is None:
        raise NotFound(f"There is no timeline entry {uid} here.")
    return Said({"id": entry.uid, **entry_json(entry)}, words.entry_words(entry))


def undo_verb(workspace: Workspace, given: Arguments) -> Said:
    done = undo(Undo(given.act), workspace.desk)
    incident = workspace.label(done.incident) if done.incident else None
    value = {"undone": done.act, "incident": incident, "text": done.text}
    return Said(value, f"Taken back: {done.text}")


def resolve_conflict_verb(workspace: Workspace, given: Arguments) -> Said:
    return _incident_said(workspace, choose(Choose(given.conflict, given.keep), workspace.desk))
