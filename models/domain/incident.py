"""What an incident is, as it is known at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from models.domain.delegation import Ask, Offer, Task
from models.domain.errors import BadInput
from models.domain.review import Review
from models.domain.runbook import Run
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.update import Update


class IncidentKind(Enum):
    INCIDENT = "incident"
    DRILL = "drill"
    BACKFILLED = "backfilled"
    TEST = "test"

    @classmethod
    def parse(cls, text: str) -> "IncidentKind":
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise BadInput(
                f"{text!r} is not a kind of incident. Use incident, drill, backfilled or test."
            ) from None


class Status(Enum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


class Role(Enum):
    COMMANDER = "commander"
    DEPUTY = "deputy"
    COMMS = "comms"
    SCRIBE = "scribe"
    SME = "sme"

    @classmethod
    def parse(cls, text: str) -> "Role":
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise BadInput(
                f"{text!r} is not a role. Use commander, deputy, comms, scribe or sme."
            ) from None

    @property
    def word(self) -> str:
        return _ROLE_WORDS[self]


_ROLE_WORDS = {
    Role.COMMANDER: "Incident Commander",
    Role.DEPUTY: "Deputy",
    Role.COMMS: "Communications Lead",
    Role.SCRIBE: "Scribe",
    Role.SME: "Subject matter expert",
}


@dataclass(frozen=True, slots=True)
class Timestamps:
    """When things happened; None is not known. All aware UTC."""

    impact_started_at: datetime | None = None
    detected_at: datetime | None = None
    declared_at: datetime | None = None
    acknowledged_at: datetime | None = None
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None
    impact_ended_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None

    def get(self, name: str) -> datetime | None:
        return dict(self.items())[name]

    def items(self) -> list[tuple[str, datetime | None]]:
        return [(name, value) for name, value in zip(TIMESTAMP_FIELDS, self._values(), strict=True)]

    def _values(self) -> Sequence[datetime | None]:
        return (
            self.impact_started_at,
            self.detected_at,
            self.declared_at,
            self.acknowledged_at,
            self.mitigated_at,
            self.resolved_at,
            self.impact_ended_at,
            self.closed_at,
            self.cancelled_at,
        )


TIMESTAMP_FIELDS = (
    "impact_started_at",
    "detected_at",
    "declared_at",
    "acknowledged_at",
    "mitigated_at",
    "resolved_at",
    "impact_ended_at",
    "closed_at",
    "cancelled_at",
)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of activity or of impact; an end of None is still running, or not known."""

    uid: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Hat:
    """A role worn by a person from `since`; `until` is None while it is worn."""

    role: Role
    person: str
    area: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StageVisit:
    """Stages tile the incident: a visit ends where the next begins."""

    stage: Stage
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class SeverityChange:
    """The severity from `at` on, until the next change."""

    severity: Severity
    at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """One of several values that nobody has replaced yet."""

    n: int
    operation: str
    value: object
    actor: str
    happened_at: datetime
    device: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A watched field with several different values, the earliest write first; `shown` is what
    stands meanwhile."""

    id: str
    incident: str
    entity_kind: str
    entity: str
    field: str
    heads: tuple[Head, ...]
    shown: object


@dataclass(frozen=True, slots=True)
class Incident:
    """The projection of one incident's operations. A function of them alone.

    `hats` are worn now, `worn` is every hat from when to when, in order of time.
    `number` is None until it is decided; `users` and `business` are None while nobody has said.
    `estimated_detection` is True where a history gives no detection time of its own,
    `over_at_source` where the page it came from lists it among the past ones.
    """

    uid: str
    title: str = ""
    number: int | None = None
    kind: IncidentKind = IncidentKind.INCIDENT
    severity: Severity | None = None
    stage: Stage = Stage.DETECTION
    summary: str = ""
    objective: str = ""
    objective_by: str = ""
    objective_at: datetime | None = None
    failure_mode: str = ""
    services: tuple[str, ...] = ()
    users: str | None = None
    business: str | None = None
    times: Timestamps = field(default_factory=Timestamps)
    active: tuple[Interval, ...] = ()
    impact: tuple[Interval, ...] = ()
    hats: tuple[Hat, ...] = ()
    worn: tuple[Hat, ...] = ()
    offer: Offer | None = None
    command_claimed: bool = False
    """The commander's claim still waits for the server's decision."""
    asks: tuple[Ask, ...] = ()
    tasks: tuple[Task, ...] = ()
    runs: tuple[Run, ...] = ()
    updates: tuple[Update, ...] = ()
    snoozes: tuple[datetime, ...] = ()
    """The due times that somebody put off by some minutes, once each."""
    long_since: datetime | None = None
    """Since when it was decided to be a long incident, with fewer updates."""
    review: Review = field(default_factory=Review)
    visits: tuple[StageVisit, ...] = ()
    severities: tuple[SeverityChange, ...] = ()
    recovery_confirmed: bool = False
    merged_into: str | None = None
    merge_cycle: bool = False
    recurs_from: tuple[str, ...] = ()
    not_recurs_from: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    imported: bool = False
    over_at_source: bool = False
    source: str = ""
    source_id: str = ""
    key: str = ""
    impact_word: str = ""
    estimated_detection: bool = False
    end_note: str = ""
    findings: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """Derived, apart from the stage: merged, cancelled, closed, else open; first that holds."""
        if self.merged_into is not None and not self.merge_cycle:
            return Status.MERGED
        if self.times.cancelled_at is not None:
            return Status.CANCELLED
        if self.times.closed_at is not None or self.over_at_source:
            return Status.CLOSED
        return Status.OPEN

    @property
    def is_live(self) -> bool:
        return self.status is Status.OPEN and not self.imported

    @property
    def commander(self) -> str:
        return next((hat.person for hat in self.hats if hat.role is Role.COMMANDER), "")

    @property
    def fingerprint(self) -> str | None:
        """Service and failure mode; None without a failure mode, so that nothing matches it."""
        if not self.failure_mode:
            return None
        return f"{self.services[0] if self.services else ''}/{self.failure_mode}"
