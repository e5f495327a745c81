"""Histories and alerts in bulk."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.figure import Figure, timed
from bench.ground import desk_on, history, now
from models.actions.import_history import import_history
from models.actions.receive_alerts import Payload, receive_alerts
from models.intake.alerts import read_alerts
from models.store import driver

FLOOR = "parse + executemany of the same operations"


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    desk = desk_on(folder / "history")
    rows = history(1_282, 2_801)
    took = timed(lambda: import_history(rows, desk))
    floor = _floor(folder / "floor-1.db", desk.store.connection)
    yield Figure("import of 1,282 incidents, 2,801 updates", took, FLOOR, floor, 8)
    desk = desk_on(folder / "alerts")
    bodies = [_payload(n) for n in range(10_000)]

    def take() -> None:
        for first in range(0, len(bodies), 100):
            part = bodies[first : first + 100]
            receive_alerts([Payload("p", body, read_alerts(body)) for body in part], desk)

    took = timed(take)
    parse = timed(lambda: [json.loads(body) for body in bodies])
    floor = parse + _floor(folder / "floor-2.db", desk.store.connection)
    yield Figure("import of 10,000 alerts, half of them again", took, FLOOR, floor, 8)


def _payload(n: int) -> bytes:
    at = (now() - timedelta(days=1) + timedelta(seconds=n % 5_000)).isoformat()
    alert = {
        "status": "firing",
        "labels": {"alertname": f"Disk {n % 5_000} is full", "service": "db"},
        "startsAt": at,
        "fingerprint": f"fp{n % 5_000}",
    }
    return json.dumps({"version": "4", "status": "firing", "alerts": [alert]}).encode()


def _floor(path: Path, connection: driver.Connection) -> float:
    rows = connection.execute(
        "SELECT op_id, stream, device, counter, raw FROM operation"
    ).fetchall()
    bare = driver.connect(path)
    bare.execute("CREATE TABLE o (op_id BLOB PRIMARY KEY, stream, device, counter, raw)")

    def write() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.executemany("INSERT INTO o VALUES (?,?,?,?,?)", rows)
        bare.execute("COMMIT")

    took = timed(write)
    bare.close()
    return took
