"""What one decider decides: who commands, and an incident's number.

Without a server this desktop decides. With one a claim is written, which counts here at once and
is granted or not when the server has read it.
"""

from models.actions.desk import ActInProgress
from models.domain.ids import incident_stream
from models.replication.merge import term_of
from models.replication.operation import Value
from models.store.server_link import is_linked


def claim_command(act: ActInProgress, incident: str, person: str) -> None:
    key = ("incident", incident, "commander")
    standing = act.standing(incident_stream(incident), key)
    value: dict[str, Value] = {"person": person}
    if is_linked(act.connection):
        value["expect"] = list(term_of(standing))
    else:
        write = standing.latest()
        before = write.value if write is not None and isinstance(write.value, dict) else {}
        term = before.get("term")
        value["term"] = term + 1 if isinstance(term, int) else 0
    act.command(incident, "commander", value)


def claim_number(act: ActInProgress, incident: str) -> None:
    number = next_number(act)
    if number is not None:
        act.command(incident, "number", number)


def next_number(act: ActInProgress) -> int | None:
    """One more than the highest; None where a server gives the numbers."""
    if is_linked(act.connection):
        return None
    (highest,) = act.connection.execute("SELECT max(number) FROM incident").fetchone()
    return int(highest or 0) + 1
