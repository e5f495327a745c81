"""What a workspace expects of a response, by severity. Data: the defaults of the product."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.domain.expectations import Expectations
from models.domain.incident import Role
from models.domain.severity import Severity
from models.domain.triage import DEFAULT_RULES, TriageRule

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class SeverityPolicy:
    """All lengths in milliseconds, counted from detection for the two deadlines and from the
    declaration for the first update. `update_every_ms` is None where no updates are due."""

    meaning: str
    response_ms: int
    resolution_ms: int
    first_update_ms: int | None
    scoping_ms: int | None
    update_every_ms: int | None
    review: str
    required: tuple[Role, ...]


_FULL_CREW = (Role.COMMANDER, Role.COMMS, Role.SME)

_SEVERITIES: dict[Severity, SeverityPolicy] = {
    Severity.P0: SeverityPolicy(
        "Site-wide, data exposed, or most customers cannot do the main thing",
        15 * _MINUTE, 2 * _HOUR, 5 * _MINUTE, 5 * _MINUTE, 20 * _MINUTE,
        "3 calendar days", _FULL_CREW,
    ),
    Severity.P1: SeverityPolicy(
        "A core function is down or badly degraded for many",
        30 * _MINUTE, 4 * _HOUR, 10 * _MINUTE, 10 * _MINUTE, 30 * _MINUTE,
        "5 business days", _FULL_CREW,
    ),
    Severity.P2: SeverityPolicy(
        "Part of the users, or a workaround exists",
        2 * _HOUR, _DAY, 60 * _MINUTE, None, 60 * _MINUTE,
        "when asked for", (Role.COMMANDER,),
    ),
    Severity.P3: SeverityPolicy(
        "Minor, few users", 8 * _HOUR, 3 * _DAY, None, None, None, "none", ()
    ),
    Severity.P4: SeverityPolicy(
        "Cosmetic or internal", _DAY, 10 * _DAY, None, None, None, "none", ()
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """What a workspace expects, whole. `at_risk` is the share of a deadline after which it is at
    risk; a required role may be vacant for `vacancy_ms`, a commander on duty for `duty_ms`, and
    at most `span` people report to one. In a long incident the time between two updates is
    `long_factor` times as long."""

    severities: Mapping[Severity, SeverityPolicy] = field(default_factory=lambda: _SEVERITIES)
    triage: tuple[TriageRule, ...] = DEFAULT_RULES
    at_risk: float = 0.8
    vacancy_ms: int = 10 * _MINUTE
    duty_ms: int = 4 * _HOUR
    span: int = 7
    long_factor: int = 2
    expects: Expectations = field(default_factory=Expectations)

    def __getitem__(self, severity: Severity) -> SeverityPolicy:
        return self.severities[severity]


DEFAULT_POLICY = Policy()
