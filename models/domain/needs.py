"""What waits on one person: the rows of "Needs you"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.cadence import next_update_due
from models.domain.delegation import TaskState
from models.domain.incident import Incident, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import cautions
from models.domain.times import span_words, to_ms

NEAR_UPDATE = timedelta(minutes=5)
"""An update due within this waits on whoever posts it."""
BACKUP_AFTER = timedelta(minutes=5)
"""An update this late waits on the backup too."""
NO_ANSWER_AFTER = timedelta(minutes=2)
"""A question this old without an answer waits on who asked."""


@dataclass(frozen=True, slots=True)
class Need:
    """`kind` is handover, question, task, time_box, no_answer, update, late_update, conflict or
    the id of a caution; `subject` the uid of the task, question or conflict it is about."""

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
        *_tasks(incident, person, now),
        *_questions(incident, person, now),
        *_conflicts(incident, person),
        *_cautions(incident, person, now, policy),
    ]
    return tuple(sorted(found, key=lambda need: _ORDER.index(need.kind)))


_ORDER = (
    "handover",
    "late_update",
    "time_box",
    "question",
    "task",
    "conflict",
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
    """Whoever holds comms, else the commander; late by five minutes, the backup too."""
    due = next_update_due(incident, policy)
    if due is None or now < due - NEAR_UPDATE:
        return
    held = any(hat.role is Role.COMMS for hat in incident.hats)
    mine = wears(incident, person, Role.COMMS) or (not held and commands(incident, person))
    late = now > due
    backup = late and now >= due + BACKUP_AFTER
    stands_in = wears(incident, person, Role.DEPUTY) or commands(incident, person)
    if mine or (backup and stands_in):
        if late:
            text = f"Status update late by {span_words(to_ms(now) - to_ms(due))}"
            yield Need("late_update", incident.uid, text, due, due)
        else:
            text = f"Status update due at {due:%H:%M} UTC"
            yield Need("update", incident.uid, text, due - NEAR_UPDATE, due)


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
