"""Take in an incident from a file, by the same road as everything else."""

from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.ids import WORKSPACE_STREAM
from models.replication import bundle
from models.replication.act import Change
from models.replication.operation import OperationKind
from models.store import blobs, catalog


@dataclass(frozen=True, slots=True)
class ImportedBundle:
    """`new` operations of `operations` were not here before."""

    incident: str
    operations: int
    new: int
    attachments: int


def import_bundle(raw: bytes, desk: Desk) -> ImportedBundle:
    """Checked whole before anything is stored; importing adds nothing to the incident.

    Raises:
        BadInput: not a bundle, changed, or at odds with what is held here.
    """
    found = bundle.read(raw)
    with desk.act() as act:
        fresh = act.unit.receive(list(found.operations))
        for digest, body in found.attachments.items():
            blobs.keep(act.connection, body, digest)
        known = catalog.services(act.connection)
        told = found.context.get("services")
        for name, facts in told.items() if isinstance(told, dict) else ():
            if name in known or not isinstance(facts, dict):
                continue
            for field, value in facts.items():
                if field in catalog.FIELDS:
                    act.changes.append(
                        Change(WORKSPACE_STREAM, OperationKind.SET, "service", name, field, value)
                    )
    return ImportedBundle(found.incident, len(found.operations), len(fresh), len(found.attachments))
