"""The texts at this desk, one an audience, and what is in the store by now: brought together."""

from dataclasses import replace

from models.actions.edit_text import joined
from models.composing.facts import Link
from models.composing.templates import AUDIENCES, Template, moment_of
from models.domain.update import Components, ComponentState, Update
from models.queries.composing import ComposerRecord
from views.composer.states import Working

PROPOSED = {
    "investigating": ComponentState.PARTIAL,
    "identified": ComponentState.PARTIAL,
    "monitoring": ComponentState.DEGRADED,
    "resolved": ComponentState.OPERATIONAL,
}
"""How a part of the page stands, until somebody says otherwise."""


def taken_up(working: dict[str, Working], record: ComposerRecord) -> dict[str, Working]:
    """Drafts of the store at this desk: a person's own words are kept and joined with what others
    wrote meanwhile; a text nobody typed begins from its template anew."""
    return {
        audience: _taken_up(working.get(audience, Working(audience)), record)
        for audience in AUDIENCES
    }


def _taken_up(mine: Working, record: ComposerRecord) -> Working:
    draft = draft_of(record, mine.audience)
    if draft is None:
        if mine.update:  # it went out, or was taken back: the next one begins
            mine = Working(mine.audience)
        return mine if mine.is_typed else begun(mine, record)
    links = tuple(dict.fromkeys((*record.links.get(draft.uid, ()), *mine.links)))
    said = draft.draft
    if draft.uid != mine.update:
        kept = joined("", said.text, mine.text) if mine.is_typed and not mine.update else said.text
        return Working(
            mine.audience, draft.uid, kept, said.text, said.state.value, links,
            bool(said.text) or mine.is_typed, said.data_lost, said.components,
        )  # fmt: skip
    text = mine.text
    if said.text != mine.seen.strip():
        others = mine.is_saved
        text = said.text if others else joined(mine.seen, said.text, mine.text)
    return replace(
        mine,
        text=text,
        seen=said.text,
        state=said.state.value,
        links=links,
        data_lost=said.data_lost,
        components=said.components,
    )


def draft_of(record: ComposerRecord, audience: str) -> Update | None:
    """The latest to this audience that is not out."""
    found = (
        update
        for update in reversed(record.incident.updates)
        if update.publication is None
        and update.draft.audience is not None
        and update.draft.audience.value == audience
    )
    return next(found, None)


def template_of(record: ComposerRecord, audience: str, state: str) -> Template | None:
    posted = [one for one in record.incident.updates if one.publication is not None]
    key = f"{moment_of(state, _told_in(posted, state))}.{audience}"
    return record.templates.get(key)


def _told_in(posted: list[Update], state: str) -> int:
    return sum(1 for one in posted if one.published and one.published.state.value == state)


def begun(mine: Working, record: ComposerRecord) -> Working:
    """A text to begin with, from the template of the state."""
    mine = replace(mine, state=mine.state or record.record.state)
    return filled(mine, template_of(record, mine.audience, mine.state), record)


def filled(mine: Working, template: Template | None, record: ComposerRecord) -> Working:
    """With the words of a template, as nobody typed them; one that a later version wrote leaves
    the text empty."""
    made = record.begun.get(template.key) if template is not None else None
    text, links, moment = "", mine.links, ""
    if made is not None and template is not None:
        text, moment = made.text, template.moment
        links = tuple(Link(key, words) for key, words in made.links)
    parts = proposed(record, mine.audience, mine.state)
    return replace(mine, text=text, links=links, components=parts, moment=moment)


def proposed(record: ComposerRecord, audience: str, state: str) -> Components:
    """Only customers look at the page."""
    if audience != "customers":
        return ()
    return tuple(sorted((name, PROPOSED[state]) for name, _ in record.components))


def last_out(record: ComposerRecord, audience: str, but: str = "") -> Update | None:
    """The latest that went out to this audience."""
    found = (
        update
        for update in reversed(record.incident.updates)
        if update.uid != but
        and update.published is not None
        and update.published.audience is not None
        and update.published.audience.value == audience
    )
    return next(found, None)
