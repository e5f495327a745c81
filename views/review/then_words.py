"""The room at a moment in words, a line a fact; knows no widget."""

from datetime import UTC, tzinfo

from models.domain.incident import Incident, Role
from models.domain.runbook import StepState
from models.domain.series import Series
from models.queries.reel import RoomThen
from models.queries.replay import Unknown
from views import text
from views.tongue import inside, mark, ntr, tr
from views.vocabulary import field_word

LABELS = (
    ("commander", mark("Commander")),
    ("people", mark("People")),
    ("impact", mark("Impact")),
    ("metric", mark("Metric")),
    ("runbook", mark("Runbook")),
    ("updates", mark("Updates")),
    ("objective", mark("Objective")),
    ("knew", mark("They knew")),
    ("unknown", mark("Did not know")),
)
_WAYS = {"rising": mark("rising"), "falling": mark("falling"), "flat": mark("steady")}
_STEPS = {
    StepState.NOW: mark("at work"),
    StepState.DONE: mark("done"),
    StepState.FAILED: mark("did not work"),
    StepState.SKIPPED: mark("skipped"),
    StepState.NOT_STARTED: mark("not started"),
}
LONGEST = 160


def facts_of(then: RoomThen, line: Series | None, zone: tzinfo = UTC) -> dict[str, str]:
    """By the keys of LABELS; what is not known is left out."""
    incident = then.incident
    found: dict[str, str] = {}
    if then.value is not None and line is not None:
        way = tr(_WAYS[then.way]) if then.way in _WAYS else ""
        value = text.reading(then.value, line.unit)
        found["metric"] = tr("{value}, {way}", value=value, way=way) if way else value
    if incident is None:
        return found
    found["commander"] = incident.commander or tr("Nobody yet")
    found["people"] = people_words(then, incident)
    if then.step is not None:
        found["runbook"] = tr(
            "Step {n} of {of}, {state}: {title}",
            n=then.step.n,
            of=then.step.of,
            state=tr(_STEPS[then.step.state]),
            title=then.step.title,
        )
    found["impact"] = impact_words(incident, zone)
    out = sum(update.out_at is not None for update in incident.updates)
    if out:
        found["updates"] = ntr("{n} sent", "{n} sent", out)
    if incident.objective:
        found["objective"] = incident.objective
    if then.knew:
        found["knew"] = "\n".join(_short(one) for one in then.knew)
    return found


def impact_words(incident: Incident, zone: tzinfo) -> str:
    """Since when, or from when to when; "" while nobody had said that there was any."""
    if not incident.impact:
        return ""
    first, last = incident.impact[0], incident.impact[-1]
    since = text.clock_time(first.start, zone, seconds=False) if first.start else tr("not known")
    if last.end is None:
        return tr("since {time}, not over", time=since)
    until = text.clock_time(last.end, zone, seconds=False)
    return tr("{since} to {until}, over", since=since, until=until)


def people_words(then: RoomThen, incident: Incident) -> str:
    """How many, and which hats nobody wore."""
    people = {hat.person for hat in incident.hats}
    words = ntr("{n} person", "{n} people", len(people))
    lacking = [inside(tr(role.word)) for role in then.missing if role is not Role.COMMANDER]
    asked = [ask.area or inside(tr(Role(ask.role).word)) for ask in incident.asks if not ask.answer]
    missing = ", ".join(dict.fromkeys([*lacking, *asked]))
    return tr("{people}, {roles} missing", people=words, roles=missing) if missing else words


def unknown_words(one: Unknown, zone: tzinfo = UTC) -> str:
    """A line that was written later, or a time of the incident that nobody knew."""
    if one.field:
        at = text.clock_time(one.happened_at, zone, seconds=False)
        return tr("{what} was {time}", what=_capital(field_word(one.field)), time=at)
    return " ".join(one.text.split())


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
