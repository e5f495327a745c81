"""Work through a runbook in an incident: begin, mark a step, escalate."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import lifecycle
from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind
from models.domain.errors import NotFound, NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.runbook import Run, Runbook, RunbookStep, StepState
from models.domain.times import to_ms
from models.replication.operation import Value
from models.runbooks.reader import read_runbook
from models.store import runbooks


@dataclass(frozen=True, slots=True)
class StartRun:
    """`runbook` is its uid, or its title."""

    incident: str
    runbook: str


@dataclass(frozen=True, slots=True)
class MarkStep:
    """`observed` is what was seen; `mismatch` the person's mark that it is not what the runbook
    expects. None leaves them as they are. Without `run` the latest one."""

    incident: str
    n: int
    state: StepState
    observed: str | None = None
    mismatch: bool | None = None
    reason: str = ""
    run: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EscalateRun:
    incident: str
    run: str = ""
    note: str = ""


MOST_OBSERVED = 10_000


def start_run(command: StartRun, desk: Desk) -> str:
    """Gives the run's uid. The text is kept with the incident: it stays what was followed.

    Raises:
        Refused: not open, or no steps in it.
        NothingToDo: it is at work here already.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        kept = named(act, command.runbook)
        runbook = kept.runbook
        if any(run.runbook == kept.uid for run in incident.runs):
            raise NothingToDo(f"{runbook.title} is at work in this incident already.")
        uid = act.new_uid()
        act.set_on(
            incident_stream(incident.uid),
            "run",
            uid,
            "started",
            {
                "runbook": kept.uid,
                "title": runbook.title,
                "text": runbook.text,
                "path": runbook.path,
                "commit": runbook.commit,
            },
        )
        steps = len(runbook.steps)
        act.entry(
            incident.uid,
            EntryKind.RUNBOOK,
            f"Runbook started: {runbook.title} ({steps} {'step' if steps == 1 else 'steps'})",
            detail={"run": uid, "runbook": kept.uid},
        )
    return uid


def mark_step(command: MarkStep, desk: Desk) -> Run:
    """Gives the run as it is then.

    Raises:
        NotFound: no run, or no such step in it.
        Refused: skipped without a reason, or too much observed.
        NothingToDo: it is marked so already.
    """
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_future(act)
        run = run_of(incident, command.run)
        text = step_of(run, command.n)
        before = run.step(command.n)
        reason = command.reason.strip()
        if command.state is StepState.SKIPPED and not reason:
            raise Refused("Skipping a step needs a reason; it goes on the timeline.")
        if command.observed is not None and len(command.observed) > MOST_OBSERVED:
            raise Refused(f"At most {MOST_OBSERVED:,} characters; attach the rest to the timeline.")
        said_more = command.observed is not None or command.mismatch is not None or reason
        if before.state is command.state and not said_more:
            raise NothingToDo(f"Step {command.n} is {_WORDS[command.state]} already.")
        stream, entity = incident_stream(incident.uid), f"{run.uid}/{command.n}"
        if before.began_at is None:
            began: dict[str, Value] = {"person": desk.actor, "at": to_ms(act.happened_at)}
            act.set_on(stream, "step", entity, "began", began)
        act.set_on(stream, "step", entity, "state", command.state.value)
        if command.observed is not None:
            act.set_on(stream, "step", entity, "observed", command.observed.strip())
        if command.mismatch is not None:
            act.set_on(stream, "step", entity, "mismatch", command.mismatch)
        if reason:
            act.set_on(stream, "step", entity, "reason", reason)
        act.entry(
            incident.uid,
            EntryKind.RUNBOOK,
            _words(command, text, reason),
            detail={
                "run": run.uid,
                "step": command.n,
                "state": command.state.value,
                "runbook": run.runbook,
            },
        )
        act.flush()
        after = act.incident(command.incident)
        return run_of(after, run.uid)


def escalate_run(command: EscalateRun, desk: Desk) -> tuple[str, ...]:
    """Gives whom the runbook names, in its order.

    Raises:
        NotFound: no run.
    """
    with desk.act() as act:
        incident = act.incident(command.incident)
        run = run_of(incident, command.run)
        ladder = read_runbook(run.text, run.path).escalation
        stream = incident_stream(incident.uid)
        act.set_on(stream, "run", run.uid, "escalated", to_ms(act.happened_at))
        whom = f" Next: {ladder[0]}." if ladder else " The runbook names nobody."
        said = f" {command.note.strip()}" if command.note.strip() else ""
        act.entry(
            incident.uid,
            EntryKind.RUNBOOK,
            f"Escalated from {run.title}.{whom}{said}",
            detail={"run": run.uid, "escalated": True, "runbook": run.runbook},
        )
    return ladder


_WORDS = {
    StepState.NOT_STARTED: "not started",
    StepState.NOW: "started",
    StepState.DONE: "done",
    StepState.FAILED: "did not work",
    StepState.SKIPPED: "skipped",
}


def _words(command: MarkStep, step: RunbookStep, reason: str) -> str:
    parts = [f"Step {command.n} {_WORDS[command.state]}: {step.text}"]
    if reason:
        parts.append(f"Reason: {reason}")
    if command.observed and command.observed.strip():
        off = " (not as expected)" if command.mismatch else ""
        parts.append(f"Observed: {' '.join(command.observed.split())}{off}")
    elif command.mismatch:
        parts.append("Not as expected")
    return ". ".join(parts)


def named(act: ActInProgress, name: str) -> runbooks.Kept:
    """The runbook of this uid, title or path, or the only one whose uid or title begins so."""
    every = runbooks.every(act.connection)
    return find(every, name)


def find(every: tuple[runbooks.Kept, ...], name: str) -> runbooks.Kept:
    """Raises NotFound where none, or several, are meant."""
    wanted = name.strip().casefold()
    exact = [
        kept
        for kept in every
        if wanted in (kept.uid, kept.runbook.title.casefold(), kept.runbook.path.casefold())
    ]
    begins = [
        kept
        for kept in every
        if kept.uid.startswith(wanted) or kept.runbook.title.casefold().startswith(wanted)
    ]
    found = exact or begins
    if len(found) == 1 and wanted:
        return found[0]
    if found and wanted:
        titles = ", ".join(f"{kept.runbook.title} ({kept.uid[:8]})" for kept in found[:5])
        raise NotFound(f"{name} may mean {titles}. Name one.")
    raise NotFound(f"There is no runbook {name} here. 'warroom runbook list' shows them.")


def run_of(incident: Incident, name: str) -> Run:
    """The run of this uid, or the beginning of it; without a name the latest."""
    found = [run for run in incident.runs if run.uid.startswith(name.strip().lower())]
    if not found:
        raise NotFound(
            "No runbook is at work here. Start one with 'runbook start INC RUNBOOK'."
            if not name.strip()
            else f"There is no run {name} in this incident."
        )
    return found[-1]


def step_of(run: Run, n: int) -> RunbookStep:
    runbook: Runbook = read_runbook(run.text, run.path)
    step = next((step for step in runbook.steps if step.n == n), None)
    if step is None:
        raise NotFound(f"{run.title} has {len(runbook.steps)} steps; there is no step {n}.")
    return step
