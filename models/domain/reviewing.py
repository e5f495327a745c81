"""What a review may do next, and when it is due: rules over the incident it is about."""

from collections.abc import Sequence
from datetime import date, datetime

from models.domain.action_item import ActionItem, ActionState, end_of
from models.domain.errors import BadInput, Refused
from models.domain.incident import Incident, Status
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.review import ReviewState, meeting_day, read_span, unready


def meeting_due(incident: Incident, policy: Policy = DEFAULT_POLICY) -> date | None:
    """The last day for the review's meeting; None where none is due: not resolved, called off,
    merged, imported, or of a severity whose meeting is held when asked for."""
    resolved = incident.times.resolved_at
    if resolved is None or incident.severity is None or incident.imported:
        return None
    if incident.status in (Status.CANCELLED, Status.MERGED):
        return None
    try:
        span = read_span(policy[incident.severity].review)
    except BadInput:
        return None
    calendars = policy.expects.calendars
    return None if span is None else meeting_day(resolved, span, next(iter(calendars), None))


def is_late(incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY) -> bool:
    due = meeting_due(incident, policy)
    return due is not None and incident.review.reviewed_at is None and now >= end_of(due)


def refuse_move(label: str, incident: Incident, to: ReviewState) -> None:
    """Raises Refused where the review may not go there yet; names every action that is why."""
    if not to.is_done:
        return
    if incident.is_live and incident.times.resolved_at is None:
        raise Refused(f"{label} is not resolved yet, so its review cannot be {to.word}.")
    lacking = unready(incident.review.actions)
    if lacking:
        raise Refused(
            f"The review of {label} cannot be {to.word} yet: {'; '.join(lacking)}. Give each "
            "action an owner and a due date, or drop it."
        )


def completion(actions: Sequence[ActionItem]) -> tuple[int, int, tuple[date, ...]]:
    """(done in time, done with a due date, due dates of those that are open)."""
    done = [one for one in actions if one.state is ActionState.DONE and one.due is not None]
    open_dues = tuple(
        one.due for one in actions if one.state is ActionState.OPEN and one.due is not None
    )
    return sum(one.was_in_time for one in done), len(done), open_dues
