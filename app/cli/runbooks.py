"""Verbs about runbooks: what there is, what fits, how far one has come."""

import argparse
from pathlib import Path

from app.cli.output import Said, table
from app.files import read_file
from app.runbook_folder import commit_of, read_folder
from app.workspace import Workspace
from models.actions.import_runbooks import ImportRunbooks, import_runbooks
from models.actions.run import (
    EscalateRun,
    MarkStep,
    StartRun,
    escalate_run,
    find,
    mark_step,
    start_run,
)
from models.domain.errors import BadInput
from models.domain.runbook import Run, Runbook, StepState
from models.domain.times import maybe_write_time, write_time
from models.queries import incidents
from models.queries.runbooks import match_incident, step_statistics
from models.runbooks.check import check
from models.runbooks.reader import MOST_BYTES, read_runbook
from models.store import runbooks

Arguments = argparse.Namespace
Json = dict[str, object]


def import_runbooks_verb(w: Workspace, g: Arguments) -> Said:
    files, unread = read_folder(g.path)
    folder = g.path.resolve()
    done = import_runbooks(ImportRunbooks(files, folder.name, commit_of(folder)), w.desk)
    w.database.remember(f"runbook_folder:{folder.name}", str(folder))
    rejected = [*unread, *done.rejected]
    value = {
        "imported": done.imported,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "rejected": [{"path": path, "reason": reason} for path, reason in rejected],
    }
    lines = [f"{done.imported} imported, {done.updated} updated, {done.unchanged} unchanged."]
    lines += [f"Not taken: {path}: {reason}" for path, reason in rejected]
    return Said(value, "\n".join(lines))


def runbook_verb(w: Workspace, g: Arguments) -> Said:
    """`runbook list|show|check|match|start|step|escalate`, each with words of its own."""
    wanted = _WORDS[g.action]
    if not wanted[0] <= len(g.words) <= wanted[1]:
        raise BadInput(f"Type: runbook {g.action} {wanted[2]}".rstrip() + ".")
    return _ACTIONS[g.action](w, g)


def _list(w: Workspace, g: Arguments) -> Said:
    rows: list[Json] = [
        {
            "id": kept.uid,
            "title": kept.runbook.title,
            "owner": kept.runbook.owner or None,
            "steps": len(kept.runbook.steps),
            "last_reviewed": _day(kept.runbook),
            "source": _source(kept.runbook),
        }
        for kept in runbooks.every(w.connection)
    ]
    cells = [[str(row["id"])[:8], str(row["title"]), str(row["steps"])] for row in rows]
    head = ("id", "title", "steps")
    return Said(rows, table(cells, head) if cells else "No runbooks. Type: import runbooks DIR.")


def _show(w: Workspace, g: Arguments) -> Said:
    runbook, uid = _read(w, g.words[0])
    value = runbook_json(runbook, w)
    if uid:
        value["statistics"] = {
            str(n): {
                "done": stats.done,
                "failed": stats.failed,
                "skipped": stats.skipped,
                "median_ms": stats.median_ms,
            }
            for n, stats in step_statistics(w.connection, uid).items()
        }
    lines = [runbook.title, f"  owner {runbook.owner or 'nobody'}"]
    for step in runbook.steps:
        lines.append(f"  {step.n}. {step.text}")
        lines += [f"       $ {line}" for command in step.commands for line in command.splitlines()]
        lines += [f"       expect: {step.expected}"] if step.expected else []
    lines += [f"  escalation: {'; '.join(runbook.escalation)}"] if runbook.escalation else []
    return Said(value, "\n".join(lines))


def _check(w: Workspace, g: Arguments) -> Said:
    today = w.now().date()
    if g.words:
        runbook, _ = _read(w, g.words[0])
        every = [runbook]
    else:
        every = [kept.runbook for kept in runbooks.every(w.connection)]
    rows = [
        {"runbook": runbook.title, "path": runbook.path or None, "rule": found.rule,
         "text": found.text}
        for runbook in every
        for found in check(runbook, today)
    ]  # fmt: skip
    lines = [f"{row['runbook']}: {row['text']}" for row in rows]
    return Said(rows, "\n".join(lines) or f"{len(every)} checked, nothing is missing.")


def _match(w: Workspace, g: Arguments) -> Said:
    incident = incidents.named(w.connection, g.words[0])
    found = match_incident(w.connection, incident)
    rows = [
        {"runbook": m.title, "id": m.runbook, "score": m.score, "reasons": list(m.reasons)}
        for m in found
    ]
    lines = [f"{m.score:.2f}  {m.title}: {'; '.join(m.reasons)}" for m in found]
    return Said(rows, "\n".join(lines) or "No runbook fits what is known.")


