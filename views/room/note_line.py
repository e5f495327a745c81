"""The line at the bottom of the timeline: type, Enter, and it is on the record."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from models.domain.entry import TYPED_BY_PEOPLE, EntryKind
from models.domain.errors import BadInput
from models.domain.note import ParsedNote, completions, names_for, naming_at, parse_note
from views.icons import icon
from views.keys import cap_word
from views.room.note_editor import NoteEditor
from views.room.timeline_words import RoomClock, day_words
from views.theme import theme_of
from views.tongue import told, tr
from views.vocabulary import kind_word
from views.widgets.keycap import KeyCap
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon

Names = Callable[[], Sequence[str]]


class NoteLine(QWidget):
    """`posted` leaves the words in place: say `accepted` when they are kept, or `set_error`."""

    posted = Signal(object)  # a ParsedNote
    draft_changed = Signal(str)
    left = Signal()  # Esc: the list gets the focus back
    files_pasted = Signal(list)
    image_pasted = Signal(bytes)

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        zone: tzinfo = UTC,
        kinds: Sequence[EntryKind] = TYPED_BY_PEOPLE,
        parent: QWidget | None = None,
    ) -> None:
        """`kinds` are the types offered; times of day are read on the clock of `zone`."""
        super().__init__(parent)
        self._now, self._zone, self._kinds = now, zone, tuple(kinds)
        self._chosen = EntryKind.NOTE
        self._posting: str | None = None
        self._quiet = False
        self._names: dict[str, Names] = {"@": tuple, "#": tuple}
        self.editor = NoteEditor(self)
        self._pencil = Icon("note-pencil", "accent", 16, self)
        self._when = QLabel(self)
        self._type = QToolButton(self)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._enter = KeyCap("Enter", self)
        self._lay_out()
        self._connect()
        self._offer_kinds()
        self._dress()
        self._read()

    # What the presenter says

    def set_draft(self, text: str) -> None:
        """Puts back what was kept, without telling of it. Words being typed are left alone."""
        if text != self.text and not self.editor.hasFocus():
            self._quiet = True
            self.editor.setPlainText(text)
            self._quiet = False

    def accepted(self) -> None:
        """The posted note is kept: its words go, what was typed since stays."""
        posted, self._posting = self._posting, None
        if posted is None:
            return
        self._chosen = EntryKind.NOTE
        self.editor.setPlainText(self.text.removeprefix(posted))
        self._read()

    def set_error(self, sentence: str) -> None:
        """Why the note was not kept; "" when all is well."""
        self._posting = None
        self._say(sentence, "bad" if sentence else "text3")

    def set_zone(self, zone: tzinfo) -> None:
        self._zone = zone
        self._read()

    def set_kinds(self, kinds: Sequence[EntryKind]) -> None:
        self._kinds = tuple(kinds)
        self._offer_kinds()
        self._read()

    def set_names(self, people: Names, incidents: Names) -> None:
        """Who and what can be named with @ and #; asked only while something is named."""
        self._names = {"@": people, "#": incidents}

    @property
    def text(self) -> str:
        return self.editor.toPlainText()

    @property
    def hint(self) -> str:
        """The sentence under the words: what is wrong, or what Tab completes."""
        return self._hint.text()

    def start(self) -> None:
        """Ready to type, with what was there before."""
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def begin(self, words: str) -> None:
        """Ready to go on after `words`; what was typed before stands behind them."""
        if not self.text.startswith(words):
            self.editor.setPlainText(words + self.text)
        cursor = self.editor.textCursor()
        cursor.setPosition(len(words))
        self.editor.setTextCursor(cursor)
        self.start()

    # At work

    def _post(self) -> None:
        if self._posting is not None:
            return
        try:
            parsed = self._parsed()
        except BadInput as error:
            self.set_error(told(str(error)))
            return
        if not parsed.text.strip():
            if self.text.strip():
                self.set_error(tr("There are no words yet. Write what happened."))
            return
        self._posting = self.text
        self.posted.emit(parsed)

    def _parsed(self) -> ParsedNote:
        return parse_note(
            self.text, self._now(), self._zone, kinds=self._kinds, default=self._chosen
        )

    def _typed(self) -> None:
        self.editor.fit()
        self._read()
        if not self._quiet:
            self.draft_changed.emit(self.text)

    def _read(self) -> None:
        """Shows how the words would be understood if they were posted now."""
        offered = self._offered()
        self.editor.completes = bool(offered)
        try:
            parsed = self._parsed()
        except BadInput as error:
            self._show(ParsedNote(self._chosen, ""))
            self._say(told(str(error)), "warn")
            return
        self._show(parsed)
        self._say(f"{cap_word('Tab')}: {'   '.join(offered)}" if offered else "", "text3")

    def _show(self, parsed: ParsedNote) -> None:
        self._type.setText(f"{kind_word(parsed.kind)} ")
        self._type.setAccessibleName(tr("Type of entry: {kind}", kind=kind_word(parsed.kind)))
        self._when.setText(self._when_words(parsed.happened_at))
        self._when.setVisible(parsed.happened_at is not None)

    def _when_words(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        shown, today = moment.astimezone(self._zone), self._now().astimezone(self._zone)
        day = "" if shown.date() == today.date() else f"{day_words(moment, self._clock)} "
        return tr("at {time}", time=f"{day}{shown:%H:%M:%S} {shown.tzname() or ''}".rstrip())

    @property
    def _clock(self) -> RoomClock:
        return RoomClock(zone=self._zone)

    def _say(self, sentence: str, color: str) -> None:
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))
        palette = self._hint.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme_of(self).color(color))
        self._hint.setPalette(palette)
        self.editor.setAccessibleDescription(sentence)

    def _offered(self) -> tuple[str, ...]:
        """What Tab would put in, the first of it: a type of entry, a person, an incident."""
        naming = naming_at(self.text, self.editor.textCursor().position())
        if naming is None:
            return completions(self.text, self._kinds)
        found = names_for(naming, self._names[naming.sign]())
        return tuple(f"@{name}" for name in found) if naming.sign == "@" else found

    def _complete(self) -> None:
        offered = self._offered()
        if not offered:
            return
        cursor = self.editor.textCursor()
        naming = naming_at(self.text, cursor.position())
        cursor.setPosition(naming.start if naming else 0, cursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{offered[0]} ")
        self.editor.setTextCursor(cursor)

    def _choose(self, kind: EntryKind) -> None:
        self._chosen = kind
        self._read()
        self.start()

    # How it stands

    def _lay_out(self) -> None:
        theme = theme_of(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(16), theme.sp(8), theme.sp(10), theme.sp(8))
        column.setSpacing(theme.sp(4))
        row = QHBoxLayout()
        row.setSpacing(theme.sp(10))
        for part in (self._pencil, self.editor, self._when, self._type, self._enter):
            row.addWidget(part)
        column.addLayout(row)
        column.addWidget(self._hint)

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._typed)
        self.editor.cursorPositionChanged.connect(self._read)
        self.editor.entered.connect(self._post)
        self.editor.completion_wanted.connect(self._complete)
        self.editor.escaped.connect(self.left)
        self.editor.focus_changed.connect(self.update)
        self.editor.files_pasted.connect(self.files_pasted)
        self.editor.image_pasted.connect(self.image_pasted)
        self.editor.setAccessibleName(tr("Note. Enter posts it, Shift+Enter begins a new line"))
        self.setFocusProxy(self.editor)

    def _offer_kinds(self) -> None:
        menu = QMenu(self._type)
        for kind in self._kinds:
            menu.addAction(kind_word(kind).capitalize()).triggered.connect(
                lambda _=False, kind=kind: self._choose(kind)
            )
        self._type.setMenu(menu)
        commands = "  ".join(f"/{kind.value}" for kind in self._kinds if kind is not EntryKind.NOTE)
        if EntryKind.TASK in self._kinds:
            commands = f"{commands}  {tr('@name')}"
        self.editor.setPlaceholderText(tr("Log a note. Start with  {commands}", commands=commands))

    def _dress(self) -> None:
        theme = theme_of(self)
        self.editor.setFont(theme.font("body"))
        self._when.setFont(theme.font("chip"))
        self._hint.setFont(theme.font("meta"))
        self._type.setFont(theme.font("label"))
        self._type.setAutoRaise(True)
        self._type.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._type.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._type.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._type.setIcon(icon("caret-down", theme.color("text3"), theme.sp(12)))
        self._type.setToolTip(tr("Type of entry"))
        self._type.setMinimumHeight(theme.sp(24))
        palette = self._when.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("accent"))
        self._when.setPalette(palette)
        self.editor.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.editor.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, focused = theme_of(self), self.editor.hasFocus()
        with painting(self) as painter:
            line = theme.color("focus" if focused else "control")
            width = 2 if focused else 1
            box, radius = QRectF(self.rect()), theme.sp(8)
            rounded(painter, box, radius, theme.color("inset"), line, width)
