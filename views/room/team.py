"""Who wears which hat and what each is doing, as rows; knows no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.domain.delegation import TaskState
from models.domain.incident import Hat, Incident, Role
from models.domain.policy import DEFAULT_POLICY, Policy
from models.domain.response import missing_roles
from models.domain.runbook import StepState
from models.domain.times import to_ms
from views import text
from views.tongue import mark, tr

ORDER = (Role.COMMANDER, Role.DEPUTY, Role.COMMS, Role.SCRIBE, Role.SME)
SILENT_AFTER_MS = 2 * 60_000

DUTIES: dict[Role, tuple[str, str, str]] = {
    Role.COMMANDER: (
        mark("Decide, and say who does what. Do not fix it yourself."),
        mark("Keep the objective true and the severity honest."),
        mark("Hand over before you tire; command is never empty."),
    ),
    Role.DEPUTY: (
        mark("Watch what the commander cannot: time boxes, gaps, tiredness."),
        mark("Be ready to take command at any moment."),
        mark("Chase answers so that the commander does not have to."),
    ),
    Role.COMMS: (
        mark("You are the only voice to the outside."),
        mark("Speak on time, even when nothing is new."),
        mark("Say what people can do, and when you speak next."),
    ),
    Role.SCRIBE: (
        mark("Write down decisions and who made them."),
        mark("Write down what was seen, with its time."),
        mark("Ask when something is unclear; later nobody remembers."),
    ),
    Role.SME: (
        mark("Work on what the commander asked, and nothing else."),
        mark("Report back before your time box runs out."),
        mark("Say at once when something does not work."),
    ),
}
"""Three lines of what a hat asks of the person who gets it."""


@dataclass(frozen=True, slots=True)
class HatRow:
    """`state` is worn, vacant or asked. `line` is what they are doing, in `tone` (a colour of the
    theme); `ask` is the question's uid where it waits for an answer."""

    role: Role
    area: str
    person: str
    state: str
    line: str = ""
    tone: str = "text3"
    ask: str = ""
    may_be_asked_again: bool = False

    @property
    def title(self) -> str:
        if self.role is Role.SME:
            return tr("SME · {area}", area=self.area) if self.area else tr(Role.SME.word)
        return tr(self.role.word)


def hat_rows(
    incident: Incident, now: datetime, policy: Policy = DEFAULT_POLICY
) -> tuple[HatRow, ...]:
    """Commander first, then as in ORDER; after them who was asked, and what nobody wears."""
    worn = sorted(incident.hats, key=lambda hat: (ORDER.index(hat.role), hat.area, hat.person))
    rows = [_worn(hat, incident, now, policy.duty_ms) for hat in worn]
    open_asks = [ask for ask in incident.asks if not ask.answer]
    asked = {(ask.role, ask.area) for ask in open_asks}
    for ask in open_asks:
        waited = to_ms(now) - to_ms(ask.at)
        silent = waited >= SILENT_AFTER_MS
        words = (
            tr("No answer, {waited} min", waited=waited // 60_000)
            if silent
            else tr("Asked, waiting for an answer")
        )
        rows.append(
            HatRow(
                Role(ask.role),
                ask.area,
                ask.person,
                "asked",
                words,
                "warn" if silent else "text3",
                ask.uid,
                silent,
            )
        )
    rows += [
        HatRow(role, "", "", "vacant", tr("required"), "text3")
        for role in missing_roles(incident, policy)
        if not any(role.value == asked_role for asked_role, _ in asked)
    ]
    return tuple(rows)


def _worn(hat: Hat, incident: Incident, now: datetime, duty_ms: int) -> HatRow:
    line, tone = _doing(hat, incident, now, duty_ms)
    return HatRow(hat.role, hat.area, hat.person, "worn", line, tone)


def _doing(hat: Hat, incident: Incident, now: datetime, duty_ms: int) -> tuple[str, str]:
    """The likeliest thing to know about this person now."""
    if hat.role is Role.COMMANDER:
        return _commanding(hat, incident, now, duty_ms)
    for task in reversed(incident.tasks):
        state = task.state_now(now)
        if task.person.casefold() != hat.person.casefold() or state is TaskState.DONE:
            continue
        if state is TaskState.OVERDUE and task.due_at:
            late = text.ago(to_ms(now) - to_ms(task.due_at))
            return tr("{task}, {late} over its box", task=task.text, late=late), "warn"
        if task.due_at:
            left = text.ago(to_ms(task.due_at) - to_ms(now))
            return tr("{task}, {left} left", task=task.text, left=left), "text3"
        return task.text, "text3"
    for run in reversed(incident.runs):
        for step in run.steps:
            if step.state is StepState.NOW and step.person.casefold() == hat.person.casefold():
                return tr("On step {n}: {title}", n=step.n, title=run.title), "text3"
    others = [
        tr(other.role.word)
        for other in incident.hats
        if other.person == hat.person and other.role is not hat.role
    ]
    if others:
        return tr("also {roles}", roles=", ".join(dict.fromkeys(others))), "text3"
    since = (
        tr("since {time} UTC", time=text.clock_time(hat.since, seconds=False)) if hat.since else ""
    )
    return since, "text3"


def _commanding(hat: Hat, incident: Incident, now: datetime, duty_ms: int) -> tuple[str, str]:
    if incident.offer is not None:
        waited = text.ago(to_ms(now) - to_ms(incident.offer.at))
        return tr(
            "Offered to {person}, {waited}", person=incident.offer.to, waited=waited
        ), "accent"
    if hat.since is None:
        return "", "text3"
    on_duty = to_ms(now) - to_ms(hat.since)
    words = tr("On duty {length}", length=text.ago(on_duty))
    return words, "warn" if on_duty > duty_ms and incident.is_live else "text3"


def people_beside(incident: Incident, known: Sequence[str]) -> tuple[str, ...]:
    """People of the workspace who wear no hat here: those to drag onto one."""
    wearing = {hat.person.casefold() for hat in incident.hats}
    return tuple(name for name in known if name.casefold() not in wearing)


def resolve(typed: str, known: Sequence[str]) -> str:
    """The person meant by `@mei` or `@Mei_Tanaka`: whose name, or a word of it, begins so, where
    only one does; else the name as typed."""
    wanted = typed.replace("_", " ").strip().casefold()
    exact = [name for name in known if name.casefold() == wanted]
    begins = [
        name
        for name in known
        if name.casefold().startswith(wanted)
        or any(word.startswith(wanted) for word in name.casefold().split())
    ]
    found = exact or begins
    return found[0] if len(found) == 1 and wanted else typed.replace("_", " ").strip()
