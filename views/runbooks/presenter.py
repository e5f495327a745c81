"""Decides what the runbook screens show; knows no widget."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from models.domain.errors import WarRoomError
from models.domain.runbook import StepState
from models.jobs import JobRunner
from views.runbooks.states import BookRow, BookView, RunView, StepNote, with_mark
from views.runbooks.words import matches, present
from views.tongue import told

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sources:
    """`run` is the run of the incident in front, None without one."""

    library: Callable[[], tuple[BookRow, ...]]
    book: Callable[[str], BookView]
    run: Callable[[], RunView | None]


@dataclass(frozen=True, slots=True)
class Acts:
    """Each takes the run or the runbook by uid; all write and return nothing."""

    start: Callable[[str], None]
    mark: Callable[[str, int, StepState, StepNote], None]
    escalate: Callable[[str], None]
    attach: Callable[[str, int, str], None]
    save: Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class RunbooksState:
    """`rows` are those that match `words`; `cursor` is the step looked at, 0 where there is no
    run; `notice` a sentence about what went wrong; `page` is "library" or "run"."""

    rows: tuple[BookRow, ...] = ()
    total: int = 0
    words: str = ""
    chosen: str = ""
    book: BookView | None = None
    editing: bool = False
    run: RunView | None = None
    cursor: int = 0
    page: str = "library"
    notice: str = ""
    loaded: bool = False


class Runbooks(Protocol):
    def show_state(self, state: RunbooksState) -> None: ...


class RunbooksPresenter:
    def __init__(
        self,
        screen: Runbooks,
        jobs: JobRunner,
        sources: Sources,
        acts: Acts,
        now: Callable[[], datetime],
        person: str,
    ) -> None:
        """`person` is who marks steps here."""
        self._screen = screen
        self._now = now
        self._person = person
        self._unkept = 0
        self._jobs = jobs
        self._sources = sources
        self._acts = acts
        self._all: tuple[BookRow, ...] = ()
        self.state = RunbooksState()

    # The library

    def refresh(self) -> None:
        self._read(self._sources.library, self._listed)
        self.refresh_run()

    def search(self, words: str) -> None:
        rows = tuple(row for row in self._all if matches(row, words))
        self._set(replace(self.state, words=words, rows=rows))

    def choose(self, uid: str) -> None:
        """Not while a text is being written: it would be lost."""
        if self.state.editing or uid == self.state.chosen:
            return
        self._set(replace(self.state, chosen=uid, book=None))
        self._read_book()

    def edit(self) -> None:
        if self.state.book is not None:
            self._set(replace(self.state, editing=True, page="library"))

    def edit_book(self, uid: str) -> None:
        """From the page of a run to the text of its runbook."""
        self._set(replace(self.state, page="library", chosen=uid, book=None, editing=False))
        self._read(lambda: self._sources.book(uid), self._opened_to_edit)

    def cancel_edit(self) -> None:
        self._set(replace(self.state, editing=False))

    def save(self, uid: str, written: str) -> None:
        """The text stays open until it is kept."""

        def saved(_: None) -> None:
            self._set(replace(self.state, editing=False, notice=""))
            self._read_book()
            self._read(self._sources.library, self._listed)

        self._read(lambda: self._acts.save(uid, written), saved)

    def start(self, uid: str) -> None:
        def started(_: None) -> None:
            self._set(replace(self.state, page="run", cursor=0))
            self.refresh_run()

        self._read(lambda: self._acts.start(uid), started)

    # The run

    def show_page(self, page: str) -> None:
        self._set(replace(self.state, page=page))

    def refresh_run(self) -> None:
        self._read(self._sources.run, self._run_read)

    def look_at(self, n: int) -> None:
        if self.state.run is not None and self.state.run.step(n) is not None:
            self._set(replace(self.state, cursor=n))

    def mark(self, n: int, state: StepState, note: StepNote) -> None:
        """Shown at once; what was read before it is kept is stale and not shown."""
        run = self.state.run
        if run is None:
            return
        ahead = with_mark(run, n, state, note, self._now(), self._person)
        self._unkept += 1
        self._show_run(replace(self.state, run=ahead, cursor=0, notice=""))

        def kept(_: None) -> None:
            self._unkept -= 1
            self.refresh_run()

        def refused(error: WarRoomError) -> None:
            self._unkept -= 1
            self._failed(error)
            self.refresh_run()

        self._jobs.run(
            lambda: self._acts.mark(run.uid, n, state, note), owner=self, then=kept, failed=refused
        )

    def take_up(self, n: int) -> None:
        self.mark(n, StepState.NOW, StepNote())

    def attach(self, n: int, output: str) -> None:
        run = self.state.run
        if run is not None:
            self._read(lambda: self._acts.attach(run.uid, n, output), lambda _: self.refresh_run())

    def escalate(self) -> None:
        run = self.state.run
        if run is not None:
            self._read(lambda: self._acts.escalate(run.uid), lambda _: self.refresh_run())

    # What comes back

    def _listed(self, rows: tuple[BookRow, ...]) -> None:
        self._all = rows
        shown = tuple(row for row in rows if matches(row, self.state.words))
        uids = [row.uid for row in rows]
        chosen = self.state.chosen if self.state.chosen in uids else next(iter(uids), "")
        moved = chosen != self.state.chosen
        self._set(
            replace(
                self.state,
                rows=shown,
                total=len(rows),
                chosen=chosen,
                book=None if moved else self.state.book,
                notice="",
                loaded=True,
            )
        )
        if chosen and self.state.book is None:
            self._read_book()

    def _read_book(self) -> None:
        uid = self.state.chosen
        self._read(lambda: self._sources.book(uid), self._opened)

    def _opened(self, book: BookView) -> None:
        if book.uid == self.state.chosen:
            self._set(replace(self.state, book=book))

    def _opened_to_edit(self, book: BookView) -> None:
        if book.uid == self.state.chosen:
            self._set(replace(self.state, book=book, editing=True))

    def _run_read(self, run: RunView | None) -> None:
        if self._unkept:
            return
        if run is None:
            self._set(replace(self.state, run=None, cursor=0, page="library"))
        else:
            self._show_run(replace(self.state, run=run))

    def _show_run(self, state: RunbooksState) -> None:
        """With the cursor on the step to do now, where it is on none."""
        run = state.run
        if run is not None and run.step(state.cursor) is None:
            at = present(run) or next(reversed(run.steps), None)
            state = replace(state, cursor=at.n if at else 0)
        self._set(state)

    def _read(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._jobs.run(work, owner=self, then=then, failed=self._failed)

    def _failed(self, error: WarRoomError) -> None:
        self._set(replace(self.state, notice=told(str(error)), loaded=True))

    def _set(self, state: RunbooksState) -> None:
        self.state = state
        self._screen.show_state(state)
