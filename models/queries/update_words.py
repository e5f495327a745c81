"""A text to begin an update with: plain sentences from the record, to be changed before anybody
reads them."""

from collections.abc import Callable
from datetime import datetime

from models.domain.cadence import promised_after
from models.domain.incident import Incident
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.public import listed
from models.domain.times import to_ms
from models.domain.update import Audience, UpdateState


def first_words(
    incident: Incident,
    audience: Audience,
    state: UpdateState,
    now: datetime,
    policy: Policy = DEFAULT_POLICY,
) -> str:
    ahead = "" if state is UpdateState.RESOLVED else _next_within(incident, now, state, policy)
    said = [*_DRAFTS[audience](incident, state), ahead]
    return " ".join(line for line in said if line)


def _next_within(incident: Incident, now: datetime, state: UpdateState, policy: Policy) -> str:
    """A length, not a time of day: that would be wrong by as long as the writing takes."""
    promised = promised_after(incident, now, state, policy)
    if promised is None:
        return ""
    minutes = (to_ms(promised) - to_ms(now)) // 60_000
    return f"The next update comes within {minutes} minutes."


_CUSTOMERS = {
    UpdateState.INVESTIGATING: "We are looking into a problem with {what}.",
    UpdateState.IDENTIFIED: "We know the cause of the problem with {what} and are fixing it.",
    UpdateState.MONITORING: "The fix for the problem with {what} is in place; we are watching it.",
    UpdateState.RESOLVED: "The problem with {what} is over.",
}
_HIT = {
    UpdateState.INVESTIGATING: "Some of you may see errors.",
    UpdateState.IDENTIFIED: "Until then some of you may see errors.",
    UpdateState.MONITORING: "",
    UpdateState.RESOLVED: "",
}


def _customers(incident: Incident, state: UpdateState) -> tuple[str, ...]:
    """Names nothing of ours but the services: titles and objectives are written for us."""
    what = listed(incident.services) or "our service"
    times = incident.times
    lasted = (
        f"It lasted from {times.impact_started_at:%H:%M} to {times.impact_ended_at:%H:%M} UTC."
        if state is UpdateState.RESOLVED and times.impact_started_at and times.impact_ended_at
        else ""
    )
    return (_CUSTOMERS[state].format(what=what), _HIT[state], lasted)


def _internal(incident: Incident, state: UpdateState) -> tuple[str, ...]:
    return (
        f"{_sentence(incident.title)} Now {state.value}.",
        f"Systems: {listed(incident.services)}." if incident.services else "",
        _users(incident),
        f"Objective: {_sentence(incident.objective)}" if incident.objective else "",
    )


def _leadership(incident: Incident, state: UpdateState) -> tuple[str, ...]:
    severity = incident.severity.value if incident.severity else "Not rated yet"
    return (
        f"{severity}, {state.value}: {_sentence(incident.title)}",
        _users(incident),
        f"Business impact: {_sentence(incident.business)}" if incident.business else "",
        f"{incident.commander} commands." if incident.commander else "",
    )


_DRAFTS: dict[Audience, Callable[[Incident, UpdateState], tuple[str, ...]]] = {
    Audience.CUSTOMERS: _customers,
    Audience.INTERNAL: _internal,
    Audience.LEADERSHIP: _leadership,
}


def _users(incident: Incident) -> str:
    users = incident.users or ""
    if users in ("", "unknown"):
        return ""
    return f"Users affected: {f'{int(users):,}' if users.isdecimal() else users}."


def _sentence(words: str) -> str:
    return f"{words.strip().rstrip('.')}."
