"""A line of the timeline to put into a sentence: the one at the playhead first."""

from collections.abc import Sequence
from datetime import UTC, tzinfo

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from models.domain.timeline import TimelineEntry
from models.queries.reel import said
from views import text
from views.review.chips import Chip
from views.theme import theme_of
from views.tongue import tr
from views.vocabulary import kind_word
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.label import Label
from views.widgets.line_input import LineInput

MOST = 200
_UID = Qt.ItemDataRole.UserRole


class EvidencePicker(DialogFrame):
    """Enter or a click puts it in; Up and Down choose while one types."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 620)
        self._entries: tuple[TimelineEntry, ...] = ()
        self._zone: tzinfo = UTC
        self.setAccessibleName(tr("Insert evidence"))
        self.card.addWidget(Label(tr("Insert evidence"), "dialog_title", parent=self.surface))
        self.line = LineInput(
            tr("Search the timeline"), tr("Search the timeline"), "magnifying-glass",
            parent=self.surface,
        )  # fmt: skip
        self.line.textChanged.connect(lambda _: self._fill())
        self.line.installEventFilter(self)
        self.list = QListWidget(self.surface)
        self.list.setAccessibleName(tr("Timeline"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setFixedHeight(theme_of(self).sp(320))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemClicked.connect(lambda _: self._pick())
        self.card.addWidget(self.line)
        self.card.addWidget(self.list)
        foot = QHBoxLayout()
        foot.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        go = Button(tr("Insert"), "primary", keys=("Enter",), parent=self.surface, height=36)
        go.clicked.connect(self._pick)
        foot.addWidget(cancel)
        foot.addWidget(go)
        self.card.addLayout(foot)
        self.rejected.connect(self.close_dialog)
        self.accepted.connect(self._pick)

    def ask(self, entries: Sequence[TimelineEntry], here: str, zone: tzinfo) -> None:
        """`here` is the uid of the entry at the playhead."""
        self._entries, self._zone = tuple(entries), zone
        self.line.clear()
        self._fill(here)
        self.open(self.line)

    def _fill(self, here: str = "") -> None:
        wanted, height = self.line.text().casefold().split(), theme_of(self).sp(30)
        self.list.clear()
        for entry in self._entries:
            words = f"{text.clock_time(entry.happened_at, self._zone)}  {said(entry)}"
            if not all(word in f"{words} {entry.actor}".casefold() for word in wanted):
                continue
            item = QListWidgetItem(words)
            item.setData(_UID, entry.uid)
            item.setSizeHint(QSize(0, height))
            self.list.addItem(item)
            if entry.uid == here:
                self.list.setCurrentItem(item)
            if self.list.count() >= MOST:
                break
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.type() is QEvent.Type.KeyPress and event.key() in moves:
                row = self.list.currentRow() + moves[Qt.Key(event.key())]
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() is QEvent.Type.KeyPress and enter:
                self._pick()
                return True
        return super().eventFilter(watched, event)

    def _pick(self) -> None:
        item = self.list.currentItem()
        uid = item.data(_UID) if item else ""
        entry = next((one for one in self._entries if one.uid == uid), None)
        self.close_dialog()
        if entry is not None:
            self.picked.emit(chip_for(entry))


def chip_for(entry: TimelineEntry) -> Chip:
    """`15:24 Mei`, `15:06 alert`: who wrote it, or what it was."""
    at = f"{entry.happened_at.astimezone(UTC):%H:%M}"
    first = entry.actor.split()[0] if entry.actor else ""
    by_people = entry.kind.value in ("note", "evidence", "metric")
    return Chip(f"{at} {first if by_people and first else kind_word(entry.kind)}", entry.uid)
