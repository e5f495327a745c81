"""Where status updates are published to: a channel is added, or taken away."""

import re
from dataclasses import dataclass

from models.actions.desk import Desk
from models.domain.errors import BadInput, NotFound
from models.domain.ids import WORKSPACE_STREAM
from models.domain.update import Audience
from models.publishing.channel import KINDS, ChannelSettings
from models.publishing.roster import KnownChannel, channel_value
from models.queries.channels import channels
from models.replication.operation import Value

_NAME = re.compile(r"[\w][\w .-]{0,39}")


@dataclass(frozen=True, slots=True)
class SetChannel:
    """Adds a channel, or says anew what one of that name is. The secret is no part of it."""

    settings: ChannelSettings
    audiences: tuple[Audience, ...] = ()
    has_secret: bool = False


@dataclass(frozen=True, slots=True)
class RemoveChannel:
    name: str


def checked(command: SetChannel) -> KnownChannel:
    """Raises BadInput where it cannot be used."""
    settings, facts = command.settings, KINDS[command.settings.kind]
    if not _NAME.fullmatch(settings.name):
        raise BadInput(
            f"{settings.name!r} is no name for a channel. Use up to 40 letters, digits, spaces, "
            "dots and dashes."
        )
    if facts.customers_only and set(command.audiences) - {Audience.CUSTOMERS}:
        raise BadInput(
            f"A channel of kind {settings.kind.value} is read by customers. Leave out --audience."
        )
    if facts.takes_actions:
        if command.audiences:
            raise BadInput(
                f"A channel of kind {settings.kind.value} takes actions, no updates. Leave out "
                "--audience."
            )
        return KnownChannel(settings, (), command.has_secret)
    audiences = (Audience.CUSTOMERS,) if facts.customers_only else command.audiences
    if not audiences:
        known = ", ".join(audience.value for audience in Audience)
        raise BadInput(f"Say whom {settings.name} reaches: --audience {known}.")
    chosen = tuple(sorted(set(audiences), key=list(Audience).index))
    return KnownChannel(settings, chosen, command.has_secret)


def set_channel(command: SetChannel, desk: Desk) -> KnownChannel:
    """Raises BadInput where it cannot be used."""
    known = checked(command)
    value: dict[str, Value] = {**channel_value(known)}  # type: ignore[dict-item]  # plain values
    with desk.act() as act:
        act.set_on(WORKSPACE_STREAM, "channel", known.name, "settings", value)
    return known


def remove_channel(command: RemoveChannel, desk: Desk) -> None:
    """What is queued for it is kept and fails, so that a person sees it.

    Raises:
        NotFound: there is none of that name.
    """
    with desk.act() as act:
        if command.name not in [one.name for one in channels(act.connection)]:
            raise NotFound(f"There is no channel {command.name} here.")
        act.set_on(WORKSPACE_STREAM, "channel", command.name, "settings", None)
