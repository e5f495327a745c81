"""A status page for programs: the public summary as Statuspage has it, an Atom feed (RFC 4287)."""

import json
import uuid
import xml.etree.ElementTree as ET
from typing import Any

from models.domain.times import write_time
from models.domain.update import ComponentState
from models.publishing.page_record import Record, Said, Shown
from models.publishing.words import COMPONENT_WORDS, INDICATOR_WORDS, STATE_WORDS

ATOM = "http://www.w3.org/2005/Atom"
FEED = "feed.atom"
_MOST_ENTRIES = 50
_SPACE = uuid.UUID("6e9d0f6c-5f0e-4a27-9a6f-0f2f5d8f6f11")
"""Names of feeds and entries are made in it from ids that never change."""
_NEVER = "1970-01-01T00:00:00Z"


def write_summary(record: Record) -> bytes:
    """In the shape of `/api/v2/summary.json`: what is unresolved now."""
    updated = write_time(record.updated_at) if record.updated_at else None
    form = {
        "page": {
            "id": record.id,
            "name": record.name,
            "url": None,
            "time_zone": "Etc/UTC",
            "updated_at": updated,
        },
        "status": {
            "indicator": record.indicator,
            "description": INDICATOR_WORDS[record.indicator],
        },
        "components": [
            _component(record, name, state, n)
            for n, (name, state) in enumerate(record.components().items(), start=1)
        ],
        "incidents": [
            _incident(record, shown) for shown in reversed(record.incidents) if not shown.is_over
        ],
        "scheduled_maintenances": [],
    }
    return json.dumps(form, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _component(record: Record, name: str, state: ComponentState, position: int) -> dict[str, Any]:
    times = [one.at for shown in record.incidents for one in shown.said if name in one.components]
    return {
        "id": name,
        "name": record.name_of(name),
        "status": state.value,
        "created_at": write_time(times[0]),
        "updated_at": write_time(times[-1]),
        "position": position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": record.id,
        "group": False,
        "only_show_if_degraded": False,
    }


def _incident(record: Record, shown: Shown) -> dict[str, Any]:
    monitoring = [one.at for one in shown.said if one.state.value == "monitoring"]
    updates, before = [], dict[str, ComponentState]()
    for one in shown.said:
        updates.append(_update(record, shown, one, before))
        before.update(one.components)
    return {
        "id": shown.id,
        "name": shown.name,
        "status": shown.said[-1].state.value,
        "created_at": write_time(shown.said[0].at),
        "updated_at": write_time(shown.said[-1].at),
        "monitoring_at": write_time(monitoring[0]) if monitoring else None,
        "resolved_at": None,
        "impact": shown.impact,
        "shortlink": None,
        "started_at": write_time(shown.said[0].at),
        "page_id": record.id,
        "incident_updates": updates[::-1],
        "components": [
            {"id": name, "name": record.name_of(name), "status": state.value}
            for name, state in shown.components.items()
        ],
    }


def _update(
    record: Record, shown: Shown, one: Said, before: dict[str, ComponentState]
) -> dict[str, Any]:
    at = write_time(one.at)
    return {
        "id": one.id,
        "status": one.state.value,
        "body": one.text,
        "incident_id": shown.id,
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": [
            {
                "code": name,
                "name": record.name_of(name),
                "old_status": before.get(name, ComponentState.OPERATIONAL).value,
                "new_status": state.value,
            }
            for name, state in one.components.items()
        ],
        "deliver_notifications": False,
        "custom_tweet": None,
        "tweet_id": None,
    }


def write_feed(record: Record) -> bytes:
    """One entry an update, the latest first."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", uuid.uuid5(_SPACE, f"page {record.id}").urn)
    _add(feed, "title", record.name)
    _add(feed, "updated", write_time(record.updated_at) if record.updated_at else _NEVER)
    _add(_add(feed, "author"), "name", record.name)
    _add(feed, "link", rel="self", type="application/atom+xml", href=FEED)
    _add(feed, "link", rel="alternate", type="text/html", href="index.html")
    said = [(one, shown) for shown in record.incidents for one in shown.said]
    latest = sorted(said, key=lambda pair: pair[0].at, reverse=True)[:_MOST_ENTRIES]
    for one, shown in latest:
        entry = _add(feed, "entry")
        _add(entry, "id", uuid.uuid5(_SPACE, f"update {one.id}").urn)
        _add(entry, "title", f"{STATE_WORDS[one.state]}: {shown.name}")
        _add(entry, "published", write_time(one.at))
        _add(entry, "updated", write_time(one.at))
        href = f"index.html#incident-{shown.id}"
        _add(entry, "link", rel="alternate", type="text/html", href=href)
        lines = [one.text.strip()]
        lines += [
            f"{record.name_of(name)}: {COMPONENT_WORDS[state]}"
            for name, state in one.components.items()
        ]
        _add(entry, "content", "\n".join(lines), type="text")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        child.text = "".join(letter for letter in text if _in_xml(letter))
    return child


def _in_xml(letter: str) -> bool:
    """Whether XML 1.0 can hold it at all."""
    code = ord(letter)
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
