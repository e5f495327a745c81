"""The channels of a workspace, as they stand in its log: everything but the secret."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.domain.update import Audience
from models.publishing.channel import KINDS, ChannelKind, ChannelSettings


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """`has_secret`: one was given with it, and lies where secrets lie."""

    settings: ChannelSettings
    audiences: tuple[Audience, ...]
    has_secret: bool = False

    @property
    def name(self) -> str:
        return self.settings.name


def channel_value(known: KnownChannel) -> dict[str, object]:
    """The form in which a channel goes into the log."""
    settings = known.settings
    return {
        "kind": settings.kind.value,
        "url": settings.url,
        "page": settings.page,
        "ca_file": settings.ca_file,
        "audiences": [audience.value for audience in known.audiences],
        "has_secret": known.has_secret,
    }


def channel_of(name: str, value: object) -> KnownChannel | None:
    """None for one that was removed, or that this version does not know."""
    if not isinstance(value, Mapping):
        return None
    try:
        kind = ChannelKind(value.get("kind"))
        told = value.get("audiences")
        audiences = tuple(Audience(one) for one in told) if isinstance(told, list) else ()
    except ValueError:
        return None
    settings = ChannelSettings(
        name,
        kind,
        str(value.get("url") or ""),
        str(value.get("page") or ""),
        str(value.get("ca_file") or ""),
    )
    if KINDS[kind].takes_actions:
        audiences = ()
    if KINDS[kind].customers_only:
        audiences = (Audience.CUSTOMERS,)
    return KnownChannel(settings, audiences, value.get("has_secret") is True)


def trackers(known: Iterable[KnownChannel]) -> tuple[KnownChannel, ...]:
    """Those that actions go to."""
    return tuple(one for one in known if KINDS[one.settings.kind].takes_actions)


def taking(known: Iterable[KnownChannel], audience: Audience | None) -> tuple[KnownChannel, ...]:
    return tuple(one for one in known if audience in one.audiences)
