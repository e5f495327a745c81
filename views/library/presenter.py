"""Decides what the library shows; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from models.actions.mark_read import MarkRead
from models.domain.errors import WarRoomError
from models.jobs import JobRunner
from models.queries.library import ReviewFound
from models.queries.similar import Similar
from views.library.states import LibraryState, Shelf
from views.tongue import told


class Library(Protocol):
    def show_state(self, state: LibraryState) -> None: ...


class LibraryPresenter:
    def __init__(
        self,
        library: Library,
        jobs: JobRunner,
        load: Callable[[], Shelf],
        search: Callable[[str], Sequence[ReviewFound]],
        alike: Callable[[str], Sequence[Similar]],
        mark_read: Callable[[MarkRead], object],
    ) -> None:
        """`load`, `search` and `alike` read on a thread of their own; `search` takes what is
        typed, `alike` the uid of an incident."""
        self._library = library
        self._jobs = jobs
        self._load = load
        self._search = search
        self._alike = alike
        self._mark_read = mark_read
        self.state = LibraryState()

    def refresh(self) -> None:
        self._jobs.run(self._load, owner=self, then=self._loaded, failed=self._failed)
        if self.state.is_search:
            self._look_up(self.state.typed)

    def type_words(self, words: str) -> None:
        """Each key asks anew; an answer to other words than those that stand there is dropped."""
        if words == self.state.typed:
            return
        self._set(replace(self.state, typed=words, notice=""))
        if words.strip():
            self._look_up(words)
        else:
            self._set(replace(self.state, searched=words, found=()))
            self._choose_first()

    def choose(self, uid: str, label: str) -> None:
        """The row that "like this one" is about."""
        if uid == self.state.chosen:
            return
        self._set(replace(self.state, chosen=uid, chosen_label=label, similar=()))
        if uid:
            self._jobs.run(
                lambda: tuple(self._alike(uid)),
                owner=self,
                then=lambda found: self._compared(uid, found),
                failed=self._failed,
            )

    def read(self, uid: str) -> None:
        """The person has read it: it leaves their list."""
        self._jobs.run(
            lambda: self._mark_read(MarkRead(uid)),
            owner=self,
            then=lambda _: self.refresh(),
            failed=self._failed,
        )

    def _look_up(self, words: str) -> None:
        self._jobs.run(
            lambda: tuple(self._search(words)),
            owner=self,
            then=lambda found: self._answered(words, found),
            failed=self._failed,
        )

    def _answered(self, words: str, found: tuple[ReviewFound, ...]) -> None:
        if words == self.state.typed:
            self._set(replace(self.state, searched=words, found=found))
            self._choose_first()

    def _loaded(self, shelf: Shelf) -> None:
        self._set(replace(self.state, reading=shelf.reading, back=shelf.back, notice=""))
        self._choose_first()

    def _choose_first(self) -> None:
        """What is chosen stays while its row is there."""
        rows = self._rows()
        if rows and self.state.chosen not in [uid for uid, _ in rows]:
            self.choose(*rows[0])
        elif not rows and self.state.chosen:
            self.choose("", "")

    def _rows(self) -> list[tuple[str, str]]:
        if self.state.is_search:
            return [(one.uid, one.label) for one in self.state.found]
        reading = self.state.reading
        return [(one.uid, one.label) for one in reading.rows] if reading else []

    def _compared(self, uid: str, found: tuple[Similar, ...]) -> None:
        if uid == self.state.chosen:
            self._set(replace(self.state, similar=found))

    def _failed(self, error: WarRoomError) -> None:
        self._set(replace(self.state, notice=told(str(error))))

    def _set(self, state: LibraryState) -> None:
        if state != self.state:
            self.state = state
            self._library.show_state(state)
