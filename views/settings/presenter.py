"""Settings without widgets: a change applies at once, is kept behind it, and can be undone."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from models.domain.errors import BadInput, NothingToDo, WarRoomError
from models.domain.triage import TriageRule
from models.jobs import JobRunner
from models.queries.people import Person
from models.queries.policy_history import PolicyChange
from models.settings import Settings, Value, changed
from views.settings.words import said_of
from views.tongue import told, tr


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """`tier` counts from 1, the most important; `component` is its id on the status page,
    `public_name` what customers call it."""

    name: str
    tier: int | None = None
    component: str = ""
    public_name: str = ""


@dataclass(frozen=True, slots=True)
class FolderRow:
    """A folder whose runbooks were taken in, and how many they are."""

    name: str
    path: str
    runbooks: int


@dataclass(frozen=True, slots=True)
class SettingsRecord:
    """`listening` is the address that senders are given, "" while nobody listens."""

    actor: str
    settings: Settings
    people: tuple[Person, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    rules: tuple[TriageRule, ...] = ()
    policy_text: str = ""
    folders: tuple[FolderRow, ...] = ()
    runbooks: int = 0
    listening: str = ""
    can_notify: bool = True
    policy_history: tuple[PolicyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingsState:
    """`problems` are sentences by where they belong: a page ("people"), a setting, or the key of
    an act ("key:note"). `tested` is what the test of the query said."""

    record: SettingsRecord | None = None
    problems: dict[str, str] = field(default_factory=dict)
    tested: str = ""
    test_failed: bool = False
    is_testing: bool = False


class SettingsView(Protocol):
    def show_state(self, state: SettingsState) -> None: ...

    def close_edit(self, page: str) -> None: ...

    def say(self, sentence: str, *, can_undo: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class SettingsCalls:
    """What the screen does to the workspace. `load`, `set_value`, `test_query` and what saves are
    called off the window's thread, and raise WarRoomError with its sentence.

    `apply` makes the look, the keys and the rest follow; `acting` hears who acts from now on;
    `check_policy` raises BadInput; `refusal` says why an act cannot have a key, "" where it can;
    `own_keys` gives the keys an act comes with."""

    load: Callable[[], SettingsRecord]
    set_value: Callable[[str, Value], None]
    apply: Callable[[Settings], None]
    acting: Callable[[str], None]
    save_actor: Callable[[str], object]
    save_person: Callable[[Person], object]
    save_service: Callable[[ServiceRow], object]
    save_policy: Callable[[str], object]
    check_policy: Callable[[str], object]
    test_query: Callable[[str, str], str]
    refusal: Callable[[str, str], str]
    own_keys: Callable[[str], tuple[str, ...]]


class SettingsPresenter:
    """`network` is the lane on which a server is asked, so that nothing waits behind its answer."""

    def __init__(
        self, screen: SettingsView, jobs: JobRunner, network: JobRunner, calls: SettingsCalls
    ) -> None:
        self._screen = screen
        self._jobs = jobs
        self._network = network
        self._calls = calls
        self._undo: Callable[[], None] | None = None
        self.state = SettingsState()

    def load(self) -> None:
        """Whenever the screen comes to the front, or something in the workspace changed."""
        self._jobs.run(
            self._calls.load, owner=self, then=self._loaded, failed=partial(self._say_wrong, "")
        )

    def show_listening(self, address: str) -> None:
        if self.state.record is not None:
            self._show(record=replace(self.state.record, listening=address))

    def undo(self) -> None:
        """Takes back the last change made here, once."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    # Settings of this machine

    def set_value(self, name: str, value: Value) -> None:
        record = self.state.record
        if record is None:
            return
        before = record.settings
        try:
            fresh = changed(before, name, value)
        except BadInput as error:
            self._say_wrong(name, error)
            return
        if fresh == before:
            self._wrong(name, "")
            return
        self._set(name, value)
        self._undo = partial(self._set, name, getattr(before, name))
        self._screen.say(said_of(name, fresh), can_undo=True)

    def choose_key(self, shortcut_id: str, key: str) -> None:
        """`key` takes the place of the first of its keys; "" leaves it without that one."""
        record = self.state.record
        if record is None:
            return
        sentence = self._calls.refusal(shortcut_id, key) if key else ""
        if sentence:
            self._wrong(f"key:{shortcut_id}", told(sentence))
            return
        now = record.settings.keys.get(shortcut_id, self._calls.own_keys(shortcut_id))
        kept = tuple(other for other in now[1:] if other != key)
        chosen = (key, *kept) if key else kept
        if chosen == self._calls.own_keys(shortcut_id):
            self.reset_keys(shortcut_id)
        else:
            self.set_value("keys", {**record.settings.keys, shortcut_id: chosen})

    def reset_keys(self, shortcut_id: str) -> None:
        """Back to the keys it comes with, unless another act has one of them by now."""
        record = self.state.record
        if record is None:
            return
        refusals = (self._calls.refusal(shortcut_id, k) for k in self._calls.own_keys(shortcut_id))
        taken = next((sentence for sentence in refusals if "already" in sentence), "")
        if taken:
            self._wrong(f"key:{shortcut_id}", told(taken))
            return
        keys = {name: keys for name, keys in record.settings.keys.items() if name != shortcut_id}
        self.set_value("keys", keys)

    def _set(self, name: str, value: Value) -> None:
        record = self.state.record
        if record is None:
            return
        settings = changed(record.settings, name, value)
        self._calls.apply(settings)
        self._show(record=replace(record, settings=settings), problems={})
        self._jobs.run(
            lambda: self._calls.set_value(name, value),
            owner=self,
            then=lambda _: None,
            failed=partial(self._say_wrong, name),
        )

    # What the workspace knows

    def save_actor(self, name: str) -> None:
        record = self.state.record
        given = name.strip()
        if record is None or given == record.actor:
            return
        if not given:
            self._wrong("you", tr("A name is needed: it stands beside what you do."))
            return
        self._write(
            "you",
            lambda: self._calls.save_actor(given),
            tr("You act as {name}.", name=given),
            lambda: self._calls.save_actor(record.actor),
        )

    def save_person(self, person: Person) -> None:
        if not person.name.strip():
            self._wrong("people", tr("A person needs a name."))
            return
        record = self.state.record
        known = record.people if record else ()
        wanted = person.name.strip().casefold()
        before = next((p for p in known if p.listed and p.name.casefold() == wanted), None)
        back: Callable[[], object] | None = None
        if before is not None:
            old = replace(before, contact=before.contact or "")
            back = partial(self._calls.save_person, old)
        done = tr("{name} is saved.", name=person.name.strip())
        self._write("people", partial(self._calls.save_person, person), done, back)

    def save_service(self, name: str, tier: str, component: str, public_name: str = "") -> None:
        """`tier` as typed."""
        if not name.strip():
            self._wrong("services", tr("A service needs a name."))
            return
        if tier.strip() and not tier.strip().isdecimal():
            self._wrong(
                "services", tr("A tier is a number from 1, the most important. Write 1, 2 or 3.")
            )
            return
        counted = int(tier) if tier.strip() else None
        service = ServiceRow(name.strip(), counted, component.strip(), public_name.strip())
        record = self.state.record
        known = record.services if record else ()
        before = next((s for s in known if s.name == service.name), None)
        back = None if before is None else partial(self._calls.save_service, before)
        done = tr("{name} is saved.", name=service.name)
        self._write("services", partial(self._calls.save_service, service), done, back)

    def policy_typed(self, text: str) -> None:
        self._wrong("rules", self._policy_problem(text))

    def save_policy(self, text: str) -> None:
        problem = self._policy_problem(text)
        record = self.state.record
        if problem or record is None:
            self._wrong("rules", problem)
            return
        before = record.policy_text
        self._write(
            "rules",
            lambda: self._calls.save_policy(text),
            tr(
                "The rules are saved. They count for incidents detected from now on; periods that "
                "have ended keep the goals they had."
            ),
            lambda: self._calls.save_policy(before),
        )

    def test_query(self, url: str, query: str) -> None:
        if not url.strip() or not query.strip():
            self._show(tested=tr("Write an address and a query first."), test_failed=True)
            return
        self._show(is_testing=True, tested="")
        self._network.run(
            lambda: self._calls.test_query(url.strip(), query.strip()),
            owner=self,
            then=lambda said: self._show(is_testing=False, tested=said, test_failed=False),
            failed=lambda error: self._show(
                is_testing=False, tested=told(str(error)), test_failed=True
            ),
        )

    # Inside

    def _policy_problem(self, text: str) -> str:
        if self.state.record is not None and text == self.state.record.policy_text:
            return ""
        try:
            self._calls.check_policy(text)
        except BadInput as error:
            return told(str(error))
        return ""

    def _write(
        self,
        page: str,
        work: Callable[[], object],
        done: str,
        back: Callable[[], object] | None,
    ) -> None:
        """`back` is how the workspace is told the old facts again; None where there were none."""

        def written(_: object) -> None:
            self._undo = None if back is None else partial(self._take_back, page, back)
            self._wrong(page, "")
            self._screen.close_edit(page)
            self._screen.say(done, can_undo=back is not None)
            self.load()

        def failed(error: WarRoomError) -> None:
            if isinstance(error, NothingToDo):
                self._screen.close_edit(page)
            else:
                self._say_wrong(page, error)

        self._jobs.run(work, owner=self, then=written, failed=failed)

    def _take_back(self, page: str, back: Callable[[], object]) -> None:
        self._jobs.run(
            back, owner=self, then=lambda _: self.load(), failed=partial(self._say_wrong, page)
        )

    def _loaded(self, record: SettingsRecord) -> None:
        before = self.state.record
        if before is not None and before.actor != record.actor:
            self._calls.acting(record.actor)
        self._show(record=record)

    def _say_wrong(self, where: str, error: WarRoomError) -> None:
        self._wrong(where, told(str(error)))

    def _wrong(self, where: str, sentence: str) -> None:
        if self.state.problems != ({where: sentence} if sentence else {}):
            self._show(problems={where: sentence} if sentence else {})

    def _show(self, **fields: object) -> None:
        fresh: dict[str, Any] = fields
        self.state = replace(self.state, **fresh)
        self._screen.show_state(self.state)
