"""Settings: the list of pages at the left, the chosen one at the right."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from views.icons import paint_icon
from views.settings.channels_page import ChannelsPage
from views.settings.form import Page
from views.settings.keys_page import KeysPage
from views.settings.list_pages import PeoplePage, ServicesPage
from views.settings.look_pages import AppearancePage, NotificationsPage
from views.settings.plain_pages import RunbooksPage, SourcesPage, YouPage
from views.settings.presenter import SettingsPresenter, SettingsState
from views.settings.review_templates_page import ReviewTemplatesPage
from views.settings.rules_page import RulesPage
from views.settings.sync_page import SyncPage
from views.settings.templates_page import TemplatesPage
from views.settings.words import PAGES
from views.sync.states import SyncState
from views.theme import theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded

P = TypeVar("P", bound=Page)

_LIST, _ROW, _ICON = 216, 34, 17


class PageButton(QAbstractButton):
    def __init__(self, icon: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        words = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
        return QSize(words + theme.sp(12 + _ICON + 10 + 12), theme.sp(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            box = QRectF(self.rect())
            if self.isChecked():
                rounded(painter, box, 7, theme.color("selected"))
            elif self.underMouse():
                rounded(painter, box, 7, theme.color("hover"))
            if self.hasFocus():
                rounded(painter, box, 7, None, theme.color("focus"), 2)
            side = theme.sp(_ICON)
            spot = QRectF(theme.sp(12), (self.height() - side) / 2, side, side)
            lit = self.isChecked()
            paint_icon(painter, self._icon, theme.color("accent" if lit else "text2"), spot)
            painter.setFont(theme.font("strong" if lit else "body"))
            painter.setPen(theme.color("text" if lit else "text2"))
            words = box.adjusted(theme.sp(12 + _ICON + 10), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


class PageList(QWidget):
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self.setAccessibleName(tr("Pages of settings"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(12), theme.sp(18), theme.sp(12), theme.sp(12))
        column.setSpacing(theme.sp(2))
        self._buttons: dict[str, PageButton] = {}
        for name, icon, words in PAGES:
            button = PageButton(icon, tr(words), self)
            button.toggled.connect(partial(self._toggled, name))
            self._buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        # The longest word of a language is not cut.
        widest = max(button.sizeHint().width() for button in self._buttons.values())
        self.setFixedWidth(max(theme.sp(_LIST), widest + 2 * theme.sp(12)))

    def set_current(self, name: str) -> None:
        self._buttons[name].setChecked(True)

    def button(self, name: str) -> PageButton:
        return self._buttons[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose, as in a list."""
        move = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        focused = self.focusWidget()
        if move and isinstance(focused, PageButton):
            fresh = buttons[max(0, min(len(buttons) - 1, buttons.index(focused) + move))]
            fresh.setChecked(True)
            fresh.setFocus()
        else:
            super().keyPressEvent(event)

    def _toggled(self, name: str, on: bool) -> None:
        # One stop for Tab; up and down go to the others.
        policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self._buttons[name].setFocusPolicy(policy)
        if on:
            self.chosen.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            edge = QRectF(self.width() - 1, 0, 1, self.height())
            painter.fillRect(edge, theme.color("line"))


