"""Values of fields in words."""

from models.domain.incident import TIMESTAMP_FIELDS
from models.domain.times import from_ms, write_time

_TIMES = {*TIMESTAMP_FIELDS, "start", "end"}


def value_words(field: str, value: object) -> str:
    if value is None:
        return "not known"
    if field in _TIMES and isinstance(value, int):
        return write_time(from_ms(value))
    return str(value)


def value_json(field: str, value: object) -> object:
    """Times as ISO 8601, everything else as it is."""
    if field in _TIMES and isinstance(value, int):
        return write_time(from_ms(value))
    return value
