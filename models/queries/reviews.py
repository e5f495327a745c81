"""A review as it is read: its texts, the facts beside them, its actions, what it is due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.checks.finding import Finding
from models.checks.record import Record
from models.checks.review import check_review
from models.domain.action_item import ActionItem
from models.domain.cadence import timings
from models.domain.incident import Hat, Incident
from models.domain.measures import Durations, durations
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import time_in_severity
from models.domain.review import MomentKind, Review, Section
from models.domain.reviewing import meeting_due
from models.domain.severity import Severity
from models.queries import incidents
from models.queries.moments import moments_of
from models.queries.people import people
from models.queries.recurrences import Earlier, earlier, questioned, sign_of
from models.queries.texts import text_of
from models.store import policies
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class UpdateFact:
    """An update as it went out; `late_ms` is None where it had no time to keep."""

    n: int
    at: datetime
    audience: str
    state: str
    text: str
    due_at: datetime | None = None
    late_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the record says by itself. `in_severity` is (severity, from, to, milliseconds) of each
    stretch; `responders` who wore which hat from when to when."""

    took: Durations
    in_severity: tuple[tuple[Severity, datetime, datetime, int], ...] = ()
    responders: tuple[Hat, ...] = ()
    updates: tuple[UpdateFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """`came_back` is the incident that asks whether a done action helped, by the action's uid."""

    incident: Incident
    sections: Mapping[Section, str]
    facts: ReviewFacts
    meeting_due: date | None
    earlier: tuple[Earlier, ...] = ()
    came_back: Mapping[str, str] | None = None
    moments: Mapping[str, MomentKind] = field(default_factory=dict)
    """What a reviewer marked, by the uid of the entry."""

    @property
    def review(self) -> Review:
        return self.incident.review

    @property
    def actions(self) -> tuple[ActionItem, ...]:
        return self.incident.review.actions


@dataclass(frozen=True, slots=True)
class SectionFinding:
    """`override` is the reason for which it stands, "" while it does not."""

    section: Section
    finding: Finding
    override: str = ""


def review_record(connection: Connection, uid: str, now: datetime) -> ReviewRecord:
    incident = incidents.incident(connection, uid)
    policy = policies.book(connection).of(incident, now)
    detected = incident.times.detected_at or now
    return ReviewRecord(
        incident=incident,
        sections=sections_of(connection, uid),
        facts=facts_of_review(incident, now, policy),
        meeting_due=meeting_due(incident, policy),
        earlier=tuple(earlier(connection, sign_of(incident), detected)),
        came_back=questioned(connection, uid),
        moments=moments_of(connection, uid),
    )


def sections_of(connection: Connection, uid: str) -> dict[Section, str]:
    return {section: text_of(connection, uid, section.value) for section in Section}


def facts_of_review(
    incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY
) -> ReviewFacts:
    return ReviewFacts(
        durations(incident),
        time_in_severity(incident, now),
        incident.worn,
        tuple(_updates(incident, policy)),
    )


def _updates(incident: Incident, policy: Policy) -> Iterator[UpdateFact]:
    timed = timings(incident, policy)
    out = [(one.out_at, one, one.published) for one in incident.updates]
    told = [(at, one, said) for at, one, said in out if at is not None and said is not None]
    for at, update, said in sorted(told, key=lambda one: (one[0], one[1].n)):
        kept = timed.get(update.uid)
        yield UpdateFact(
            update.n,
            at,
            said.audience.value if said.audience else "",
            said.state.value,
            said.text,
            kept.due_at if kept else None,
            kept.late_ms if kept else None,
        )


def findings_of(connection: Connection, uid: str) -> list[SectionFinding]:
    """What the blameless check says of every section, in their order."""
    incident = incidents.incident(connection, uid)
    record = check_record(connection, incident)
    stands = {one.key: one.reason for one in incident.review.overrides}
    return [
        SectionFinding(section, found, stands.get(found.key, ""))
        for section, text in sections_of(connection, uid).items()
        for found in check_review(text, record)
    ]


def check_record(connection: Connection, incident: Incident) -> Record:
    """What the check has to know of the incident: who took part, and whom it hit."""
    named = [person.name for person in people(connection)]
    named += [hat.person for hat in incident.worn]
    named += [task.person for task in incident.tasks]
    named += [action.owner for action in incident.review.actions if action.owner]
    return Record(users=incident.users, people=tuple(dict.fromkeys(named)))
