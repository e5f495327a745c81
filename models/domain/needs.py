"""What waits on one person: the rows of "Needs you"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.approval import hard_stops, may_approve, needs_second_person
from models.domain.cadence import BACKUP_AFTER, SNOOZE, is_snoozed, next_update_due
from models.domain.delegation import TaskState
from models.domain.incident import Incident, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import cautions
from models.domain.times import span_words, to_ms
from models.domain.update import Asked, DeliveryState, Update

NEAR_UPDATE = timedelta(minutes=5)
"""An update due within this waits on whoever posts it."""
NO_ANSWER_AFTER = timedelta(minutes=2)
"""A question this old without an answer waits on who asked."""


@dataclass(frozen=True, slots=True)
class Need:
    """`kind` is handover, question, task, time_box, no_answer, update, late_update, approval,
    sent_back, unread, delivery, conflict, burn, review, late_action, came_back or the id of a
    caution; `subject` the uid of the task, question, conflict, update or action it is about."""

    kind: str
    incident: str
    text: str
    since: datetime
    due_at: datetime | None = None
    subject: str = ""


def needs(
    incident: Incident, person: str, now: datetime, policy: Policy = DEFAULT_POLICY
) -> tuple[Need, ...]:
    """The rows of one incident, the most pressing first. Nothing waits in one that is over."""
    if not incident.is_live:
        return ()
    found = [
        *_offered(incident, person),
        *_updates(incident, person, now, policy),
        *_approvals(incident, person, now),
        *_deliveries(incident, person),
        *_tasks(incident, person, now),
        *_questions(incident, person, now),
        *_conflicts(incident, person),
        *_cautions(incident, person, now, policy),
    ]
    return tuple(sorted(found, key=lambda need: _ORDER.index(need.kind)))


_ORDER = (
    "handover",
    "late_update",
    "delivery",
    "approval",
    "time_box",
    "question",
    "task",
    "conflict",
    "sent_back",
    "unread",
    "update",
    "no_answer",
    "role_vacant",
    "long_duty",
    "wide_span",
)


def commands(incident: Incident, person: str) -> bool:
    return bool(person) and incident.commander.casefold() == person.casefold()


def wears(incident: Incident, person: str, role: Role) -> bool:
    return any(
        hat.role is role and hat.person.casefold() == person.casefold() for hat in incident.hats
    )


def _offered(incident: Incident, person: str) -> Iterator[Need]:
    offer = incident.offer
    if offer is not None and offer.to.casefold() == person.casefold():
        text = f"{offer.by} offers you command"
        yield Need("handover", incident.uid, text, offer.at)
    elif offer is not None and commands(incident, person):
        text = f"{offer.to} has not taken command yet. You have it"
        yield Need("no_answer", incident.uid, text, offer.at, subject="offer")


def _updates(incident: Incident, person: str, now: datetime, policy: Policy) -> Iterator[Need]:
    """Whoever holds comms, else the commander; late by five minutes, the backup too: the deputy,
    else the commander. A snooze puts off being told, not being late."""
    due = next_update_due(incident, policy)
    if due is None or now < due - NEAR_UPDATE:
        return
    late, snoozed = now > due, is_snoozed(incident, due)
    if snoozed and now < due + SNOOZE:
        return
    backup = late and now >= due + BACKUP_AFTER and stands_in(incident, person)
    if tells(incident, person) or backup:
        if late:
            by = span_words(to_ms(now) - to_ms(due))
            text = f"Status update late by {by}"
            if not tells(incident, person):
                text = f"Status update late by {by}. You stand in for who posts it"
            yield Need("late_update", incident.uid, text, due, due)
        else:
            text = f"Status update due at {due:%H:%M} UTC"
            yield Need("update", incident.uid, text, due - NEAR_UPDATE, due)


def tells(incident: Incident, person: str) -> bool:
    """Whether this person posts the updates: who holds comms, else the commander."""
    held = any(hat.role is Role.COMMS for hat in incident.hats)
    return wears(incident, person, Role.COMMS) or (not held and commands(incident, person))


def stands_in(incident: Incident, person: str) -> bool:
    """The backup: the deputy, else the commander."""
    deputy = any(hat.role is Role.DEPUTY for hat in incident.hats)
    return wears(incident, person, Role.DEPUTY) if deputy else commands(incident, person)


def _approvals(incident: Incident, person: str, now: datetime) -> Iterator[Need]:
    """Words that customers wait for and nobody else has read; words that came back. Needs the
    drafts' texts."""
    for update in incident.updates:
        said = update.draft
        if update.publication is not None or not said.text.strip():
            continue
        if update.is_sent_back and update.sent_back is not None:
            if update.author.casefold() == person.casefold():
                back = update.sent_back
                text = f"{back.by} sent update {update.n} back: {back.reason}"
                yield Need("sent_back", incident.uid, text, back.at, None, update.uid)
        elif update.is_asked and update.asked is not None and not update.is_approved:
            asked = update.asked
            if _reads(incident, update, person):
                text = f"{asked.by} asks you to approve update {update.n}"
                yield Need("approval", incident.uid, text, asked.at, None, update.uid)
            elif _unread(incident, update, asked, person) and now >= asked.at + NO_ANSWER_AFTER:
                text = f"Nobody has approved update {update.n} yet. Ask again, or by another way"
                yield Need("unread", incident.uid, text, asked.at, None, update.uid)


