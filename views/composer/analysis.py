"""What is found in a text: facts, findings, misspelled words, gaps, what changed. Slow enough to
be done beside the thread that draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from models.checks.record import Record, UpdateDraft
from models.checks.updates import check_update
from models.composing import changes, facts
from models.composing.facts import Link, current_words
from models.domain.cadence import promised_after
from models.domain.update import Update, UpdateState
from models.queries.composing import ComposerRecord, component_names
from models.spelling import Speller
from views.composer.states import Analysis, Working
from views.composer.working import last_out

MOST_SPELLED = 40_000
"""Characters; a longer text is not spelled, it is too long anyway."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text as it stands, and what it is compared with. `before` is the text of update `since`
    to the same audience, "" where there is none."""

    audience: str
    state: str
    text: str
    record: Record
    links: tuple[Link, ...] = ()
    words_now: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    components: Mapping[str, str] = field(default_factory=dict)
    data_lost: bool | None = None
    next_at: datetime | None = None
    before: str = ""
    since: int = 0
    looked_at: bool = False


def asked_of(record: ComposerRecord, mine: Working, shown: Update | None, now: datetime) -> Asked:
    """The words at this desk with what they are compared with; those of an update that is looked
    at, with the one before it."""
    incident, known = record.incident, record.known
    said = shown.published or shown.draft if shown else None
    last = last_out(record, mine.audience)
    if shown is not None and said is not None:
        last = next(
            (
                one
                for one in reversed(incident.updates)
                if one.n < shown.n and one.published and one.published.audience is said.audience
            ),
            None,
        )
    before = last.published if last else None
    return Asked(
        mine.audience,
        said.state.value if said else mine.state,
        said.text if said else mine.text,
        record.facts,
        () if shown else mine.links,
        current_words(known, now, mine.audience),
        record.names,
        component_names(mine.components, dict(record.components), known.public),
        mine.data_lost,
        promised_after(incident, now, UpdateState(mine.state), known.policy),
        before.text if before else "",
        last.n if last else 0,
        shown is not None,
    )


def stop_in(asked: Asked) -> str:
    """The first sentence of the checks that forbids sending these words; "" where there is none."""
    found = check_update(_draft(asked), _record(asked))
    return next((one.sentence for one in found if one.is_stop), "")


def _draft(asked: Asked) -> UpdateDraft:
    return UpdateDraft(asked.audience, asked.state, asked.text, asked.components, asked.next_at)


def _record(asked: Asked) -> Record:
    return replace(asked.record, components=asked.components, data_lost=asked.data_lost)


def analyse(asked: Asked, speller: Speller) -> Analysis:
    wrong = speller.wrong(asked.text[:MOST_SPELLED], asked.names)
    gaps = facts.gaps_in(asked.text)
    inside = [(start, end) for start, end in gaps]
    return Analysis(
        audience=asked.audience,
        text=asked.text,
        tokens=facts.tokens_in(asked.text, asked.links, asked.words_now),
        findings=check_update(_draft(asked), _record(asked)),
        misspelled=tuple(span for span in wrong if not any(a <= span[0] < b for a, b in inside)),
        gaps=gaps,
        words=changes.word_count(asked.text),
        news=changes.news(asked.before, asked.text) if asked.since else (),
        since=asked.since,
        added=_added(asked) if asked.looked_at and asked.since else (),
    )


def _added(asked: Asked) -> tuple[tuple[int, int], ...]:
    found, at = [], 0
    for piece in changes.pieces(asked.before, asked.text):
        if piece.change is changes.Change.GONE:
            continue
        if piece.change is changes.Change.ADDED:
            found.append((at, at + len(piece.words.rstrip())))
        at += len(piece.words)
    return tuple(found)
