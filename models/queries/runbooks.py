"""Runbooks as screens and the command line ask for them: which fit, how they did before."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from models.domain.incident import Incident
from models.domain.runbook import Run, RunStep, StepState
from models.domain.times import to_ms
from models.queries import incidents
from models.replication.packing import unpack
from models.runbooks.matching import Match, MatchFacts, RunbookIndex
from models.store import lookup, runbooks
from models.store.driver import Connection
from models.store.runbooks import Kept


@dataclass(frozen=True, slots=True)
class StepStats:
    """How a step went in the runs so far; `median_ms` None where it was never timed."""

    done: int = 0
    failed: int = 0
    skipped: int = 0
    mismatches: int = 0
    median_ms: int | None = None

    @property
    def runs(self) -> int:
        return self.done + self.failed + self.skipped

    @property
    def is_shaky(self) -> bool:
        """It often fails or is passed over: at least twice, and in a third of the runs."""
        bad = self.failed + self.skipped
        return bad >= 2 and bad * 3 >= self.runs


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A run of the same runbook in another incident, the newest first."""

    incident: str
    label: str
    at: datetime
    outcome: str


def match_incident(connection: Connection, incident: Incident) -> list[Match]:
    """The best first, with the reasons in words."""
    every = runbooks.every(connection)
    if not every:
        return []
    return _index(every).match(match_facts(connection, incident))


def match_facts(connection: Connection, incident: Incident) -> MatchFacts:
    names: list[str] = []
    labels: list[str] = []
    for uid in incident.alerts:
        row = connection.execute(
            "SELECT title, service, labels FROM alert WHERE uid=?", (uid,)
        ).fetchone()
        if row is None:
            continue
        told = unpack(row[2])
        told = told if isinstance(told, dict) else {}
        names += [str(told["alertname"])] if told.get("alertname") else []
        names.append(str(row[0]))
        labels += [str(value) for value in told.values()]
    return MatchFacts(
        tuple(dict.fromkeys(name for name in names if name)),
        tuple(labels),
        incident.services,
        tuple(word for word in (incident.title, incident.failure_mode) if word),
    )


@lru_cache(maxsize=4)
def _index(every: tuple[Kept, ...]) -> RunbookIndex:
    return RunbookIndex((kept.uid, kept.runbook) for kept in every)


def runs_of(connection: Connection, runbook: str) -> list[tuple[str, Run]]:
    """(incident, run) of every run of a runbook, oldest first."""
    rows = connection.execute(
        "SELECT stream, value FROM head WHERE entity_kind='run' AND field='started'"
    ).fetchall()
    uids = [
        stream.removeprefix("incident:")
        for stream, raw in rows
        if (told := unpack(raw)) and told.get("runbook") == runbook
    ]
    found = [
        (uid, run)
        for uid in dict.fromkeys(uids)
        for run in incidents.incident(connection, uid).runs
        if run.runbook == runbook
    ]
    return sorted(found, key=lambda one: one[1].started_at)


def step_statistics(connection: Connection, runbook: str) -> dict[int, StepStats]:
    steps: dict[int, list[RunStep]] = {}
    for _, run in runs_of(connection, runbook):
        for step in run.steps:
            steps.setdefault(step.n, []).append(step)
    return {n: _stats(of_one) for n, of_one in steps.items()}


def _stats(steps: list[RunStep]) -> StepStats:
    from statistics import median  # holds a megabyte; of runs that were timed alone

    def count(state: StepState) -> int:
        return sum(step.state is state for step in steps)

    took = [
        to_ms(step.ended_at) - to_ms(step.began_at)
        for step in steps
        if step.state is StepState.DONE and step.began_at and step.ended_at
    ]
    timed = [ms for ms in took if ms > 0]
    return StepStats(
        count(StepState.DONE),
        count(StepState.FAILED),
        count(StepState.SKIPPED),
        sum(step.mismatch for step in steps),
        round(median(timed)) if timed else None,
    )


def earlier_runs(
    connection: Connection, runbook: str, but: str = "", most: int = 5
) -> list[EarlierRun]:
    """What came of it before, incident by incident; not that of `but`."""
    found = [
        EarlierRun(uid, lookup.label(connection, uid), run.started_at, outcome(run))
        for uid, run in runs_of(connection, runbook)
        if uid != but
    ]
    return found[::-1][:most]


def outcome(run: Run) -> str:
    """One sentence: where it ended."""
    failed = [step.n for step in run.steps if step.state is StepState.FAILED]
    done = [step for step in run.steps if step.state is StepState.DONE]
    if run.escalated_at is not None:
        return f"Escalated after {len(done)} done, {len(failed)} not working"
    if failed:
        return f"Step {failed[-1]} did not help"
    if done:
        last = done[-1]
        return f"Step {last.n} was the last done"
    return "Started, no step finished"


def works(connection: Connection, runbook: str, but: str = "") -> tuple[int, int]:
    """(runs without a failed step and not escalated, all runs), not counting those in `but`."""
    every = [run for uid, run in runs_of(connection, runbook) if uid != but]
    good = [
        run
        for run in every
        if run.escalated_at is None
        and run.steps
        and not any(step.state is StepState.FAILED for step in run.steps)
    ]
    return len(good), len(every)
