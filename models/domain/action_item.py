"""What a review decided to change, so that it does not happen again or is over sooner."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

from models.domain.errors import BadInput


class ActionKind(Enum):
    FIX = "fix"
    PREVENT = "prevent"
    NOTICE_SOONER = "notice_sooner"
    RESPOND_BETTER = "respond_better"

    @classmethod
    def parse(cls, text: str) -> "ActionKind":
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise BadInput(
                f"{text!r} is not a kind of action. Use fix, prevent, notice_sooner or "
                "respond_better."
            ) from None

    @property
    def word(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ActionState(Enum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"

    @classmethod
    def parse(cls, text: str) -> "ActionState":
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise BadInput(
                f"{text!r} is not a state of an action. Use open, done or dropped."
            ) from None


@dataclass(frozen=True, slots=True)
class ActionItem:
    """`owner` is "" and `due` None while nobody has said; `entry` is the uid of the timeline entry
    it came from; `tracker` the address of the same thing elsewhere. `done_at` is when it was first
    done, `settled_at` when somebody last said that its state is what it is."""

    uid: str
    incident: str
    text: str
    kind: ActionKind
    owner: str = ""
    due: date | None = None
    state: ActionState = ActionState.OPEN
    entry: str = ""
    tracker: str = ""
    by: str = ""
    added_at: datetime | None = None
    done_at: datetime | None = None
    settled_at: datetime | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it needs before its review can be reviewed."""
        if self.state is not ActionState.OPEN:
            return ()
        missing = (("owner", not self.owner), ("due date", self.due is None))
        return tuple(name for name, is_so in missing if is_so)

    def is_overdue(self, now: datetime) -> bool:
        return self.state is ActionState.OPEN and self.due is not None and now >= end_of(self.due)

    @property
    def was_in_time(self) -> bool:
        """Of one that is done and had a date."""
        return self.due is not None and self.done_at is not None and self.done_at < end_of(self.due)


def end_of(day: date) -> datetime:
    """Dates are days in UTC; they last to their end."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def parse_day(text: str) -> date:
    """BadInput for what is not written like 2026-12-04."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"{text!r} is not a date. Write it like 2026-12-04.") from None


def maybe_day(value: object) -> date | None:
    """The day an operation holds; None for what is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
