"""What a runbook says, and how far a run of it has come in an incident."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from models.domain.errors import BadInput


class StepState(Enum):
    NOT_STARTED = "not_started"
    NOW = "now"
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"

    @classmethod
    def parse(cls, text: str) -> "StepState":
        try:
            return cls(text.strip().lower())
        except ValueError:
            raise BadInput(
                f"{text!r} is not a state of a step. Use now, done, failed or skipped."
            ) from None

    @property
    def is_over(self) -> bool:
        return self in (StepState.DONE, StepState.FAILED, StepState.SKIPPED)


@dataclass(frozen=True, slots=True)
class RunbookStep:
    """`n` counts from 1. `text` is the step in one line, `detail` what the file says beside it
    (Markdown). `expected` and `if_not` are "" where the runbook does not say. `lines` is where it
    stands in the file: first line and the line after the last, counted from 0. `minutes` is how
    long the file says it takes, None where it does not."""

    n: int
    text: str
    detail: str = ""
    commands: tuple[str, ...] = ()
    expected: str = ""
    if_not: str = ""
    section: str = ""
    lines: tuple[int, int] = (0, 0)
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class RunbookFinding:
    """What `runbook check` has to say: `rule` is its id, `text` a sentence."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Runbook:
    """A runbook as its file has it. What the file does not say is empty; `path` is relative to
    the folder it was read from, `commit` the checkout's, None outside one."""

    title: str
    owner: str = ""
    triggers: tuple[str, ...] = ()
    steps: tuple[RunbookStep, ...] = ()
    escalation: tuple[str, ...] = ()
    last_reviewed: date | None = None
    summary: str = ""
    services: tuple[str, ...] = ()
    path: str = ""
    commit: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class RunStep:
    """One step of a run. `began_at` is when somebody took it up, `ended_at` when it was ticked,
    failed or skipped; `person` who did so last; `mismatch` the person's mark that what was
    observed is not what the runbook expects."""

    n: int
    state: StepState = StepState.NOT_STARTED
    person: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    observed: str = ""
    mismatch: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A runbook at work in an incident, with the text it had when the run began. `runbook` is the
    uid it has in this workspace."""

    uid: str
    runbook: str
    title: str
    text: str
    path: str
    commit: str | None
    started_by: str
    started_at: datetime
    steps: tuple[RunStep, ...] = field(default=())
    escalated_at: datetime | None = None

    def step(self, n: int) -> RunStep:
        return next((step for step in self.steps if step.n == n), RunStep(n))
