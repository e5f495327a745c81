"""Verbs about where updates go: channels with their secrets, and the outbox."""

import argparse
import sys

from app.cli.output import Said, table
from app.outbox import opener, publisher_of, secret_name
from app.workspace import Workspace
from models.actions.deliver import DeskOutbox
from models.actions.set_channel import (
    RemoveChannel,
    SetChannel,
    checked,
    remove_channel,
    set_channel,
)
from models.actions.settle_delivery import SettleDelivery, settle_delivery
from models.credentials import secrets_here
from models.domain.errors import Ambiguous, BadInput, NotFound
from models.domain.update import Audience
from models.publishing.channel import KINDS, ChannelKind, ChannelSettings
from models.publishing.channels import open_channel
from models.publishing.publisher import Publisher
from models.publishing.roster import KnownChannel
from models.queries.channels import channels
from models.queries.outbox import OnItsWay, outbox, outbox_json
from models.queries.tickets import Ticket, ticket_json, tickets
from models.store import postings

Arguments = argparse.Namespace
Json = dict[str, object]


def channel_verb(w: Workspace, g: Arguments) -> Said:
    return {"add": _add, "list": _list, "test": _test, "remove": _remove}[g.action](w, g)


def _add(w: Workspace, g: Arguments) -> Said:
    """Checked whole before the secret or the channel is kept."""
    kind = ChannelKind.parse(g.kind)
    settings = ChannelSettings(g.name.strip(), kind, g.url.strip(), g.page, str(g.ca or ""))
    secret = _secret() if g.secret_stdin else ""
    audiences = tuple(Audience.parse(one) for one in g.audiences)
    command = SetChannel(settings, audiences, bool(secret))
    known = checked(command)
    open_channel(settings, secret)
    if secret:
        secrets_here(w.database.folder).write(secret_name(w.connection, known.name), secret)
    set_channel(command, w.desk)
    kept = " Its secret is kept apart from the database." if secret else ""
    return Said(channel_json(known), f"{_words(known)}{kept}")


def _secret() -> str:
    given = sys.stdin.read(4097).removesuffix("\n").removesuffix("\r")
    if not given or len(given) > 4096:
        raise BadInput("No secret came on standard input, or one that is too long.")
    return given


def channel_json(known: KnownChannel) -> Json:
    settings, facts = known.settings, KINDS[known.settings.kind]
    return {
        "id": known.name,
        "name": known.name,
        "kind": settings.kind.value,
        "url": settings.url,
        "page": settings.page or None,
        "audiences": [audience.value for audience in known.audiences],
        "has_secret": known.has_secret,
        "resend": facts.resend.value,
    }


def _words(known: KnownChannel) -> str:
    whom = ", ".join(audience.value for audience in known.audiences)
    resend = KINDS[known.settings.kind].words
    kind = known.settings.kind.value
    return f"{known.name} ({kind}) {f'reaches {whom}' if whom else 'takes actions'}. {resend}"


def _list(w: Workspace, g: Arguments) -> Said:
    known = channels(w.connection)
    if not known:
        return Said([], "No channel yet: publishing an update is telling it. See 'channel add'.")
    rows = [
        (
            one.name,
            one.settings.kind.value,
            ", ".join(audience.value for audience in one.audiences) or "actions of reviews",
            one.settings.url,
            KINDS[one.settings.kind].words,
        )
        for one in known
    ]
    heads = ("name", "kind", "reaches", "address", "when it is not known to have arrived")
    return Said([channel_json(one) for one in known], table(rows, heads))


def _test(w: Workspace, g: Arguments) -> Said:
    if "offline" in g:
        raise BadInput("--offline uses no network, and this needs it. Leave one of them out.")
    channel = opener(w.connection, w.database.folder)(g.name)
    if channel is None:
        raise NotFound(f"There is no channel {g.name} here. 'warroom channel list' shows them.")
    said = channel.test(w.now())
    return Said({"channel": g.name, "ok": True, "message": said}, said)


def _remove(w: Workspace, g: Arguments) -> Said:
    known = next((one for one in channels(w.connection) if one.name == g.name), None)
    remove_channel(RemoveChannel(g.name), w.desk)
    if known is not None and known.has_secret:
        secrets_here(w.database.folder).forget(secret_name(w.connection, g.name))
    return Said({"id": g.name, "removed": True}, f"{g.name} is taken away.")


def outbox_verb(w: Workspace, g: Arguments) -> Said:
    asked = {"arrived": g.arrived, "again": g.again, "leave": g.leave}
    wanted = [(what, name) for what, name in asked.items() if name]
    if len(wanted) > 1:
        raise BadInput("Say one thing of one delivery at a time.")
    if g.restored:
        DeskOutbox.of(w.desk).quarantine()
    if g.run or wanted:
        if w.is_linked:
            for what, name in wanted:
                key = _named(w, name)
                held = postings.find(w.connection, key)
                if held is not None and held.posting.message.is_action:
                    # What goes to trackers is delivered here, with a server too.
                    _settle(publisher_of(w.desk, w.database.folder), what, key, w.actor)
                else:
                    settle_delivery(SettleDelivery(key, what), w.desk)
            _ask_server(w, g)
        else:
            _run_here(w, g, wanted)
    rows = outbox(w.connection)
    under_way = [one for one in tickets(w.connection) if one.delivery.state.value != "sent"]
    told = [outbox_json(one) for one in rows] + [ticket_json(one) for one in under_way]
    return Said(told, _table(rows, under_way))


def _ask_server(w: Workspace, g: Arguments) -> None:
    """With a server it is the server that publishes: what it did is read."""
    from app.cli.syncing import decide_now

    if postings.waiting(w.connection) and "offline" not in g:
        # Queued here before there was a server: it is not known to it.
        publisher_of(w.desk, w.database.folder).run(eager=True)
    decide_now(w, g)


def _run_here(w: Workspace, g: Arguments, wanted: list[tuple[str, str]]) -> None:
    publisher = publisher_of(w.desk, w.database.folder)
    for what, name in wanted:
        _settle(publisher, what, _named(w, name), w.actor)
    if "offline" in g:
        return
    publisher.run(eager=g.run)


def _settle(publisher: Publisher, what: str, key: str, by: str) -> None:
    {"arrived": publisher.arrived, "again": publisher.send_again, "leave": publisher.leave}[what](
        key, by
    )


def _named(w: Workspace, name: str) -> str:
    every = [one.key for one in outbox(w.connection)]
    every += [one.key for one in tickets(w.connection)]
    found = [key for key in every if key.startswith(name.strip().lower())]
    if not found:
        raise NotFound(f"There is no delivery {name} here. 'warroom outbox' shows them.")
    if len(found) > 1:
        raise Ambiguous(name, [key[:12] for key in found])
    return found[0]


def _table(rows: list[OnItsWay], under_way: list[Ticket]) -> str:
    if not rows and not under_way:
        return "Nothing is on its way."
    cells = [
        (
            one.key[:12],
            one.label,
            str(one.update.n),
            one.delivery.channel,
            one.delivery.state.value,
            str(one.delivery.attempts),
            one.delivery.receipt or one.delivery.reason or "-",
        )
        for one in rows
    ]
    cells += [
        (
            one.key[:12],
            one.label,
            "action",
            one.delivery.channel,
            one.delivery.state.value,
            str(one.delivery.attempts),
            one.delivery.receipt or one.delivery.reason or "-",
        )
        for one in under_way
    ]
    return table(cells, ("id", "incident", "n", "channel", "state", "tries", "receipt or reason"))
