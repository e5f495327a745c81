"""A status update: whom it tells what, who let it out, and where it arrived."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from models.domain.errors import BadInput

MOST_TEXT = 10_000
"""Characters of an update."""


class Audience(Enum):
    CUSTOMERS = "customers"
    INTERNAL = "internal"
    LEADERSHIP = "leadership"

    @classmethod
    def parse(cls, text: str) -> "Audience":
        try:
            return cls(text.strip().lower())
        except ValueError:
            known = ", ".join(one.value for one in cls)
            raise BadInput(f"{text!r} is no audience. Use {known}.") from None


class UpdateState(Enum):
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"

    @classmethod
    def parse(cls, text: str) -> "UpdateState":
        try:
            return cls(text.strip().lower())
        except ValueError:
            known = ", ".join(one.value for one in cls)
            raise BadInput(f"{text!r} is no state of an update. Use {known}.") from None


class ComponentState(Enum):
    """As status pages tell them apart."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded_performance"
    PARTIAL = "partial_outage"
    MAJOR = "major_outage"
    MAINTENANCE = "under_maintenance"

    @classmethod
    def parse(cls, text: str) -> "ComponentState":
        try:
            return cls(text.strip().lower())
        except ValueError:
            known = ", ".join(one.value for one in cls)
            raise BadInput(f"{text!r} is no state of a component. Use {known}.") from None


class DeliveryState(Enum):
    """UNKNOWN: it may have arrived. It is looked up where the channel allows that, else a person
    decides; nothing is sent again by itself. FAILED is tried again when `next_try_at` is there."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


Components = tuple[tuple[str, ComponentState], ...]
"""(id of the component, its state), in the order of ids."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What an update says at one moment. Frozen by approval or publishing, it is named by its
    hash. `audience` is None while none was chosen, `data_lost` until somebody has answered."""

    audience: Audience | None
    state: UpdateState
    text: str
    components: Components = ()
    data_lost: bool | None = None

    @property
    def sha256(self) -> str:
        """Over the parts as JSON with sorted keys: the same words have the same name anywhere."""
        parts = {
            "audience": self.audience.value if self.audience else None,
            "state": self.state.value,
            "text": self.text,
            "components": {name: state.value for name, state in self.components},
            "data_lost": self.data_lost,
        }
        form = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Approval:
    """`revision` is the hash of what was approved. `reviewed` is False where a commander alone
    approved their own words: not reviewed by a second person. A provisional one is a claim that
    the server has not decided yet."""

    by: str
    at: datetime
    revision: str
    reason: str = ""
    reviewed: bool = True
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Its author holds these words for done. `then_send`: whoever approves them sends them too."""

    by: str
    at: datetime
    revision: str
    then_send: bool = False


@dataclass(frozen=True, slots=True)
class SentBack:
    by: str
    at: datetime
    reason: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """That `revision` is to go to `channels` (their names). Where there is none, this is the
    publish itself. `timed`: it answers the timer of the incident, for it goes to customers, or no
    channel takes customers. `name` is what the public calls the incident, `impact` a status page's
    word for it, `component_names` what people call the components, by id. `device` is the desktop
    that delivers it where there is no server."""

    by: str
    at: datetime
    revision: str
    channels: tuple[str, ...] = ()
    timed: bool = True
    name: str = ""
    impact: str = ""
    component_names: tuple[tuple[str, str], ...] = ()
    device: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far one revision got on one channel. `receipt` is what the channel calls it, `reason`
    why it failed or is not known, `sent_at` when a receipt or a look-up confirmed it."""

    channel: str
    revision: str
    state: DeliveryState = DeliveryState.QUEUED
    attempts: int = 0
    sent_at: datetime | None = None
    receipt: str = ""
    reason: str = ""
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A revision as it was frozen: `why` is approval, publication or sent_back."""

    revision: Revision
    why: str
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """`n` counts from 1 in its incident. `draft` is what stands in it now; its text is read apart
    (`models/queries/updates.py`) and is "" where only the record was read. `versions` are those
    that were frozen, the earliest first. `due_at`, `late_ms` and `next_due_at` follow from the
    policy (`cadence.timings`); a `late_ms` of None was not timed, 0 is on time."""

    n: int
    uid: str
    author: str
    created_at: datetime
    draft: Revision
    approval: Approval | None = None
    asked: Asked | None = None
    sent_back: SentBack | None = None
    publication: Publication | None = None
    versions: tuple[Version, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    due_at: datetime | None = None
    late_ms: int | None = None
    next_due_at: datetime | None = None

    def revision(self, sha256: str) -> Revision | None:
        named = (one.revision for one in self.versions if one.revision.sha256 == sha256)
        return next(named, None)

    @property
    def published(self) -> Revision | None:
        """What went out, or is on its way."""
        return self.revision(self.publication.revision) if self.publication else None

    @property
    def is_approved(self) -> bool:
        """The words that stand in it now are the ones approved."""
        return self.approval is not None and self.approval.revision == self.draft.sha256

    @property
    def is_asked(self) -> bool:
        """Somebody is to approve the words that stand in it now: they are not at work any more."""
        return self.asked is not None and self.asked.revision == self.draft.sha256

    @property
    def is_sent_back(self) -> bool:
        """Nobody has changed it since."""
        return self.sent_back is not None and self.sent_back.revision == self.draft.sha256

    @property
    def out_at(self) -> datetime | None:
        """When it was first told: the first delivery, or publishing itself without a channel."""
        if self.publication is None:
            return None
        if not self.publication.channels:
            return self.publication.at
        sent = (one.sent_at for one in self.deliveries if one.state is DeliveryState.SENT)
        return min((at for at in sent if at is not None), default=None)
