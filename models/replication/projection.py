"""From the state of fields to an incident as people speak of it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from models.domain.incident import (
    TIMESTAMP_FIELDS,
    Conflict,
    Hat,
    Head,
    Incident,
    IncidentKind,
    Interval,
    Role,
    SeverityChange,
    StageVisit,
    Timestamps,
)
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import from_ms, maybe_from_ms
from models.domain.timestamps import order_findings
from models.domain.update import Publication, Update, Version
from models.replication.delegated import asks_of, entities_of, offer_of, runs_of, tasks_of
from models.replication.merge import (
    FieldState,
    Key,
    State,
    Write,
    claim,
    is_conflict,
    shown,
)
from models.replication.reviewed import review_of
from models.replication.updating import revision_of, updates_of

MILESTONES = ("stage", "severity", "role", "update")
"""The kinds of entry that an incident's own history is read from: its visits, severities, hats
and the updates of its first days."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One entry of a milestone kind; struck ones are left out by whoever collects them."""

    uid: str
    kind: str
    happened_at: int
    detail: Mapping[str, object]


def milestones_of(state: State) -> list[Milestone]:
    """The milestones in a whole state, as the reference for what the store keeps in its table."""
    found = []
    for (kind, entity, field), values in state.items():
        if (kind, field) != ("entry", "written"):
            continue
        struck = state.get(("mark", entity, "struck"))
        write = values.latest()
        if write is None or not isinstance(write.value, dict):
            continue
        if struck is not None and (latest := struck.latest()) is not None and latest.value:
            continue
        if write.value.get("kind") in MILESTONES:
            detail = cast("Mapping[str, object]", write.value.get("detail") or {})
            found.append(Milestone(entity, str(write.value["kind"]), write.happened_at, detail))
    return sorted(found, key=lambda milestone: (milestone.happened_at, milestone.uid))


class _Reader:
    """Reads the shown values of one incident's fields out of a state."""

    def __init__(self, uid: str, state: State) -> None:
        self._uid = uid
        self._state = state

    def write(self, field: str) -> Write | None:
        key = ("incident", self._uid, field)
        values = self._state.get(key)
        return None if values is None else shown(key, values)

    def value(self, field: str) -> object:
        write = self.write(field)
        return None if write is None else write.value

    def text(self, field: str) -> str:
        value = self.value(field)
        return value if isinstance(value, str) else ""

    def maybe_text(self, field: str) -> str | None:
        value = self.value(field)
        return value if isinstance(value, str) else None

    def moment(self, field: str) -> datetime | None:
        value = self.value(field)
        return from_ms(value) if isinstance(value, int) else None

    def members(self, field: str) -> list[Write]:
        values = self._state.get(("incident", self._uid, field))
        return [] if values is None else values.ordered()


def project_incident(uid: str, state: State, milestones: Sequence[Milestone]) -> Incident:
    """The incident that `state` (of its stream) and its milestones tell of."""
    read = _Reader(uid, state)
    origin = read.value("origin")
    origin = origin if isinstance(origin, dict) else {}
    severity = read.text("severity")
    stage = read.text("stage")
    kind = read.text("kind")
    objective = read.write("objective")
    number = read.value("number")
    times = Timestamps(**{name: read.moment(name) for name in TIMESTAMP_FIELDS})
    delegated = entities_of(state)
    unlinked = _texts(read.members("not_recurs_from"))
    return Incident(
        uid=uid,
        title=read.text("title"),
        number=number if isinstance(number, int) else None,
        kind=IncidentKind(kind) if kind else IncidentKind.INCIDENT,
        severity=Severity(severity) if severity else None,
        stage=Stage(stage) if stage else Stage.DETECTION,
        summary=read.text("summary"),
        objective=read.text("objective"),
        objective_by=objective.actor if objective else "",
        objective_at=from_ms(objective.happened_at) if objective else None,
        failure_mode=read.text("failure_mode"),
        services=_texts(read.members("services")),
        users=read.maybe_text("users"),
        business=read.maybe_text("business"),
        times=times,
        active=_intervals(uid, "active", state),
        impact=_intervals(uid, "impact", state),
        hats=_hats(read),
        worn=_worn(milestones, times),
        offer=offer_of(read.write("offer")),
        command_claimed=claim(state.get(("incident", uid, "commander"), FieldState())) is not None,
        asks=asks_of(delegated["ask"]),
        tasks=tasks_of(delegated["task"]),
        runs=runs_of(delegated),
        updates=(*_told_in_words(milestones), *updates_of(state)),
        snoozes=_moments(read.members("snoozes")),
        long_since=_long_since(read.write("long_mode")),
        review=review_of(uid, state, delegated["action"]),
        visits=_visits(milestones, times),
        severities=_severities(milestones),
        recovery_confirmed=bool(read.value("recovery_confirmed")),
        merged_into=read.maybe_text("merged_into"),
        recurs_from=tuple(t for t in _texts(read.members("recurs_from")) if t not in unlinked),
        not_recurs_from=unlinked,
        conflicts=conflicts_of(uid, state),
        imported=bool(origin.get("imported")),
        over_at_source=bool(origin.get("over")),
        source=str(origin.get("source", "")),
        source_id=str(origin.get("source_id", "")),
        key=str(origin.get("key", "")),
        impact_word=str(origin.get("impact_word", "")),
        estimated_detection=bool(origin.get("estimated_detection")),
        end_note=str(origin.get("end_note", "")),
        findings=(*_texts_of(origin.get("findings")), *order_findings(times)),
        alerts=_texts(read.members("alerts")),
    )


