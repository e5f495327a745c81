"""The verb that proposes what a chat says of an incident for its timeline."""

import argparse

from app.chat_files import export_files
from app.cli.intake import rows_json
from app.cli.output import Said
from app.workspace import Workspace
from models.actions.accept_proposals import AcceptProposals, accept_proposals
from models.actions.propose_chat import propose_chat
from models.domain.times import write_time
from models.intake.chat.export import read_export
from models.queries.proposals import proposals_json, waiting
from models.store import lookup

Arguments = argparse.Namespace


def import_chat_verb(w: Workspace, g: Arguments) -> Said:
    uid = lookup.incident_uid(w.connection, g.incident)
    found = read_export(export_files(g.path))
    done = propose_chat(uid, found.messages, w.desk)
    proposed = waiting(w.connection, uid)
    accepted = 0
    if g.accept and proposed:
        uids = tuple(one.proposal.uid for one in proposed)
        accepted = accept_proposals(AcceptProposals(uids), w.desk)
    value = {
        "incident": w.label(uid),
        "messages": len(found.messages),
        "proposed": done.proposed,
        "known": done.known,
        "outside": done.outside,
        "plain": done.plain,
        "left": done.left,
        "accepted": accepted,
        "rejected": rows_json(found.rejected),
        "proposals": proposals_json(proposed),
    }
    first_line = (
        f"{w.label(uid)}: {done.proposed} of {len(found.messages)} messages proposed, "
        f"{done.known} known already, {done.outside} outside of its time, {done.plain} plain talk."
    )
    lines = [first_line]
    if done.left:
        lines.append(f"{done.left} more did not fit. Decide about these, then import again.")
    for one in proposed:
        message = one.proposal.message
        why = ", ".join(reason.value for reason in message.why)
        first = message.text.split("\n")[0][:120]
        lines.append(f"  {write_time(message.at)}  {message.who}: {first}  ({why})")
    lines += [f"  rejected {row.where}: {row.reason}" for row in found.rejected]
    if accepted:
        lines.append(f"{accepted} are on the timeline now.")
    elif proposed:
        lines.append("Nothing is on the timeline yet: accept or skip each in the window, under")
        lines.append("Reviews, or all of them with --accept.")
    return Said(value, "\n".join(lines))
