"""What every step of a response shares: what may be asked of it now, and what leaving costs."""

from dataclasses import replace
from datetime import datetime

from models.actions.desk import ActInProgress
from models.domain.entry import EntryKind, Level
from models.domain.errors import Refused
from models.domain.incident import Incident, Interval, Status
from models.domain.response import Question, open_questions
from models.domain.stage import Stage
from models.domain.times import to_ms, write_time
from models.domain.timestamps import refuse_broken_order
from models.replication.operation import Value

_NOT_OPEN = {
    Status.MERGED: "is merged into another incident. Unmerge it first.",
    Status.CANCELLED: "was cancelled. Reopen it first.",
    Status.CLOSED: "is closed. Reopen it first.",
}


def refuse_unless_open(act: ActInProgress, incident: Incident) -> None:
    if incident.status is not Status.OPEN:
        raise Refused(f"{act.label(incident.uid)} {_NOT_OPEN[incident.status]}")


def refuse_future(act: ActInProgress) -> None:
    if act.happened_at > act.now:
        raise Refused(
            f"{write_time(act.happened_at)} is in the future. Check the time and its offset."
        )


def set_time(act: ActInProgress, incident: Incident, name: str, moment: datetime) -> None:
    """Write a timestamp, refused where it breaks their order."""
    after = replace(incident.times, **{name: moment})
    refuse_broken_order(incident.times, after)
    act.set(incident.uid, name, to_ms(moment))


def leave_stage(
    act: ActInProgress, incident: Incident, reason: str, answered: tuple[str, ...] = ()
) -> str:
    """What an open exit question of the stage being left asks for: a reason. Gives the words that
    go on the timeline ("" when nothing was open).

    Raises:
        Refused: a question is open and no reason was given.
    """
    still_open = [q for q in open_questions(incident) if q.id not in answered]
    if not still_open:
        return ""
    if not reason.strip():
        raise Refused(
            f"Before leaving {incident.stage.word}: {_asked(still_open)} "
            "Answer it, or go on with a reason (--reason), which goes on the timeline."
        )
    return f" Left open: {_asked(still_open)} Reason: {reason.strip()}"


def _asked(questions: list[Question]) -> str:
    return " ".join(question.text for question in questions)


def enter_stage(
    act: ActInProgress,
    incident: Incident,
    stage: Stage,
    text: str,
    detail: dict[str, Value] | None = None,
) -> None:
    """Move to `stage` and say so on the timeline, even when it is the present one: a visit begins
    only where the stage changes."""
    moved = incident.stage is not stage
    if moved:
        act.set(incident.uid, "stage", stage.value)
    facts: dict[str, Value] = {"stage": stage.value} if moved else {}
    act.entry(
        incident.uid,
        EntryKind.STAGE if moved else EntryKind.SYSTEM,
        text,
        level=Level.KEY,
        detail={**facts, **(detail or {})},
    )


def end_running(act: ActInProgress, incident: Incident, kind: str, moment: datetime) -> bool:
    """End the intervals of this kind that run; False when none does."""
    running = [i for i in _intervals(incident, kind) if i.end is None]
    for interval in running:
        _set_end(act, incident, interval, moment)
    return bool(running)


def move_last_end(act: ActInProgress, incident: Incident, kind: str, moment: datetime) -> None:
    intervals = _intervals(incident, kind)
    if intervals:
        _set_end(act, incident, intervals[-1], moment)


def _intervals(incident: Incident, kind: str) -> tuple[Interval, ...]:
    return incident.active if kind == "active" else incident.impact


def _set_end(act: ActInProgress, incident: Incident, interval: Interval, moment: datetime) -> None:
    act.set_on(f"incident:{incident.uid}", "interval", interval.uid, "end", to_ms(moment))


def because(reason: str) -> str:
    return f" {reason.strip()}" if reason.strip() else ""
