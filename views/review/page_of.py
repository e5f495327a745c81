"""From what the store knows of a review to what its page shows."""

from collections.abc import Sequence
from datetime import datetime

from models.domain.action_item import ActionItem, ActionState, end_of
from models.domain.action_words import written_action
from models.domain.incident import Incident
from models.domain.review import ReviewState, unready
from models.domain.update import DeliveryState
from models.queries.recurrences import Earlier
from models.queries.review_page import ReviewPage
from models.queries.tickets import Ticket
from views import text
from views.review.fact_lines import facts_of
from views.review.states import ActionView, Figure, Gate, PageState, Repeat
from views.tongue import mark, ntr, told, tr
from views.vocabulary import title_words

STATE_WORDS = {
    ReviewState.DRAFT: mark("draft"),
    ReviewState.IN_REVIEW: mark("in review"),
    ReviewState.REVIEWED: mark("reviewed"),
    ReviewState.CLOSED: mark("closed", sense="review"),
}
STATE_ICONS = {
    ReviewState.DRAFT: "pencil-simple",
    ReviewState.IN_REVIEW: "eye",
    ReviewState.REVIEWED: "seal-check",
    ReviewState.CLOSED: "lock-simple",
}
_NEXT = {
    ReviewState.DRAFT: (ReviewState.IN_REVIEW, mark("Ask for sign-off")),
    ReviewState.IN_REVIEW: (ReviewState.REVIEWED, mark("Sign off")),
    ReviewState.REVIEWED: (ReviewState.CLOSED, mark("Close the review")),
}
LONGEST_BUSINESS = 24


def state_word(state: ReviewState) -> str:
    if state is ReviewState.CLOSED:
        return tr(STATE_WORDS[state], sense="review")
    return tr(STATE_WORDS[state])


def page_of(found: ReviewPage, questions: int, now: datetime) -> PageState:
    record = found.record
    incident, review, due = record.incident, record.review, record.meeting_due
    return PageState(
        uid=incident.uid,
        label=found.label,
        title=title_words(incident.title),
        severity=incident.severity,
        state=review.state,
        figures=tuple(_figures(found)),
        facts=facts_of(record),
        writers=found.writers,
        actions=tuple(_action(one, found, now) for one in review.actions),
        repeat=_repeat(record.earlier),
        gate=_gate(incident),
        meeting=due,
        meeting_late=due is not None and review.reviewed_at is None and now >= end_of(due),
        questions=questions,
        templates=found.templates,
        people=found.people,
        loaded=True,
    )


def _figures(found: ReviewPage) -> list[Figure]:
    incident, took = found.record.incident, found.record.facts.took
    told = (
        (took.impact_ms, tr("customer impact")),
        (took.ttd_ms, tr("to detect")),
        (took.tta_ms, tr("to acknowledge")),
        (took.ttm_ms, tr("to mitigate")),
    )
    shown = [Figure(text.duration_words(ms), words) for ms, words in told if ms is not None]
    if incident.users is not None and incident.users != "unknown":
        shown.append(Figure(text.users(incident.users), tr("users", sense="affected")))
    if incident.business and len(incident.business) <= LONGEST_BUSINESS:
        shown.append(Figure(incident.business, tr("business impact")))
    return shown


def _action(one: ActionItem, found: ReviewPage, now: datetime) -> ActionView:
    under_way = next((t for t in found.tickets if t.action.uid == one.uid and _waits(t)), None)
    free = not one.tracker and one.state is not ActionState.DROPPED
    sendable = found.trackers if free and not (under_way and under_way.is_on_its_way) else ()
    return ActionView(
        one.uid,
        one.text,
        one.kind,
        one.owner,
        one.due,
        one.state,
        one.is_overdue(now),
        (found.came_back or {}).get(one.uid, ""),
        one.entry,
        one.tracker,
        written_action(one),
        sendable,
        _under_way(under_way),
    )


def _waits(ticket: Ticket) -> bool:
    return ticket.delivery.state is not DeliveryState.SENT


def _under_way(ticket: Ticket | None) -> str:
    if ticket is None:
        return ""
    channel, reason = ticket.delivery.channel, told(ticket.delivery.reason)
    if ticket.delivery.state is DeliveryState.UNKNOWN:
        return tr("Looked for on {channel}: {reason}", channel=channel, reason=reason)
    if ticket.delivery.state is DeliveryState.FAILED:
        return tr("Not on {channel} yet: {reason}", channel=channel, reason=reason)
    return tr("On its way to {channel}", channel=channel)


def _gate(incident: Incident) -> Gate:
    to, verb = _NEXT.get(incident.review.state, (None, ""))
    if to is None or not to.is_done:
        return Gate(to, tr(verb) if verb else "")
    if incident.is_live and incident.times.resolved_at is None:
        return Gate(to, tr(verb), tr("The incident is not resolved yet."))
    lacking = [one for one in incident.review.actions if one.lacks]
    refused = ""
    if unready(incident.review.actions):
        refused = tr("Not yet: {actions}.", actions="; ".join(_lacks(one) for one in lacking))
    return Gate(to, tr(verb), refused)


def _lacks(action: ActionItem) -> str:
    if len(action.lacks) > 1:
        return tr("“{action}” has no owner and no due date", action=action.text)
    if "owner" in action.lacks:
        return tr("“{action}” has no owner", action=action.text)
    return tr("“{action}” has no due date", action=action.text)


_TIMES = (mark("Second time in 90 days"), mark("Third time in 90 days"))


def _repeat(earlier: Sequence[Earlier]) -> Repeat | None:
    if not earlier:
        return None
    n = len(earlier)
    title = tr(_TIMES[n - 1]) if n <= len(_TIMES) else tr("Fourth time or more in 90 days")
    names = [one.label for one in earlier]
    last = names[-1]
    labels = last if n == 1 else tr("{some} and {last}", some=", ".join(names[:-1]), last=last)
    detail = [ntr("{labels} had the same cause.", "{labels} had the same cause.", n, labels=labels)]
    left = [action for one in earlier for action in one.open_actions]
    weak = [action for one in earlier for action in one.ineffective]
    if len(left) == 1:
        detail.append(tr("Still open: {action}.", action=left[0].text.rstrip(".")))
    elif left:
        detail.append(ntr("{n} action is still open.", "{n} actions are still open.", len(left)))
    if weak:
        detail.append(tr("Done, and it came back: {action}.", action=weak[0].text.rstrip(".")))
    return Repeat(title, " ".join(detail), earlier[0].uid)


def is_open(action: ActionView) -> bool:
    return action.state is ActionState.OPEN
