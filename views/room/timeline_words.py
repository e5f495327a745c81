"""The words around a timeline row: its time, its stage, what is copied and what is spoken."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import Enum

from models.domain.entry import EntryKind
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.syncing import clock_words
from models.domain.timeline import TimelineEntry
from models.domain.times import parse_time, to_ms
from views.text import duration_words, short_day
from views.tongue import mark, told, tr
from views.vocabulary import kind_word

LATE_AFTER = timedelta(minutes=2)
"""Recorded longer than this after it happened, an entry says when it was added."""

NEW_FOR = timedelta(minutes=3)
"""How long a line written elsewhere is marked as new."""


class ClockMode(Enum):
    UTC = "UTC"
    SINCE_START = "since start"
    LOCAL = "local"

    @property
    def following(self) -> "ClockMode":
        modes = list(ClockMode)
        return modes[(modes.index(self) + 1) % len(modes)]


@dataclass(frozen=True, slots=True)
class RoomClock:
    """How times are shown: `start` is the zero of "since start", `zone` the reader's own."""

    mode: ClockMode = ClockMode.UTC
    zone: tzinfo = UTC
    start: datetime | None = None

    @property
    def shown_zone(self) -> tzinfo:
        return self.zone if self.mode is ClockMode.LOCAL else UTC

    def time(self, moment: datetime) -> str:
        """`15:24:12`, or `+20:02` since the start."""
        if self.mode is ClockMode.SINCE_START and self.start is not None:
            return _since(moment - self.start)
        shown = moment.astimezone(self.shown_zone)  # strftime would cost four times as much
        return f"{shown.hour:02}:{shown.minute:02}:{shown.second:02}"

    def minute(self, moment: datetime) -> str:
        if self.mode is ClockMode.SINCE_START and self.start is not None:
            return self.time(moment)
        shown = moment.astimezone(self.shown_zone)
        return f"{shown.hour:02}:{shown.minute:02}"

    def day(self, moment: datetime) -> date | None:
        """The calendar day shown with a time; None where times count from the start."""
        if self.mode is ClockMode.SINCE_START and self.start is not None:
            return None
        return moment.astimezone(self.shown_zone).date()

    def spoken(self, moment: datetime) -> str:
        if self.mode is ClockMode.SINCE_START and self.start is not None:
            return tr("{since} since the start", since=_since(moment - self.start))
        shown = moment.astimezone(self.shown_zone)
        return f"{shown:%Y-%m-%d %H:%M:%S} {shown.tzname() or ''}".rstrip()


