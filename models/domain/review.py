"""The review of an incident: its sections, its states, and when its meeting is due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from models.domain.action_item import ActionItem
from models.domain.errors import BadInput
from models.domain.expectations import Calendar


class Section(Enum):
    """A section is one text that several people may write in."""

    WHAT_HAPPENED = "what_happened"
    WHAT_WENT_WELL = "what_went_well"
    WHERE_WE_STRUGGLED = "where_we_struggled"
    CONTRIBUTING_FACTORS = "contributing_factors"
    ASK_IN_THE_MEETING = "ask_in_the_meeting"

    @classmethod
    def parse(cls, text: str) -> "Section":
        try:
            return cls(text.strip().lower().replace(" ", "_").replace("-", "_"))
        except ValueError:
            known = ", ".join(section.value for section in cls)
            raise BadInput(f"{text!r} is not a section of a review. Use {known}.") from None

    @property
    def title(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ReviewState(Enum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    CLOSED = "closed"

    @classmethod
    def parse(cls, text: str) -> "ReviewState":
        try:
            return cls(text.strip().lower().replace(" ", "_").replace("-", "_"))
        except ValueError:
            known = ", ".join(state.value for state in cls)
            raise BadInput(f"{text!r} is not a state of a review. Use {known}.") from None

    @property
    def word(self) -> str:
        return self.value.replace("_", " ")

    @property
    def is_done(self) -> bool:
        return self in (ReviewState.REVIEWED, ReviewState.CLOSED)


class MomentKind(Enum):
    """What an entry was in the course of an incident, as a reviewer sees it afterwards."""

    DETECTION = "detection"
    DIAGNOSIS = "diagnosis"
    REPAIR = "repair"

    @classmethod
    def parse(cls, text: str) -> "MomentKind | None":
        """None for `none`: no such moment. Raises BadInput."""
        word = text.strip().lower()
        if word == "none":
            return None
        found = cls.maybe(word)
        if found is None:
            raise BadInput(
                f"{text!r} is no moment of an incident. Use detection, diagnosis, repair or none."
            )
        return found

    @classmethod
    def maybe(cls, value: object) -> "MomentKind | None":
        return next((kind for kind in cls if kind.value == value), None)


@dataclass(frozen=True, slots=True)
class Override:
    """A finding of the blameless check that somebody lets stand, and why. `key` is the finding's:
    it holds while the stretch and the words beside it stay the same."""

    section: str
    key: str
    text: str
    reason: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """`reviewed_at` is when it was first reviewed, None while it never was; `begun` says that
    somebody moved its state, took a template or added an action; `read_by` who read it, and
    when. Its texts are read apart."""

    state: ReviewState = ReviewState.DRAFT
    reviewed_at: datetime | None = None
    template: str = ""
    overrides: tuple[Override, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    begun: bool = False
    read_by: tuple[tuple[str, datetime], ...] = ()


# A deadline in the words of the policy: data that a workspace edits.

WHEN_ASKED, NEVER = "when asked for", "none"
_SPAN = re.compile(r"(\d{1,3}) (calendar|business) days?")


@dataclass(frozen=True, slots=True)
class ReviewSpan:
    days: int
    business: bool


def read_span(text: str) -> ReviewSpan | None:
    """`3 calendar days`, `5 business days`; None where no meeting is due by itself.

    Raises:
        BadInput: neither of these, nor "when asked for" or "none".
    """
    plain = " ".join(text.lower().split())
    if plain in (WHEN_ASKED, NEVER):
        return None
    match = _SPAN.fullmatch(plain)
    if match is None or int(match[1]) < 1:
        raise BadInput(
            f'{text!r} is no time for a review. Write "3 calendar days", "5 business days", '
            f'"{WHEN_ASKED}" or "{NEVER}".'
        )
    return ReviewSpan(int(match[1]), match[2] == "business")


def meeting_day(resolved_at: datetime, span: ReviewSpan, calendar: Calendar | None) -> date:
    """The last day for the meeting, counted from the day (in UTC) of `resolved_at`. Business days
    are those of `calendar`, Monday to Friday without one."""
    day = resolved_at.astimezone(UTC).date()
    if not span.business:
        return day + timedelta(days=span.days)
    works = calendar.days if calendar and calendar.days else frozenset(range(5))
    holidays = calendar.holidays if calendar else frozenset()
    left = span.days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() in works and day not in holidays
    return day


def unready(actions: Sequence[ActionItem]) -> list[str]:
    """A sentence's part for each action that keeps a review from being reviewed."""
    return [
        f"“{action.text}” ({action.uid[:8]}) has no {' and no '.join(action.lacks)}"
        for action in actions
        if action.lacks
    ]


# Evidence: `[15:24 Mei](entry:3f2a9c1d…)` in a section links a sentence to a timeline entry. It is
# plain Markdown, so it merges as text does, and any reader shows its words.

EVIDENCE = re.compile(r"\[([^\]\n]{0,200})\]\(entry:([0-9a-f]{8,32})\)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A link from a place in a text (`start` to `end`, characters) to a timeline entry, named by
    its uid or the beginning of it."""

    start: int
    end: int
    words: str
    entry: str


def evidence_in(text: str) -> list[Evidence]:
    return [Evidence(m.start(), m.end(), m[1], m[2]) for m in EVIDENCE.finditer(text)]


def evidence_link(words: str, entry: str) -> str:
    """The Markdown of a chip; its words cannot end it early."""
    plain = " ".join(words.replace("[", "(").replace("]", ")").split())
    return f"[{plain}](entry:{entry})"


@dataclass(frozen=True, slots=True)
class ReviewTemplate:
    """Questions to begin a review with, by section. They stand in the text as Markdown comments:
    seen while writing, left out of every export."""

    name: str
    about: str = ""
    questions: dict[Section, tuple[str, ...]] = field(default_factory=dict)

    def start_of(self, section: Section) -> str:
        return "\n".join(f"<!-- {one} -->" for one in self.questions.get(section, ()))


COMMENT = re.compile(r"<!--.*?-->[ \t]*\n?", re.DOTALL)


def without_comments(text: str) -> str:
    return COMMENT.sub("", text).strip()
