"""What the review screen shows: one frozen value each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.checks.finding import Finding
from models.domain.action_item import ActionKind, ActionState
from models.domain.review import ReviewState, Section
from models.domain.severity import Severity
from models.queries.reel import Course, RoomThen
from models.queries.review_list import ReviewRow


@dataclass(frozen=True, slots=True)
class ListState:
    rows: tuple[ReviewRow, ...] = ()
    loaded: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the head: `1 h 18 m`, "customer impact"."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """`since` and `until` are shown in the reader's zone; `beside` stands at the right, in the
    colour for what is late where `late`."""

    words: str
    since: datetime | None = None
    until: datetime | None = None
    beside: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class ActionView:
    """`came_back` is how the incident is called that asks whether it helped, "" for none.
    `trackers` are those it may be sent to, `under_way` says how far it got on its way to one."""

    uid: str
    text: str
    kind: ActionKind
    owner: str
    due: date | None
    state: ActionState
    late: bool = False
    came_back: str = ""
    entry: str = ""
    tracker: str = ""
    line: str = ""
    trackers: tuple[str, ...] = ()
    under_way: str = ""

    @property
    def is_done(self) -> bool:
        return self.state is ActionState.DONE


@dataclass(frozen=True, slots=True)
class Repeat:
    """What happened before under the same sign; `uid` is the newest of them."""

    title: str
    detail: str
    uid: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The next state and the verb for it; `refused` says why not yet."""

    to: ReviewState | None = ReviewState.IN_REVIEW
    verb: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PageState:
    """Of one review. Texts are apart: they are written into while this changes."""

    uid: str = ""
    label: str = ""
    title: str = ""
    severity: Severity | None = None
    state: ReviewState = ReviewState.DRAFT
    figures: tuple[Figure, ...] = ()
    facts: tuple[tuple[str, tuple[FactLine, ...]], ...] = ()
    writers: tuple[str, ...] = ()
    actions: tuple[ActionView, ...] = ()
    repeat: Repeat | None = None
    gate: Gate = field(default_factory=Gate)
    meeting: date | None = None
    meeting_late: bool = False
    questions: int = 0
    templates: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    loaded: bool = False
    notice: str = ""

    @property
    def done(self) -> int:
        return sum(action.is_done for action in self.actions)

    @property
    def counted(self) -> int:
        """Actions that were not dropped."""
        return sum(action.state is not ActionState.DROPPED for action in self.actions)


Findings = Mapping[Section, tuple[Finding, ...]]

SPEEDS = (1, 4, 16, 0)
"""Seconds of the incident in one of ours; 0 goes from event to event."""


@dataclass(frozen=True, slots=True)
class ReplayState:
    """`at` is where the playhead stands; `then` may still be of a moment before it."""

    course: Course | None = None
    at: datetime | None = None
    playing: bool = False
    speed: int = 16
    then: RoomThen | None = None
    notice: str = ""
