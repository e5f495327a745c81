"""The outbox: what a store of deliveries promises to whoever sends them.

    queued ──claim──> sending ──settle──> sent | failed | unknown
                        │
                        └─ its lease ran out: it may have left, so it is treated as unknown

A store keeps postings in the order they were queued, and keeps them when the program is killed at
any point: `claim` and `settle` are committed when they return.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.domain.update import DeliveryState
from models.publishing.message import Message


@dataclass(frozen=True, slots=True)
class Receipt:
    """That it arrived. `at` is when the channel said so, or when a look-up or a person confirmed
    it. `remote` is the channel's own name for the incident, `remote_update` for the update, ""
    where it has none. `words` is one line for the timeline."""

    at: datetime
    words: str
    remote: str = ""
    remote_update: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """One message and how far it got. `next_try_at` of None: nothing happens by itself, be it
    settled or a person's to decide; queued, it is due at once. A `queued` one with a time is held
    until then (the undo window). `fence` counts the claims. `first_tried_at` is of the retry
    clock. `quarantined`: what is known of it comes from before a restore."""

    message: Message
    state: DeliveryState = DeliveryState.QUEUED
    attempts: int = 0
    first_tried_at: datetime | None = None
    next_try_at: datetime | None = None
    reason: str = ""
    receipt: Receipt | None = None
    quarantined: bool = False
    fence: int = 0

    @property
    def is_over(self) -> bool:
        """Sent, or failed for good: it holds up nothing that comes after it."""
        if self.state is DeliveryState.FAILED:
            return self.next_try_at is None
        return self.state is DeliveryState.SENT

    @property
    def needs_person(self) -> bool:
        return self.state is DeliveryState.UNKNOWN and self.next_try_at is None


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to try `before` (as it was when it was claimed) until `until`. `fence` is the
    store's count with this claim in it; a later claim makes this one void."""

    before: Posting
    fence: int
    until: datetime

    @property
    def may_have_left(self) -> bool:
        return self.before.state in (DeliveryState.SENDING, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claim; written over the posting as it is. `at` is of the retry clock."""

    state: DeliveryState
    at: datetime
    attempts: int
    reason: str = ""
    receipt: Receipt | None = None
    next_try_at: datetime | None = None
    quarantined: bool = False
    first_tried_at: datetime | None = None


class Outbox(Protocol):
    """`now` is of the retry clock everywhere; a store has no clock of its own."""

    def due(self, now: datetime, *, eager: bool = False) -> Sequence[Posting]:
        """What may be tried, the longest waiting first. Of one incident and channel only the
        earliest that is not over; and of that only

        - queued, with `next_try_at` None or past;
        - failed or unknown, with `next_try_at` past, or with any time where `eager`;
        - sending, with its lease past.
        """

    def claim(self, key: str, now: datetime, until: datetime) -> Claim | None:
        """Marks it as sending with a lease until `until`, counts the fence up and notes `now` as
        `first_tried_at` where there is none, in one step. None where it is sent, or somebody
        else's lease still runs. Any other may be claimed, also one that waits for a person or
        failed for good: the caller has asked."""

    def settle(self, claim: Claim, settled: Settled) -> bool:
        """Writes what became of it and ends the lease. False, and nothing written, where
        `claim.fence` is not the latest."""

    def find(self, key: str) -> Posting | None: ...

    def sent(self, incident: str, channel: str) -> Sequence[Posting]:
        """Every sent posting of this incident there, in the order they were queued."""

    def incident_of(self, channel: str, remote: str) -> str | None:
        """Whose receipt on `channel` names `remote`: the incident's uid, None where nobody's."""

    def wake_at(self, now: datetime) -> datetime | None:
        """The earliest time after `now` at which `due` would give more than it does now, if
        nothing else happens; None: never."""

    def quarantine(self) -> int:
        """After a restore: every posting that is not sent becomes unknown, quarantined and due at
        once (`next_try_at` in the past), and loses its lease; how many there are. What failed for
        good is one of them."""
