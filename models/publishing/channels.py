"""From a channel's settings and its secret to the channel."""

from pathlib import Path

from models.domain.errors import BadInput
from models.net.poster import WHOLE_S, Poster
from models.publishing.channel import Channel, ChannelKind, ChannelSettings
from models.publishing.email import Email
from models.publishing.folder import Folder
from models.publishing.github import GitHub
from models.publishing.jira import Jira
from models.publishing.slack import Slack
from models.publishing.statuspage import Statuspage
from models.publishing.tracker import Tracker
from models.publishing.webhook import Webhook

_LONGEST = 2_000


def open_channel(settings: ChannelSettings, secret: str = "", whole_s: float = WHOLE_S) -> Channel:
    """`whole_s`: how long one request, from its first packet to the last of the answer, may take.
    Raises BadInput for settings or a secret that cannot be used; use it to check them too."""
    if len(settings.url) > _LONGEST or "\n" in settings.url or "\r" in settings.url:
        raise BadInput("That is no address. Copy it again.")
    if settings.ca_file and not Path(settings.ca_file).is_file():
        raise BadInput(f"The authority's file {settings.ca_file} is not there. Name another.")
    if settings.kind is ChannelKind.FOLDER:
        return Folder(settings)
    if settings.kind is ChannelKind.EMAIL:
        return Email(settings, secret, whole_s)
    if "@" in settings.url.partition("://")[2].partition("/")[0]:
        raise BadInput("A name or password must not stand in the address.")
    poster = Poster(settings.ca_file, whole_s=whole_s)
    if settings.kind is ChannelKind.STATUSPAGE:
        return Statuspage(settings, secret, poster)
    if settings.kind is ChannelKind.SLACK:
        return Slack(settings, secret, poster)
    if settings.kind is ChannelKind.GITHUB:
        return Tracker(settings, secret, poster, GitHub(settings))
    if settings.kind is ChannelKind.JIRA:
        return Tracker(settings, secret, poster, Jira(settings))
    return Webhook(settings, secret, poster)
