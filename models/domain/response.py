"""What a running response still needs: roles and answers, and what nobody may notice."""

from dataclasses import dataclass
from datetime import datetime

from models.domain.incident import Incident, Role, Status
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import span_words, to_ms


@dataclass(frozen=True, slots=True)
class Question:
    """An exit question of a stage; `derived` ones are answered by the record, not by a person."""

    id: str
    text: str
    derived: bool


SEVERITY_SET = Question("severity_set", "Is the severity set?", derived=True)
COMMANDER_PRESENT = Question("commander_present", "Is a commander present?", derived=True)
MITIGATED = Question("mitigated", "Is the impact mitigated?", derived=True)
RECOVERY_CONFIRMED = Question("recovery_confirmed", "Is recovery confirmed?", derived=False)
REVIEW_DONE = Question("review_done", "Is the review done?", derived=True)

EXIT_QUESTIONS: dict[Stage, tuple[Question, ...]] = {
    Stage.DETECTION: (),
    Stage.TRIAGE: (SEVERITY_SET, COMMANDER_PRESENT),
    Stage.MITIGATION: (MITIGATED,),
    Stage.RESOLUTION: (RECOVERY_CONFIRMED,),
    Stage.POST_MORTEM: (RECOVERY_CONFIRMED, REVIEW_DONE),
}


def open_questions(incident: Incident) -> tuple[Question, ...]:
    """The exit questions of the stage the incident is in that have no answer yet."""
    if incident.imported or incident.status is not Status.OPEN:
        return ()
    answered = {
        SEVERITY_SET.id: incident.severity is not None,
        COMMANDER_PRESENT.id: bool(incident.commander),
        MITIGATED.id: incident.times.mitigated_at is not None,
        RECOVERY_CONFIRMED.id: incident.recovery_confirmed,
        REVIEW_DONE.id: incident.review.state.is_done
        or incident.severity is None
        or not incident.severity.is_major,
    }
    return tuple(q for q in EXIT_QUESTIONS[incident.stage] if not answered[q.id])


def missing_roles(incident: Incident, policy: Policy = DEFAULT_POLICY) -> tuple[Role, ...]:
    if not incident.is_live or incident.severity is None:
        return ()
    worn = {hat.role for hat in incident.hats}
    return tuple(role for role in policy[incident.severity].required if role not in worn)


def time_in_severity(
    incident: Incident, now: datetime
) -> tuple[tuple[Severity, datetime, datetime, int], ...]:
    """(severity, from, to, milliseconds) of each stretch, a confirmed severity being one stretch;
    the last ends where the response did. What was said of it afterwards is no stretch."""
    times = incident.times
    end = times.resolved_at or times.closed_at or times.cancelled_at or now
    starts: list[tuple[Severity, datetime]] = []
    for change in sorted(incident.severities, key=lambda change: change.at):
        if not starts or starts[-1][0] is not change.severity:
            starts.append((change.severity, change.at))
    begun = times.detected_at or times.declared_at
    if not starts and incident.severity is not None and begun is not None:
        starts = [(incident.severity, begun)]
    ends = [min(since, end) for _, since in starts[1:]] + [end]
    return tuple(
        (severity, since, until, to_ms(until) - to_ms(since))
        for (severity, since), until in zip(starts, ends, strict=False)
        if since < until
    )


@dataclass(frozen=True, slots=True)
class Caution:
    """`id` is role_vacant, long_duty or wide_span; `since` is when it began to be so."""

    id: str
    sentence: str
    since: datetime


def cautions(
    incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY
) -> tuple[Caution, ...]:
    """What nobody may notice in the heat: a hat nobody wears, a tired commander, too many to
    lead. Nothing once the impact is resolved."""
    if not incident.is_live or incident.times.resolved_at is not None:
        return ()
    return (
        *_vacancies(incident, now, policy),
        *_long_duty(incident, now, policy),
        *_wide_span(incident, policy),
    )


def _vacancies(incident: Incident, now: datetime, policy: Policy) -> list[Caution]:
    found = []
    for role in missing_roles(incident, policy):
        left = [hat.until for hat in incident.worn if hat.role is role and hat.until]
        needed = _needed_since(incident, role, policy)
        since = max([*left, *([needed] if needed else [])], default=None)
        if since is not None and to_ms(now) - to_ms(since) >= policy.vacancy_ms:
            waited = span_words(to_ms(now) - to_ms(since))
            found.append(Caution("role_vacant", f"Nobody is {role.word}, for {waited}", since))
    return found


def _needed_since(incident: Incident, role: Role, policy: Policy) -> datetime | None:
    """Since when the severity has asked for the role without a break."""
    since: datetime | None = None
    for change in incident.severities:
        needed = role in policy[change.severity].required
        since = (since or change.at) if needed else None
    return since or incident.times.declared_at


def _long_duty(incident: Incident, now: datetime, policy: Policy) -> list[Caution]:
    on_duty = next((hat for hat in incident.hats if hat.role is Role.COMMANDER), None)
    if on_duty is None or on_duty.since is None:
        return []
    ms = to_ms(now) - to_ms(on_duty.since)
    if ms <= policy.duty_ms:
        return []
    return [
        Caution("long_duty", f"{on_duty.person} has commanded for {span_words(ms)}", on_duty.since)
    ]


def _wide_span(incident: Incident, policy: Policy) -> list[Caution]:
    """Since the one too many put on a hat."""
    commander = incident.commander
    joined: dict[str, datetime] = {}
    for hat in incident.hats:
        person = hat.person.casefold()
        if hat.since is not None and person != commander.casefold():
            joined[person] = min(hat.since, joined.get(person, hat.since))
    if not commander or len(joined) <= policy.span:
        return []
    return [
        Caution(
            "wide_span",
            f"{len(joined)} people report to {commander}; more than {policy.span} is too many. "
            "Name a deputy for a part",
            sorted(joined.values())[policy.span],
        )
    ]
