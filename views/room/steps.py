"""The lifecycle of an incident as boxes of the stepper."""

from datetime import datetime

from models.domain.incident import Incident
from models.domain.stage import Stage
from models.domain.times import to_ms
from views import text
from views.tongue import tr
from views.widgets.stepper import Step


def steps_of(incident: Incident, now: datetime) -> tuple[Step, ...]:
    """Every stage with the time spent in all its visits; the present one is half full."""
    spent: dict[Stage, int] = {}
    for visit in incident.visits:
        end = visit.end or max(now, visit.start)
        spent[visit.stage] = spent.get(visit.stage, 0) + to_ms(end) - to_ms(visit.start)
    over = not incident.is_live
    steps = []
    for stage in Stage:
        ahead = stage.number > incident.stage.number
        state = "ahead" if ahead else "done"
        if stage is incident.stage:
            state = "done" if over else "now"
        steps.append(Step(stage, state, _caption(incident, stage, spent, state), 0.5))
    return tuple(steps)


def _caption(incident: Incident, stage: Stage, spent: dict[Stage, int], state: str) -> str:
    took = text.duration_words(spent[stage]) if stage in spent else ""
    if state == "now":
        return tr("{took} so far", took=took) if took else tr("now")
    if state == "ahead":
        return tr("next") if stage.number == incident.stage.number + 1 else tr("later")
    return took or tr("passed over")
