"""What a monitoring system or a person told us, before anyone declared anything."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert read out of a payload.

    `fingerprint` is the sender's own where it gives one, else made from what identifies the
    alert (source, title, service, labels), never from its time: two deliveries of one alert
    share it. `fired_at` is None where the payload states no time of its own. `ended_at` is set
    only by a resolve event. Times are aware UTC.
    """

    source: str
    title: str
    fingerprint: str
    service: str = ""
    severity_word: str = ""
    text: str = ""
    url: str = ""
    status: str = "firing"
    fired_at: datetime | None = None
    ended_at: datetime | None = None
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def is_resolved(self) -> bool:
        return self.status == "resolved"
