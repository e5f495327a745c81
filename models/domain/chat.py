"""Messages of a chat that may belong on a timeline; nothing of them is on it before a person says
so."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Why(Enum):
    """By what a message was told from the rest."""

    DECISION = "decision"
    CHANGE = "change"
    RECOVERY = "recovery"
    IMPACT = "impact"
    ALERT = "alert"
    LINK = "link"
    IMAGE = "image"
    FILE = "file"
    TIME = "time"
    PINNED = "pinned"


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """`key` names it among all messages of its export; `at` is aware UTC. `why` is empty for plain
    talk."""

    key: str
    at: datetime
    who: str
    channel: str
    text: str
    why: tuple[Why, ...] = ()


class ProposalState(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A message proposed for the timeline of `incident`."""

    uid: str
    incident: str
    message: ChatMessage
    state: ProposalState = ProposalState.OPEN
