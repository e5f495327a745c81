"""What a timeline is made of."""

from enum import Enum

from models.domain.errors import BadInput


class EntryKind(Enum):
    NOTE = "note"
    DECISION = "decision"
    EVIDENCE = "evidence"
    METRIC = "metric"
    TASK = "task"
    ALERT = "alert"
    SEVERITY = "severity"
    STAGE = "stage"
    ROLE = "role"
    RUNBOOK = "runbook"
    UPDATE = "update"
    FIELD = "field"
    CORRECTION = "correction"
    CONFLICT = "conflict"
    SYSTEM = "system"

    @classmethod
    def parse(cls, text: str) -> "EntryKind":
        try:
            return cls(text.strip().lower())
        except ValueError:
            known = ", ".join(kind.value for kind in cls)
            raise BadInput(f"{text!r} is not a kind of entry. Use one of {known}.") from None


TYPED_BY_PEOPLE = (
    EntryKind.NOTE,
    EntryKind.DECISION,
    EntryKind.EVIDENCE,
    EntryKind.METRIC,
)
"""The kinds a person may type as a note; the others are written by acts."""


class Level(Enum):
    KEY = "key"
    NORMAL = "normal"
    MACHINE = "machine"
