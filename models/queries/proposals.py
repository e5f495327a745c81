"""What a chat proposed for timelines and nobody decided about yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.domain.chat import Proposal
from models.domain.times import write_time
from models.store import lookup, proposals
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal, with how its incident is called."""

    proposal: Proposal
    label: str
    title: str


def waiting(connection: Connection, incident: str = "") -> list[Waiting]:
    """By incident, in the order of time; of one where its uid is given."""
    found = proposals.waiting(connection, incident)
    names: dict[str, tuple[str, str]] = {}
    for one in found:
        if one.incident not in names:
            row = connection.execute(
                "SELECT title FROM incident WHERE uid=?", (one.incident,)
            ).fetchone()
            label = lookup.label(connection, one.incident)
            names[one.incident] = (label, str(row[0]) if row else "")
    return [Waiting(one, *names[one.incident]) for one in found]


def proposals_json(found: Sequence[Waiting]) -> list[Mapping[str, object]]:
    return [
        {
            "id": one.proposal.uid[:8],
            "uid": one.proposal.uid,
            "incident": one.label,
            "at": write_time(one.proposal.message.at),
            "who": one.proposal.message.who,
            "channel": one.proposal.message.channel,
            "text": one.proposal.message.text,
            "why": [why.value for why in one.proposal.message.why],
        }
        for one in found
    ]
