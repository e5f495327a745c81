"""Decides what of a chat waits for a person's word; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from models.actions.accept_proposals import AcceptProposals, SkipProposals
from models.actions.propose_chat import Proposed
from models.domain.chat import ChatMessage
from models.domain.errors import NothingToDo, WarRoomError
from models.jobs import JobRunner
from models.queries.proposals import Waiting
from views.tongue import ntr, number, told, tr


@dataclass(frozen=True, slots=True)
class Place:
    """An incident that a chat may be about."""

    uid: str
    label: str
    title: str


Read = tuple[tuple[ChatMessage, ...], int]
"""Messages of an export, and how many of its files could not be read."""


@dataclass(frozen=True, slots=True)
class ChatState:
    """`chosen` is the uid of the proposal that the keys are about. `done` says what was done
    last, `reading` the name of the export that is being read. `places` are the newest incidents."""

    rows: tuple[Waiting, ...] = ()
    places: tuple[Place, ...] = ()
    chosen: str = ""
    loaded: bool = False
    reading: str = ""
    notice: str = ""
    done: str = ""


class Chat(Protocol):
    def show_state(self, state: ChatState) -> None: ...


@dataclass(frozen=True, slots=True)
class ChatCalls:
    """Called off the thread that draws; `read` takes the path of an export, `propose` the uid of
    an incident."""

    load: Callable[[], tuple[Sequence[Waiting], Sequence[Place]]]
    accept: Callable[[AcceptProposals], int]
    skip: Callable[[SkipProposals], int]
    read: Callable[[str], Read]
    propose: Callable[[str, Sequence[ChatMessage]], Proposed]


class ChatPresenter:
    """`reading` is the lane on which an export is read: a large one takes long, and the store
    does not wait for it."""

    def __init__(self, chat: Chat, jobs: JobRunner, reading: JobRunner, calls: ChatCalls) -> None:
        self._chat = chat
        self._jobs = jobs
        self._reading = reading
        self._calls = calls
        self._fresh = ""
        self._names: list[str] = []
        self._unloaded = False
        self.state = ChatState()

    def refresh(self) -> None:
        self._jobs.run(self._calls.load, owner=self, then=self._loaded, failed=self._not_loaded)

    def take_in(self, incident: str, label: str, path: str) -> None:
        """What an export says of that incident is proposed; nothing is on its timeline yet."""
        name = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
        self._names.append(name)
        self._set(replace(self.state, reading=self._names[0], notice="", done=""))

        def propose(found: Read) -> None:
            messages, unread = found
            self._jobs.run(
                lambda: self._calls.propose(incident, messages),
                owner=self,
                then=lambda told: self._proposed(incident, label, told, len(messages), unread),
                failed=self._not_read,
            )

        self._reading.run(
            lambda: self._calls.read(path), owner=self, then=propose, failed=self._not_read
        )

    def _proposed(
        self, incident: str, label: str, told: Proposed, messages: int, unread: int
    ) -> None:
        words = ntr(
            "{n} message is proposed for {incident}.",
            "{n} messages are proposed for {incident}.",
            told.proposed,
            incident=label,
        )
        if not told.proposed:
            words = ntr(
                "Nothing new for {incident} in {n} message.",
                "Nothing new for {incident} in {n} messages.",
                messages,
                incident=label,
            )
        left = {"known": told.known, "outside": told.outside, "plain": told.plain}
        counts = {name: number(n) for name, n in left.items()}
        about = tr("{known} known already, {outside} at other times, {plain} plain talk.", **counts)
        parts = [words, about]
        if told.left:
            parts.append(tr("More did not fit: decide about these, then import again."))
        if unread:
            parts.append(ntr("{n} file could not be read.", "{n} files could not be read.", unread))
        self._fresh = incident
        self._set(replace(self.state, reading=self._next(), done=" ".join(parts)))
        self.refresh()

    def _not_read(self, error: WarRoomError) -> None:
        self._set(replace(self.state, reading=self._next(), notice=told(str(error))))

    def _next(self) -> str:
        """Exports are read one after another."""
        self._names.pop(0)
        return self._names[0] if self._names else ""

    def choose(self, uid: str) -> None:
        self._set(replace(self.state, chosen=uid))

    def accept(self, uid: str) -> None:
        self._decide(uid, lambda: self._calls.accept(AcceptProposals((uid,))), self._accepted)

    def skip(self, uid: str) -> None:
        self._decide(uid, lambda: self._calls.skip(SkipProposals((uid,))), self._skipped)

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
            lambda: self._calls.accept(AcceptProposals(uids)),
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
        self._set(replace(self.state, notice="", done=words))
        self.refresh()

    def _skipped(self, n: int) -> None:
        words = ntr("{n} message was skipped.", "{n} messages were skipped.", n)
        self._set(replace(self.state, done=words))
        self.refresh()

    def _loaded(self, found: tuple[Sequence[Waiting], Sequence[Place]]) -> None:
        rows, places = tuple(found[0]), tuple(found[1])
        uids = [one.proposal.uid for one in rows]
        chosen = self.state.chosen if self.state.chosen in uids else uids[0] if uids else ""
        fresh, self._fresh = self._fresh, ""
        of_it = [one.proposal.uid for one in rows if one.proposal.incident == fresh]
        if of_it and chosen not in of_it:
            chosen = of_it[0]
        notice = "" if self._unloaded else self.state.notice
        self._unloaded = False
        fresh_state = replace(self.state, rows=rows, places=places, chosen=chosen, loaded=True)
        self._set(replace(fresh_state, notice=notice))

    def _not_loaded(self, error: WarRoomError) -> None:
        self._unloaded = True
        self._set(replace(self.state, notice=told(str(error)), loaded=True))

    def _failed(self, error: WarRoomError) -> None:
        if not isinstance(error, NothingToDo):
            self._set(replace(self.state, notice=told(str(error))))
        self.refresh()

    def _set(self, state: ChatState) -> None:
        if state != self.state:
            self.state = state
            self._chat.show_state(state)
