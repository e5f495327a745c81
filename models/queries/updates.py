"""What the panel of status updates shows: what is due, what was said, and a draft to begin with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.domain.cadence import RESOLVED, next_update_due, promised_after, timed_updates
from models.domain.incident import Incident, PostedUpdate, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.stage import Stage
from models.domain.times import span_words, to_ms

_STATES = ("investigating", "identified", "monitoring", RESOLVED)


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """`n` is the number the next one gets. Where none is due, `due_at` is None and `none_due`
    says why. `drafts` has a text to begin with for each (audience, state). `lead` is who has to
    post it: the Communications Lead, else the commander, else nobody ("")."""

    n: int
    due_at: datetime | None
    none_due: str
    state: str
    posted: tuple[PostedUpdate, ...]
    drafts: Mapping[tuple[str, str], str]
    lead: str = ""

    def last_to(self, audience: str) -> PostedUpdate | None:
        told = (update for update in reversed(self.posted) if update.audience == audience)
        return next(told, None)


def update_record(
    incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY
) -> UpdateRecord:
    due = next_update_due(incident, policy)
    n = len(incident.updates) + 1
    return UpdateRecord(
        n=n,
        due_at=due,
        none_due="" if due is not None else _why_none(incident),
        state=suggested_state(incident),
        posted=incident.updates,
        drafts=_drafts(incident, n, now, policy),
        lead=_lead(incident),
    )


def suggested_state(incident: Incident) -> str:
    """As the stage says it to the outside."""
    if incident.times.resolved_at is not None:
        return RESOLVED
    if incident.times.mitigated_at is not None:
        return "monitoring"
    return "identified" if incident.stage is Stage.MITIGATION else "investigating"


def _why_none(incident: Incident) -> str:
    if incident.times.resolved_at is not None:
        return "No more updates are due: it is resolved"
    if incident.is_live and incident.severity is not None:
        return f"No updates are due at {incident.severity.value}"
    return "No updates are due"


def _lead(incident: Incident) -> str:
    comms = (hat.person for hat in incident.hats if hat.role is Role.COMMS)
    return next(comms, incident.commander)


# Drafts: plain sentences from the record, to be changed before anybody reads them.


def _drafts(
    incident: Incident, n: int, now: datetime, policy: Policy
) -> dict[tuple[str, str], str]:
    found = {}
    for audience, lines in _DRAFTS.items():
        for state in _STATES:
            ahead = _next_within(incident, PostedUpdate(n, now, audience, state, ""), policy)
            said = [*lines(incident, state), "" if state == RESOLVED else ahead]
            found[audience, state] = " ".join(line for line in said if line)
    return found


def _next_within(incident: Incident, update: PostedUpdate, policy: Policy) -> str:
    """A length, not a time of day: that would be wrong by as long as the writing takes."""
    promised = promised_after(incident, update, policy)
    if promised is None:
        return ""
    minutes = (to_ms(promised) - to_ms(update.at)) // 60_000
    return f"The next update comes within {minutes} minutes."


_CUSTOMERS = {
    "investigating": "We are looking into a problem with {what}.",
    "identified": "We know the cause of the problem with {what} and are fixing it.",
    "monitoring": "The fix for the problem with {what} is in place, and we are watching it.",
    RESOLVED: "The problem with {what} is over.",
}
_HIT = {
    "investigating": "Some of you may see errors.",
    "identified": "Until then some of you may see errors.",
    "monitoring": "",
    RESOLVED: "",
}


def _customers(incident: Incident, state: str) -> tuple[str, ...]:
    """Names nothing of ours but the services: titles and objectives are written for us."""
    what = _listed(incident.services) or "our service"
    times = incident.times
    lasted = (
        f"It lasted from {times.impact_started_at:%H:%M} to {times.impact_ended_at:%H:%M} UTC."
        if state == RESOLVED and times.impact_started_at and times.impact_ended_at
        else ""
    )
    return (_CUSTOMERS[state].format(what=what), _HIT[state], lasted)


def _internal(incident: Incident, state: str) -> tuple[str, ...]:
    return (
        f"{_sentence(incident.title)} Now {state}.",
        f"Systems: {_listed(incident.services)}." if incident.services else "",
        _users(incident),
        f"Objective: {_sentence(incident.objective)}" if incident.objective else "",
    )


def _leadership(incident: Incident, state: str) -> tuple[str, ...]:
    severity = incident.severity.value if incident.severity else "Not rated yet"
    return (
        f"{severity}, {state}: {_sentence(incident.title)}",
        _users(incident),
        f"Business impact: {_sentence(incident.business)}" if incident.business else "",
        f"{incident.commander} commands." if incident.commander else "",
    )


_DRAFTS: dict[str, Callable[[Incident, str], tuple[str, ...]]] = {
    "customers": _customers,
    "internal": _internal,
    "leadership": _leadership,
}


def _users(incident: Incident) -> str:
    users = incident.users or ""
    if users in ("", "unknown"):
        return ""
    return f"Users affected: {f'{int(users):,}' if users.isdecimal() else users}."


def _sentence(words: str) -> str:
    return f"{words.strip().rstrip('.')}."


def _listed(names: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def as_markdown(incident: Incident, label: str, policy: Policy = DEFAULT_POLICY) -> str:
    """Every update that was posted, oldest first, with what it promised and how late it was."""
    late = {timed.posted_at: timed.late_ms for timed in timed_updates(incident, policy)}
    lines = [f"# Status updates of {label}: {incident.title}", ""]
    for update in incident.updates:
        lines.append(
            f"## {update.n}. {update.at:%Y-%m-%d %H:%M} UTC, to {update.audience}, {update.state}"
        )
        if late_ms := late.get(update.at, 0):
            lines += ["", f"_{span_words(late_ms)} late._"]
        lines += ["", update.text, ""]
        if update.promised_at is not None:
            lines += [f"Next update promised for {update.promised_at:%H:%M} UTC.", ""]
    if not incident.updates:
        lines.append("None was posted.")
    return "\n".join(lines).rstrip() + "\n"
