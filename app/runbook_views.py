"""From what the store knows of runbooks to what their screens show."""

from datetime import datetime

from models.domain.brief import brief
from models.domain.entry import EntryKind
from models.domain.errors import NotFound
from models.domain.incident import Incident
from models.domain.runbook import Run, Runbook
from models.domain.timeline import TimelineEntry
from models.queries import incidents, timeline
from models.queries.brief import brief_facts
from models.queries.people import people
from models.queries.runbooks import (
    StepStats,
    earlier_runs,
    match_incident,
    step_statistics,
    works,
)
from models.runbooks.check import check
from models.runbooks.reader import read_runbook
from models.store import lookup, runbooks
from models.store.driver import Connection
from views.runbooks.states import (
    About,
    BookRow,
    BookView,
    Contact,
    Fact,
    LastTime,
    Offer,
    RunView,
    StepStat,
    step_views,
)
from views.runbooks.words import contact_of
from views.tongue import tr

MOST_OFFERS, MOST_FACTS = 4, 6
LONGEST_FACT = 140


def library(connection: Connection, now: datetime) -> tuple[BookRow, ...]:
    return tuple(
        BookRow(
            kept.uid,
            kept.runbook.title,
            kept.runbook.owner,
            kept.runbook.last_reviewed,
            len(check(kept.runbook, now.date())),
            kept.folder,
        )
        for kept in runbooks.every(connection)
    )


def book(connection: Connection, uid: str, incident: str, now: datetime) -> BookView:
    """`incident` is the one in front, by its uid, "" for none: where it can be started."""
    kept = runbooks.one(connection, uid)
    if kept is None:
        raise NotFound("That runbook is not here any more.")
    stats = step_statistics(connection, uid)
    return BookView(
        uid,
        kept.runbook,
        check(kept.runbook, now.date()),
        tuple(_stat(n, one) for n, one in sorted(stats.items())),
        _about(connection, uid, kept.runbook),
        _last_times(connection, uid, ""),
        lookup.label(connection, incident) if incident else "",
    )


def run_view(connection: Connection, uid: str, now: datetime) -> RunView | None:
    """The latest run of an incident; None while none began."""
    incident = incidents.incident(connection, uid)
    return _run_view(connection, incident, incident.runs[-1], now) if incident.runs else None


def panel_view(
    connection: Connection, uid: str, now: datetime
) -> tuple[RunView | None, tuple[Offer, ...]]:
    """What the room shows: the run at work, else what fits."""
    incident = incidents.incident(connection, uid)
    if incident.runs:
        return _run_view(connection, incident, incident.runs[-1], now), ()
    if not incident.is_live:
        return None, ()
    return None, offers(connection, incident)


def offers(connection: Connection, incident: Incident) -> tuple[Offer, ...]:
    found = match_incident(connection, incident)[:MOST_OFFERS]
    return tuple(Offer(match.runbook, match.title, match.reasons) for match in found)


def _run_view(connection: Connection, incident: Incident, run: Run, now: datetime) -> RunView:
    text = read_runbook(run.text, run.path, run.commit)
    stats = step_statistics(connection, run.runbook)
    usual = {
        n: max(1, round(one.median_ms / 60_000))
        for n, one in stats.items()
        if one.median_ms is not None
    }
    return RunView(
        run.uid,
        run.runbook,
        run.title,
        step_views(run, text, usual),
        run.started_at,
        lookup.label(connection, incident.uid),
        run.escalated_at,
        _about(connection, run.runbook, text, but=incident.uid),
        _contacts(connection, text, incident),
        _summary(connection, incident, run, now),
        _facts(connection, incident),
        _last_times(connection, run.runbook, incident.uid),
    )


def _about(connection: Connection, uid: str, text: Runbook, but: str = "") -> About:
    worked, runs = works(connection, uid, but)
    before = earlier_runs(connection, uid, but, most=1)
    return About(
        text.triggers,
        text.owner,
        text.last_reviewed,
        before[0].label if before else "",
        runs,
        worked,
        text.path,
        text.commit,
    )


def _contacts(connection: Connection, text: Runbook, incident: Incident) -> tuple[Contact, ...]:
    """The ladder of the runbook; where it names a person of ours, with how to reach them."""
    known = {person.name.casefold(): person for person in people(connection)}
    here = {hat.person.casefold() for hat in incident.hats}
    found = []
    for rung in text.escalation:
        person = known.get(rung.casefold())
        note = tr("already here") if rung.casefold() in here else ""
        told = contact_of(rung)
        reach = (person.contact or "") if person else told.reach
        found.append(Contact(told.name, reach, note or told.note))
    return tuple(found)


def _summary(connection: Connection, incident: Incident, run: Run, now: datetime) -> str:
    """What whoever is called needs to hear first."""
    tried = [
        f"Step {step.n} {step.state.value.replace('_', ' ')}"
        + (f": {step.observed}" if step.observed else "")
        for step in run.steps
        if step.state.is_over
    ]
    label = lookup.label(connection, incident.uid)
    state = brief(incident, brief_facts(connection, incident.uid), now)[1]
    lines = [f"{label}: {incident.title}.", state.removeprefix("State: ")]
    lines.append(f"Tried from {run.title}: {'; '.join(tried)}." if tried else "Nothing tried yet.")
    return " ".join(lines)


def _facts(connection: Connection, incident: Incident) -> tuple[Fact, ...]:
    wanted = timeline.Filter(kinds=(EntryKind.EVIDENCE, EntryKind.DECISION))
    found = timeline.every(connection, incident.uid, wanted)[-MOST_FACTS:]
    return tuple(Fact(_short(entry)) for entry in found if not entry.struck)


def _short(entry: TimelineEntry) -> str:
    line = " ".join((entry.corrected_text or entry.text or "").split())
    return line if len(line) <= LONGEST_FACT else f"{line[: LONGEST_FACT - 1]}…"


def _last_times(connection: Connection, uid: str, but: str) -> tuple[LastTime, ...]:
    return tuple(
        LastTime(run.incident, run.label, run.at.date(), run.outcome)
        for run in earlier_runs(connection, uid, but)
    )


def _stat(n: int, one: StepStats) -> StepStat:
    minutes = None if one.median_ms is None else max(1, round(one.median_ms / 60_000))
    return StepStat(n, one.runs, one.failed, one.skipped, minutes)
