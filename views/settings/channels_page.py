"""Where status updates go: each channel with whom it reaches, tried before it is needed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from views.settings.form import Card, Page, Problem
from views.settings.list_page import two_lines
from views.settings.presenter import SettingsState
from views.settings.publishing import ChannelRow, PublishingState
from views.theme import theme_of
from views.tongue import mark, told, tr
from views.widgets.button import Button
from views.widgets.check import CheckBox
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.panel import Icon

KINDS = (
    ("statuspage", mark("Status page (Statuspage API)"), "globe"),
    ("webhook", mark("Webhook"), "plugs-connected"),
    ("slack", mark("Chat (incoming webhook)"), "hash"),
    ("email", mark("E-mail (SMTP)"), "envelope"),
    ("folder", mark("Page in a folder"), "folder"),
    ("github", mark("GitHub issues"), "git-branch"),
    ("jira", mark("Jira tickets"), "check-square"),
)
_ICONS = {kind: icon for kind, _, icon in KINDS}
_HINTS = {
    "statuspage": "https://api.statuspage.io/v1",
    "webhook": "https://example.org/updates",
    "slack": "https://hooks.slack.com/services",
    "email": "smtps://user@mail.example.org:465/?from=status@example.org&to=all@example.org",
    "folder": "/srv/status",
    "github": "https://api.github.com",
    "jira": "https://example.atlassian.net",
}
_SECRETS = {
    "statuspage": mark("API key"),
    "webhook": mark("Secret that signs each message"),
    "slack": mark("End of the address, which is secret"),
    "email": mark("Password"),
    "folder": "",
    "github": mark("Token"),
    "jira": mark("Token, in the cloud e-mail:token"),
}
_PAGES = {
    "statuspage": mark("Id of the page, or its title"),
    "folder": mark("Id of the page, or its title"),
    "github": mark("Repository, as owner/name"),
    "jira": mark("Key of the project"),
}
AUDIENCES = (
    ("customers", mark("Customers")),
    ("internal", mark("Support")),
    ("leadership", mark("Leadership")),
)
_CUSTOMERS_ONLY = ("statuspage", "folder")
_TRACKERS = ("github", "jira")
"""Actions of reviews go there, and no updates."""


class ChannelForm(QWidget):
    """`saved` carries a ChannelRow and the secret, "" where the one kept stays."""

    saved = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.sp(16), theme.sp(12)] * 2)
        column.setSpacing(theme.sp(10))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.sp(14))
        self._grid.setVerticalSpacing(theme.sp(4))
        self.name = LineInput(tr("Name"), tr("Status page"), parent=self)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(tr("Kind"))
        for key, words, _ in KINDS:
            self.kind.addItem(tr(words), key)
        self.kind.currentIndexChanged.connect(lambda _: self._follow())
        self.url = LineInput(tr("Address"), parent=self)
        self.page = LineInput(tr("Id of the page, or its title"), parent=self)
        self.secret = LineInput(tr("Secret"), parent=self)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret_words = Label("", "label", "text2", self)
        self._place(0, 0, Label(tr("Name"), "label", "text2", self), self.name)
        self._place(0, 1, Label(tr("Kind"), "label", "text2", self), self.kind)
        self._place(1, 0, Label(tr("Address"), "label", "text2", self), self.url, 2)
        self._page_words = Label(tr("Id of the page, or its title"), "label", "text2", self)
        self._place(2, 0, self._page_words, self.page)
        self._place(2, 1, self._secret_words, self.secret)
        column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(12))
        self._reaches = Label(tr("Reaches"), "label", "text2", self)
        row.addWidget(self._reaches)
        self.boxes: dict[str, CheckBox] = {}
        for audience, words in AUDIENCES:
            self.boxes[audience] = CheckBox(tr(words), self)
            row.addWidget(self.boxes[audience])
        row.addStretch(1)
        column.addLayout(row)
        self.problem = Problem(self)
        column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(8))
        about = tr("The secret goes to the keyring of this machine, never into the database.")
        foot.addWidget(Label(about, "meta", "text3", self, wrap=True), 1)
        cancel = Button(tr("Cancel"), "quiet", parent=self)
        cancel.clicked.connect(self.left)
        save = Button(tr("Save channel"), "primary", keys=("Enter",), parent=self)
        save.clicked.connect(self._save)
        for line in (self.name, self.url, self.page, self.secret):
            line.returnPressed.connect(self._save)
        foot.addWidget(cancel)
        foot.addWidget(save)
        column.addLayout(foot)
        self._follow()
        self.hide()

    def _place(self, row: int, at: int, label: Label, field: QWidget, wide: int = 1) -> None:
        label.setContentsMargins(0, theme_of(self).sp(6) if row else 0, 0, 0)
        self._grid.addWidget(label, row * 2, at, 1, wide)
        self._grid.addWidget(field, row * 2 + 1, at, 1, wide)

    def fill(self, row: ChannelRow | None) -> None:
        shown = row or ChannelRow("", "statuspage", "")
        self.name.setText(shown.name)
        self.name.setReadOnly(row is not None)
        self.kind.setCurrentIndex(self.kind.findData(shown.kind))
        self.url.setText(shown.url)
        self.page.setText(shown.page)
        self.secret.clear()
        self.secret.setPlaceholderText(tr("kept as it is") if shown.has_secret else "")
        for audience, box in self.boxes.items():
            box.setChecked(audience in shown.audiences)
        self._follow()
        (self.name if row is None else self.url).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _follow(self) -> None:
        kind = str(self.kind.currentData())
        self.url.setPlaceholderText(_HINTS[kind])
        secret = _SECRETS[kind]
        self._secret_words.setText(tr(secret) if secret else "")
        self._secret_words.setVisible(bool(secret))
        self.secret.setVisible(bool(secret))
        paged = _PAGES.get(kind, "")
        self.page.setVisible(bool(paged))
        self._page_words.setVisible(bool(paged))
        self._page_words.setText(tr(paged) if paged else "")
        self.page.setAccessibleName(self._page_words.text())
        is_tracker, given = kind in _TRACKERS, kind in _CUSTOMERS_ONLY
        self._reaches.setVisible(not is_tracker)
        for audience, box in self.boxes.items():
            box.setVisible(not is_tracker)
            box.setEnabled(not given)
            if given or is_tracker:
                box.setChecked(given and audience == "customers")

    def _save(self) -> None:
        chosen = tuple(name for name, box in self.boxes.items() if box.isChecked())
        row = ChannelRow(
            self.name.text().strip(),
            str(self.kind.currentData()),
            self.url.text().strip(),
            self.page.text().strip(),
            chosen,
        )
        self.saved.emit(row, self.secret.text())


class ChannelsPage(Page):
    channel_saved = Signal(object, str)
    channel_removed = Signal(str)
    channel_tested = Signal(str)
    bytes_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "Where status updates go, and actions of reviews. One that cannot be reached is tried "
            "again; what may have arrived is looked up, or asked of you, and never sent twice by "
            "itself."
        )
        super().__init__("channels", tr("Channels"), about, parent)
        self._is_built = False

    def build(self) -> None:
        """Once, before it is first seen: not with all the other pages."""
        if self._is_built:
            return
        self._is_built = True
        self.card = Card(self)
        self._empty = Label(
            tr("No channel yet. Updates are told on the timeline alone."),
            "body",
            "text3",
            self.card,
        )
        margin = theme_of(self).sp(14)
        self._empty.setContentsMargins(margin, margin, margin, margin)
        self.card.add(self._empty)
        self.edit = ChannelForm(self.card)
        self.card.add(self.edit)
        self.edit.saved.connect(self.channel_saved)
        self.edit.left.connect(self.close_edit)
        self._shown: tuple[ChannelRow, ...] | None = None
        self._rows: dict[str, QWidget] = {}
        self._said: dict[str, Problem] = {}
        self.add_button = Button(tr("Add a channel"), "secondary", "plus", parent=self.form)
        self.add_button.clicked.connect(lambda: self.open_edit(""))
        self.column.addWidget(self.add_button)
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        """What it shows is read apart; see `show_publishing`."""

    def show_publishing(self, state: PublishingState) -> None:
        self.build()
        self.edit.problem.say(told(state.problem))
        if state.channels != self._shown:
            self._fill_rows(state.channels)
        for name, problem in self._said.items():
            words, good = state.tested.get(name, ("", True))
            problem.say(told(words), good=good)

    def open_edit(self, name: str) -> None:
        """Of a channel that is there; without a name, for one to be added."""
        self.build()
        self.close_edit()
        row = next((one for one in self._shown or () if one.name == name), None)
        if row is not None:
            self._rows[name].hide()
        self._empty.hide()
        self.add_button.hide()
        self.edit.problem.say("")
        self.edit.show()
        self.edit.fill(row)

    def close_edit(self) -> None:
        self.edit.hide()
        for row in self._rows.values():
            row.show()
        self._empty.setVisible(not self._rows)
        self.add_button.show()

    def _fill_rows(self, channels: Sequence[ChannelRow]) -> None:
        self._shown = tuple(channels)
        for row in self._rows.values():
            self.card.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._said = {}
        self._rows = {one.name: self._row(one) for one in channels}
        for at, row in enumerate(self._rows.values()):
            self.card.column.insertWidget(at, row)
        self._empty.setVisible(not channels and self.edit.isHidden())

    def _row(self, channel: ChannelRow) -> QWidget:
        theme = theme_of(self)
        holder = QWidget(self.card)
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.sp(16), theme.sp(9), theme.sp(10), theme.sp(9))
        column.setSpacing(theme.sp(4))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(12))
        row.addWidget(Icon(_ICONS[channel.kind], "text2", 18, holder))
        words = dict(AUDIENCES)
        reaches, resend = (
            ", ".join(tr(words[one]) for one in channel.audiences),
            told(channel.resend),
        )
        about = (
            tr("Reaches {audiences}. {resend}", audiences=reaches, resend=resend)
            if reaches
            else tr("Takes actions of reviews. {resend}", resend=resend)
        )
        row.addLayout(two_lines(channel.name, about, holder), 1)
        for label, signal in (
            (tr("Test"), self.channel_tested),
            (tr("Bytes"), self.bytes_asked),
            (tr("Remove"), self.channel_removed),
        ):
            button = Button(label, "quiet", parent=holder, height=28)
            button.setAccessibleName(f"{label}: {channel.name}")
            button.clicked.connect(lambda _=False, s=signal: s.emit(channel.name))
            row.addWidget(button)
        edit = Button(tr("Edit"), "quiet", parent=holder, height=28)
        edit.setAccessibleName(tr("Edit {name}", name=channel.name))
        edit.clicked.connect(lambda: self.open_edit(channel.name))
        row.addWidget(edit)
        column.addLayout(row)
        said = Problem(holder)
        column.addWidget(said)
        self._said[channel.name] = said
        return holder
