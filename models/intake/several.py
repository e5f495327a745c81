"""Reading several alerts of one payload: one that cannot be read does not hide the others."""

from collections.abc import Callable, Iterable

from models.domain.alert import Alert
from models.intake.fields import Record
from models.intake.rejected import Rejected


def read_each(records: Iterable[Record], read: Callable[[Record], list[Alert]]) -> list[Alert]:
    """All that can be read. Rejected, with the first reason, where nothing can."""
    alerts: list[Alert] = []
    reasons: list[Rejected] = []
    for record in records:
        try:
            alerts += read(record)
        except Rejected as rejected:
            reasons.append(rejected)
    if not alerts and reasons:
        raise reasons[0]
    return alerts
