"""Closed sets of words that models keep by a plain name, as a person reads them."""

from models.domain.entry import EntryKind
from models.domain.review import MomentKind
from models.domain.timestamps import WORDS
from views.tongue import mark, tr

ALONE = mark("On this machine")
"""Where the work is kept while no server is known."""

STATUSES = {
    "open": mark("Open", sense="status"),
    "closed": mark("Closed"),
    "cancelled": mark("Cancelled"),
    "merged": mark("Merged"),
}
KINDS = {
    EntryKind.NOTE: mark("note"),
    EntryKind.DECISION: mark("decision"),
    EntryKind.EVIDENCE: mark("evidence"),
    EntryKind.METRIC: mark("metric"),
    EntryKind.TASK: mark("task"),
    EntryKind.ALERT: mark("alert"),
    EntryKind.SEVERITY: mark("severity"),
    EntryKind.STAGE: mark("stage"),
    EntryKind.ROLE: mark("role"),
    EntryKind.RUNBOOK: mark("runbook"),
    EntryKind.UPDATE: mark("update"),
    EntryKind.FIELD: mark("field"),
    EntryKind.CORRECTION: mark("correction"),
    EntryKind.CONFLICT: mark("conflict"),
    EntryKind.SYSTEM: mark("system"),
}

MOMENTS = {
    MomentKind.DETECTION: mark("Detection"),
    MomentKind.DIAGNOSIS: mark("Diagnosis"),
    MomentKind.REPAIR: mark("Repair"),
}

FIELDS = {
    "severity": mark("severity"),
    "stage": mark("stage"),
    "summary": mark("summary"),
    "users": mark("users affected"),
    "business": mark("business impact"),
    "merged_into": mark("merged into"),
    "start": mark("start"),
    "end": mark("end"),
    "state": mark("state"),
    "observed": mark("observation"),
    **WORDS,
}


def title_words(title: str) -> str:
    """An incident may be seen before its declaration, which waits for a person or is on its way."""
    return title or tr("No title yet")


def status_word(status: str) -> str:
    if status == "open":
        return tr(STATUSES[status], sense="status")
    return tr(STATUSES[status]) if status in STATUSES else status.capitalize()


def kind_word(kind: EntryKind) -> str:
    return tr(KINDS[kind])


def moment_word(kind: MomentKind) -> str:
    return tr(MOMENTS[kind])


def field_word(field: str) -> str:
    """What two people may have written apart."""
    return tr(FIELDS[field]) if field in FIELDS else field.replace("_", " ")
