"""The pages about publishing and about templates of reviews, as views of their presenters."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from views.composer.bytes_dialog import BytesDialog
from views.settings.publishing import PublishingPresenter, PublishingState
from views.settings.review_templates import ReviewTemplatesPresenter, TemplatesState
from views.settings.screen import SettingsScreen
from views.tongue import tr
from views.widgets.question import Question


class PublishingPages:
    def __init__(self, screen: SettingsScreen, dialogs: QWidget) -> None:
        """`dialogs` is what dialogs cover: the whole window."""
        self._screen = screen
        self.bytes = BytesDialog(dialogs)
        self.question = Question(dialogs)

    def connect_to(self, presenter: PublishingPresenter) -> None:
        channels, templates = self._screen.channels, self._screen.templates
        channels.channel_saved.connect(presenter.save_channel)
        channels.channel_removed.connect(presenter.remove_channel)
        channels.channel_tested.connect(presenter.test_channel)
        channels.bytes_asked.connect(presenter.show_bytes)
        templates.typed.connect(presenter.template_typed)
        templates.template_saved.connect(presenter.save_template)

    def show_publishing(self, state: PublishingState) -> None:
        self._screen.channels.show_publishing(state)
        self._screen.templates.show_publishing(state)

    def close_channel(self) -> None:
        self._screen.channels.close_edit()

    def show_bytes(self, title: str, text: str) -> None:
        self.bytes.open_for(title, text)

    def ask_remove(self, name: str, answer: Callable[[], None]) -> None:
        self.question.ask(
            tr("Take {name} away?", name=name),
            tr("Its secret is forgotten on this machine. What waits for it is not sent."),
            tr("Take it away"),
            answer,
        )

    def say(self, sentence: str, *, can_undo: bool) -> None:
        self._screen.say(sentence, can_undo=can_undo)


class ReviewTemplatePages:
    def __init__(self, screen: SettingsScreen, question: Question) -> None:
        self._screen = screen
        self._page = screen.review_templates
        self._question = question

    def connect_to(self, presenter: ReviewTemplatesPresenter) -> None:
        page = self._page
        page.typed.connect(presenter.typed)
        page.template_saved.connect(presenter.save)
        page.back_asked.connect(presenter.bring_back)
        page.removal_asked.connect(presenter.remove)
        page.edit.left.connect(presenter.left)

    def show_review_templates(self, state: TemplatesState) -> None:
        self._page.show_review_templates(state)

    def close_edit(self) -> None:
        self._page.close_edit()

    def ask(self, title: str, why: str, verb: str, answer: Callable[[], None]) -> None:
        self._question.ask(title, why, verb, answer)

    def say(self, sentence: str, *, can_undo: bool) -> None:
        self._screen.say(sentence, can_undo=can_undo)
