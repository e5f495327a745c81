"""What may be typed about status updates and the channels they go to."""

from __future__ import annotations

from collections.abc import Callable

from app.cli import values
from app.cli.parsers import Parser, VerbParser

Verb = Callable[[str, str], VerbParser]


def update_arguments(verb: Verb, shared: Parser) -> None:
    update = verb("update", "Status updates: written, approved, published.")
    update.choose_by(dest="action", metavar="ACTION", required=True)

    def action(name: str, text: str, *, numbered: bool = False) -> VerbParser:
        made = update.verb(name, help=text, description=text, parents=[shared])
        made.add_argument("incident", metavar="INC", help="a number, an alias or part of a uid")
        if numbered:
            made.add_argument("n", metavar="N", help="the number of the update")
        return made

    draft = action("draft", "Begin an update; prints it with its number.")
    draft.add_either("--text", metavar="T")
    draft.add_either(
        "--template", metavar="T", help="such as investigating, or investigating.internal"
    )
    _parts(draft)
    edit = action("edit", "Change the words; what was approved is not approved any more.",
                  numbered=True)  # fmt: skip
    edit.add_argument("--text", metavar="T")
    _parts(edit)
    approve = action("approve", "Let these words out.", numbered=True)
    approve.add_argument("--reason", default="", metavar="R", help="alone: why")
    back = action("send-back", "Send it back to its author.", numbered=True)
    back.add_argument("--reason", default="", metavar="R")
    publish = action("publish", "Queue it for every channel of its audience.", numbered=True)
    publish.add_argument(
        "--dry-run", action="store_true", help="only print the bytes that would leave"
    )
    action("snooze", "Put the reminder of the next one off by 5 minutes, once.")
    slow = action("long", "A long incident: fewer updates from 2 h on.")
    slow.add_argument("--reason", default="", metavar="R")
    action("list", "Every update, how it stands and how late it was.")
    log = action("log", "Write the record of all updates as Markdown.")
    log.add_argument("--out", type=values.path, required=True, metavar="FILE")

    _channels(verb, shared)


def _channels(verb: Verb, shared: Parser) -> None:
    outbox = verb("outbox", "What is on its way to channels, and what arrived.")
    outbox.add_argument(
        "--run", action="store_true", help="try what is due, look up what is not known"
    )
    outbox.add_argument(
        "--restored",
        action="store_true",
        help="this data folder was put back from a copy: look before anything is sent again",
    )
    outbox.add_argument("--arrived", metavar="ID", help="you have looked: it is there")
    outbox.add_argument("--again", metavar="ID", help="you have looked: send it again")
    outbox.add_argument("--leave", metavar="ID", help="it is not to go out any more")
    channel = verb("channel", "Where updates are published to.")
    channel.choose_by(dest="action", metavar="ACTION", required=True)
    add = channel.verb("add", help="add one, or say anew what it is", parents=[shared])
    add.add_argument("name", metavar="NAME")
    add.add_argument(
        "--kind", required=True, metavar="statuspage|webhook|slack|email|folder|github|jira"
    )
    add.add_argument("--url", required=True, metavar="URL")
    add.add_argument(
        "--page", default="", metavar="ID", help="of the page; a repository, a project"
    )
    add.add_argument("--audience", action="append", default=[], dest="audiences", metavar="A")
    add.add_argument("--ca", type=values.path, metavar="FILE", help="an authority of its own, PEM")
    add.add_argument("--secret-stdin", action="store_true", help="read its secret from there")
    channel.verb("list", help="every channel", parents=[shared])
    for name, text in (
        ("test", "see whether it answers"),
        ("remove", "take it away, with its secret"),
    ):
        channel.verb(name, help=text, parents=[shared]).add_argument("name", metavar="NAME")


def _parts(parser: VerbParser) -> None:
    parser.add_argument("--audience", metavar="customers|internal|leadership")
    parser.add_argument("--state", metavar="investigating|identified|monitoring|resolved")
    parser.add_argument(
        "--component", action="append", default=[], dest="components", metavar="ID=STATE"
    )
    parser.add_argument("--data-lost", choices=("no", "yes"))
