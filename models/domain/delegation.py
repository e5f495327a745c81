"""What one person asks of another: a task, a role, the command."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class TaskState(Enum):
    """OVERDUE is derived: the time box ran out before it was done."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Task:
    """`due_at` is None where no time box was set; `state` is as last written, never OVERDUE."""

    uid: str
    text: str
    person: str
    by: str
    told_at: datetime
    due_at: datetime | None = None
    state: TaskState = TaskState.OPEN
    state_at: datetime | None = None

    def state_now(self, now: datetime) -> TaskState:
        late = self.due_at is not None and now >= self.due_at
        return TaskState.OVERDUE if late and self.state is not TaskState.DONE else self.state


@dataclass(frozen=True, slots=True)
class Offer:
    """Command offered and not yet taken. `brief` is what the receiver reads first, line by line."""

    to: str
    by: str
    at: datetime
    brief: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A person asked to take a role. `answer` is "" until there is one, then "yes" or "no"."""

    uid: str
    role: str
    area: str
    person: str
    by: str
    at: datetime
    answer: str = ""
