"""What the record says by itself, in lines: severity, people, updates; knows no widget."""

from models.domain.incident import Hat, Role
from models.queries.reviews import ReviewFacts, ReviewRecord, UpdateFact
from views import text
from views.review.states import FactLine
from views.tongue import mark, tr

Facts = tuple[tuple[str, tuple[FactLine, ...]], ...]
_AUDIENCES = {
    "customers": mark("to customers"),
    "internal": mark("inside"),
    "leadership": mark("to leadership"),
}


def facts_of(record: ReviewRecord) -> Facts:
    """Titles, with the lines under each; a title with nothing under it is left out."""
    facts = record.facts
    groups = (
        (tr("Time in each severity"), tuple(_severities(facts))),
        (tr("Who was there"), tuple(_hat(hat) for hat in facts.responders)),
        (tr("Updates"), tuple(_update(one) for one in facts.updates)),
    )
    return tuple((title, lines) for title, lines in groups if lines)


def _severities(facts: ReviewFacts) -> list[FactLine]:
    return [
        FactLine(severity.value, since, until, text.duration_words(ms))
        for severity, since, until, ms in facts.in_severity
    ]


def _hat(hat: Hat) -> FactLine:
    role = tr("SME") if hat.role is Role.SME else tr(hat.role.word)
    words = tr("{role}, {area}", role=role, area=hat.area) if hat.area else role
    return FactLine(hat.person, hat.since, hat.until, words)


def _update(one: UpdateFact) -> FactLine:
    audience = tr(_AUDIENCES[one.audience]) if one.audience in _AUDIENCES else one.audience
    words = tr("Update {n} {audience}", n=one.n, audience=audience).rstrip()
    late = bool(one.late_ms and one.late_ms > 0)
    if late:
        length = text.whole_words(one.late_ms or 0)
        return FactLine(words, one.at, None, tr("{length} late", length=length), late)
    return FactLine(words, one.at, None, tr("in time") if one.late_ms is not None else "")
