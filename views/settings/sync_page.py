"""Sync: which server, who one is there, and what is kept where."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from views.settings.form import Card, Page, Row
from views.settings.presenter import SettingsState
from views.sync.states import SyncState
from views.theme import theme_of
from views.tongue import mark, number, tr
from views.widgets.button import Button
from views.widgets.elide import ElideLabel
from views.widgets.label import Label
from views.widgets.panel import Icon

_ALONE = mark("No server. Everything is kept on this machine and works for ever without one.")
_WIDE = 300


class SyncPage(Page):
    sign_in_asked = Signal()
    sign_out_asked = Signal()
    sync_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        about = tr("Your team's server. It passes changes on and decides what only one can hold.")
        super().__init__("sync", tr("Sync"), about, parent)
        card = Card(self)
        card.add(self._build_state(card))
        self._server_card = Card(self, tr("Server"))
        self._of_server: list[QWidget] = []
        self._server = self._fact(self._server_card, tr("Address"), "")
        self._account = self._fact(
            self._server_card, tr("Account"), tr("Acts are written under it.")
        )
        self._role = self._fact(
            self._server_card, tr("Role"), tr("What the server lets you decide.")
        )
        self._kept = self._fact(self._server_card, tr("Sign-in kept"), tr("Never in the database."))
        card = Card(self, tr("This machine"))
        about = tr("How the others' timelines know this machine.")
        self._device = self._fact(card, tr("Device"), about, font="mono_small")
        self._waiting = self._fact(
            card, tr("Waiting"), tr("Saved here, not yet known to be there.")
        )
        words = tr(
            "The whole record lies in the data folder of this machine. The server holds a copy of "
            "it for the team. Contacts, drafts, keys and these settings never leave this machine."
        )
        note = Label(words, "meta", "text2", self.form, wrap=True)
        self.column.addWidget(note)
        self.finish()
        self.show_sync(SyncState())

    def show_state(self, state: SettingsState) -> None:
        """Nothing of it is a setting."""

    def show_sync(self, state: SyncState) -> None:
        self._icon.set_icon(state.icon, state.kind)
        self._title.setText(f"{state.words}{f', {state.detail}' if state.detail else ''}")
        synced = (
            tr("Last synced {synced}.", synced=state.synced)
            if state.synced
            else tr("Never synced yet.")
        )
        said = [synced, state.trouble, f"{state.clock}." if state.clock else ""]
        words = " ".join(part for part in said if part) if state.has_server else tr(_ALONE)
        self._about.setText(words)
        self.sign_in.setVisible(not state.is_signed_in)
        self.sign_out.setVisible(state.is_signed_in)
        self.sync.setVisible(state.is_signed_in)
        for row in self._of_server:
            row.setVisible(state.has_server)
        self._server_card.hide_if_bare()
        for label, value in (
            (self._server, state.server),
            (self._account, state.account or tr("nobody is signed in")),
            (self._role, state.role or tr("not known yet")),
            (self._kept, state.kept or tr("not kept")),
            (self._device, state.device),
            (
                self._waiting,
                number(state.waiting) if state.has_server else tr("nothing to send to"),
            ),
        ):
            label.set_text(value)

    def _build_state(self, card: Card) -> QWidget:
        theme = theme_of(self)
        self.sign_in = Button(tr("Sign in"), "tinted", "sign-in", parent=card)
        self.sync = Button(tr("Sync now"), "secondary", "arrows-clockwise", parent=card)
        self.sign_out = Button(tr("Sign out"), "quiet", "door", parent=card)
        self.sign_in.clicked.connect(self.sign_in_asked)
        self.sync.clicked.connect(self.sync_asked)
        self.sign_out.clicked.connect(self.sign_out_asked)
        holder = QWidget(card)
        row = QHBoxLayout(holder)
        row.setContentsMargins(*[theme.sp(16), theme.sp(14)] * 2)
        row.setSpacing(theme.sp(10))
        self._icon = Icon("check-circle", "ok", 20, holder)
        row.addWidget(self._icon)
        self._title = Label("", "strong", parent=holder)
        self._about = Label("", "meta", "text2", holder, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        words.addWidget(self._title)
        words.addWidget(self._about)
        row.addLayout(words, 1)
        for button in (self.sync, self.sign_out, self.sign_in):
            row.addWidget(button)
        return holder

    def _fact(self, card: Card, title: str, about: str, font: str = "body") -> ElideLabel:
        label = ElideLabel("", font, "text2", card)
        label.setFixedWidth(theme_of(self).sp(_WIDE))
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = Row(title, about, label, card)
        card.add(row)
        if card is self._server_card:
            self._of_server.append(row)
        return label
