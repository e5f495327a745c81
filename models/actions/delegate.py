"""Give somebody a task with a time box; take it up; finish it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.actions import lifecycle
from models.actions.assign import given_name
from models.actions.desk import ActInProgress, Desk
from models.domain.delegation import Task, TaskState
from models.domain.entry import EntryKind
from models.domain.errors import NotFound, NothingToDo, Refused
from models.domain.ids import incident_stream
from models.domain.incident import Incident
from models.domain.times import span_words, to_ms
from models.store import lookup


@dataclass(frozen=True, slots=True)
class Delegate:
    """`within_ms` is the time box; None has none."""

    incident: str
    text: str
    person: str
    within_ms: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """`state` is ACKNOWLEDGED or DONE; `words` is what the doer has to say."""

    task: str
    state: TaskState
    words: str = ""
    at: datetime | None = None


LONGEST_BOX_MS = 7 * 24 * 3_600_000
MOST_TEXT = 500


def delegate(command: Delegate, desk: Desk) -> str:
    """Gives the task's uid.

    Raises:
        Refused: not open, nothing to do named, or a time box that is none.
    """
    text = " ".join(command.text.split())
    if not text:
        raise Refused("Say what is to be done.")
    if len(text) > MOST_TEXT:
        raise Refused(f"A task has at most {MOST_TEXT} characters; put the rest in a note.")
    within = command.within_ms
    if within is not None and not 0 < within <= LONGEST_BOX_MS:
        raise Refused("A time box is between a second and seven days, such as 10m.")
    with desk.act(command.at) as act:
        incident = act.incident(command.incident)
        lifecycle.refuse_unless_open(act, incident)
        lifecycle.refuse_future(act)
        person = given_name(command.person)
        uid = act.new_uid()
        due = None if within is None else act.happened_at + timedelta(milliseconds=within)
        act.set_on(
            incident_stream(incident.uid),
            "task",
            uid,
            "told",
            {"text": text, "person": person, "due_at": None if due is None else to_ms(due)},
        )
        box = f", back by {due:%H:%M} UTC" if due else ""
        act.entry(incident.uid, EntryKind.TASK, f"{person}: {text}{box}", detail={"task": uid})
    return uid


def answer_task(command: AnswerTask, desk: Desk) -> str:
    """Gives the uid of the incident it belongs to.

    Raises:
        NothingToDo: it says so already.
        Refused: it is done, and cannot be taken up again.
    """
    with desk.act(command.at) as act:
        lifecycle.refuse_future(act)
        incident, task = named(act, command.task)
        if task.state is command.state:
            raise NothingToDo(f"That task is {command.state.value} already.")
        if task.state is TaskState.DONE:
            raise Refused("That task is done. Give a new one.")
        stream = incident_stream(incident.uid)
        act.set_on(stream, "task", task.uid, "state", command.state.value)
        act.entry(
            incident.uid,
            EntryKind.TASK,
            _answer_words(act, task, command),
            detail={"task": task.uid, "state": command.state.value},
        )
    return incident.uid


def _answer_words(act: ActInProgress, task: Task, command: AnswerTask) -> str:
    done = command.state is TaskState.DONE
    said = f": {command.words.strip()}" if command.words.strip() else ""
    if not done:
        return f"Understood by {task.person}: {task.text}{said}"
    late = ""
    if task.due_at is not None and act.happened_at > task.due_at:
        over = span_words(to_ms(act.happened_at) - to_ms(task.due_at))
        late = f", {over} after its time box"
    return f"Done by {task.person}{late}: {task.text}{said}"


def named(act: ActInProgress, name: str) -> tuple[Incident, Task]:
    """The task that `name` is the id of, or the beginning of it.

    Raises:
        NotFound, Ambiguous.
    """
    stream, uid = lookup.task(act.connection, name)
    incident = act.incident(stream.removeprefix("incident:"))
    task = next((task for task in incident.tasks if task.uid == uid), None)
    if task is None:
        raise NotFound(f"There is no task {name} here.")
    return incident, task
