"""An incident as a file that another machine can take in."""

from typing import TYPE_CHECKING

from models.domain.ids import alias, incident_stream
from models.domain.incident import Incident
from models.domain.measures import durations
from models.domain.times import maybe_write_time
from models.intake.policy_toml import write_policy
from models.queries import incidents, timeline
from models.queries.moments import moments_of
from models.queries.shapes import entry_json
from models.replication import bundle
from models.replication.bundle import Bundle
from models.store import blobs, catalog, clocks, log, policies
from models.store.driver import Connection

if TYPE_CHECKING:
    from models.replication.signing import Signer


def incident_as_json(connection: Connection, uid: str) -> bytes:
    """Canonical JSON: operations, beside a rendering that is a function of them alone."""
    operations = list(log.of_stream(connection, incident_stream(uid)))
    return bundle.write_json(uid, operations, _rendering(connection, uid))


def incident_as_archive(connection: Connection, uid: str, signer: "Signer | None" = None) -> bytes:
    """A .warroom: operations, the attachments that are on this machine, and the context. With a
    signer its device vouches for all of it."""
    operations = tuple(log.of_stream(connection, incident_stream(uid)))
    entries = timeline.every(connection, uid, timeline.Filter(with_corrections=True))
    wanted = {file.sha256 for entry in entries for file in entry.attachments}
    wanted |= {
        payload
        for entry in entries
        if isinstance(payload := entry.detail.get("payload"), str) and payload
    }
    held = {
        digest: blobs.read(connection, digest)
        for digest in sorted(wanted)
        if blobs.holds(connection, digest)
    }
    return bundle.write_archive(Bundle(uid, operations, held, _context(connection, uid)), signer)


def _context(connection: Connection, uid: str) -> dict[str, object]:
    """What the workspace knows around the incident, and a reader elsewhere may not."""
    incident = incidents.incident(connection, uid)
    detected = incident.times.detected_at
    pages = policies.book(connection).pages
    policy = policies.in_force(connection, detected) if detected is not None and pages else None
    named = {hat.person for hat in incident.worn}
    named |= {action.owner for action in incident.review.actions}
    named |= {task.person for task in incident.tasks}
    return {
        "services": catalog.facts(connection, incident.services),
        "people": {
            name: {"areas": facts.get("areas") or []}
            for name, facts in catalog.people(connection).items()
            if name in named
        },
        "policy": write_policy(policy) if policy is not None else None,
    }


def _rendering(connection: Connection, uid: str) -> dict[str, object]:
    incident = incidents.incident_alone(connection, uid)
    took = durations(incident)
    # Clocks are known by the workspace, not by the incident: two machines may know them apart.
    rows = timeline.every(connection, uid, timeline.Filter(with_corrections=True), clocks.NONE)
    return {
        "id": _name(incident),
        "title": incident.title,
        "summary": incident.summary,
        "kind": incident.kind.value,
        "status": incident.status.value,
        "severity": incident.severity.value if incident.severity else None,
        "stage": incident.stage.value,
        "services": list(incident.services),
        "failure_mode": incident.failure_mode,
        "objective": incident.objective,
        "timestamps": {name: maybe_write_time(moment) for name, moment in incident.times.items()},
        "durations": {
            "ttd_ms": took.ttd_ms,
            "tta_ms": took.tta_ms,
            "ttm_ms": took.ttm_ms,
            "ttr_ms": took.ttr_ms,
            "impact_ms": took.impact_ms,
        },
        "roles": [
            {"role": hat.role.value, "person": hat.person, "since": maybe_write_time(hat.since)}
            for hat in incident.hats
        ],
        "merged_into": incident.merged_into,
        "recurs_from": list(incident.recurs_from),
        "moments": {entry: kind.value for entry, kind in moments_of(connection, uid).items()},
        "timeline": [entry_json(entry) for entry in rows],
    }


def _name(incident: Incident) -> str:
    return f"INC-{incident.number}" if incident.number is not None else alias(incident.uid)
