"""The figure that an alert carries, where its payload names exactly one."""

import json
import re

from models.intake.fields import as_record, as_records, plain_name
from models.intake.series_notes import Figure, read_figure

LARGEST = 64 * 1024
"""Bytes; what carries one figure is small."""
_NAMES = frozenset({"value", "currentvalue"})
_GRAFANA = re.compile(r"\bvalue=([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*\]")


def read_alert_figure(payload: bytes, title: str) -> Figure | None:
    """Named after the alert. None where the payload tells of several alerts or of several
    figures: which of them is meant cannot be said."""
    if len(payload) > LARGEST:
        return None
    try:
        record = as_record(json.loads(payload))
    except (ValueError, RecursionError):
        return None
    members = as_records(record.get("alerts"))
    if len(members) > 1:
        return None
    member = members[0] if members else record
    told = [
        value
        for part in (member, as_record(member.get("annotations")), as_record(member.get("labels")))
        for name, value in part.items()
        if plain_name(name) in _NAMES and isinstance(value, str | int | float)
    ]
    told += _GRAFANA.findall(str(member.get("valueString") or ""))
    figures = {(found.value, found.unit) for value in told if (found := _figure(value))}
    if len(figures) != 1:
        return None
    ((value, unit),) = figures
    return Figure(title, value, unit)


def _figure(value: object) -> Figure | None:
    return None if isinstance(value, bool) else read_figure(f"value {value}")
