"""From the state of fields to who was asked for what, and how far the runbooks have come."""

from collections.abc import Mapping
from datetime import datetime

from models.domain.delegation import Ask, Offer, Task, TaskState
from models.domain.runbook import Run, RunStep, StepState
from models.domain.times import from_ms, maybe_from_ms
from models.replication.merge import State, Write, shown

Fields = dict[str, Write]
Entities = dict[str, Fields]

_KINDS = ("task", "ask", "run", "step", "action")


def entities_of(state: State) -> dict[str, Entities]:
    """The shown writes of what people delegate, by kind, entity and field."""
    found: dict[str, Entities] = {kind: {} for kind in _KINDS}
    for key, values in state.items():
        if key[0] in found and (write := shown(key, values)) is not None:
            found[key[0]].setdefault(key[1], {})[key[2]] = write
    return found


def offer_of(write: Write | None) -> Offer | None:
    told = _told(write)
    if write is None or not told.get("to"):
        return None
    brief = told.get("brief")
    lines = tuple(str(line) for line in brief) if isinstance(brief, list) else ()
    return Offer(str(told["to"]), write.actor, from_ms(write.happened_at), lines)


def tasks_of(entities: Entities) -> tuple[Task, ...]:
    """Oldest first. One whose telling was taken back is left out."""
    found = []
    for uid, fields in entities.items():
        told = _told(fields.get("told"))
        if not told.get("text"):
            continue
        telling = fields["told"]
        state = fields.get("state")
        due = told.get("due_at")
        found.append(
            Task(
                uid,
                str(told["text"]),
                str(told.get("person", "")),
                telling.actor,
                from_ms(telling.happened_at),
                maybe_from_ms(due if isinstance(due, int) else None),
                TaskState(str(state.value)) if state and state.value else TaskState.OPEN,
                from_ms(state.happened_at) if state else None,
            )
        )
    return tuple(sorted(found, key=lambda task: (task.told_at, task.uid)))


def asks_of(entities: Entities) -> tuple[Ask, ...]:
    found = []
    for uid, fields in entities.items():
        asked = _told(fields.get("asked"))
        if not asked.get("person"):
            continue
        answer = fields.get("answer")
        found.append(
            Ask(
                uid,
                str(asked.get("role", "")),
                str(asked.get("area", "")),
                str(asked["person"]),
                fields["asked"].actor,
                from_ms(fields["asked"].happened_at),
                str(answer.value or "") if answer else "",
            )
        )
    return tuple(sorted(found, key=lambda ask: (ask.at, ask.uid)))


def runs_of(entities: dict[str, Entities]) -> tuple[Run, ...]:
    """Oldest first, each with the steps that somebody touched, in order."""
    steps: dict[str, list[RunStep]] = {}
    for entity, fields in entities["step"].items():
        run, _, n = entity.rpartition("/")
        steps.setdefault(run, []).append(_step(int(n), fields))
    found = []
    for uid, fields in entities["run"].items():
        started = _told(fields.get("started"))
        if not started.get("title"):
            continue
        write = fields["started"]
        escalated = fields.get("escalated")
        found.append(
            Run(
                uid,
                str(started.get("runbook", "")),
                str(started["title"]),
                str(started.get("text", "")),
                str(started.get("path", "")),
                str(started["commit"]) if started.get("commit") else None,
                write.actor,
                from_ms(write.happened_at),
                tuple(sorted(steps.get(uid, []), key=lambda step: step.n)),
                _moment(escalated),
            )
        )
    return tuple(sorted(found, key=lambda run: (run.started_at, run.uid)))


def _step(n: int, fields: Fields) -> RunStep:
    state = fields.get("state")
    began = _told(fields.get("began"))
    at = began.get("at")
    standing = StepState(str(state.value)) if state and state.value else StepState.NOT_STARTED
    over = state if standing.is_over else None
    return RunStep(
        n,
        standing,
        over.actor if over else str(began.get("person", "")),
        maybe_from_ms(at if isinstance(at, int) else None),
        from_ms(over.happened_at) if over else None,
        _text(fields.get("observed")),
        bool(fields["mismatch"].value) if "mismatch" in fields else False,
        _text(fields.get("reason")),
    )


def _told(write: Write | None) -> Mapping[str, object]:
    return write.value if write is not None and isinstance(write.value, dict) else {}


def _text(write: Write | None) -> str:
    return write.value if write is not None and isinstance(write.value, str) else ""


def _moment(write: Write | None) -> datetime | None:
    return from_ms(write.value) if write is not None and isinstance(write.value, int) else None