def _unread(incident: Incident, update: Update, asked: Asked, person: str) -> bool:
    """Whether this person waits for an answer: what is stopped cannot be approved at all."""
    waits = needs_second_person(incident, update.draft.audience)
    mine = asked.by.casefold() == person.casefold()
    return waits and mine and not hard_stops(incident, update.draft, "")


def _reads(incident: Incident, update: Update, person: str) -> bool:
    if not needs_second_person(incident, update.draft.audience):
        return False
    at_work = any(hat.person.casefold() == person.casefold() for hat in incident.hats)
    if update.author.casefold() == person.casefold() or not at_work:
        return False
    return not may_approve(incident, update.draft.audience, update.author, person).refusal


def _deliveries(incident: Incident, person: str) -> Iterator[Need]:
    """What nobody knows to have arrived, and what will not be tried again."""
    if not tells(incident, person):
        return
    for update in incident.updates:
        for one in update.deliveries:
            stuck = one.next_try_at is None and update.publication is not None
            if stuck and one.state is DeliveryState.UNKNOWN:
                text = f"Did update {update.n} reach {one.channel}? {one.reason}".strip()
            elif stuck and one.state is DeliveryState.FAILED:
                text = f"Update {update.n} did not reach {one.channel}. {one.reason}".strip()
            else:
                continue
            assert update.publication is not None
            yield Need("delivery", incident.uid, text, update.publication.at, None, update.uid)


def _tasks(incident: Incident, person: str, now: datetime) -> Iterator[Need]:
    for task in incident.tasks:
        state = task.state_now(now)
        mine = task.person.casefold() == person.casefold()
        asked = task.by.casefold() == person.casefold()
        if state is TaskState.OVERDUE and task.due_at is not None:
            if commands(incident, person) or asked or mine:
                text = f"Time box ran out: {task.person}, {task.text}"
                yield Need("time_box", incident.uid, text, task.due_at, task.due_at, task.uid)
        elif state is TaskState.OPEN and mine:
            text = f"{task.by} asks: {task.text}"
            yield Need("task", incident.uid, text, task.told_at, task.due_at, task.uid)


def _questions(incident: Incident, person: str, now: datetime) -> Iterator[Need]:
    for ask in incident.asks:
        if ask.answer:
            continue
        role = Role(ask.role).word if ask.role != Role.SME.value else f"SME {ask.area}".strip()
        if ask.person.casefold() == person.casefold():
            text = f"{ask.by} asks you to be {role}"
            yield Need("question", incident.uid, text, ask.at, None, ask.uid)
        elif now >= ask.at + NO_ANSWER_AFTER and (
            commands(incident, person) or ask.by.casefold() == person.casefold()
        ):
            text = f"{ask.person} has not answered: {role}"
            yield Need("no_answer", incident.uid, text, ask.at, None, ask.uid)


def _conflicts(incident: Incident, person: str) -> Iterator[Need]:
    if not commands(incident, person):
        return
    for conflict in incident.conflicts:
        names = ", ".join(sorted({head.actor for head in conflict.heads}))
        text = f"Two values of {conflict.field.replace('_', ' ')}: {names}"
        since = min(head.happened_at for head in conflict.heads)
        yield Need("conflict", incident.uid, text, since, None, conflict.id)


def _cautions(incident: Incident, person: str, now: datetime, policy: Policy) -> Iterator[Need]:
    if commands(incident, person) or wears(incident, person, Role.DEPUTY):
        for caution in cautions(incident, now, policy):
            yield Need(caution.id, incident.uid, caution.sentence, caution.since)
