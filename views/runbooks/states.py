"""What the runbook screens show: frozen records, filled in by whoever knows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from models.domain.runbook import Run, Runbook, RunbookFinding, RunbookStep, RunStep, StepState


class Held(Enum):
    """How well a fact stands."""

    TRUE = "true"
    FALSE = "false"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the file with how far it has come. `usual_minutes` is measured in earlier runs;
    where there were none, what the file says is used."""

    plan: RunbookStep
    run: RunStep
    usual_minutes: int | None = None

    @property
    def n(self) -> int:
        return self.plan.n

    @property
    def state(self) -> StepState:
        return self.run.state

    @property
    def usual(self) -> int | None:
        return self.plan.minutes if self.usual_minutes is None else self.usual_minutes


@dataclass(frozen=True, slots=True)
class Contact:
    """One to call, in the order of the runbook. `reach` is a number or address, "" where the
    runbook names none; `note` whatever else helps to choose ("already here")."""

    name: str
    reach: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    text: str
    held: Held = Held.TRUE


@dataclass(frozen=True, slots=True)
class LastTime:
    """An earlier run: `incident` is the uid, `number` what people say (INC-2391)."""

    incident: str
    number: str
    on: date
    outcome: str


@dataclass(frozen=True, slots=True)
class About:
    """`runs` are the finished ones, `worked` those of them that helped."""

    triggers: tuple[str, ...] = ()
    owner: str = ""
    last_reviewed: date | None = None
    last_used: str = ""
    runs: int = 0
    worked: int = 0
    path: str = ""
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as it is shown. `incident` is what people say (INC-12)."""

    uid: str
    runbook: str
    title: str
    steps: tuple[StepView, ...]
    started_at: datetime
    incident: str = ""
    escalated_at: datetime | None = None
    about: About = About()
    contacts: tuple[Contact, ...] = ()
    summary: str = ""
    facts: tuple[Fact, ...] = ()
    last_times: tuple[LastTime, ...] = ()

    @property
    def over(self) -> int:
        return sum(step.state.is_over for step in self.steps)

    @property
    def is_over(self) -> bool:
        return self.over == len(self.steps)

    def step(self, n: int) -> StepView | None:
        return next((step for step in self.steps if step.n == n), None)


@dataclass(frozen=True, slots=True)
class Offer:
    """A runbook that may fit, with why in words ("title names webapp-prod")."""

    uid: str
    title: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepNote:
    """What a person says with a mark on a step."""

    observed: str = ""
    mismatch: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the library; `folder` is where it was imported from."""

    uid: str
    title: str
    owner: str = ""
    last_reviewed: date | None = None
    findings: int = 0
    folder: str = ""


@dataclass(frozen=True, slots=True)
class StepStat:
    """How a step went in `times` runs. `minutes` is the usual length, None where unknown."""

    n: int
    times: int
    failed: int = 0
    skipped: int = 0
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class BookView:
    """A runbook to read. `incident` is where it can be started (INC-12), "" where nowhere."""

    uid: str
    book: Runbook
    findings: tuple[RunbookFinding, ...] = ()
    stats: tuple[StepStat, ...] = ()
    about: About = About()
    last_times: tuple[LastTime, ...] = ()
    incident: str = ""

    def stat(self, n: int) -> StepStat | None:
        return next((stat for stat in self.stats if stat.n == n), None)


def step_views(
    run: Run, book: Runbook, usual_minutes: dict[int, int] | None = None
) -> tuple[StepView, ...]:
    """`book` is the runbook as it was when the run began."""
    usual = usual_minutes or {}
    return tuple(StepView(plan, run.step(plan.n), usual.get(plan.n)) for plan in book.steps)


def with_mark(
    view: RunView, n: int, state: StepState, note: StepNote, now: datetime, person: str
) -> RunView:
    """The run as it will be once a mark is kept: shown at once, so that keys can follow fast."""

    def marked(step: StepView) -> StepView:
        run = replace(
            step.run,
            state=state,
            person=person or step.run.person,
            began_at=step.run.began_at or now,
            ended_at=now if state.is_over else None,
            observed=note.observed or step.run.observed,
            mismatch=note.mismatch,
            reason=note.reason,
        )
        return replace(step, run=run)

    return replace(view, steps=tuple(marked(step) if step.n == n else step for step in view.steps))
