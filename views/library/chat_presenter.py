"""Decides what of a chat waits for a person's word; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from models.actions.accept_proposals import AcceptProposals, SkipProposals
from models.domain.errors import NothingToDo, WarRoomError
from models.jobs import JobRunner
from models.queries.proposals import Waiting
from views.tongue import ntr, told


@dataclass(frozen=True, slots=True)
class ChatState:
    """`chosen` is the uid of the proposal that the keys are about. `done` says what was done
    last."""

    rows: tuple[Waiting, ...] = ()
    chosen: str = ""
    loaded: bool = False
    notice: str = ""
    done: str = ""


class Chat(Protocol):
    def show_state(self, state: ChatState) -> None: ...


class ChatPresenter:
    def __init__(
        self,
        chat: Chat,
        jobs: JobRunner,
        load: Callable[[], Sequence[Waiting]],
        accept: Callable[[AcceptProposals], int],
        skip: Callable[[SkipProposals], int],
    ) -> None:
        self._chat = chat
        self._jobs = jobs
        self._load = load
        self._accept = accept
        self._skip = skip
        self.state = ChatState()

    def refresh(self) -> None:
        self._jobs.run(
            lambda: tuple(self._load()), owner=self, then=self._loaded, failed=self._failed
        )

    def choose(self, uid: str) -> None:
        self._set(replace(self.state, chosen=uid))

    def accept(self, uid: str) -> None:
        self._decide(uid, lambda: self._accept(AcceptProposals((uid,))), self._accepted)

    def skip(self, uid: str) -> None:
        self._decide(uid, lambda: self._skip(SkipProposals((uid,))), self._skipped)

    def accept_rest(self) -> None:
        """All that waits of the incident of the chosen row, as one act."""
        at = self._at(self.state.chosen)
        if at < 0:
            return
        incident = self.state.rows[at].proposal.incident
        uids = tuple(
            one.proposal.uid for one in self.state.rows if one.proposal.incident == incident
        )
        self._jobs.run(
            lambda: self._accept(AcceptProposals(uids)),
            owner=self,
            then=self._accepted,
            failed=self._failed,
        )

    def _decide(self, uid: str, work: Callable[[], int], then: Callable[[int], None]) -> None:
        """The row goes at once, and the next one is chosen: deciding is one key a message."""
        at = self._at(uid)
        if at < 0:
            return
        rows = (*self.state.rows[:at], *self.state.rows[at + 1 :])
        chosen = rows[min(at, len(rows) - 1)].proposal.uid if rows else ""
        self._set(replace(self.state, rows=rows, chosen=chosen, notice=""))
        self._jobs.run(work, owner=self, then=then, failed=self._failed)

    def _at(self, uid: str) -> int:
        uids = [one.proposal.uid for one in self.state.rows]
        return uids.index(uid) if uid in uids else -1

    def _accepted(self, n: int) -> None:
        words = ntr("{n} message is on the timeline.", "{n} messages are on the timeline.", n)
        self._set(replace(self.state, done=words))
        self.refresh()

    def _skipped(self, n: int) -> None:
        words = ntr("{n} message was skipped.", "{n} messages were skipped.", n)
        self._set(replace(self.state, done=words))
        self.refresh()

    def _loaded(self, rows: tuple[Waiting, ...]) -> None:
        uids = [one.proposal.uid for one in rows]
        chosen = self.state.chosen if self.state.chosen in uids else uids[0] if uids else ""
        self._set(replace(self.state, rows=rows, chosen=chosen, loaded=True, notice=""))

    def _failed(self, error: WarRoomError) -> None:
        if not isinstance(error, NothingToDo):
            self._set(replace(self.state, notice=told(str(error))))
        self.refresh()

    def _set(self, state: ChatState) -> None:
        if state != self.state:
            self.state = state
            self._chat.show_state(state)
