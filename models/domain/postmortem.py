"""A post-mortem that was written elsewhere, as far as it could be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.domain.action_item import ActionKind
from models.domain.history import NotTaken
from models.domain.review import Section
from models.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class ToldMoment:
    """A line of its timeline; `at` is aware UTC."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ToldAction:
    """`text` is one line; `owner` and `tracker` are "" and `due` None where it does not say."""

    text: str
    kind: ActionKind = ActionKind.FIX
    owner: str = ""
    due: date | None = None
    done: bool = False
    tracker: str = ""


@dataclass(frozen=True, slots=True)
class PostMortem:
    """`key` names the document across imports, `incident` one of ours that it says it is about.
    Times are aware UTC, None where it does not say; `start_estimated`: the start is the first line
    of its timeline. `notes` are sentences about what could not be read."""

    where: str
    key: str
    title: str
    incident: str = ""
    day: date | None = None
    started_at: datetime | None = None
    detected_at: datetime | None = None
    mitigated_at: datetime | None = None
    ended_at: datetime | None = None
    published_at: datetime | None = None
    start_estimated: bool = False
    severity: Severity | None = None
    severity_word: str = ""
    services: tuple[str, ...] = ()
    url: str = ""
    sections: Mapping[Section, str] = field(default_factory=dict)
    moments: tuple[ToldMoment, ...] = ()
    actions: tuple[ToldAction, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostMortems:
    documents: tuple[PostMortem, ...] = ()
    rejected: tuple[NotTaken, ...] = ()