def _start(w: Workspace, g: Arguments) -> Said:
    uid = start_run(StartRun(g.words[0], g.words[1]), w.desk)
    incident = incidents.named(w.connection, g.words[0])
    return _run_said(next(run for run in incident.runs if run.uid == uid), w, incident.uid)


def _step(w: Workspace, g: Arguments) -> Said:
    incident, n, state = g.words
    if not n.isdigit():
        raise BadInput(f"{n!r} is no number of a step.")
    marked = MarkStep(
        incident,
        int(n),
        StepState.parse(state),
        g.observed,
        True if g.mismatch else None,
        g.reason,
        g.run or "",
    )
    run = mark_step(marked, w.desk)
    return _run_said(run, w, incidents.named(w.connection, incident).uid)


def _escalate(w: Workspace, g: Arguments) -> Said:
    ladder = escalate_run(EscalateRun(g.words[0], g.run or "", g.reason), w.desk)
    incident = incidents.named(w.connection, g.words[0])
    value = {"incident": w.label(incident.uid), "escalation": list(ladder)}
    names = "\n".join(f"  {n}. {who}" for n, who in enumerate(ladder, start=1))
    return Said(value, f"Escalated.\n{names}" if names else "Escalated. The runbook names nobody.")


_ACTIONS = {
    "list": _list,
    "show": _show,
    "check": _check,
    "match": _match,
    "start": _start,
    "step": _step,
    "escalate": _escalate,
}
_WORDS = {
    "list": (0, 0, ""),
    "show": (1, 1, "FILE|NAME"),
    "check": (0, 1, "[FILE|NAME]"),
    "match": (1, 1, "INC"),
    "start": (2, 2, "INC RUNBOOK"),
    "step": (3, 3, "INC N now|done|failed|skipped"),
    "escalate": (1, 1, "INC"),
}
"""Of each action: the least and the most words after it, and what they are."""


def _read(w: Workspace, name: str) -> tuple[Runbook, str]:
    """(a runbook by its file or its name, its uid here or "")."""
    path = Path(name)
    if path.is_file():
        try:
            text = read_file(path, MOST_BYTES).decode()
        except UnicodeDecodeError:
            raise BadInput(f"{name} is not a text in UTF-8.") from None
        return read_runbook(text, path.name, commit_of(path.parent)), ""
    kept = find(runbooks.every(w.connection), name)
    return kept.runbook, kept.uid


def runbook_json(runbook: Runbook, w: Workspace) -> Json:
    return {
        "title": runbook.title,
        "owner": runbook.owner or None,
        "triggers": list(runbook.triggers),
        "steps": [
            {
                "n": step.n,
                "text": step.text,
                "commands": list(step.commands),
                "expected": step.expected or None,
            }
            for step in runbook.steps
        ],
        "escalation": list(runbook.escalation) or None,
        "last_reviewed": _day(runbook),
        "source": _source(runbook),
        "findings": [
            {"rule": found.rule, "text": found.text} for found in check(runbook, w.now().date())
        ],
    }


def _day(runbook: Runbook) -> str | None:
    return runbook.last_reviewed.isoformat() if runbook.last_reviewed else None


def _source(runbook: Runbook) -> Json:
    return {"path": runbook.path or None, "commit": runbook.commit}


def _run_said(run: Run, w: Workspace, incident: str) -> Said:
    runbook = read_runbook(run.text, run.path)
    steps = []
    for step in runbook.steps:
        marked = run.step(step.n)
        steps.append(
            {
                "n": step.n,
                "text": step.text,
                "state": marked.state.value,
                "person": marked.person or None,
                "began_at": maybe_write_time(marked.began_at),
                "ended_at": maybe_write_time(marked.ended_at),
                "observed": marked.observed or None,
                "expected": step.expected or None,
                "mismatch": marked.mismatch,
                "reason": marked.reason or None,
            }
        )
    value = {
        "id": run.uid,
        "incident": w.label(incident),
        "runbook": run.title,
        "started_at": write_time(run.started_at),
        "started_by": run.started_by,
        "escalated_at": maybe_write_time(run.escalated_at),
        "steps": steps,
    }
    lines = [f"  {step['n']}. {step['text']} ({step['state']})" for step in steps]
    return Said(value, "\n".join([run.title, *lines]))
