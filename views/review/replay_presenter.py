"""Decides where the playhead stands and what is shown of the room there; knows no widget."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from models.domain.errors import WarRoomError
from models.domain.timeline import TimelineEntry
from models.jobs import JobRunner
from models.queries.reel import Course, Reel, ReelMark, RoomThen
from views.review.states import ReplayState
from views.tongue import told

EVENT_MS = 900
"""How long an event is looked at while playing from one to the next."""


class ReplayView(Protocol):
    def show_replay(self, state: ReplayState) -> None: ...


class ReplayPresenter:
    """`load` reads the course of an incident, off the thread that draws, given the stamp of the one
    that is shown (None where that still holds). The room at a moment is
    computed there too; the newest moment asked for is the one that is computed next."""

    def __init__(
        self, view: ReplayView, jobs: JobRunner, load: Callable[[str, int], Reel | None]
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._load = load
        self._reel: Reel | None = None
        self._wanted: datetime | None = None
        self._busy = False
        self._waited_ms = 0
        self.uid = ""
        self.state = ReplayState()

    def open(self, uid: str) -> None:
        if uid != self.uid:
            self.uid, self._reel = uid, None
            self._wanted = None
            self._set(ReplayState(speed=self.state.speed))
        self.refresh()

    def refresh(self) -> None:
        """Reads the course again; the playhead stays where it stands."""
        uid, stamp = self.uid, self._reel.stamp if self._reel else -1
        if uid:
            self._jobs.run(
                lambda: self._load(uid, stamp), owner=self, then=self._loaded, failed=self._failed
            )

    # Where it goes

    def seek(self, at: datetime) -> None:
        course = self.state.course
        if course is not None:
            at = min(max(at, course.start), course.end)
            self._set(replace(self.state, at=at))
            self._ask(at)

    def seek_entry(self, entry: str) -> bool:
        """To an entry, by its uid or the beginning of it. False where it is not in this course."""
        found = self._entry(entry)
        if found is None:
            return False
        self.pause()
        self.seek(found.happened_at)
        return True

    def step(self, by: int, *, key_only: bool = False) -> None:
        course, at = self.state.course, self.state.at
        if course is None or at is None:
            return
        marks = [mark.at for mark in course.marks if mark.kind == "key" or not key_only]
        place = bisect_right(marks, at) if by > 0 else bisect_left(marks, at) - 1
        if 0 <= place < len(marks):
            self.seek(marks[place])
        else:
            self.seek(course.end if by > 0 else course.start)

    def to_start(self) -> None:
        if self.state.course:
            self.seek(self.state.course.start)

    def to_end(self) -> None:
        if self.state.course:
            self.seek(self.state.course.end)

    def toggle_play(self) -> None:
        course = self.state.course
        if course is None:
            return
        if not self.state.playing and self.state.at == course.end:
            self.seek(course.start)
        self._waited_ms = 0
        self._set(replace(self.state, playing=not self.state.playing))

    def pause(self) -> None:
        if self.state.playing:
            self._set(replace(self.state, playing=False))

    def set_speed(self, speed: int) -> None:
        self._set(replace(self.state, speed=speed))

    def tick(self, ms: int) -> None:
        """So many of our milliseconds passed."""
        course, at = self.state.course, self.state.at
        if not self.state.playing or course is None or at is None:
            return
        if self.state.speed:
            self.seek(at + timedelta(milliseconds=ms * self.state.speed))
        else:
            self._waited_ms += ms
            if self._waited_ms >= EVENT_MS:
                self._waited_ms = 0
                self.step(1)
        if self.state.at == course.end:
            self.pause()

    # What stands there

    def mark_here(self) -> ReelMark | None:
        """The last event up to the playhead."""
        course, at = self.state.course, self.state.at
        if course is None or at is None:
            return None
        place = bisect_right([mark.at for mark in course.marks], at)
        return course.marks[place - 1] if place else None

    def entries(self) -> tuple[TimelineEntry, ...]:
        return self._reel.entries if self._reel else ()

    def _entry(self, name: str) -> TimelineEntry | None:
        found = [one for one in self.entries() if one.uid.startswith(name)]
        return found[0] if len(found) == 1 else None

    def _ask(self, at: datetime) -> None:
        reel = self._reel
        self._wanted = at
        if self._busy or reel is None:
            return
        self._busy = True
        self._jobs.run(
            lambda: reel.at(at),
            owner=self,
            then=lambda then: self._answered(reel, then),
            failed=self._failed,
        )

    def _answered(self, reel: Reel, then: RoomThen) -> None:
        self._busy = False
        is_present = reel is self._reel
        if is_present:
            self._set(replace(self.state, then=then))
        if self._wanted is not None and not (is_present and self._wanted == then.at):
            self._ask(self._wanted)

    def _loaded(self, reel: Reel | None) -> None:
        if reel is None or reel.uid != self.uid:
            return
        self._reel = reel
        at = self.state.at or first_look(reel.course)
        self._set(replace(self.state, course=reel.course, notice=""))
        self.seek(at)

    def _failed(self, error: WarRoomError) -> None:
        self._busy = False
        self._set(replace(self.state, notice=told(str(error)), playing=False))

    def _set(self, state: ReplayState) -> None:
        self.state = state
        self._view.show_replay(state)


def first_look(course: Course) -> datetime:
    """Where it opens: at the first moment that somebody called a key one, else at the start."""
    return next((mark.at for mark in course.marks if mark.kind == "key"), course.start)
