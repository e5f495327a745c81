"""Where a person sits: the store, a clock, who they are. Every act begins here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from models.changes import ChangeFeed
from models.domain.entry import EntryKind, Level
from models.domain.errors import Refused
from models.domain.ids import RandomBytes, incident_stream, new_uid, ordered_id
from models.domain.incident import Incident
from models.domain.times import from_ms, to_ms
from models.replication.act import Act, Sign
from models.replication.act import Change as FieldChange
from models.replication.merge import FieldState, Key
from models.replication.operation import Operation, OperationKind, Value
from models.replication.projection import project_incident
from models.store import entries, lookup
from models.store.driver import Connection
from models.store.unit_of_work import UnitOfWork


class Store(Protocol):
    """What an act needs of an open database."""

    @property
    def connection(self) -> Connection: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """`now` is the wall clock of acts (aware UTC); `actor` who acts, never empty."""

    store: Store
    feed: ChangeFeed
    now: Callable[[], datetime]
    random_bytes: RandomBytes
    actor: str
    sign: Sign | None = None
    closed: str = ""
    """Why nothing is done here, as a sentence; "" where acts are taken."""

    @contextmanager
    def act(self, happened_at: datetime | None = None) -> Iterator["ActInProgress"]:
        """One act in one transaction: what is asked of it inside lands together or not at all."""
        now = self.now()
        if self.closed:
            raise Refused(self.closed)
        if happened_at is not None and to_ms(happened_at) < 0:
            raise Refused("That time is before 1970. Check the year.")
        recorded = to_ms(now)
        act = Act(
            ordered_id(recorded, self.random_bytes),
            self.actor,
            recorded if happened_at is None else to_ms(happened_at),
            recorded,
        )
        unit = UnitOfWork(
            self.store.connection,
            self.feed,
            lambda: to_ms(self.now()),
            self.random_bytes,
            self.sign,
        )
        with unit:
            draft = ActInProgress(self, unit, act)
            yield draft
            draft.flush()

    def at(self, now: datetime) -> "Desk":
        """The same desk with its clock standing at `now`."""
        return replace(self, now=lambda: now)


@dataclass(slots=True)
class ActInProgress:
    """Collects the writes of one act. Reads inside see what stood before the act, and what was
    flushed of it."""

    desk: Desk
    unit: UnitOfWork
    act: Act
    changes: list[FieldChange] = field(default_factory=list)
    entry_uids: list[str] = field(default_factory=list)

    @property
    def connection(self) -> Connection:
        return self.unit.connection

    @property
    def happened_at(self) -> datetime:
        return from_ms(self.act.happened_at)

    @property
    def now(self) -> datetime:
        return from_ms(self.act.recorded_at)

    def new_uid(self) -> str:
        return new_uid(self.desk.random_bytes)

    def incident(self, name: str) -> Incident:
        """The incident that a person named, as it stands inside this transaction."""
        uid = lookup.incident_uid(self.connection, name)
        state = self.unit.state_of(incident_stream(uid))
        return project_incident(uid, state, entries.milestones(self.connection, uid))

    def incident_uid(self, name: str) -> str:
        return lookup.incident_uid(self.connection, name)

    def label(self, uid: str) -> str:
        return lookup.label(self.connection, uid)

    def standing(self, stream: str, key: Key) -> FieldState:
        return self.unit.standing(stream, key)

    def set(self, incident: str, field_name: str, value: Value) -> None:
        self.set_on(incident_stream(incident), "incident", incident, field_name, value)

    def set_on(
        self, stream: str, entity_kind: str, entity: str, field_name: str, value: Value
    ) -> None:
        """A write that replaces every write standing on the field now."""
        seen = self.standing(stream, (entity_kind, entity, field_name))
        self._change(OperationKind.SET, stream, entity_kind, entity, field_name, value, seen)

    def command(self, incident: str, field_name: str, value: Value) -> None:
        stream = incident_stream(incident)
        seen = self.standing(stream, ("incident", incident, field_name))
        self._change(OperationKind.COMMAND, stream, "incident", incident, field_name, value, seen)

    def command_on(
        self, stream: str, entity_kind: str, entity: str, field_name: str, value: Value
    ) -> None:
        seen = self.standing(stream, (entity_kind, entity, field_name))
        self._change(OperationKind.COMMAND, stream, entity_kind, entity, field_name, value, seen)

    def add(self, incident: str, field_name: str, value: Value) -> None:
        self.add_to(incident_stream(incident), "incident", incident, field_name, value)

    def add_to(
        self, stream: str, entity_kind: str, entity: str, field_name: str, value: Value
    ) -> None:
        self._change(
            OperationKind.ADD, stream, entity_kind, entity, field_name, value, FieldState()
        )

    def remove(self, incident: str, field_name: str, value: Value) -> bool:
        return self.remove_from(incident_stream(incident), "incident", incident, field_name, value)

    def remove_from(
        self, stream: str, entity_kind: str, entity: str, field_name: str, value: Value
    ) -> bool:
        """Takes a value out of a set; False when it is not in it."""
        standing = self.standing(stream, (entity_kind, entity, field_name))
        seen = {op_id: w for op_id, w in standing.heads.items() if w.value == value}
        if not seen:
            return False
        self._change(
            OperationKind.REMOVE,
            stream,
            entity_kind,
            entity,
            field_name,
            value,
            FieldState(heads=seen),
        )
        return True

    def write_text(
        self,
        stream: str,
        entity_kind: str,
        entity: str,
        name: str,
        update: Value,
        stands_for: FieldState | None = None,
    ) -> None:
        """One more change of a text, or with `stands_for` all of it in place of those."""
        seen = stands_for or FieldState()
        self._change(OperationKind.TEXT, stream, entity_kind, entity, name, update, seen)

    def append(self, stream: str, entity_kind: str, entity: str, name: str, value: Value) -> None:
        self._change(OperationKind.APPEND, stream, entity_kind, entity, name, value, FieldState())

    def entry(
        self,
        incident: str,
        kind: EntryKind,
        text: str | None,
        *,
        level: Level = Level.NORMAL,
        detail: dict[str, Value] | None = None,
        happened_at: datetime | None = None,
        corrects: str | None = None,
        attachments: list[Value] | None = None,
    ) -> str:
        """A line on the incident's timeline; gives its uid."""
        op_id = self.unit.new_op_id()
        value: dict[str, Value] = {
            "kind": kind.value,
            "level": level.value,
            "text": text,
        }
        if detail:
            value["detail"] = detail
        if corrects is not None:
            value["corrects"] = corrects
        if attachments:
            value["attachments"] = attachments
        self.changes.append(
            FieldChange(
                incident_stream(incident),
                OperationKind.APPEND,
                "entry",
                op_id.hex(),
                "written",
                value,
                happened_at=None if happened_at is None else to_ms(happened_at),
                op_id=op_id,
            )
        )
        self.entry_uids.append(op_id.hex())
        return op_id.hex()

    def flush(self) -> list[Operation]:
        """Land what was collected so far, inside the transaction still."""
        changes, self.changes = self.changes, []
        return self.unit.write(self.act, changes) if changes else []

    def _change(
        self,
        kind: OperationKind,
        stream: str,
        entity_kind: str,
        entity: str,
        name: str,
        value: Value,
        seen: FieldState,
    ) -> None:
        self.changes.append(
            FieldChange(
                stream,
                kind,
                entity_kind,
                entity,
                name,
                value,
                tuple(sorted(seen.heads)),
            )
        )