class SettingsScreen(QWidget):
    """`said` is the result of a change, and whether it can be undone."""

    value_set = Signal(str, object)
    actor_saved = Signal(str)
    key_chosen = Signal(str, str)
    keys_reset = Signal(str)
    person_saved = Signal(object)
    service_saved = Signal(str, str, str, str)
    policy_typed = Signal(str)
    policy_saved = Signal(str)
    query_tested = Signal(str, str)
    import_requested = Signal()
    sign_in_asked = Signal()
    sign_out_asked = Signal()
    sync_asked = Signal()
    copied = Signal(str)
    said = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Settings"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = PageList(self)
        row.addWidget(self.list)
        self._stack = QStackedWidget(self)
        row.addWidget(self._stack, 1)
        self._state = SettingsState()
        self._sync_state = SyncState()
        self.list.chosen.connect(self._turn)
        self.list.set_current("appearance")

    # Pages: each is built when it is first turned to. Most people never see most of them.

    @cached_property
    def you(self) -> YouPage:
        page = self._add(YouPage)
        page.actor_saved.connect(self.actor_saved)
        page.person_saved.connect(self.person_saved)
        return page

    @cached_property
    def appearance(self) -> AppearancePage:
        return self._add(AppearancePage)

    @cached_property
    def keys(self) -> KeysPage:
        page = self._add(KeysPage)
        page.key_chosen.connect(self.key_chosen)
        page.reset_asked.connect(self.keys_reset)
        return page

    @cached_property
    def people(self) -> PeoplePage:
        page = self._add(PeoplePage)
        page.person_saved.connect(self.person_saved)
        return page

    @cached_property
    def services(self) -> ServicesPage:
        page = self._add(ServicesPage)
        page.service_saved.connect(self.service_saved)
        return page

    @cached_property
    def rules(self) -> RulesPage:
        page = self._add(RulesPage)
        page.typed.connect(self.policy_typed)
        page.policy_saved.connect(self.policy_saved)
        return page

    @cached_property
    def channels(self) -> ChannelsPage:
        return self._add(ChannelsPage)

    @cached_property
    def templates(self) -> TemplatesPage:
        return self._add(TemplatesPage)

    @cached_property
    def review_templates(self) -> ReviewTemplatesPage:
        return self._add(ReviewTemplatesPage)

    @cached_property
    def sync(self) -> SyncPage:
        page = self._add(SyncPage)
        page.sign_in_asked.connect(self.sign_in_asked)
        page.sign_out_asked.connect(self.sign_out_asked)
        page.sync_asked.connect(self.sync_asked)
        page.show_sync(self._sync_state)
        return page

    @cached_property
    def sources(self) -> SourcesPage:
        page = self._add(SourcesPage)
        page.tested.connect(self.query_tested)
        page.copied.connect(self.copied)
        return page

    @cached_property
    def runbooks(self) -> RunbooksPage:
        page = self._add(RunbooksPage)
        page.import_requested.connect(self.import_requested)
        return page

    @cached_property
    def notifications(self) -> NotificationsPage:
        return self._add(NotificationsPage)

    def _add(self, kind: Callable[[QWidget], P]) -> P:
        # Made inside the stack: a page that moves there afterwards is styled anew.
        page = kind(self._stack)
        page.value_set.connect(self.value_set)
        self._stack.addWidget(page)
        return page

    def _page(self, name: str) -> Page:
        page: Page = getattr(self, name.replace("-", "_"))
        return page

    @property
    def page(self) -> str:
        shown = self._stack.currentWidget()
        assert isinstance(shown, Page)
        return shown.name

    def open_page(self, name: str) -> None:
        in_list = isinstance(self.list.focusWidget(), PageButton)
        self.list.set_current(name)
        if in_list and self.list.focusWidget().hasFocus():
            self.setFocus()

    def show_state(self, state: SettingsState) -> None:
        """Only the page in front is dressed; another one is when it is turned to."""
        self._state = state
        self._page(self.page).show_state(state)

    def show_sync(self, state: SyncState) -> None:
        self._sync_state = state
        if "sync" in self.__dict__:
            self.sync.show_sync(state)

    def close_edit(self, page: str) -> None:
        shown = self._page(page)
        if isinstance(shown, PeoplePage | ServicesPage | RulesPage):
            shown.close_edit()

    def say(self, sentence: str, *, can_undo: bool) -> None:
        self.said.emit(sentence, can_undo)

    def connect_to(self, presenter: SettingsPresenter) -> None:
        self.value_set.connect(presenter.set_value)
        self.actor_saved.connect(presenter.save_actor)
        self.key_chosen.connect(presenter.choose_key)
        self.keys_reset.connect(presenter.reset_keys)
        self.person_saved.connect(presenter.save_person)
        self.service_saved.connect(presenter.save_service)
        self.policy_typed.connect(presenter.policy_typed)
        self.policy_saved.connect(presenter.save_policy)
        self.query_tested.connect(presenter.test_query)

    def _turn(self, name: str) -> None:
        page = self._page(name)
        self._stack.setCurrentWidget(page)
        self.setFocusProxy(self.list.button(name))
        page.show_state(self._state)
