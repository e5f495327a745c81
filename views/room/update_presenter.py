"""Decides what the status-update panel shows and what posting does; knows no widget."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from models.actions.post_update import AUDIENCES, PostUpdate
from models.domain.errors import WarRoomError
from models.jobs import JobRunner
from models.queries.updates import UpdateRecord


@dataclass(frozen=True, slots=True)
class UpdateState:
    """`texts` is what stands in the composer, by audience: what was typed, else the draft that
    the record suggests. `typed` names those that a person changed."""

    record: UpdateRecord | None = None
    audience: str = AUDIENCES[0]
    chosen_state: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    error: str = ""
    busy: bool = False

    @property
    def state(self) -> str:
        return self.chosen_state or (self.record.state if self.record else "investigating")


class UpdateView(Protocol):
    def show_state(self, state: UpdateState) -> None: ...

    def say(self, sentence: str) -> None: ...

    def copy(self, words: str) -> None: ...


Loaded = tuple[UpdateRecord, dict[str, str]]
"""The record, and the drafts kept of this incident by audience."""


class UpdatePresenter:
    """`keep` and `read` are of the drafts on this machine, by place."""

    def __init__(
        self,
        view: UpdateView,
        jobs: JobRunner,
        load: Callable[[str], Loaded],
        act: Callable[[object], str],
        keep: Callable[[str, str], None],
        markdown: Callable[[str], str],
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._load = load
        self._act = act
        self._keep = keep
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
                then=lambda found: self._loaded(uid, found),
                failed=self._refused,
            )

    def choose_audience(self, audience: str) -> None:
        self._set(replace(self.state, audience=audience, error=""))

    def choose_state(self, state: str) -> None:
        self._set(replace(self.state, chosen_state=state, error=""))

    def typed(self, text: str) -> None:
        audience = self.state.audience
        self.state = replace(
            self.state,
            texts={**self.state.texts, audience: text},
            typed=self.state.typed | {audience},
        )
        self._remember(audience, text)

    def post(self) -> None:
        if self.state.busy:
            return
        state = self.state
        command = PostUpdate(
            self.uid, state.audience, state.state, state.texts.get(state.audience, "")
        )
        self._set(replace(state, busy=True, error=""))
        self._jobs.run(
            lambda: self._act(command), owner=self, then=self._posted, failed=self._not_posted
        )

    def copy(self) -> None:
        uid = self.uid
        self._jobs.run(
            lambda: self._markdown(uid),
            owner=self,
            then=self._view.copy,
            failed=self._refused,
        )

    def _posted(self, _: str) -> None:
        audience = self.state.audience
        self._remember(audience, "")
        texts = {name: words for name, words in self.state.texts.items() if name != audience}
        self._set(
            replace(
                self.state,
                busy=False,
                texts=texts,
                typed=self.state.typed - {audience},
                chosen_state="",
            )
        )
        self._view.say("Update posted. The next one is on the clock.")
        self.refresh()

    def _not_posted(self, error: WarRoomError) -> None:
        self._set(replace(self.state, busy=False, error=str(error)))

    def _loaded(self, uid: str, found: Loaded) -> None:
        if uid != self.uid:
            return
        record, kept = found
        typed = self.state.typed | {audience for audience, words in kept.items() if words}
        texts = {
            audience: self.state.texts.get(audience) or kept.get(audience, "")
            if audience in typed
            else record.drafts.get((audience, self.state.chosen_state or record.state), "")
            for audience in AUDIENCES
        }
        self._set(replace(self.state, record=record, texts=texts, typed=frozenset(typed)))

    def _remember(self, audience: str, text: str) -> None:
        place = place_of(self.uid, audience)
        self._jobs.run(
            lambda: self._keep(place, text),
            owner=self,
            then=lambda _: None,
            failed=self._refused,
        )

    def _refused(self, error: WarRoomError) -> None:
        self._view.say(str(error))

    def _set(self, state: UpdateState) -> None:
        self.state = state
        self._view.show_state(state)


def place_of(uid: str, audience: str) -> str:
    """Where the draft of an update is kept."""
    return f"{uid}:update:{audience}"
