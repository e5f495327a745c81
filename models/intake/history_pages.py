"""Rows of status pages: Statuspage's own JSON, cState's Markdown, and two flat forms."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

import yaml

from models.domain.history import HistoryRow, HistoryUpdate
from models.intake.fields import clean, one_line, web_address
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

_PARTS = ("incidents", "scheduled_maintenances")
_SAID_KINDS = ("drill", "test")
_PLANNED_STATES = ("scheduled", "in_progress", "verifying", "completed")


def statuspage_items(name: str, text: str) -> Iterator[Item | tuple[str, RowFault]]:
    """The incidents of a Statuspage API object, of a bare list or of one incident by itself."""
    try:
        whole = json.loads(text)
    except RecursionError:
        yield name, RowFault("it is nested too deep to be a history")
        return
    except ValueError:
        yield name, RowFault("it is not JSON, or was cut short")
        return
    page = whole.get("page") if isinstance(whole, dict) else None
    lists = _statuspage_lists(whole)
    if not lists:
        yield name, RowFault("it holds no list of incidents")
    for part, rows in lists:
        for n, row in enumerate(rows, start=1):
            where = f"{name} {part} {n}"
            if isinstance(row, dict):
                planned = part == "scheduled_maintenances"
                yield (
                    f"{where} ({one_line(row.get('id'), 40)})",
                    {
                        **row,
                        "_page": page,
                        "_planned": planned,
                    },
                )
            else:
                yield where, RowFault("it is not an object")


def _statuspage_lists(whole: object) -> list[tuple[str, list[object]]]:
    if isinstance(whole, list):
        return [("incidents", whole)]
    if not isinstance(whole, dict):
        return []
    single = whole.get("incident", whole)
    if isinstance(single, dict) and isinstance(single.get("incident_updates"), list):
        return [("incidents", [single])]
    return [(part, whole[part]) for part in _PARTS if isinstance(whole.get(part), list)]


def statuspage_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    impact = one_line(item.get("impact"), 60)
    marked = item.get("_planned") or item.get("scheduled_for") or impact == "maintenance"
    if marked or item.get("status") in _PLANNED_STATES:
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
        url=web_address(url),
        updates=_updates(updates, ("display_at", "created_at"), "status", "body", zone),
    )
    started = moment(item.get("started_at") or item.get("created_at"), zone, "started_at")
    return page_row(row, started, moment(item.get("resolved_at"), zone, "resolved_at"))


def line_items(name: str, text: str) -> Iterator[Item | tuple[str, RowFault]]:
    """One JSON object a line; a line that is none is a fault of its own."""
    for n, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{name} line {n}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield where, RowFault("the line is not JSON (cut short?)")
            continue
        if isinstance(row, dict):
            yield where, row
        else:
            yield where, RowFault("the line is not a JSON object")


def normalized_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    if item.get("kind") == "maintenance" or item.get("impact") == "maintenance":
        raise Planned(PLANNED)
    url = item.get("url")
    kind = one_line(item.get("kind"), 60)
    row = HistoryRow(
        where=where,
        kind=kind if kind in _SAID_KINDS else "backfilled",
        source=host_of(url)
        or one_line(item.get("source"), 60)
        or one_line(item.get("org"), 60)
        or "history",
        source_id=source_id(url, item.get("id")),
        title=a_title(item.get("title")),
        impact_word=one_line(item.get("impact"), 60),
        services=texts(item.get("components")),
        url=web_address(url),
        updates=_updates(item.get("updates"), ("at",), "state", "text", zone),
    )
    started = moment(item.get("started_at"), zone, "started_at")
    ended = moment(item.get("resolved_at"), zone, "resolved_at")
    return page_row(row, started, None if item.get("resolved") is False else ended)


def flat_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    if item.get("impact") == "maintenance":
        raise Planned(PLANNED)
    url = item.get("url")
    row = HistoryRow(
        where=where,
        source=host_of(url) or "history",
        source_id=source_id(url, item.get("id")),
        title=a_title(item.get("title")),
        impact_word=one_line(item.get("impact"), 60),
        services=texts(item.get("components")),
        url=web_address(url),
        updates=_updates(item.get("updates"), ("at",), "status", "message", zone),
    )
    started = moment(item.get("started_at"), zone, "started_at")
    ended = moment(item.get("resolved_at"), zone, "resolved_at")
    return page_row(row, started, ended)


# YAML between lines of ---, TOML between lines of +++.
_FRONT_MATTER = re.compile(
    r"\A\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|\Z)(.*)\Z", re.DOTALL
)
_LONGEST_FRONT_MATTER = 64 * 1024


def cstate_item(name: str, text: str) -> Item:
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise RowFault("it has no front matter, or was cut short in it")
    if len(match[2]) > _LONGEST_FRONT_MATTER:
        raise RowFault("its front matter is longer than that of any post")
    try:
        # BaseLoader: every value stays the text that was written, times above all.
        fields = (
            yaml.load(match[2], Loader=yaml.BaseLoader)  # noqa: S506  # it makes only texts
            if match[1] == "---"
            else _as_texts(tomllib.loads(match[2]))
        )
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        raise RowFault("its front matter cannot be read") from None
    if not isinstance(fields, dict):
        raise RowFault("its front matter says nothing")
    return name, {**fields, "_body": match[3]}


def _as_texts(fields: Mapping[str, object]) -> dict[str, object]:
    """TOML has times and booleans of its own; they go on as the text YAML would have had."""
    return {
        name: str(value).lower()
        if isinstance(value, bool)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for name, value in fields.items()
    }


def cstate_row(where: str, item: Mapping[str, object], zone: ZoneInfo | None) -> HistoryRow:
    slug = where.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".md")
    title = a_title(item.get("title"))
    if is_planned(title, slug):
        raise Planned(PLANNED)
    started = moment(item.get("date"), zone, "date")
    ended = moment(item.get("resolvedWhen"), zone, "resolvedWhen")
    unresolved = one_line(item.get("resolved")).lower() in ("false", "no")
    body = clean(item.get("_body"))
    row = HistoryRow(
        where=where,
        source="cstate",
        source_id=slug,
        title=title,
        impact_word=one_line(item.get("severity"), 60),
        services=texts(item.get("affected")),
        updates=(HistoryUpdate(started, "", body),) if body else (),
    )
    return page_row(row, started, None if unresolved else ended)


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
                    moment(when, zone, "an update's time"), one_line(item.get(state), 60), words
                )
            )
    return tuple(found)
