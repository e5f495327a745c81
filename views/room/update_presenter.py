"""Decides what the small panel of status updates shows; knows no widget."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from models.domain.errors import WarRoomError
from models.jobs import JobRunner
from models.queries.updates import UpdateRecord


@dataclass(frozen=True, slots=True)
class UpdateState:
    record: UpdateRecord | None = None


class UpdateView(Protocol):
    def show_state(self, state: UpdateState) -> None: ...

    def say(self, sentence: str) -> None: ...

    def copy(self, words: str) -> None: ...


class UpdatePresenter:
    """`markdown` gives all that was told, as one text."""

    def __init__(
        self,
        view: UpdateView,
        jobs: JobRunner,
        load: Callable[[str], UpdateRecord],
        markdown: Callable[[str], str],
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._load = load
        self._markdown = markdown
        self.uid = ""
        self.state = UpdateState()

    def open(self, uid: str) -> None:
        if uid != self.uid:
            self.uid, self.state = uid, UpdateState()
        self.refresh()

    def refresh(self) -> None:
        uid = self.uid
        if uid:
            self._jobs.run(
                lambda: self._load(uid),
                owner=self,
                then=lambda record: self._loaded(uid, record),
                failed=self._refused,
            )

    def copy(self) -> None:
        uid = self.uid
        self._jobs.run(
            lambda: self._markdown(uid), owner=self, then=self._view.copy, failed=self._refused
        )

    def _loaded(self, uid: str, record: UpdateRecord) -> None:
        if uid == self.uid:
            self.state = UpdateState(record)
            self._view.show_state(self.state)

    def _refused(self, error: WarRoomError) -> None:
        self._view.say(str(error))
