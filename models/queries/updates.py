"""Status updates as they stand: drafts with their words, what is out and where, what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.checks.finding import Finding
from models.domain.approval import needs_second_person
from models.domain.cadence import next_update_due, with_timings
from models.domain.errors import Ambiguous, NotFound
from models.domain.incident import Incident, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.stage import Stage
from models.domain.times import maybe_write_time, write_time
from models.domain.update import Audience, Delivery, Update, UpdateState
from models.queries.texts import text_of
from models.queries.update_words import first_words
from models.store.driver import Connection

Json = dict[str, object]


def text_name(update: str) -> str:
    """What the text of a draft is called among the texts of its incident."""
    return f"update/{update}"


def with_drafts(connection: Connection, incident: Incident) -> Incident:
    """The same with the words that stand in its updates: typed so far, or as they went out."""
    told = []
    for update in incident.updates:
        out = update.published
        if out is None:
            words = text_of(connection, incident.uid, text_name(update.uid)).strip()
            out = replace(update.draft, text=words)
        told.append(replace(update, draft=out))
    return replace(incident, updates=tuple(told))


def named_update(incident: Incident, name: str, label: str) -> Update:
    """By its number, or the beginning of its uid.

    Raises:
        NotFound, Ambiguous.
    """
    plain = name.strip().lower()
    found = [one for one in incident.updates if plain == str(one.n)]
    if not found and len(plain) >= 4:
        found = [one for one in incident.updates if one.uid.startswith(plain)]
    if not found:
        raise NotFound(f"{label} has no update {name}. 'warroom update list {label}' shows them.")
    if len(found) > 1:
        raise Ambiguous(name, [one.uid[:8] for one in found])
    return found[0]


def suggested_state(incident: Incident) -> UpdateState:
    """As the stage says it to the outside."""
    if incident.times.resolved_at is not None:
        return UpdateState.RESOLVED
    if incident.times.mitigated_at is not None:
        return UpdateState.MONITORING
    known = incident.stage is Stage.MITIGATION
    return UpdateState.IDENTIFIED if known else UpdateState.INVESTIGATING


@dataclass(frozen=True, slots=True)
class UpdateRecord:
    """`n` is the number the next one gets. Where none is due, `due_at` is None and `none_due`
    says why. `drafts` has a text to begin with for each (audience, state). `lead` is who has to
    post it: the Communications Lead, else the commander, else nobody (""). `asks_second` says that
    somebody else reads what customers are told."""

    n: int
    due_at: datetime | None
    none_due: str
    state: str
    posted: tuple[Update, ...]
    drafts: Mapping[tuple[str, str], str]
    lead: str = ""
    asks_second: bool = False

    def last_to(self, audience: str) -> Update | None:
        told = (
            update
            for update in reversed(self.posted)
            if update.published is not None
            and update.published.audience is not None
            and update.published.audience.value == audience
        )
        return next(told, None)


def update_record(
    incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY
) -> UpdateRecord:
    due = next_update_due(incident, policy)
    known = with_timings(incident, policy).updates
    return UpdateRecord(
        n=max((update.n for update in known), default=0) + 1,
        due_at=due,
        none_due="" if due is not None else _why_none(incident),
        state=suggested_state(incident).value,
        posted=tuple(update for update in known if update.publication is not None),
        drafts={
            (audience.value, state.value): first_words(incident, audience, state, now, policy)
            for audience in Audience
            for state in UpdateState
        },
        lead=_lead(incident),
        asks_second=needs_second_person(incident, Audience.CUSTOMERS),
    )


def _why_none(incident: Incident) -> str:
    if incident.times.resolved_at is not None:
        return "No more updates are due: it is resolved"
    if incident.is_live and incident.severity is not None:
        return f"No updates are due at {incident.severity.value}"
    return "No updates are due"


def _lead(incident: Incident) -> str:
    comms = (hat.person for hat in incident.hats if hat.role is Role.COMMS)
    return next(comms, incident.commander)


# Written form


def update_json(update: Update, findings: Sequence[Finding] = ()) -> Json:
    """A row of `update list`."""
    said = update.draft
    approval = update.approval if update.is_approved else None
    return {
        "n": update.n,
        "uid": update.uid,
        "audience": said.audience.value if said.audience else None,
        "state": said.state.value,
        "text": said.text,
        "components": {name: state.value for name, state in said.components},
        "data_lost": said.data_lost,
        "findings": [_finding_json(one) for one in findings],
        "author": update.author or None,
        "created_at": write_time(update.created_at),
        "due_at": maybe_write_time(update.due_at),
        "approved_by": approval.by if approval else None,
        "approved_at": write_time(approval.at) if approval else None,
        "reviewed": approval.reviewed if approval else None,
        "provisional": _is_provisional(update),
        "revision": said.sha256 if approval or update.publication else None,
        "sent_back": update.sent_back.reason if update.is_sent_back and update.sent_back else None,
        "published_at": write_time(update.publication.at) if update.publication else None,
        "deliveries": deliveries_json(update.deliveries),
        "late_ms": update.late_ms,
        "next_due_at": maybe_write_time(update.next_due_at),
    }


def _is_provisional(update: Update) -> bool:
    claims = (update.approval if update.is_approved else None, update.publication)
    return any(one.provisional for one in claims if one is not None)


def _finding_json(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "sentence": finding.sentence,
        "ask": finding.ask or None,
        "is_stop": finding.is_stop,
    }


def deliveries_json(deliveries: Sequence[Delivery]) -> list[Json]:
    return [
        {
            "channel": one.channel,
            "state": one.state.value,
            "sent_at": maybe_write_time(one.sent_at),
            "receipt": one.receipt or None,
            "attempts": one.attempts,
            "reason": one.reason or None,
            "next_try_at": maybe_write_time(one.next_try_at),
        }
        for one in deliveries
    ]
