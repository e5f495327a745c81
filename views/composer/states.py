"""What the composer shows, as values."""

from dataclasses import dataclass, field
from datetime import datetime

from models.checks.finding import Finding
from models.composing.changes import Piece
from models.composing.facts import Fact, Link, Token
from models.domain.update import Components, Update


@dataclass(frozen=True, slots=True)
class Working:
    """One audience's text at this desk. `update` is the uid of its draft, "" while nobody saved
    one; `seen` the text in the store that `text` was made from. `is_typed`: a person's words, not
    only what the template began with."""

    audience: str
    update: str = ""
    text: str = ""
    seen: str = ""
    state: str = ""
    links: tuple[Link, ...] = ()
    is_typed: bool = False
    data_lost: bool | None = None
    components: Components = ()
    moment: str = ""
    """Of the template that the text began with."""

    @property
    def is_saved(self) -> bool:
        return bool(self.update) and self.text.strip() == self.seen.strip()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one text of one audience. `since` is the number of the update that it is
    compared with, 0 where there is none."""

    audience: str = ""
    text: str = ""
    tokens: tuple[Token, ...] = ()
    findings: tuple[Finding, ...] = ()
    misspelled: tuple[tuple[int, int], ...] = ()
    gaps: tuple[tuple[int, int], ...] = ()
    words: int = 0
    news: tuple[Piece, ...] = ()
    since: int = 0
    added: tuple[tuple[int, int], ...] = ()
    """Of an update that is looked at: stretches that the one before it did not have."""


@dataclass(frozen=True, slots=True)
class Tab:
    """`state` is a word a person reads, beside the icon."""

    audience: str
    words: str
    icon: str
    state_icon: str
    state_color: str
    state: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """`kind` is ok, warn or stop. `start` and `end` are where it is in the text, both 0 where it
    speaks of all of it. `person` may be asked what it says nobody has confirmed."""

    kind: str
    sentence: str
    start: int = 0
    end: int = 0
    person: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """`mark` (icon, colour, words) tells how it arrived. `is_open` for a draft."""

    uid: str
    title: str
    state: str
    when: str
    text: str
    mark: tuple[str, str, str]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Receiver:
    """One channel, or the place of one that is not there: `kind` is page, email or chat."""

    kind: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a receiver sees. `title` is what the incident is called outside."""

    title: str = ""
    state: str = ""
    state_word: str = ""
    at: datetime | None = None
    page: str = ""
    address: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    name: str
    words: str
    icon: str = ""
    color: str = "text3"


@dataclass(frozen=True, slots=True)
class Approval:
    """`may_answer`: this person may approve it now. `notes` are (icon, sentence)."""

    people: tuple[PersonLine, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    may_answer: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """How far the words got on one channel. `acts` are (id, words): try, look, arrived."""

    channel: str
    icon: str
    color: str
    words: str
    acts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Primary:
    """The one button. `act` is ask, send, approve_alone, undo or none."""

    act: str = "none"
    words: str = ""
    icon: str = "paper-plane-tilt"
    reason: str = ""
    asks: bool = False
    """Somebody else has to read it first."""

    @property
    def is_enabled(self) -> bool:
        return self.act != "none"


@dataclass(frozen=True, slots=True)
class Due:
    """The card beside the countdown. `note` tells of a snooze or of long mode."""

    title: str = ""
    words: str = ""
    at: datetime | None = None
    whole_ms: int = 1
    may_snooze: bool = False
    may_slow: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComposerState:
    """`saved` is "", typing, saving or saved. `n` is the number that the update has or gets."""

    uid: str = ""
    label: str = ""
    n: int = 1
    draft_uid: str = ""
    audience: str = "customers"
    update_state: str = "investigating"
    text: str = ""
    saved: str = ""
    tabs: tuple[Tab, ...] = ()
    template: str = ""
    facts: tuple[Fact, ...] = ()
    analysis: Analysis = field(default_factory=Analysis)
    checks: tuple[CheckLine, ...] = ()
    preview: Preview = field(default_factory=Preview)
    receivers: tuple[Receiver, ...] = ()
    receiver: int = 0
    history: tuple[HistoryRow, ...] = ()
    due: Due = field(default_factory=Due)
    approval: Approval = field(default_factory=Approval)
    arrivals: tuple[Arrival, ...] = ()
    arrived_n: int = 0
    primary: Primary = field(default_factory=Primary)
    asks_data_lost: bool = False
    data_lost: bool | None = None
    components: tuple[tuple[str, str, str], ...] = ()
    """(id, name, state) of each component of the page that this update sets."""
    shown: Update | None = None
    """An earlier update that is looked at instead; the text is its own and cannot be changed."""
    error: str = ""
    is_busy: bool = False
    is_loaded: bool = False
