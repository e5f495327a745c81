"""Verbs about people at work: roles, command, tasks, and what waits on whom."""

import argparse

from app.cli.output import Said, table
from app.workspace import Workspace
from models.actions.assign import Assign, Unassign, assign, unassign
from models.actions.delegate import AnswerTask, Delegate, answer_task, delegate
from models.actions.hand_over import (
    Accept,
    Command,
    HandOver,
    TakeCommand,
    accept,
    hand_over,
    take_command,
)
from models.domain.delegation import Task, TaskState
from models.domain.errors import BadInput, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.times import maybe_write_time, parse_span_ms, write_time
from models.queries import incidents
from models.queries.needs import needs_of
from models.queries.shapes import incident_json

Arguments = argparse.Namespace


def assign_verb(w: Workspace, g: Arguments) -> Said:
    assign(Assign(g.incident, g.role, g.person, g.area), w.desk)
    return _said(w, g.incident)


def unassign_verb(w: Workspace, g: Arguments) -> Said:
    unassign(Unassign(g.incident, g.role, g.person, g.area), w.desk)
    return _said(w, g.incident)


def handover_verb(w: Workspace, g: Arguments) -> Said:
    hand_over(HandOver(g.incident, g.person), w.desk)
    found = incidents.named(w.connection, g.incident)
    offer = found.offer
    brief = list(offer.brief) if offer else []
    value = {"incident": w.label(found.uid), "offered_to": offer.to if offer else None}
    lines = "\n".join(f"  {line}" for line in brief)
    to = offer.to if offer else g.person
    return Said(
        {**value, "holder": found.commander or None, "brief": brief},
        f"Command of {w.label(found.uid)} is offered to {to}.\n{lines}\n"
        f"{found.commander} has it until {to} says 'warroom accept {w.label(found.uid)}'.",
    )


def accept_verb(w: Workspace, g: Arguments) -> Said:
    uid = incidents.named(w.connection, g.incident).uid
    return _command(w, g, accept(Accept(uid), w.desk))


def take_command_verb(w: Workspace, g: Arguments) -> Said:
    from app.cli.syncing import look_first

    shown = incidents.named(w.connection, g.incident)
    look_first(w, g, incident_stream(shown.uid))
    command = TakeCommand(shown.uid, g.reason, shown.commander)
    return _command(w, g, take_command(command, w.desk))


def _command(w: Workspace, g: Arguments, done: Command) -> Said:
    """Says what the server decided, where it could be asked. Raises Refused where somebody else
    was first."""
    from app.cli.syncing import decide_now

    asked = decide_now(w, g)
    found = incidents.incident(w.connection, done.incident)
    label = w.label(done.incident)
    if asked and found.commander.casefold() != done.holder.casefold():
        raise Refused(f"{found.commander} has command of {label}; your claim came later.")
    provisional = not asked or found.command_claimed
    state = "provisional" if provisional else "granted"
    value = {"incident": label, "holder": done.holder, "state": state}
    later = " It is a claim until the server has confirmed it." if provisional else ""
    return Said(value, f"{done.holder} has command of {label}.{later}")


def task_verb(w: Workspace, g: Arguments) -> Said:
    """`task INC TEXT --to P`, `task ack|done ID`, `task list INC`: told apart by the first word."""
    first, rest = g.words[0], g.words[1:]
    if first == "list" and len(rest) == 1:
        found = incidents.named(w.connection, rest[0])
        rows = [task_json(task, w) for task in found.tasks]
        cells = [[str(row[name] or "-") for name in _SHOWN] for row in rows]
        return Said(rows, table(cells, _SHOWN) if rows else "No tasks.")
    if first in _ANSWERS and len(rest) == 1 and g.to is None:
        uid = answer_task(AnswerTask(rest[0], _ANSWERS[first]), w.desk)
        task = next(t for t in _incident(w, uid).tasks if t.uid.startswith(rest[0].lower()))
        return _task_said(w, task)
    if len(rest) != 1 or g.to is None:
        raise BadInput(
            "Type: task INC TEXT --to PERSON [--within 10m], task ack|done ID, or task list INC."
        )
    within = None if g.within is None else parse_span_ms(g.within)
    uid = delegate(Delegate(first, rest[0], g.to, within), w.desk)
    task = next(t for t in incidents.named(w.connection, first).tasks if t.uid == uid)
    return _task_said(w, task)


_ANSWERS = {"ack": TaskState.ACKNOWLEDGED, "done": TaskState.DONE}
_SHOWN = ("id", "text", "person", "state", "due_at")


def _task_said(w: Workspace, task: Task) -> Said:
    row = task_json(task, w)
    due = f", by {row['due_at']}" if row["due_at"] else ""
    return Said(row, f"{task.uid[:8]}  {task.person}: {task.text} ({row['state']}{due})")


def task_json(task: Task, w: Workspace) -> dict[str, object]:
    return {
        "id": task.uid,
        "text": task.text,
        "person": task.person,
        "state": task.state_now(w.now()).value,
        "due_at": maybe_write_time(task.due_at),
        "by": task.by,
        "told_at": write_time(task.told_at),
    }


def needs_you_verb(w: Workspace, g: Arguments) -> Said:
    found = needs_of(w.connection, w.actor, w.now())
    rows = [
        {
            "kind": need.kind,
            "incident": w.label(need.incident),
            "text": need.text,
            "since": write_time(need.since),
            "due_at": maybe_write_time(need.due_at),
            "id": need.subject or None,
        }
        for need in found
    ]
    lines = [f"{row['incident']}  {row['text']}" for row in rows]
    return Said(rows, "\n".join(lines) or f"Nothing waits on {w.actor}.")


def _incident(w: Workspace, uid: str) -> Incident:
    return incidents.incident(w.connection, uid)


def _said(w: Workspace, name: str) -> Said:
    found = incidents.named(w.connection, name)
    worn = [f"{h.role.word}{f' ({h.area})' if h.area else ''}: {h.person}" for h in found.hats]
    now = w.now()
    policy = w.policies().of(found, now)
    return Said(incident_json(found, now, w.label, policy), "\n".join(worn))
