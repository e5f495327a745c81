"""Take in an incident from a file, by the same road as everything else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.actions.desk import ActInProgress, Desk
from models.domain.errors import BadInput
from models.domain.ids import WORKSPACE_STREAM
from models.domain.syncing import CLOCK_NOTICE_MS
from models.domain.times import to_ms
from models.intake.policy_toml import read_policy, write_policy
from models.replication import bundle
from models.replication.act import Change
from models.replication.bundle import Bundle
from models.replication.operation import Operation, OperationKind, Value
from models.store import blobs, catalog, clocks, policies


@dataclass(frozen=True, slots=True)
class ImportedBundle:
    """`new` operations of `operations` were not here before. `signed_by` is the device that vouches
    for the file, "" where none does."""

    incident: str
    operations: int
    new: int
    attachments: int
    signed_by: str = ""


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
        _note_clocks(act, fresh)
        _learn(act, "service", catalog.services(act.connection), found.context.get("services"))
        _learn(act, "person", catalog.people(act.connection), found.context.get("people"))
        _learn_policy(act, found)
    return ImportedBundle(
        found.incident,
        len(found.operations),
        len(fresh),
        len(found.attachments),
        found.signed_by,
    )


_LEARNT = {"service": catalog.FIELDS, "person": ("areas",)}


def _learn(act: ActInProgress, kind: str, known: Collection[str], told: object) -> None:
    """What the file knows of services and people that nobody here has heard of."""
    for name, facts in told.items() if isinstance(told, dict) else ():
        if name in known or not isinstance(facts, dict):
            continue
        for field, value in facts.items():
            if field in _LEARNT[kind]:
                act.changes.append(
                    Change(WORKSPACE_STREAM, OperationKind.SET, kind, name, field, value)
                )


def _learn_policy(act: ActInProgress, found: Bundle) -> None:
    """Counts from the incident's detection on, and only where this workspace never had one."""
    text = found.context.get("policy")
    if not isinstance(text, str) or policies.book(act.connection).pages:
        return
    try:
        whole = write_policy(read_policy(text))
    except BadInput:
        return  # of a later version: the incident is taken in all the same
    detected = act.incident(found.incident).times.detected_at
    if detected is not None:
        happened = to_ms(detected)
        act.changes.append(
            Change(
                WORKSPACE_STREAM, OperationKind.SET, "policy", "workspace", "text", whole,
                happened_at=happened,
            )
        )  # fmt: skip


def _note_clocks(act: ActInProgress, fresh: Sequence[Operation]) -> None:
    """A stamp that lies in our future was made by a clock that is ahead, by that much at least."""
    now = act.act.recorded_at
    known = clocks.book(act.connection)
    ahead: dict[str, Operation] = {}
    for op in fresh:
        if op.recorded_at - now >= CLOCK_NOTICE_MS and op.device not in known.by_device:
            newest = ahead.get(op.device)
            ahead[op.device] = (
                op if newest is None or op.recorded_at > newest.recorded_at else newest
            )
    for device, op in ahead.items():
        value: dict[str, Value] = {"offset_ms": op.recorded_at - now, "least": True}
        act.add_to(WORKSPACE_STREAM, "device", device, clocks.FIELD, value)
