"""What a static status page has said so far: one JSON file, from which the others are drawn.

    {"page": {"id", "name", "updated_at"},
     "incidents": [{"id", "name", "status", "impact", "created_at", "updated_at", "resolved_at",
                    "incident_updates": [{"id", "status", "body", "created_at",
                                          "components": {id: state}}]}],
     "component_names": {id: name}}

Incidents and their updates are in the order they came. Times are ISO 8601, UTC.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from models.domain.errors import BadInput
from models.domain.times import parse_time, write_time
from models.domain.update import ComponentState, UpdateState
from models.publishing.message import Message

IMPACTS = ("none", "maintenance", "minor", "major", "critical")
"""The mildest first."""
_BAD = "is not the record of a status page. Move it away, or choose another folder."
_IMPACT_OF = {
    ComponentState.OPERATIONAL: "none",
    ComponentState.MAINTENANCE: "maintenance",
    ComponentState.DEGRADED: "minor",
    ComponentState.PARTIAL: "major",
    ComponentState.MAJOR: "critical",
}
_MILDEST_FIRST = list(_IMPACT_OF)


@dataclass(frozen=True, slots=True)
class Said:
    """One update on the page; `id` is the message's key."""

    id: str
    state: UpdateState
    text: str
    at: datetime
    components: Mapping[str, ComponentState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """One incident on the page."""

    id: str
    name: str
    impact: str
    said: tuple[Said, ...]

    @property
    def is_over(self) -> bool:
        return self.said[-1].state is UpdateState.RESOLVED

    @property
    def components(self) -> dict[str, ComponentState]:
        """The last that each of its components was said to be."""
        found: dict[str, ComponentState] = {}
        for one in self.said:
            found.update(one.components)
        return found


@dataclass(frozen=True, slots=True)
class Record:
    id: str
    name: str
    incidents: tuple[Shown, ...] = ()
    component_names: Mapping[str, str] = field(default_factory=dict)
    updated_at: datetime | None = None

    def holds(self, key: str) -> bool:
        return any(one.id == key for shown in self.incidents for one in shown.said)

    def components(self) -> dict[str, ComponentState]:
        """In the order of names. The worst that an incident still says; where none says any, the
        last that was said."""
        latest: dict[str, tuple[datetime, ComponentState]] = {}
        worst: dict[str, ComponentState] = {}
        for shown in self.incidents:
            own = {
                name: (one.at, state)
                for one in shown.said
                for name, state in one.components.items()
            }
            for name, said in own.items():
                if name not in latest or said[0] >= latest[name][0]:
                    latest[name] = said
            for name, state in {} if shown.is_over else shown.components.items():
                worst[name] = max(worst.get(name, state), state, key=_MILDEST_FIRST.index)
        found = {name: worst.get(name, state) for name, (_, state) in latest.items()}
        return dict(sorted(found.items(), key=lambda pair: self.name_of(pair[0]).casefold()))

    def name_of(self, component: str) -> str:
        return self.component_names.get(component, component)

    @property
    def indicator(self) -> str:
        found = [_IMPACT_OF[state] for state in self.components().values()]
        found += [shown.impact for shown in self.incidents if not shown.is_over]
        return max(found, key=IMPACTS.index, default="none")


def with_message(record: Record, message: Message, now: datetime) -> Record:
    """The record with what `message` says; as it was where it says so already."""
    if record.holds(message.key):
        return record
    said = Said(message.key, message.state, message.text, now, dict(message.components))
    own = public_id(message.incident)
    names = {**record.component_names, **message.component_names}
    known = {name for name, _ in message.components} | set(record.component_names)
    kept = {name: text for name, text in names.items() if name in known}
    impact = message.impact if message.impact in IMPACTS else "minor"
    incidents = {shown.id: shown for shown in record.incidents}
    shown = incidents.get(own, Shown(own, message.name, impact, ()))
    if message.state is UpdateState.RESOLVED:
        impact = shown.impact  # how bad it was stays on record
    incidents[own] = replace(shown, name=message.name, impact=impact, said=(*shown.said, said))
    return replace(
        record, incidents=tuple(incidents.values()), component_names=kept, updated_at=now
    )


def public_id(incident: str) -> str:
    """Tells readers of the page nothing of the room."""
    return hashlib.sha256(f"status page\n{incident}".encode()).hexdigest()[:12]


def write_record(record: Record) -> bytes:
    form = {
        "page": {
            "id": record.id,
            "name": record.name,
            "updated_at": write_time(record.updated_at) if record.updated_at else None,
        },
        "incidents": [_incident_form(shown) for shown in record.incidents],
        "component_names": dict(record.component_names),
    }
    return json.dumps(form, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _incident_form(shown: Shown) -> dict[str, Any]:
    return {
        "id": shown.id,
        "name": shown.name,
        "status": shown.said[-1].state.value,
        "impact": shown.impact,
        "created_at": write_time(shown.said[0].at),
        "updated_at": write_time(shown.said[-1].at),
        "resolved_at": write_time(shown.said[-1].at) if shown.is_over else None,
        "incident_updates": [
            {
                "id": one.id,
                "status": one.state.value,
                "body": one.text,
                "created_at": write_time(one.at),
                "components": {name: state.value for name, state in one.components.items()},
            }
            for one in shown.said
        ],
    }


def read_record(raw: bytes, place: str) -> Record:
    """Raises BadInput."""
    try:
        form = json.loads(raw)
        page = form["page"]
        updated = page["updated_at"]
        return Record(
            str(page["id"]),
            str(page["name"]),
            tuple(_incident(one) for one in form["incidents"]),
            {str(name): str(text) for name, text in form["component_names"].items()},
            None if updated is None else parse_time(updated),
        )
    except (BadInput, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(f"{place} {_BAD}") from None


def _incident(form: Mapping[str, Any]) -> Shown:
    said = tuple(
        Said(
            str(one["id"]),
            UpdateState(one["status"]),
            str(one["body"]),
            parse_time(one["created_at"]),
            {str(name): ComponentState(state) for name, state in one["components"].items()},
        )
        for one in form["incident_updates"]
    )
    if not said or form["impact"] not in IMPACTS:
        raise ValueError(form["id"])
    return Shown(str(form["id"]), str(form["name"]), str(form["impact"]), said)
