"""Review templates without widgets: those that came along, and the workspace's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from models.actions.use_template import KeepTemplate
from models.domain.errors import NothingToDo, WarRoomError
from models.domain.review import ReviewTemplate, Section
from models.jobs import JobRunner
from models.queries.review_templates import write_template
from views.tongue import told, tr

Values = Mapping[str, str]
"""`name`, `about`, and under the value of each section its questions, a line each."""


@dataclass(frozen=True, slots=True)
class TemplatesState:
    templates: tuple[ReviewTemplate, ...] = ()
    problem: str = ""


class TemplatesView(Protocol):
    def show_review_templates(self, state: TemplatesState) -> None: ...

    def close_edit(self) -> None: ...

    def ask(self, title: str, why: str, verb: str, answer: Callable[[], None]) -> None: ...

    def say(self, sentence: str, *, can_undo: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class TemplateCalls:
    """Called off the window's thread; raise WarRoomError. `check` says what `keep` would refuse."""

    load: Callable[[], tuple[ReviewTemplate, ...]]
    check: Callable[[KeepTemplate], object]
    keep: Callable[[KeepTemplate], object]


class ReviewTemplatesPresenter:
    def __init__(self, view: TemplatesView, jobs: JobRunner, calls: TemplateCalls) -> None:
        self._view = view
        self._jobs = jobs
        self._calls = calls
        self._typed = 0
        self.state = TemplatesState()

    def load(self) -> None:
        self._jobs.run(self._calls.load, owner=self, then=self._loaded, failed=self._failed)

    def typed(self, was: str, values: Values) -> None:
        """What is wrong with it so far. `was` is the name of what is edited, "" for a new one."""
        self._typed += 1
        at = self._typed

        def answer(sentence: str) -> None:
            if at == self._typed:  # of an older word nobody needs to know
                self._show(problem=sentence)

        self._jobs.run(
            lambda: self._calls.check(command_of(was, values)),
            owner=self,
            then=lambda _: answer(""),
            failed=lambda e: answer("" if isinstance(e, NothingToDo) else told(str(e))),
        )

    def save(self, was: str, values: Values) -> None:
        self._keep(command_of(was, values), tr("The template is saved."))

    def bring_back(self, name: str) -> None:
        self._keep(KeepTemplate(name, ""), tr("The template is as it came."))

    def remove(self, name: str) -> None:
        self._view.ask(
            tr("Remove the template {name}?", name=name),
            tr("Reviews that began with it keep what they say."),
            tr("Remove"),
            lambda: self._keep(KeepTemplate(name, ""), tr("{name} is taken away.", name=name)),
        )

    def left(self) -> None:
        """Nothing is edited any more."""
        self._typed += 1
        self._show(problem="")

    def _keep(self, command: KeepTemplate, done: str) -> None:
        self._typed += 1
        self._jobs.run(
            lambda: self._calls.keep(command),
            owner=self,
            then=lambda _: self._kept(done),
            failed=self._not_kept,
        )

    def _kept(self, sentence: str) -> None:
        self._show(problem="")
        self._view.close_edit()
        self._view.say(sentence, can_undo=False)
        self.load()

    def _not_kept(self, error: WarRoomError) -> None:
        if isinstance(error, NothingToDo):
            self._show(problem="")
            self._view.close_edit()
            self._view.say(told(str(error)), can_undo=False)
        else:
            self._failed(error)

    def _loaded(self, found: tuple[ReviewTemplate, ...]) -> None:
        self._show(templates=found)

    def _failed(self, error: WarRoomError) -> None:
        self._show(problem=told(str(error)))

    def _show(self, **fields: object) -> None:
        fresh: dict[str, Any] = fields
        self.state = replace(self.state, **fresh)
        self._view.show_review_templates(self.state)


def values_of(template: ReviewTemplate) -> dict[str, str]:
    asked = {section.value: "\n".join(lines) for section, lines in template.questions.items()}
    return {"name": template.name, "about": template.about, **asked}


def command_of(was: str, values: Values) -> KeepTemplate:
    """An empty line asks nothing; what it is for cannot be taken for a heading."""
    questions: dict[Section, tuple[str, ...]] = {}
    for section in Section:
        lines = (" ".join(line.split()) for line in values.get(section.value, "").splitlines())
        if asked := tuple(line for line in lines if line):
            questions[section] = asked
    about = " ".join(values.get("about", "").split()).lstrip("# ")
    text = write_template(ReviewTemplate("", about, questions))
    return KeepTemplate(values.get("name", ""), text.strip(), was)