def _long_since(write: Write | None) -> datetime | None:
    return from_ms(write.happened_at) if write is not None and write.value else None


def _texts(writes: Iterable[Write]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(write.value) for write in writes))


def _texts_of(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _intervals(uid: str, kind: str, state: State) -> tuple[Interval, ...]:
    prefix = f"{uid}/{kind}/"
    found: dict[str, dict[str, int | None]] = {}
    for key, values in state.items():
        if key[0] == "interval" and key[1].startswith(prefix):
            write = shown(key, values)
            value = None if write is None else write.value
            found.setdefault(key[1], {})[key[2]] = value if isinstance(value, int) else None
    intervals = [
        Interval(entity, maybe_from_ms(ends.get("start")), maybe_from_ms(ends.get("end")))
        for entity, ends in found.items()
        if ends.get("start") is not None or ends.get("end") is not None
    ]
    return tuple(sorted(intervals, key=lambda i: (i.start is None, i.start, i.uid)))


def _hats(read: _Reader) -> tuple[Hat, ...]:
    hats = []
    commander = read.write("commander")
    if commander is not None and isinstance(commander.value, dict):
        person = str(commander.value.get("person") or "")
        if person:
            hats.append(Hat(Role.COMMANDER, person, since=from_ms(commander.happened_at)))
    for write in read.members("hats"):
        if isinstance(write.value, dict):
            worn = write.value
            hats.append(
                Hat(
                    Role(str(worn["role"])),
                    str(worn["person"]),
                    str(worn.get("area", "")),
                    from_ms(write.happened_at),
                )
            )
    return tuple(hats)


def _worn(milestones: Sequence[Milestone], times: Timestamps) -> tuple[Hat, ...]:
    """Who wore which hat from when to when. The commander's hat is worn by one at a time."""
    over = times.closed_at or times.cancelled_at
    spans: list[Hat] = []

    def end(role: Role, person: str | None, area: str, at: datetime) -> None:
        for n, hat in enumerate(spans):
            same = hat.role is role and hat.area == area and person in (None, hat.person)
            if same and hat.until is None:
                spans[n] = replace(hat, until=at)

    for milestone in milestones:
        at = from_ms(milestone.happened_at)
        if person := milestone.detail.get("commander"):
            end(Role.COMMANDER, None, "", at)
            spans.append(Hat(Role.COMMANDER, str(person), since=at))
        hats = milestone.detail.get("hats")
        for told in hats if isinstance(hats, list) else ():
            role, person, area = Role(told["role"]), str(told["person"]), str(told.get("area", ""))
            end(role, person, area, at)
            if told.get("worn", True):
                spans.append(Hat(role, person, area, at))
    return tuple(replace(hat, until=hat.until or over) for hat in spans)


def _moments(writes: Iterable[Write]) -> tuple[datetime, ...]:
    found = {write.value for write in writes if isinstance(write.value, int)}
    return tuple(from_ms(ms) for ms in sorted(found))


def _told_in_words(milestones: Sequence[Milestone]) -> Iterable[Update]:
    """Updates of version 0.1.0: entries of the timeline, out by being written."""
    told = [m for m in milestones if m.kind == "update" and "words" in m.detail]
    for n, m in enumerate(told, start=1):
        revision = revision_of({**m.detail, "text": m.detail["words"]})
        if revision is not None:
            at = from_ms(m.happened_at)
            yield Update(
                n, m.uid, "", at, revision,
                publication=Publication("", at, revision.sha256),
                versions=(Version(revision, "publication", "", at),),
            )  # fmt: skip


def _visits(milestones: Sequence[Milestone], times: Timestamps) -> tuple[StageVisit, ...]:
    """Stages tile the incident: each visit ends where the next begins, the last where it closed."""
    begun = [
        (Stage(str(m.detail["stage"])), from_ms(m.happened_at))
        for m in milestones
        if "stage" in m.detail
    ]
    if times.detected_at is not None and begun and begun[0][0] is not Stage.DETECTION:
        begun.insert(0, (Stage.DETECTION, min(times.detected_at, begun[0][1])))
    ends: list[datetime | None] = [start for _, start in begun[1:]]
    ends.append(times.closed_at or times.cancelled_at)
    return tuple(
        StageVisit(stage, start, end) for (stage, start), end in zip(begun, ends, strict=False)
    )


def _severities(milestones: Sequence[Milestone]) -> tuple[SeverityChange, ...]:
    return tuple(
        SeverityChange(Severity(str(m.detail["to"])), from_ms(m.happened_at))
        for m in milestones
        if "to" in m.detail
    )


def conflicts_of(uid: str, state: State) -> tuple[Conflict, ...]:
    """Open conflicts of one incident's stream, in the order of their fields."""
    return tuple(
        _conflict(uid, key, values)
        for key, values in sorted(state.items())
        if is_conflict(key, values)
    )


def _conflict(uid: str, key: Key, values: FieldState) -> Conflict:
    writes = values.ordered()
    standing = shown(key, values)
    # The id names the heads too, so that a choice made against other heads finds nothing.
    named = "|".join([*key, *(write.op_id.hex() for write in writes)])
    return Conflict(
        id=hashlib.sha256(named.encode()).hexdigest()[:12],
        incident=uid,
        entity_kind=key[0],
        entity=key[1],
        field=key[2],
        heads=tuple(
            Head(n, w.op_id.hex(), w.value, w.actor, from_ms(w.happened_at), w.device)
            for n, w in enumerate(writes, start=1)
        ),
        shown=None if standing is None else standing.value,
    )
