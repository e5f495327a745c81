"""What the server says in a stream in its own name: chained and signed like anybody's words."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from sqlalchemy import Connection

from models.domain.ids import incident_of_stream, ordered_id
from models.replication.act import Act, Author, Change
from models.replication.clock import HybridClock
from models.replication.merge import Term
from models.replication.operation import Operation, OperationKind, Value
from server import streams
from server.core import Server

NAME = "War room"
"""Who is named as the author of what the server writes."""


class Writer:
    """Collects what the server says in one stream, chained and signed like anybody's words."""

    def __init__(self, connection: Connection, server: Server, head: streams.Head) -> None:
        self._connection = connection
        self._server = server
        self._head = head
        self._act = Act(
            ordered_id(server.now(), server.random_bytes), NAME, server.now(), server.now()
        )
        self._operations: list[Operation] = []

    @cached_property
    def _author(self) -> Author:
        """Looked up where something is said; of most pushes nothing is."""
        server, stream = self._server, self._head.stream
        clock = HybridClock(self._head.clock, server.now)
        author = Author(
            server.workspace, server.server_id, clock, server.random_bytes, server.signer
        )
        author.heads[stream] = replace(self._head.said)
        return author

    def add_grant(self, claim: Operation, person: str, term: Term) -> Operation:
        incident = incident_of_stream(self._head.stream) or ""
        value: dict[str, Value] = {
            "person": person,
            "granted": list(term),
            "claim": claim.op_id.hex(),
        }
        return self.command(incident, "commander", value, claim.happened_at)

    def command(
        self, incident: str, name: str, value: Value, happened_at: int | None = None
    ) -> Operation:
        return self._stamp(
            Change(
                self._head.stream, OperationKind.COMMAND, "incident", incident, name, value,
                happened_at=happened_at,
            )
        )  # fmt: skip

    def decision(
        self, entity: str, name: str, value: Value, happened_at: int | None = None
    ) -> Operation:
        """On a field of a status update."""
        change = Change(
            self._head.stream, OperationKind.COMMAND, "update", entity, name, value,
            happened_at=happened_at,
        )  # fmt: skip
        return self._stamp(change)

    def set(
        self, kind: str, entity: str, name: str, value: Value, happened_at: int | None = None
    ) -> Operation:
        change = Change(
            self._head.stream, OperationKind.SET, kind, entity, name, value,
            happened_at=happened_at,
        )  # fmt: skip
        return self._stamp(change)

    def tell(
        self,
        kind: str,
        text: str,
        detail: dict[str, Value],
        level: str = "key",
        happened_at: int | None = None,
    ) -> Operation:
        """A line on the timeline."""
        op_id = self._author.new_op_id()
        value: dict[str, Value] = {"kind": kind, "level": level, "text": text, "detail": detail}
        change = Change(
            self._head.stream, OperationKind.APPEND, "entry", op_id.hex(), "written", value,
            happened_at=happened_at, op_id=op_id,
        )  # fmt: skip
        return self._stamp(change)

    def append(self, kind: str, entity: str, name: str, value: dict[str, object]) -> None:
        told: Value = value  # type: ignore[assignment]  # made of plain values by who calls
        self._stamp(Change(self._head.stream, OperationKind.APPEND, kind, entity, name, told))

    def entry(
        self, text: str, about: Operation, detail: dict[str, Value] | None = None
    ) -> Operation:
        return self.tell("role", text, detail or {"about": about.op_id.hex()})

    def withheld(self, device: str, counter: int, previous: bytes, hash_: bytes) -> None:
        """`previous` is empty where nobody knows the operation itself."""
        value: list[Value] = [counter, previous, hash_]
        self._stamp(
            Change(self._head.stream, OperationKind.APPEND, "device", device, "withheld", value)
        )

    @property
    def said(self) -> list[Operation]:
        """What will be written."""
        return self._operations

    def vouch(self, device: str, operations: Sequence[Operation]) -> None:
        """For these operations of a device, which prove nothing themselves."""
        told: list[Value] = [[device, op.counter, op.hash] for op in operations]
        self._stamp(
            Change(self._head.stream, OperationKind.APPEND, "device", device, "vouched", told)
        )

    def write(self) -> list[Operation]:
        streams.append(self._connection, self._head, self._operations)
        return self._operations

    def _stamp(self, change: Change) -> Operation:
        (operation,) = self._author.write(self._act, [change])
        self._operations.append(operation)
        return operation
