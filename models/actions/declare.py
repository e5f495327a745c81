"""Declare an incident: from here on somebody commands it."""

from dataclasses import dataclass
from datetime import datetime

from models.actions.claim import claim_command, claim_number
from models.actions.desk import ActInProgress, Desk
from models.domain.entry import EntryKind, Level
from models.domain.errors import NothingToDo, Refused
from models.domain.ids import WORKSPACE_STREAM, new_uid
from models.domain.incident import IncidentKind, Timestamps
from models.domain.severity import Severity
from models.domain.stage import Stage
from models.domain.times import to_ms, write_time
from models.domain.timestamps import refuse_broken_order
from models.queries.inbox import InboxItem, item
from models.store import lookup


@dataclass(frozen=True, slots=True)
class Declare:
    """`from_alert` names an inbox item: what is not given comes from it."""

    title: str = ""
    severity: Severity = Severity.P1
    kind: IncidentKind = IncidentKind.INCIDENT
    services: tuple[str, ...] = ()
    failure_mode: str = ""
    from_alert: str | None = None
    at: datetime | None = None
    impact_started_at: datetime | None = None
    detected_at: datetime | None = None


MOST_TITLE = 300


def declare(command: Declare, desk: Desk) -> str:
    """Gives the new incident's uid. The declarer commands, the stage is Triage.

    Raises:
        Refused: no title, a time in the future, or times in an impossible order.
        NothingToDo: the alert was declared already.
    """
    with desk.act(command.at) as act:
        alert = _alert(act, command.from_alert)
        title = (command.title or (alert.title if alert else "")).strip()
        if not title:
            raise Refused("An incident needs a title: say in a few words what is happening.")
        if len(title) > MOST_TITLE:
            raise Refused(f"A title has at most {MOST_TITLE} characters; put the rest in a note.")
        times = _times(command, alert, act)
        uid = new_uid(desk.random_bytes)
        # First: whoever has heard of the incident at all knows its number, even where the sending
        # ended half-way.
        claim_number(act, uid)
        act.set(uid, "title", title)
        if command.kind is not IncidentKind.INCIDENT:
            act.set(uid, "kind", command.kind.value)
        act.set(uid, "severity", command.severity.value)
        act.set(uid, "stage", Stage.TRIAGE.value)
        for name, moment in times.items():
            if moment is not None:
                act.set(uid, name, to_ms(moment))
        services = command.services or ((alert.service,) if alert and alert.service else ())
        for service in dict.fromkeys(services):
            act.add(uid, "services", service)
        if command.failure_mode:
            act.set(uid, "failure_mode", command.failure_mode)
        claim_command(act, uid, desk.actor)
        assert times.detected_at is not None
        open_interval(act, uid, "active", times.detected_at)
        open_interval(act, uid, "impact", times.impact_started_at or times.detected_at)
        if alert:
            take_alert(act, uid, alert)
        act.entry(
            uid,
            EntryKind.STAGE,
            f"Declared {command.severity.value}: {title}",
            level=Level.KEY,
            detail={
                "stage": Stage.TRIAGE.value,
                "to": command.severity.value,
                "commander": desk.actor,
            },
        )
    return uid


def open_interval(act: ActInProgress, uid: str, kind: str, start: datetime) -> None:
    """Begin a stretch of activity (`active`) or of impact (`impact`)."""
    entity = f"{uid}/{kind}/{act.new_uid()[:12]}"
    act.set_on(f"incident:{uid}", "interval", entity, "start", to_ms(start))


def take_alert(act: ActInProgress, uid: str, alert: InboxItem) -> None:
    """Link the alert, and copy what it said onto the timeline as evidence."""
    act.add(uid, "alerts", alert.uid)
    act.set_on(WORKSPACE_STREAM, "alert", alert.uid, "taken", uid)
    act.entry(
        uid,
        EntryKind.ALERT,
        alert.title,
        detail={
            "source": alert.source,
            "service": alert.service,
            "fingerprint": alert.fingerprint,
            "severity": alert.severity_word,
            "alert": alert.uid,
            "payload": alert.payload,
            "received": alert.count,
        },
        happened_at=alert.fired_at or alert.first_at,
    )


def _alert(act: ActInProgress, name: str | None) -> InboxItem | None:
    if name is None:
        return None
    found = item(act.connection, lookup.alert_uid(act.connection, name))
    if found.taken_by:
        raise NothingToDo(
            f"{found.id} was declared already, as {act.label(found.taken_by)}. Open that one."
        )
    return found


def _times(command: Declare, alert: InboxItem | None, act: ActInProgress) -> Timestamps:
    declared = act.happened_at
    detected = command.detected_at
    if detected is None and alert is not None:
        detected = alert.fired_at or alert.first_at
    if detected is None or (command.detected_at is None and detected > declared):
        detected = declared
    times = Timestamps(
        impact_started_at=command.impact_started_at, detected_at=detected, declared_at=declared
    )
    refuse_future(times, act.now)
    refuse_broken_order(Timestamps(), times)
    return times


def refuse_future(times: Timestamps, now: datetime) -> None:
    for name, moment in times.items():
        if moment is not None and moment > now:
            raise Refused(
                f"{write_time(moment)} ({name}) is in the future. Check the time and its offset."
            )
