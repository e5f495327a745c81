"""The outbox of this desktop, run: its channels with their secrets, and the engine over it."""

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.workspace import wall_clock
from models.actions.deliver import DeskOutbox
from models.actions.desk import Desk
from models.credentials import Secrets, secrets_here
from models.domain.errors import Refused, Unavailable
from models.publishing.channel import Channel
from models.publishing.publisher import Publisher
from models.publishing.roster import KnownChannel
from models.queries.channels import channels
from models.store.database import read_meta
from models.store.driver import Connection


def secret_name(connection: Connection, channel: str) -> str:
    """What the secret of a channel is kept under; two workspaces may have one of the same name."""
    return f"channel:{read_meta(connection, 'workspace') or ''}:{channel}"


def opener(connection: Connection, folder: Path) -> Callable[[str], Channel | None]:
    """Gives a channel by its name, None where there is none."""
    held: list[Secrets] = []

    def secret_of(known: KnownChannel) -> str:
        if not known.has_secret:
            return ""
        try:
            if not held:
                held.append(secrets_here(folder))
            found = held[0].read(secret_name(connection, known.name))
        except Refused as error:
            raise Unavailable(str(error)) from None
        if found is None:
            raise Unavailable(
                f"The secret of {known.name} is not kept on this machine. Add the channel here "
                "too, with --secret-stdin."
            )
        return found

    def open_by_name(name: str) -> Channel | None:
        from models.publishing.channels import open_channel  # what speaks HTTP holds 15 MiB

        known = next((one for one in channels(connection) if one.name == name), None)
        return None if known is None else open_channel(known.settings, secret_of(known))

    return open_by_name


def publisher_of(desk: Desk, folder: Path, clock: Callable[[], datetime] = wall_clock) -> Publisher:
    """`desk` is on the connection of the thread that runs it; its clock dates receipts."""
    return Publisher(
        DeskOutbox.of(desk),
        opener(desk.store.connection, folder),
        clock,
        random.random,
        desk.now,
    )
