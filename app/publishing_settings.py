"""Channels and templates of updates and reviews in settings, joined to the workspace."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.qt_jobs import QtJobRunner
from app.workspace import Workspace
from models.actions.edit_template import EditTemplate, edit_template
from models.actions.use_template import keep_template, planned
from models.composing.sandbox import Words
from models.composing.templates import FACT_NAMES, Template, check, fill
from models.domain.errors import NotFound
from models.domain.update import Audience, UpdateState
from models.queries.channels import channels
from models.queries.review_templates import templates
from models.queries.templates import template_book
from views.settings.publishing import (
    ChannelRow,
    Loaded,
    PublishingCalls,
    PublishingPresenter,
    TemplateRow,
)
from views.settings.publishing_view import PublishingPages, ReviewTemplatePages
from views.settings.review_templates import ReviewTemplatesPresenter, TemplateCalls
from views.settings.screen import SettingsScreen

SAMPLE: dict[str, Words | tuple[Words, ...]] = {
    "affected": Words("Checkout", "affected"),
    "services": (Words("Checkout", "services"), Words("Search", "services")),
    "regions": (Words("Europe", "regions"),),
    "users": Words("about 12,400", "users"),
    "business": Words("about 41k EUR an hour", "business"),
    "severity": Words("P0 Critical", "severity"),
    "title": Words("Checkout fails after a deploy", "title"),
    "objective": Words("Roll back, region by region", "objective"),
    "commander": Words("Ana Silva", "commander"),
    "started": Words("15:04 UTC", "started"),
    "next_within": Words("20 minutes", "next_within"),
}


class PublishingSettings:
    def __init__(
        self,
        workspace: Workspace,
        screen: SettingsScreen,
        jobs: QtJobRunner,
        network: QtJobRunner,
        dialogs: QWidget,
    ) -> None:
        self._workspace = workspace
        self.pages = PublishingPages(screen, dialogs)
        self.presenter = PublishingPresenter(self.pages, jobs, network, self._calls())
        self.pages.connect_to(self.presenter)
        view = ReviewTemplatePages(screen, self.pages.question)
        self.reviews = ReviewTemplatesPresenter(view, jobs, self._review_calls())
        view.connect_to(self.reviews)

    @property
    def owners(self) -> tuple[object, ...]:
        return self.presenter, self.reviews

    def load(self) -> None:
        self.presenter.load()
        self.reviews.load()

    def _review_calls(self) -> TemplateCalls:
        here = self._workspace
        return TemplateCalls(
            load=lambda: tuple(templates(here.connection)),
            check=lambda command: planned(here.connection, command),
            keep=lambda command: keep_template(command, here.desk),
        )

    def _calls(self) -> PublishingCalls:
        return PublishingCalls(
            load=self._load,
            save_channel=self._save_channel,
            remove_channel=self._remove_channel,
            test_channel=partial(self._with_channel, "test"),
            bytes_of=partial(self._with_channel, "bytes"),
            save_template=self._save_template,
            make=_made,
            names=tuple(FACT_NAMES.items()),
        )

    def _load(self) -> Loaded:
        from models.publishing.channel import KINDS

        connection = self._workspace.connection
        rows = tuple(
            ChannelRow(
                one.name,
                one.settings.kind.value,
                one.settings.url,
                one.settings.page,
                tuple(audience.value for audience in one.audiences),
                one.has_secret,
                KINDS[one.settings.kind].words,
            )
            for one in channels(connection)
        )
        found = tuple(
            TemplateRow(key, one.moment, one.audience, one.text, one.starter)
            for key, one in template_book(connection).items()
        )
        return rows, found

    def _save_channel(self, row: ChannelRow, secret: str) -> None:
        """Checked whole before the secret or the channel is kept."""
        from app.outbox import secret_name
        from models.actions.set_channel import SetChannel, checked, set_channel
        from models.credentials import secrets_here
        from models.publishing.channel import ChannelKind, ChannelSettings
        from models.publishing.channels import open_channel

        here = self._workspace
        settings = ChannelSettings(row.name, ChannelKind(row.kind), row.url, row.page)
        before = next((one for one in channels(here.connection) if one.name == row.name), None)
        kept = bool(before and before.has_secret)
        audiences = tuple(Audience(one) for one in row.audiences)
        command = SetChannel(settings, audiences, bool(secret) or kept)
        known = checked(command)
        secrets = secrets_here(here.database.folder) if secret or kept else None
        name = secret_name(here.connection, known.name)
        told = secret or (secrets.read(name) if secrets else "") or ""
        open_channel(settings, told)
        if secret and secrets is not None:
            secrets.write(name, secret)
        set_channel(command, here.desk)

    def _remove_channel(self, name: str) -> None:
        from app.outbox import secret_name
        from models.actions.set_channel import RemoveChannel, remove_channel
        from models.credentials import secrets_here

        here = self._workspace
        known = next((one for one in channels(here.connection) if one.name == name), None)
        remove_channel(RemoveChannel(name), here.desk)
        if known is not None and known.has_secret:
            secrets_here(here.database.folder).forget(secret_name(here.connection, name))

    def _with_channel(self, what: str, name: str) -> str:
        """Tries it, or gives the bytes that a sample update would be. Asked beside the store's
        lane, with a connection of its own."""
        from app.outbox import opener
        from models.publishing.message import Message

        here = self._workspace
        connection = here.database.connect()
        try:
            channel = opener(connection, here.database.folder)(name)
            known = next((one for one in channels(connection) if one.name == name), None)
        finally:
            connection.close()
        if channel is None or known is None:
            raise NotFound(f"There is no channel {name} here.")
        if what == "test":
            return channel.test(here.now())
        now = here.now()
        sample = Message(
            "0" * 40, "sample", "0" * 64, name, "sample", "Problem with Checkout",
            (known.audiences or (Audience.INTERNAL,))[0], UpdateState.INVESTIGATING,
            "This is a sample.", now, now, "minor",
            is_action=not known.audiences,
        )  # fmt: skip
        left = channel.preview(sample, (), now)
        heads = "".join(f"{key}: {value}\n" for key, value in left.headers)
        return f"{left.method} {left.url}\n{heads}\n{left.body.decode('utf-8', 'replace')}"

    def _save_template(self, moment: str, audience: str, text: str | None) -> None:
        edit_template(EditTemplate(moment, audience, text), self._workspace.desk)


def _made(audience: str, text: str) -> str:
    check(text)
    return fill(Template("update", audience, text), SAMPLE).text
