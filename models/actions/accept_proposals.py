"""Decide about messages that a chat's export proposed: onto the timeline, or never asked again."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.chat import Proposal, ProposalState
from models.domain.entry import EntryKind
from models.domain.errors import NotFound, NothingToDo
from models.store import proposals
from models.store.driver import Connection


@dataclass(frozen=True, slots=True)
class AcceptProposals:
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkipProposals:
    uids: tuple[str, ...]


def accept_proposals(command: AcceptProposals, desk: Desk) -> int:
    """Each becomes a note at the time of its message, with the name of who said it as its source.
    One act: undo takes all of them back. Gives how many.

    Raises:
        NotFound: there is no such proposal here.
        NothingToDo: somebody decided about each of them.
    """
    with desk.act() as act:
        chosen = _open(act.connection, command.uids)
        for one in chosen:
            message = one.message
            act.entry(
                one.incident,
                EntryKind.NOTE,
                message.text,
                happened_at=message.at,
                detail={
                    "source": message.who,
                    "imported": True,
                    "chat": message.key,
                    "channel": message.channel,
                },
            )
            proposals.set_state(act.connection, one.uid, ProposalState.ACCEPTED)
    return len(chosen)


def skip_proposals(command: SkipProposals, desk: Desk) -> int:
    """They are not proposed again. Gives how many; raises as `accept_proposals` does."""
    with desk.act() as act:
        chosen = _open(act.connection, command.uids)
        for one in chosen:
            proposals.set_state(act.connection, one.uid, ProposalState.SKIPPED)
    return len(chosen)


def _open(connection: Connection, uids: Sequence[str]) -> list[Proposal]:
    found = [proposals.one(connection, uid) for uid in uids]
    if any(one is None for one in found):
        raise NotFound("That message is not proposed here.")
    waiting = [one for one in found if one is not None and one.state is ProposalState.OPEN]
    if not waiting:
        raise NothingToDo("That was decided already.")
    return waiting
