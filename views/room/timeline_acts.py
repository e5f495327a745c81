"""What can be done with a row of the timeline, and the words for it."""

from models.domain.entry import TYPED_BY_PEOPLE
from models.domain.timeline import TimelineEntry
from views.tongue import tr


def can_correct(entry: TimelineEntry) -> bool:
    """What people typed can be corrected; what acts wrote is corrected by acts."""
    return entry.kind in TYPED_BY_PEOPLE and not entry.struck


def can_take_back(entry: TimelineEntry) -> bool:
    """Taken back once is enough, and taking back is itself not taken back. What else an act may
    refuse is told when it is asked."""
    return not entry.struck and "undoes" not in entry.detail


def acts_of(entry: TimelineEntry) -> tuple[str, ...]:
    return ("key", "copy", "correct") if can_correct(entry) else ("key", "copy")


def act_words(entry: TimelineEntry) -> dict[str, str]:
    return {
        "key": tr("No longer a key moment") if entry.is_key else tr("Mark as key moment"),
        "copy": tr("Copy (Ctrl+C)"),
        "correct": tr("Correct; the old text stays"),
    }


def chip_words(role: str, entry: TimelineEntry) -> str:
    return {
        "pending": tr("Not sent yet"),
        "new": tr("Came in the last minutes"),
        "key": tr("Key moment"),
        "added": tr("Added {time} UTC", time=f"{entry.recorded_at:%Y-%m-%d %H:%M:%S}"),
        "offset": tr("The clock of the writing device was off; the time is shown as written"),
        "corrected": tr("Before: {text}", text=entry.text),
        "struck": tr("Taken back; kept in the record"),
        "file": ", ".join(file.name for file in entry.attachments),
        "files": ", ".join(file.name for file in entry.attachments),
    }[role]
