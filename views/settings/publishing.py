"""Channels and templates without widgets: where updates go, and what they begin with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from models.domain.errors import NothingToDo, WarRoomError
from models.jobs import JobRunner
from views.tongue import told, tr


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """`resend` tells what is done with what may have arrived."""

    name: str
    kind: str
    url: str
    page: str = ""
    audiences: tuple[str, ...] = ()
    has_secret: bool = False
    resend: str = ""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    key: str
    moment: str
    audience: str
    text: str
    starter: bool = True


@dataclass(frozen=True, slots=True)
class PublishingState:
    """`tested` is what the test of a channel said, and whether that is good; `made` what the
    template being edited would make of sample facts."""

    channels: tuple[ChannelRow, ...] = ()
    templates: tuple[TemplateRow, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    tested: dict[str, tuple[str, bool]] = field(default_factory=dict)
    problem: str = ""
    made: str = ""
    template_problem: str = ""


class PublishingView(Protocol):
    def show_publishing(self, state: PublishingState) -> None: ...

    def close_channel(self) -> None: ...

    def show_bytes(self, title: str, text: str) -> None: ...

    def ask_remove(self, name: str, answer: Callable[[], None]) -> None: ...

    def say(self, sentence: str, *, can_undo: bool) -> None: ...


Loaded = tuple[tuple[ChannelRow, ...], tuple[TemplateRow, ...]]


@dataclass(frozen=True, slots=True)
class PublishingCalls:
    """All but `names` are called off the window's thread and raise WarRoomError. `make` fills a
    template with sample facts."""

    load: Callable[[], Loaded]
    save_channel: Callable[[ChannelRow, str], object]
    remove_channel: Callable[[str], object]
    test_channel: Callable[[str], str]
    bytes_of: Callable[[str], str]
    save_template: Callable[[str, str, str | None], object]
    make: Callable[[str, str], str]
    names: tuple[tuple[str, str], ...]


class PublishingPresenter:
    """`network` is the lane on which a channel is tried."""

    def __init__(
        self, view: PublishingView, jobs: JobRunner, network: JobRunner, calls: PublishingCalls
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._network = network
        self._calls = calls
        self.state = PublishingState(names=calls.names)

    def load(self) -> None:
        self._jobs.run(self._calls.load, owner=self, then=self._loaded, failed=self._failed)

    def save_channel(self, row: ChannelRow, secret: str) -> None:
        self._jobs.run(
            lambda: self._calls.save_channel(row, secret),
            owner=self,
            then=lambda _: self._saved(tr("{name} is saved. Test it now.", name=row.name)),
            failed=self._failed,
        )

    def remove_channel(self, name: str) -> None:
        self._view.ask_remove(name, lambda: self._remove(name))

    def _remove(self, name: str) -> None:
        self._jobs.run(
            lambda: self._calls.remove_channel(name),
            owner=self,
            then=lambda _: self._saved(tr("{name} is taken away.", name=name)),
            failed=self._failed,
        )

    def test_channel(self, name: str) -> None:
        self._show(tested={**self.state.tested, name: (tr("Trying it."), True)})
        self._network.run(
            lambda: self._calls.test_channel(name),
            owner=self,
            then=lambda said: self._tested(name, said, good=True),
            failed=lambda error: self._tested(name, str(error), good=False),
        )

    def show_bytes(self, name: str) -> None:
        self._network.run(
            lambda: self._calls.bytes_of(name),
            owner=self,
            then=lambda text: self._view.show_bytes(
                tr("What would leave to {name}", name=name), text
            ),
            failed=lambda error: self._tested(name, str(error), good=False),
        )

    def template_typed(self, audience: str, text: str) -> None:
        """What it would make, or what is wrong with it."""
        self._network.run(
            lambda: self._calls.make(audience, text),
            owner=self,
            then=lambda made: self._show(made=made, template_problem=""),
            failed=lambda error: self._show(template_problem=told(str(error))),
        )

    def save_template(self, moment: str, audience: str, text: str | None) -> None:
        """A text of None: the one that came with the program."""
        done = tr("The template is saved.") if text else tr("The template is as it came.")
        self._jobs.run(
            lambda: self._calls.save_template(moment, audience, text),
            owner=self,
            then=lambda _: self._saved(done),
            failed=self._not_saved,
        )

    def _saved(self, sentence: str) -> None:
        self._show(problem="", template_problem="")
        self._view.close_channel()
        self._view.say(sentence, can_undo=False)
        self.load()

    def _not_saved(self, error: WarRoomError) -> None:
        if isinstance(error, NothingToDo):
            self._view.say(told(str(error)), can_undo=False)
        else:
            self._show(template_problem=told(str(error)))

    def _tested(self, name: str, said: str, *, good: bool) -> None:
        self._show(tested={**self.state.tested, name: (told(said), good)})

    def _loaded(self, found: Loaded) -> None:
        self._show(channels=found[0], templates=found[1])

    def _failed(self, error: WarRoomError) -> None:
        self._show(problem=str(error))

    def _show(self, **fields: object) -> None:
        fresh: dict[str, Any] = fields
        self.state = replace(self.state, **fresh)
        self._view.show_publishing(self.state)
