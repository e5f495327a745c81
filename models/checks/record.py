"""The plain facts that checks compare a text with. Whoever calls fills them from an incident."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.domain.severity import Severity
from models.domain.stage import Stage

MAJOR_OUTAGE = "major_outage"
EVERYONE = ("everyone", "all", "100%")


@dataclass(frozen=True, slots=True)
class CatalogService:
    """A service under the name it has inside and the one customers know ("" where they know
    none). `is_affected` says that the incident names it."""

    name: str
    public_name: str = ""
    is_affected: bool = False


@dataclass(frozen=True, slots=True)
class EarlierUpdate:
    """One that went out. `components` has the state of each by its public name; `promised_at` is
    when the next one was promised."""

    n: int
    at: datetime
    audience: str
    state: str
    text: str
    components: Mapping[str, str] = field(default_factory=dict)
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UpdateDraft:
    """What somebody is writing. `components` has the state of each by its public name; `next_at` is
    when the next update is promised."""

    audience: str
    state: str
    text: str
    components: Mapping[str, str] = field(default_factory=dict)
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What is known now; every fact has a default that says "not known".

    `stage_event` is the act that led to the stage, as the timeline words it ("Ana declared it"),
    `stage_at` when. `users` is as the incident has it ("12400", "4%", "everyone", "unknown").
    `regions` are those the timeline says are affected. `recovery_at` is the recovery time that
    somebody who can know has confirmed, `due_at` when the next update is due by the policy.
    `data_lost` is None until the question has been answered. `host_patterns` are regular
    expressions of the workspace for host names, beside those the check knows by itself. `people`
    are all whose names may stand in a text, in full or by first name alone.
    """

    label: str = ""
    now: datetime | None = None
    stage: Stage = Stage.DETECTION
    stage_at: datetime | None = None
    stage_event: str = ""
    severity: Severity | None = None
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None
    recovery_at: datetime | None = None
    due_at: datetime | None = None
    users: str | None = None
    services: tuple[CatalogService, ...] = ()
    components: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    host_patterns: tuple[str, ...] = ()
    earlier: tuple[EarlierUpdate, ...] = ()
    data_lost: bool | None = None

    @property
    def is_partial(self) -> bool:
        """The impact is partial unless it is everyone, or a component is down altogether."""
        whole = (self.users or "").strip().casefold() in EVERYONE
        return not whole and MAJOR_OUTAGE not in self.components.values()
