"""What the panel of status updates shows: what is due, what was said, and a draft to begin with."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.cadence import next_update_due
from models.domain.incident import Incident, PostedUpdate
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.stage import Stage
from models.domain.times import span_words, to_ms


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """`n` is the number the next one gets; `drafts` a text to begin with, by audience; `due_at`
    None where none is due."""

    n: int
    due_at: datetime | None
    state: str
    posted: tuple[PostedUpdate, ...]
    drafts: dict[str, str]
    cadence: str


def update_record(
    incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY
) -> UpdateRecord:
    due = next_update_due(incident, policy)
    state = suggested_state(incident)
    every = policy[incident.severity].update_every_ms if incident.severity else None
    return UpdateRecord(
        len(incident.updates) + 1,
        due,
        state,
        incident.updates,
        {audience: _draft(incident, audience, state) for audience in _DRAFTS},
        f"every {every // 60_000} min" if every else "none are due at this severity",
    )


def suggested_state(incident: Incident) -> str:
    """As the stage says it to the outside."""
    if incident.times.resolved_at is not None:
        return "resolved"
    if incident.times.mitigated_at is not None:
        return "monitoring"
    return "identified" if incident.stage is Stage.MITIGATION else "investigating"


def _draft(incident: Incident, audience: str, state: str) -> str:
    """Plain sentences from the record; to be changed before anybody reads them."""
    return " ".join(line for line in _DRAFTS[audience](incident, state) if line)


def _customers(incident: Incident, state: str) -> tuple[str, ...]:
    what = incident.title.rstrip(".")
    said = {
        "investigating": f"We are looking into a problem: {what}.",
        "identified": f"We know the cause of the problem and are fixing it: {what}.",
        "monitoring": f"The fix is in place and we are watching it: {what}.",
        "resolved": f"The problem is over: {what}.",
    }[state]
    return (said, "" if state == "resolved" else "Some of you may see errors until then.")


def _internal(incident: Incident, state: str) -> tuple[str, ...]:
    users = f"Users affected: {incident.users}." if incident.users else ""
    services = f"Systems: {', '.join(incident.services)}." if incident.services else ""
    aim = f"We aim to: {incident.objective}" if incident.objective else ""
    return (f"{incident.title.rstrip('.')} ({state}).", services, users, aim)


def _leadership(incident: Incident, state: str) -> tuple[str, ...]:
    severity = incident.severity.value if incident.severity else "not rated yet"
    cost = f"Business impact: {incident.business}." if incident.business else ""
    users = f"Users affected: {incident.users}." if incident.users else ""
    who = f"{incident.commander} commands." if incident.commander else ""
    return (f"{severity}, {state}: {incident.title.rstrip('.')}.", users, cost, who)


_DRAFTS = {"customers": _customers, "internal": _internal, "leadership": _leadership}


def as_markdown(incident: Incident, label: str) -> str:
    """Every update that was posted, oldest first, with what it promised and whether it was late."""
    lines = [f"# Status updates of {label}: {incident.title}", ""]
    before: datetime | None = None
    for update in incident.updates:
        lines.append(f"## {update.n}. {update.at:%H:%M} UTC, to {update.audience}, {update.state}")
        if before is not None and update.at > before:
            lines.append(f"_{span_words(to_ms(update.at) - to_ms(before))} late._")
        lines += ["", update.text, ""]
        if update.promised_at is not None:
            lines += [f"Next update promised for {update.promised_at:%H:%M} UTC.", ""]
        before = update.promised_at
    if not incident.updates:
        lines.append("None was posted.")
    return "\n".join(lines).rstrip() + "\n"
