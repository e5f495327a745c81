"""Rows of the library in words: what was found, why it is alike, what it may teach."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from models.domain.review import Section
from models.queries.comebacks import Comeback
from models.queries.library import ReviewFound
from models.queries.reading_list import ToRead
from models.queries.similar import By, Reason, Similar
from views import text
from views.library.shelf_rows import Line, ShelfRow
from views.tongue import mark, ntr, tr

_PARTS = {
    Section.WHAT_HAPPENED.value: mark("What happened"),
    Section.WHAT_WENT_WELL.value: mark("What went well"),
    Section.WHERE_WE_STRUGGLED.value: mark("Where we struggled"),
    Section.CONTRIBUTING_FACTORS.value: mark("Contributing factors"),
    Section.ASK_IN_THE_MEETING.value: mark("Ask in the meeting"),
    "action": mark("Action"),
}


def found_row(one: ReviewFound, zone: tzinfo) -> ShelfRow:
    lines = [
        Line(snippet.text, tr(_PARTS.get(snippet.part, snippet.part)), snippet.spans)
        for snippet in one.snippets
    ]
    if one.missing:
        lines.append(Line(tr("Without: {words}", words=", ".join(one.missing))))
    return ShelfRow(
        one.uid, one.label, one.title, one.severity, _day(one.began_at, zone), one.title_spans,
        tuple(lines),
    )  # fmt: skip


def reading_row(one: ToRead, zone: tzinfo) -> ShelfRow:
    why = ", ".join(_why(one))
    lines = (Line(why),) if why else ()
    return ShelfRow(
        one.uid, one.label, one.title, one.severity, _day(one.began_at, zone), lines=lines
    )


def _why(one: ToRead) -> Iterator[str]:
    if one.returns:
        yield ntr("came back {n} time", "came back {n} times", one.returns)
    if one.actions:
        yield ntr("{n} action", "{n} actions", one.actions)
    if one.open_actions:
        yield tr("{n} still open", n=one.open_actions)
    if one.yours:
        yield tr("your {services}", services=", ".join(one.yours))


def similar_row(one: Similar, zone: tzinfo) -> ShelfRow:
    lines = [Line(reason_words(reason)) for reason in one.reasons]
    return ShelfRow(
        one.uid, one.label, one.title, one.severity, _day(one.began_at, zone), lines=tuple(lines)
    )


def reason_words(reason: Reason) -> str:
    names = ", ".join(reason.names)
    if reason.by is By.SIGN:
        return tr("Same service and failure mode: {names}", names=names)
    if reason.by is By.SERVICE:
        return tr("Same service: {names}", names=names)
    return tr("Words in common: {names}", names=names)


def back_row(one: Comeback, zone: tzinfo) -> ShelfRow:
    times = ntr("came back {n} time", "came back {n} times", one.times)
    told = []
    if one.done_actions:
        told.append(ntr("{n} action done", "{n} actions done", one.done_actions))
    if one.open_actions:
        told.append(ntr("{n} action open", "{n} actions open", one.open_actions))
    if not told:
        told.append(tr("no actions"))
    newest = ", ".join(one.labels[:4]) + (" …" if len(one.labels) > 4 else "")
    lines = (Line(f"{times}, {', '.join(told)}"), Line(newest))
    return ShelfRow(
        one.uids[0], "", one.name, None, _day(one.last_at, zone), lines=lines, has_badge=False
    )


def _day(at: datetime | None, zone: tzinfo) -> str:
    return text.day(at, zone) if at is not None else ""
