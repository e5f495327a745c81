"""What keeps coming back: signs that returned within 90 days, and what was decided about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.domain.action_item import ActionState
from models.domain.facts import MISSING
from models.domain.times import from_ms
from models.store import lookup, reviews
from models.store.driver import Connection

MOST = 30


@dataclass(frozen=True, slots=True)
class Comeback:
    """`name` is the service and failure mode, or the newest title where a person linked them;
    `times` how often it returned, `uids` every incident of it, the newest first."""

    name: str
    times: int
    last_at: datetime | None
    uids: tuple[str, ...]
    labels: tuple[str, ...] = ()
    open_actions: int = 0
    done_actions: int = 0


def comebacks(connection: Connection, now: datetime) -> list[Comeback]:
    """The most frequent first, then the latest: the recurrences of the key figures, over all
    time."""
    # With numpy, 17 MiB: it comes with the first look.
    from models.metrics.kpis import Wanted
    from models.queries.kpis import read_kpis

    figures = read_kpis(connection, Wanted(), now)
    table, found = figures.table, figures.recurrence
    groups: dict[str, list[tuple[int, int]]] = {}
    for row, earlier in zip(found.rows.tolist(), found.earlier.tolist(), strict=True):
        sign = table.fingerprint_texts[table.fingerprints[row]]
        # Linked by a person: all returns of the same incident are one thing.
        groups.setdefault(sign or f"\0{earlier}", []).append((row, earlier))
    detected = table["detected_at"]
    told = []
    for sign, pairs in groups.items():
        rows = {row for pair in pairs for row in pair if row >= 0}
        order = sorted(rows, key=lambda row: -int(detected[row]))
        last = int(detected[order[0]])
        told.append(
            Comeback(
                name="" if sign.startswith("\0") else sign.replace("/", " / ", 1),
                times=len(pairs),
                last_at=None if last == MISSING else from_ms(last),
                uids=tuple(table.uids[row] for row in order),
            )
        )
    told.sort(key=lambda one: (-one.times, -(one.last_at.timestamp() if one.last_at else 0)))
    return [_with_actions(connection, one) for one in told[:MOST]]


def _with_actions(connection: Connection, one: Comeback) -> Comeback:
    actions = [action for uid in one.uids for action in reviews.actions_of(connection, uid)]
    title = connection.execute("SELECT title FROM incident WHERE uid=?", (one.uids[0],)).fetchone()
    return replace(
        one,
        name=one.name or str(title[0] if title else ""),
        labels=tuple(lookup.label(connection, uid) for uid in one.uids),
        open_actions=sum(action.state is ActionState.OPEN for action in actions),
        done_actions=sum(action.state is ActionState.DONE for action in actions),
    )


def comebacks_json(found: Sequence[Comeback]) -> list[Mapping[str, object]]:
    return [
        {
            "sign": one.name,
            "times": one.times,
            "incidents": list(one.labels),
            "open_actions": one.open_actions,
            "done_actions": one.done_actions,
        }
        for one in found
    ]
