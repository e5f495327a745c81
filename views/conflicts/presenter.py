"""Decides what the conflict tray shows; knows no widget."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from models.actions.choose import Choose, choice_words
from models.domain.entry import EntryKind
from models.domain.errors import WarRoomError
from models.domain.severity import Severity
from models.domain.syncing import Parked, clock_words
from models.domain.times import to_ms
from models.jobs import JobRunner
from models.queries.conflicts import ConflictRecord, HeadRecord
from views import text
from views.tongue import mark, ntr, told, tr

LONGEST = 28
"""Of a value inside a sentence or on a button."""
SHORTEST = 12
"""A longer value is left out of the list, where only the names stand."""


@dataclass(frozen=True, slots=True)
class Tray:
    """What is open, and what the server did not take with the incident it is about ("" for
    none)."""

    conflicts: tuple[ConflictRecord, ...] = ()
    parked: tuple[tuple[str, Parked], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One value. `reason` stands under `reason_title`; `unseen` are sentences about what its
    author did not know; `clock` is "" where the writing clock was right."""

    n: int
    who: str
    name: str
    where: str
    when: str
    clock: str
    value: str
    severity: Severity | None
    set_by: str
    reason_title: str
    reason: str
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AroundRow:
    """A line of the timeline near the values; `mark` says whose value it is, "" for others."""

    when: str
    kind: EntryKind
    said: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    id: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The conflict in front. `chosen` is the number of the card that Enter keeps."""

    id: str
    incident: str
    label: str
    title: str
    about: str
    cards: tuple[Card, ...]
    around: tuple[AroundRow, ...]
    suggestion: str
    rule: str
    chosen: int
    keep_words: str
    preview_time: str
    preview_actor: str
    preview: str


@dataclass(frozen=True, slots=True)
class ConflictsState:
    """`at` counts from 0. `settled` counts choices made here since the tray was opened."""

    listed: tuple[Listed, ...] = ()
    at: int = 0
    shown: Shown | None = None
    settled: int = 0
    parked: tuple[tuple[str, Parked], ...] = ()
    is_loaded: bool = False


class ConflictsView(Protocol):
    def show_state(self, state: ConflictsState) -> None: ...

    def leave(self) -> None:
        """Back to where one came from."""

    def say(self, sentence: str) -> None: ...


class ConflictsPresenter:
    """`load` reads the tray; `act` carries out a command; `actor` is who chooses."""

    def __init__(
        self,
        view: ConflictsView,
        jobs: JobRunner,
        load: Callable[[], Tray],
        act: Callable[[object], str],
        actor: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._load = load
        self._act = act
        self._actor = actor
        self._now = now
        self._tray = Tray()
        self._id = ""
        self._chosen = 0
        self._put_off: set[str] = set()
        self._keeping = ""
        self.state = ConflictsState()

    def open(self, conflict: str = "") -> None:
        """The tray comes to the front, with that conflict or the first."""
        self._put_off.clear()
        self.state = replace(self.state, settled=0)
        self._turn_to(conflict)
        self.refresh()

    def refresh(self) -> None:
        self._jobs.run(
            self._load,
            owner=self,
            then=self._loaded,
            failed=lambda error: self._view.say(str(error)),
        )

    def show(self, conflict: str) -> None:
        self._turn_to(conflict)
        self._show()

    def choose(self, n: int) -> None:
        shown = self.state.shown
        if shown is not None and any(card.n == n for card in shown.cards):
            self._chosen = n
            self._show()

    def move(self, by: int) -> None:
        """To the card before or after."""
        shown = self.state.shown
        if shown is not None:
            numbers = [card.n for card in shown.cards]
            place = numbers.index(shown.chosen) + by
            self.choose(numbers[max(0, min(len(numbers) - 1, place))])

    def keep(self) -> None:
        """The chosen value stands; the next conflict comes to the front."""
        shown = self.state.shown
        if shown is None or self._keeping == shown.id:
            return
        self._keeping = shown.id
        command = Choose(shown.id, shown.chosen)
        self._jobs.run(
            lambda: self._act(command),
            owner=self,
            then=lambda _: self._kept(shown.id),
            failed=self._not_kept,
        )

    def later(self) -> None:
        """The next one that was not put off yet; after the last, back."""
        self._put_off.add(self._id)
        waiting = [row.id for row in self.state.listed if row.id not in self._put_off]
        if waiting:
            self.show(waiting[0])
        else:
            self._view.leave()

    def parked_words(self) -> str:
        """Everything that the server did not take, to paste elsewhere."""
        lines = [
            f"{parked.recorded_at:%Y-%m-%d %H:%M:%S} UTC  {label or tr('workspace')}  "
            f"{parked.person}  {told(parked.words)}\n"
            f"  {tr('not taken: {reason}', reason=told(parked.reason))}\n"
            f"  {tr('operation {id}', id=parked.op_id)}"
            for label, parked in self.state.parked
        ]
        return "\n".join(lines)

    # Inside

    def _turn_to(self, conflict: str) -> None:
        if conflict != self._id:
            self._id, self._chosen = conflict, 0

    def _loaded(self, tray: Tray) -> None:
        self._tray = tray
        self._show()

    def _kept(self, conflict: str) -> None:
        self._keeping = ""
        left = [one for one in self._tray.conflicts if one.conflict.id != conflict]
        self._tray = replace(self._tray, conflicts=tuple(left))
        self.state = replace(self.state, settled=self.state.settled + 1)
        self._show()
        self.refresh()

    def _not_kept(self, error: WarRoomError) -> None:
        self._keeping = ""
        self._view.say(str(error))
        self.refresh()

    def _show(self) -> None:
        records = self._tray.conflicts
        ids = [record.conflict.id for record in records]
        if self._id not in ids:
            # It was settled, here or elsewhere: the one that stands in its place now.
            place = min(self.state.at, len(ids) - 1)
            self._turn_to(ids[place] if ids else "")
        at = ids.index(self._id) if ids else 0
        me, last = self._actor(), len(records) == 1
        shown = None
        if records:
            chosen = self._chosen or records[at].suggested
            shown = shown_of(records[at], chosen, me, self._now(), is_last=last)
        self.state = ConflictsState(
            tuple(listed_of(record, me) for record in records),
            at,
            shown,
            self.state.settled,
            self._tray.parked,
            is_loaded=True,
        )
        self._view.show_state(self.state)


def listed_of(record: ConflictRecord, me: str) -> Listed:
    title = _title(record)
    if any(len(one.value) > SHORTEST for one in record.heads):
        names = [_who(one, me, inside=n > 0) for n, one in enumerate(record.heads)]
        return Listed(
            record.conflict.id,
            title,
            tr("{names} and {name}", names=", ".join(names[:-1]), name=names[-1]),
        )
    said = [
        tr("{who} said {value}", who=_who(one, me, inside=n > 0), value=one.value)
        for n, one in enumerate(record.heads)
    ]
    return Listed(record.conflict.id, title, ", ".join(said))


_BY_WORST = mark("The worse severity counts until somebody chooses.")
_BY_LAST = mark("The value written last counts until somebody chooses.")


def shown_of(
    record: ConflictRecord, chosen: int, me: str, now: datetime, *, is_last: bool
) -> Shown:
    kept = next(one for one in record.heads if one.head.n == chosen)
    held = next(one for one in record.heads if one.head.n == record.suggested)
    value = short(kept.value)
    rule = tr(_BY_WORST if record.by_worst else _BY_LAST)
    apart = (
        tr("Both were written without seeing the other.")
        if len(record.heads) == 2
        else tr("All {n} were written without seeing the other.", n=len(record.heads))
    )
    return Shown(
        record.conflict.id,
        record.conflict.incident,
        record.label,
        _title(record),
        f"{record.title}. {apart}",
        tuple(card_of(record, one, me, now) for one in record.heads),
        tuple(_rows(record, me)),
        tr("Suggested: keep {value}", value=short(held.value)),
        f"{rule} {tr('What is not kept stays on the timeline.')}",
        chosen,
        tr("Keep {value}" if is_last else "Keep {value}, next conflict", value=value),
        text.clock_time(now, seconds=False),
        me,
        choice_words(record.conflict, kept.head),
    )


def card_of(record: ConflictRecord, one: HeadRecord, me: str, now: datetime) -> Card:
    head = one.head
    severity = Severity(str(head.value)) if record.conflict.field == "severity" else None
    title, reason = tr("Reason given"), one.reason or tr("No reason given.")
    if one.reason is None:
        title = tr("On the timeline")
        reason = (one.entry.text if one.entry else "") or tr("Nothing about it.")
    mine = head.actor.casefold() == me.casefold()
    by = tr("set by you") if mine else tr("set by the commander") if one.by_commander else ""
    return Card(
        head.n,
        _who(one, me),
        head.actor,
        tr("This computer") if one.is_here else tr("Another computer"),
        _when(head.happened_at, now),
        told(clock_words(one.clock_offset_ms or 0, is_least=one.clock_is_least)),
        tr(severity.word) if severity else one.value,
        severity,
        by,
        title,
        reason,
        tuple(_unseen(record, one, me, now)),
    )


def _unseen(record: ConflictRecord, one: HeadRecord, me: str, now: datetime) -> list[str]:
    lines = [
        tr(
            "{who} could not see that {other} said {value}.",
            who=_who(one, me),
            other=_who(other, me, inside=True),
            value=short(other.value),
        )
        for other in record.heads
        if other is not one
    ]
    if one.lines_between:
        lines.append(
            ntr(
                "{n} line came from other computers in between.",
                "{n} lines came from other computers in between.",
                one.lines_between,
            )
        )
    passed = to_ms(now) - to_ms(one.head.happened_at)
    words = tr("It has stood there for {length}.", length=text.ago(passed))
    if one.updates_since:
        since = ntr(
            "{n} status update went out since.",
            "{n} status updates went out since.",
            one.updates_since,
        )
        words = f"{words} {since}"
    lines.append(words)
    return lines


def _rows(record: ConflictRecord, me: str) -> list[AroundRow]:
    marks = {one.entry.uid: _whose(one, me) for one in record.heads if one.entry is not None}
    return [
        AroundRow(
            text.clock_time(entry.happened_at, seconds=False),
            entry.kind,
            f"{entry.actor}: {entry.corrected_text or entry.text or ''}",
            marks.get(entry.uid, ""),
        )
        for entry in record.around
    ]


def _who(one: HeadRecord, me: str, *, inside: bool = False) -> str:
    if one.head.actor.casefold() == me.casefold():
        return tr("you") if inside else tr("You")
    return one.head.actor


def _whose(one: HeadRecord, me: str) -> str:
    """On the chip of a line."""
    mine = one.head.actor.casefold() == me.casefold()
    if mine:
        return tr("yours, here") if one.is_here else tr("yours, elsewhere")
    return tr("value {n}", n=one.head.n)


def _when(moment: datetime, now: datetime) -> str:
    """With the day where it is another than today."""
    time = f"{text.clock_time(moment)} UTC"
    return time if moment.date() == now.date() else f"{text.day(moment)}, {time}"


def short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _title(record: ConflictRecord) -> str:
    return tr("{field} of {incident}", field=_upper(told(record.word)), incident=record.label)


def _upper(word: str) -> str:
    return word[:1].upper() + word[1:]
