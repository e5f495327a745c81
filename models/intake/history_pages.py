"""Rows of status pages: Statuspage's own JSON, cState's Markdown, and two flat forms."""

import json
import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import yaml

from models.domain.history import HistoryRow, HistoryUpdate
from models.intake.history_fields import (
    PLANNED,
    RowFault,
    a_title,
    host_of,
    is_planned,
    moment,
    page_row,
    plain,
    source_id,
    texts,
)


class Planned(Exception):
    """The row is announced work, not an incident."""


Item = tuple[str, Mapping[str, object]]
"""(where, the row as its file has it)."""


def statuspage_items(name: str, text: str) -> Iterator[Item]:
    """The incidents of a Statuspage API object (or of a bare list), and its planned work."""
    whole = json.loads(text)
    page = whole.get("page") if isinstance(whole, dict) else None
    for part in ("incidents", "scheduled_maintenances"):
        rows = (
            whole.get(part) if isinstance(whole, dict) else whole if part == "incidents" else None
        )
        for n, row in enumerate(rows if isinstance(rows, list) else [], start=1):
            where = f"{name} {part} {n}"
            if not isinstance(row, dict):
                yield where, {}
                continue
            planned = part == "scheduled_maintenances"
            yield f"{where} ({row.get('id')})", {**row, "_page": page, "_planned": planned}


def statuspage_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    impact = str(item.get("impact") or "")
    if item.get("_planned") or item.get("scheduled_for") or impact == "maintenance":
        raise Planned(PLANNED)
    page = item.get("_page")
    page_url = page.get("url") if isinstance(page, dict) else None
    url = item.get("url") or item.get("shortlink")
    updates = item.get("incident_updates")
    row = HistoryRow(
        where=where,
        source=host_of(url) or host_of(page_url) or "statuspage",
        source_id=source_id(url, item.get("id")),
        title=a_title(item.get("name")),
        impact_word=impact,
        services=texts(item.get("components")),
        url=str(url or ""),
        updates=_updates(updates, ("display_at", "created_at"), "status", "body", zone),
    )
    started = moment(item.get("started_at") or item.get("created_at"), zone, "started_at")
    return page_row(row, started, moment(item.get("resolved_at"), zone, "resolved_at"))


def line_items(name: str, text: str) -> Iterator[Item | tuple[str, RowFault]]:
    """One JSON object a line; a line that is none is a fault of its own."""
    for n, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{name} line {n}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield where, RowFault("the line is not JSON (cut short?)")
            continue
        yield where, row if isinstance(row, dict) else {}


def normalized_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    if item.get("kind") == "maintenance" or item.get("impact") == "maintenance":
        raise Planned(PLANNED)
    url = item.get("url")
    row = HistoryRow(
        where=where,
        source=host_of(url) or str(item.get("source") or item.get("org") or "history"),
        source_id=source_id(url, item.get("id")),
        title=a_title(item.get("title")),
        impact_word=str(item.get("impact") or ""),
        services=texts(item.get("components")),
        url=str(url or ""),
        updates=_updates(item.get("updates"), ("at",), "state", "text", zone),
    )
    started = moment(item.get("started_at"), zone, "started_at")
    return page_row(row, started, moment(item.get("resolved_at"), zone, "resolved_at"))


def flat_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    if item.get("impact") == "maintenance":
        raise Planned(PLANNED)
    url = item.get("url")
    row = HistoryRow(
        where=where,
        source=host_of(url) or "history",
        source_id=source_id(url, item.get("id")),
        title=a_title(item.get("title")),
        impact_word=str(item.get("impact") or ""),
        services=texts(item.get("components")),
        url=str(url or ""),
        updates=_updates(item.get("updates"), ("at",), "status", "message", zone),
    )
    started = moment(item.get("started_at"), zone, "started_at")
    ended = moment(item.get("resolved_at"), zone, "resolved_at")
    return page_row(row, started, ended)


_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)(.*)\Z", re.DOTALL
)


def cstate_item(name: str, text: str) -> Item:
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise RowFault("it has no front matter")
    try:
        # BaseLoader: every value stays the text that was written, times above all.
        fields = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506  # it makes only texts
    except yaml.YAMLError:
        raise RowFault("its front matter cannot be read") from None
    if not isinstance(fields, dict):
        raise RowFault("its front matter says nothing")
    return name, {**fields, "_body": match[2]}


def cstate_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    slug = where.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".md")
    title = a_title(item.get("title"))
    if is_planned(title, slug):
        raise Planned(PLANNED)
    started = moment(item.get("date"), zone, "date")
    ended = moment(item.get("resolvedWhen"), zone, "resolvedWhen")
    over = str(item.get("resolved") or "").strip().lower() in ("true", "yes")
    body = str(item.get("_body") or "").strip()
    row = HistoryRow(
        where=where,
        source="cstate",
        source_id=slug,
        title=title,
        impact_word=str(item.get("severity") or ""),
        services=texts(item.get("affected")),
        updates=(HistoryUpdate(started, "", body),) if body else (),
    )
    # The one body of a cState post holds all its messages, so a single one says nothing here.
    return page_row(row, started, ended if over or ended else None)


def _updates(
    value: object, at: tuple[str, ...], state: str, text: str, zone: ZoneInfo | None
) -> tuple[HistoryUpdate, ...]:
    found = []
    for item in value if isinstance(value, list) else []:
        if not isinstance(item, dict):
            continue
        when = next((item[name] for name in at if item.get(name)), None)
        words = plain(item.get(text))
        if words:
            found.append(
                HistoryUpdate(
                    moment(when, zone, "an update's time"), str(item.get(state) or ""), words
                )
            )
    return tuple(found)
