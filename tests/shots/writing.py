"""The composer with something in it: channels, a draft, an approver, trouble."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from app.composition import Desktop
from app.workspace import Workspace
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.draft_update import DraftUpdate, draft_update
from models.actions.link_facts import LinkFacts, link_facts
from models.actions.publish_update import PublishUpdate, publish_update
from models.actions.set_channel import SetChannel, set_channel
from models.actions.set_service import SetService, set_service
from models.composing.facts import Link
from models.domain.errors import NothingToDo
from models.domain.update import Audience, Update, UpdateState
from models.publishing.channel import ChannelKind, ChannelSettings
from models.queries import incidents
from models.queries.channels import channels
from models.queries.updates import text_name

_MAIL = "smtps://mail.northwind.example:465/?from=status@northwind.example&to=all@northwind.example"
CHANNELS = (
    ("Northwind Status", ChannelKind.STATUSPAGE, "https://status.northwind.example", ()),
    ("Customer mail", ChannelKind.EMAIL, _MAIL, (Audience.CUSTOMERS,)),
    ("support-live", ChannelKind.SLACK, "https://hooks.slack.com/services", (Audience.INTERNAL,)),
    ("Leadership mail", ChannelKind.EMAIL, _MAIL, (Audience.LEADERSHIP,)),
)
WORDS = (
    "Checkout has been working again in Europe since 15:39 UTC. Customers in the United States may "
    "still see an error when they pay, and can try again later.\n\n"
    "We are reversing the change that caused this. No card was charged for a failed order.\n\n"
    "The next update comes within 20 minutes."
)
FACTS = (
    Link("region:Europe", "Europe"),
    Link("region:the United States", "the United States"),
    Link("next_within", "20 minutes"),
)


def add_channels(workspace: Workspace) -> None:
    desk = workspace.desk
    if channels(workspace.connection):
        return  # another look at the same screen
    for name, kind, url, audiences in CHANNELS:
        set_channel(SetChannel(ChannelSettings(name, kind, url, "p"), audiences, True), desk)
    set_service(SetService("checkout-api", component="cmp_checkout", public_name="Checkout"), desk)
    set_service(SetService("webapp-prod", public_name="Web shop"), desk)


def drafted(
    workspace: Workspace,
    uid: str,
    words: str = WORDS,
    author: str = "",
    *,
    asks: bool = False,
    more: tuple[Link, ...] = (),
) -> Update:
    known = incidents.incident(workspace.connection, uid).updates
    for update in known:
        if update.publication is None:
            return update
    desk = replace(workspace.desk, actor=author) if author else workspace.desk
    command = DraftUpdate(
        uid, Audience.CUSTOMERS, UpdateState.MONITORING, words, asks=asks, then_send=asks
    )
    made = draft_update(command, desk)
    link_facts(LinkFacts(uid, text_name(made.uid), (*FACTS, *more)), desk)
    return made


def tell_support(workspace: Workspace, uid: str) -> None:
    """An update that cannot go out: the secret of its channel is not kept here."""
    known = incidents.incident(workspace.connection, uid).updates
    if any(update.deliveries for update in known):
        return
    told = DraftUpdate(uid, Audience.INTERNAL, UpdateState.IDENTIFIED, "Roll back is at 60 %.")
    made = draft_update(told, workspace.desk)
    publish_update(PublishUpdate(uid, made.uid), workspace.desk)


def more_are_hit(workspace: Workspace, uid: str) -> None:
    with suppress(NothingToDo):
        assess_impact(AssessImpact(uid, users="20000"), workspace.desk)


def open_composer(desktop: Desktop, wait_for: Callable[[Callable[[], bool]], None]) -> None:
    """`wait_for` turns the event loop until something holds."""
    desktop.composer.open()
    presenter = desktop.composer.presenter
    wait_for(lambda: presenter.state.is_loaded)
    wait_for(
        lambda: (
            presenter.state.analysis.text == presenter.state.text
            and presenter.state.analysis.audience == presenter.state.audience
        )
    )
