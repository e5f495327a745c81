"""Values of fields in words."""

from models.domain.incident import TIMESTAMP_FIELDS, Conflict
from models.domain.times import from_ms, write_time
from models.replication.registry import field_of

_TIMES = {*TIMESTAMP_FIELDS, "start", "end"}
_STATES = {"stage", "state"}


def value_words(field: str, value: object) -> str:
    if value is None:
        return "not known"
    if field in _TIMES and isinstance(value, int):
        return write_time(from_ms(value))
    return str(value).replace("_", " ") if field in _STATES else str(value)


def conflict_word(conflict: Conflict) -> str:
    """What several people said apart, as a person calls it: `severity`, `step 4`."""
    known = field_of(conflict.entity_kind, conflict.field)
    word = known.word if known else conflict.field.replace("_", " ")
    if conflict.entity_kind == "step":
        return f"{word} {conflict.entity.rpartition('/')[2]}"
    return word


def value_json(field: str, value: object) -> object:
    """Times as ISO 8601, everything else as it is."""
    if field in _TIMES and isinstance(value, int):
        return write_time(from_ms(value))
    return value
