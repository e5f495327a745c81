"""Decides where the window stands to the shared server; knows no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from models.domain.errors import WarRoomError
from models.domain.syncing import SyncPort, SyncStatus
from models.domain.times import to_ms
from models.jobs import JobRunner
from models.queries.waiting import Waiting
from views import text
from views.sync.states import Notice, SignInState, SyncState, people_of, state_of
from views.tongue import told, tr


class SyncView(Protocol):
    def show_sync(self, state: SyncState) -> None: ...

    def show_sign_in(self, state: SignInState) -> None: ...

    def open_sign_in(self) -> None: ...

    def close_sign_in(self) -> None: ...

    def say(self, sentence: str) -> None: ...

    def acting(self, name: str) -> None:
        """Who acts from now on."""


@dataclass(frozen=True, slots=True)
class SyncSources:
    """`choices` counts open conflicts, `queue` reads what waits and `label` names an incident;
    `keyring` says whether there is one to trust. All but `label` may wait."""

    choices: Callable[[], int]
    queue: Callable[[], tuple[Waiting, ...]]
    label: Callable[[str], str]
    keyring: Callable[[], bool]
    actor: Callable[[], str]
    device: str = ""


@dataclass(slots=True)
class _Seen:
    """What this window knows beside the status."""

    choices: int = 0
    queue: tuple[Waiting, ...] = ()
    incident: str = ""
    dismissed: set[str] = field(default_factory=set)
    queue_open: bool = False


class SyncPresenter:
    """`jobs` is the store's lane, `network` the one on which a server may keep one waiting."""

    def __init__(
        self,
        view: SyncView,
        port: SyncPort,
        jobs: JobRunner,
        network: JobRunner,
        sources: SyncSources,
        now: Callable[[], datetime],
    ) -> None:
        self._view = view
        self._port = port
        self._jobs = jobs
        self._network = network
        self._sources = sources
        self._now = now
        self._seen = _Seen()
        self._status = port.status()
        self.state = SyncState()
        self.sign_in_state = SignInState()
        port.on_change(self.status_changed)

    def status_changed(self, status: SyncStatus) -> None:
        self._status = status
        if self._seen.queue_open:
            self._read_queue()
        self.show()

    def refresh(self) -> None:
        """Something in the workspace changed."""
        self._jobs.run(
            self._sources.choices, owner=self, then=self._counted, failed=lambda error: None
        )
        if self._seen.queue_open:
            self._read_queue()

    def show(self) -> None:
        """Also as time goes by."""
        fresh = state_of(self._status, self._seen.choices, self._now())
        notice = fresh.notice
        if notice is not None and _id_of(notice) in self._seen.dismissed:
            notice = None
        fresh = replace(
            fresh,
            notice=notice,
            people=people_of(
                self._status, self._sources.actor(), self._seen.incident, self._sources.label
            ),
            queue=self._seen.queue,
            device=self._sources.device,
        )
        if fresh != self.state:
            self.state = fresh
            self._view.show_sync(fresh)

    def look_at(self, incident: str) -> None:
        """The uid of the incident in front, "" for none."""
        if incident != self._seen.incident:
            self._seen.incident = incident
            self._port.look_at(incident)
            self.show()

    def dismiss(self) -> None:
        """The notice has been read; it does not come again in this session."""
        if self.state.notice is not None:
            self._seen.dismissed.add(_id_of(self.state.notice))
            self.show()

    # The queue

    def queue_shown(self, shown: bool) -> None:
        self._seen.queue_open = shown
        if shown:
            self._read_queue()

    def sync_now(self) -> None:
        self._port.sync_now()

    def try_again(self) -> None:
        self._jobs.run(self._port.try_again, owner=self, then=lambda _: None, failed=self._failed)

    def confirm(self, op_ids: Sequence[str]) -> None:
        send = partial(self._port.confirm, op_ids)
        self._jobs.run(send, owner=self, then=lambda _: None, failed=self._failed)

    def sign_out(self) -> None:
        def done(_: object) -> None:
            self._view.say(tr("You are signed out. What you do is kept here."))

        self._network.run(self._port.sign_out, owner=self, then=done, failed=self._failed)

    # Signing in

    def ask_sign_in(self) -> None:
        status = self._status
        synced, now = status.last_synced_at, self._now()
        self.sign_in_state = SignInState(
            status.server,
            status.account or self._sources.actor(),
            keep=status.keep or self.sign_in_state.keep,
            keyring=self.sign_in_state.keyring,
            age=tr("{length} old", length=text.ago(to_ms(now) - to_ms(synced))) if synced else "",
        )
        self._view.show_sign_in(self.sign_in_state)
        self._view.open_sign_in()
        if self.sign_in_state.keyring is None:
            self._network.run(
                self._sources.keyring, owner=self, then=self._keyring, failed=self._failed
            )

    def choose_keep(self, keep: str) -> None:
        self._set_sign_in(keep=keep, problem="")

    def sign_in(self, url: str, name: str, password: str, passphrase: str = "") -> None:
        """As typed. A mistake is said in the dialog, which stays."""
        if self.sign_in_state.is_sending:
            return
        problem = _missing(url, name, password, self.sign_in_state.keep, passphrase)
        if problem:
            self._set_sign_in(problem=problem)
            return
        keep = self.sign_in_state.keep
        self._set_sign_in(url=url.strip(), name=name.strip(), problem="", is_sending=True)

        def work() -> None:
            self._port.sign_in(url.strip(), name.strip(), password, keep, passphrase)

        self._network.run(work, owner=self, then=self._signed_in, failed=self._not_signed_in)

    # Inside

    def _signed_in(self, _: object) -> None:
        self._set_sign_in(is_sending=False)
        self._view.close_sign_in()
        name = self._sources.actor()
        self._view.acting(name)
        self._view.say(
            tr("Signed in as {name}. What is here goes up, what is there comes down.", name=name)
        )

    def _not_signed_in(self, error: WarRoomError) -> None:
        self._set_sign_in(problem=told(str(error)), is_sending=False)

    def _keyring(self, there: bool) -> None:
        keep = self.sign_in_state.keep
        self._set_sign_in(keyring=there, keep=keep if there or keep != "keyring" else "session")

    def _set_sign_in(
        self,
        *,
        url: str | None = None,
        name: str | None = None,
        keep: str | None = None,
        keyring: bool | None = None,
        problem: str | None = None,
        is_sending: bool | None = None,
    ) -> None:
        told = {
            "url": url, "name": name, "keep": keep, "keyring": keyring, "problem": problem,
            "is_sending": is_sending,
        }  # fmt: skip
        fields = {key: value for key, value in told.items() if value is not None}
        self.sign_in_state = replace(self.sign_in_state, **fields)  # type: ignore[arg-type]
        self._view.show_sign_in(self.sign_in_state)

    def _counted(self, choices: int) -> None:
        self._seen.choices = choices
        self.show()

    def _read_queue(self) -> None:
        self._jobs.run(self._sources.queue, owner=self, then=self._queue_read, failed=self._failed)

    def _queue_read(self, queue: tuple[Waiting, ...]) -> None:
        self._seen.queue = queue
        self.show()

    def _failed(self, error: WarRoomError) -> None:
        self._view.say(str(error))


def _missing(url: str, name: str, password: str, keep: str, passphrase: str) -> str:
    given: Sequence[tuple[str, str]] = (
        (url, tr("Write the address of your team's server, like https://warroom.example.org.")),
        (name, tr("Write the name of your account.")),
        (password, tr("Write your password.")),
        (passphrase or str(keep != "file" or ""), tr("Write a passphrase for the file.")),
    )
    return next((sentence for value, sentence in given if not value.strip()), "")


def _id_of(notice: Notice) -> str:
    return f"{notice.icon} {notice.title}"