def _since(passed: timedelta) -> str:
    seconds = round(passed.total_seconds())
    sign, seconds = ("−" if seconds < 0 else "+"), abs(seconds)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    if hours >= 100:
        return sign + tr("{days} d {hours} h", days=hours // 24, hours=hours % 24)
    if hours:
        return f"{sign}{hours}:{minute:02d}:{second:02d}"
    return f"{sign}{minute}:{second:02d}"


def shown_text(entry: TimelineEntry) -> str:
    text = entry.text if entry.corrected_text is None else entry.corrected_text
    word = _PREFIXES.get(entry.kind)
    if word is None:
        return text
    said = any(text.casefold().startswith(w.casefold()) for w in (f"{word}:", f"{tr(word)}:"))
    return text if said else f"{tr(word)}: {text}"


# Said in words too: an icon and a tint alone would leave the type to colour and shape.
_PREFIXES = {
    EntryKind.DECISION: mark("Decision"),
    EntryKind.EVIDENCE: mark("Evidence"),
    EntryKind.TASK: mark("Task"),
}


def separator_stage(entry: TimelineEntry) -> Stage | None:
    """The stage that begins with this entry, and whose heading stands over it."""
    if entry.kind is not EntryKind.STAGE or entry.struck:
        return None
    value = entry.detail.get("stage")
    return next((stage for stage in Stage if stage.value == value), None)


def is_running(entry: TimelineEntry) -> bool:
    """A stage still on: its heading tells a length that grows."""
    return separator_stage(entry) is not None and entry.detail.get("until", "") is None


def has_body(entry: TimelineEntry) -> bool:
    """False where the heading of a stage says all there is to say."""
    return separator_stage(entry) is None or bool(shown_text(entry) or entry.attachments)


def severities_of(entry: TimelineEntry) -> tuple[Severity | None, Severity | None]:
    """What a severity change came from and went to."""
    known = {severity.value: severity for severity in Severity}
    before, after = entry.detail.get("from"), entry.detail.get("to")
    return (
        known.get(before) if isinstance(before, str) else None,
        known.get(after) if isinstance(after, str) else None,
    )


def separator_words(entry: TimelineEntry, now: datetime, clock: RoomClock) -> str:
    """`from 15:07 · 11 m 35 s`, with "so far" while the stage is on; the length only if known."""
    words = tr("from {minute}", minute=clock.minute(entry.happened_at))
    if "until" not in entry.detail:
        return words
    until = entry.detail["until"]
    end = parse_time(until) if isinstance(until, str) else None
    passed = to_ms(end or max(now, entry.happened_at)) - to_ms(entry.happened_at)
    length = duration_words(passed)
    return f"{words}  ·  {length if end else tr('{took} so far', took=length)}"


def added_words(entry: TimelineEntry, clock: RoomClock) -> str:
    """`added 15:52` for an entry recorded late, else nothing."""
    if entry.recorded_at - entry.happened_at <= LATE_AFTER:
        return ""
    same_day = clock.day(entry.recorded_at) == clock.day(entry.happened_at)
    day = "" if same_day else f"{day_words(entry.recorded_at, clock)} "
    return tr("added {time}", time=f"{day}{clock.minute(entry.recorded_at)}")


def day_words(moment: datetime, clock: RoomClock) -> str:
    shown = moment.astimezone(clock.shown_zone)
    return short_day(shown)


def offset_words(entry: TimelineEntry) -> str:
    """`clock about 7 min ahead` where the writing device's clock is known to be off."""
    if not entry.clock_offset_ms:
        return ""
    return told(clock_words(entry.clock_offset_ms, is_least=entry.clock_is_least))


def sentence(entry: TimelineEntry, now: datetime, clock: RoomClock) -> str:
    """A row as a screen reader says it."""
    stage = separator_stage(entry)
    begun = ""
    if stage:
        begun = tr(
            "Stage {number} of 5, {word}, {caption}",
            number=stage.number,
            word=tr(stage.word),
            caption=separator_words(entry, now, clock),
        )
    if not has_body(entry):
        return begun
    when = clock.spoken(entry.happened_at)
    facts = [
        begun,
        f"{when}, {kind_word(entry.kind)}, {entry.actor}: {shown_text(entry)}",
        tr("key moment") if entry.is_key else "",
        tr("taken back") if entry.struck else "",
        tr("corrected, before: {text}", text=entry.text)
        if entry.corrected_text is not None
        else "",
        added_words(entry, clock),
        offset_words(entry),
        tr("not sent yet") if entry.pending else "",
        tr("attached: {files}", files=", ".join(file.name for file in entry.attachments))
        if entry.attachments
        else "",
    ]
    return ". ".join(fact for fact in facts if fact)


def as_text(entry: TimelineEntry, clock: RoomClock) -> str:
    return f"{clock.spoken(entry.happened_at)}  {entry.actor}: {shown_text(entry)}"


def as_markdown(entry: TimelineEntry, clock: RoomClock) -> str:
    lines = shown_text(entry).splitlines() or [""]
    words = "\n  ".join(lines)
    if entry.struck:
        words = f"~~{words}~~"
    return f"- **{clock.spoken(entry.happened_at)}** {entry.actor}: {words}"
