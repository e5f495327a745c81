"""Settings: the list of pages at the left, the chosen one at the right."""

from functools import partial

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
from views.theme import theme_of
from views.tongue import tr
from views.widgets.painted import painting, rounded

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
        # Made inside the stack: a page that moves there afterwards is styled anew.
        self.you = YouPage(self._stack)
        self.appearance = AppearancePage(self._stack)
        self.keys = KeysPage(self._stack)
        self.people = PeoplePage(self._stack)
        self.services = ServicesPage(self._stack)
        self.rules = RulesPage(self._stack)
        self.channels = ChannelsPage(self._stack)
        self.templates = TemplatesPage(self._stack)
        self.review_templates = ReviewTemplatesPage(self._stack)
        self.sync = SyncPage(self._stack)
        self.sources = SourcesPage(self._stack)
        self.runbooks = RunbooksPage(self._stack)
        self.notifications = NotificationsPage(self._stack)
        self._pages: dict[str, Page] = {
            page.name: page
            for page in (
                self.you, self.appearance, self.keys, self.people, self.services, self.rules,
                self.channels, self.templates, self.review_templates, self.sync, self.sources,
                self.runbooks, self.notifications,
            )
        }  # fmt: skip
        self._state = SettingsState()
        for page in self._pages.values():
            page.value_set.connect(self.value_set)
            self._stack.addWidget(page)
        self._connect()
        self.list.chosen.connect(self._turn)
        self.list.set_current("appearance")

    @property
    def page(self) -> str:
        return next(
            name for name, page in self._pages.items() if self._stack.currentWidget() is page
        )

    def open_page(self, name: str) -> None:
        in_list = isinstance(self.list.focusWidget(), PageButton)
        self.list.set_current(name)
        if in_list and self.list.focusWidget().hasFocus():
            self.setFocus()

    def show_state(self, state: SettingsState) -> None:
        """Only the page in front is dressed; another one is when it is turned to."""
        self._state = state
        self._pages[self.page].show_state(state)

    def close_edit(self, page: str) -> None:
        shown = self._pages[page]
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

    def _connect(self) -> None:
        self.you.actor_saved.connect(self.actor_saved)
        self.you.person_saved.connect(self.person_saved)
        self.keys.key_chosen.connect(self.key_chosen)
        self.keys.reset_asked.connect(self.keys_reset)
        self.people.person_saved.connect(self.person_saved)
        self.services.service_saved.connect(self.service_saved)
        self.rules.typed.connect(self.policy_typed)
        self.rules.policy_saved.connect(self.policy_saved)
        self.sources.tested.connect(self.query_tested)
        self.sources.copied.connect(self.copied)
        self.runbooks.import_requested.connect(self.import_requested)

    def _turn(self, name: str) -> None:
        page = self._pages[name]
        self._stack.setCurrentWidget(page)
        self.setFocusProxy(self.list.button(name))
        page.show_state(self._state)
