"""The palette: one line, and what it finds."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from views.palette.presenter import OF_ALL, PREFIXES, TIMELINE, Hit, PaletteItem, by_group, rank
from views.palette.rows import ROW, HitRow, Hits, height_of
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import Button
from views.widgets.dialog import DialogFrame
from views.widgets.keycap import KeyCap
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.panel import Icon

WIDTH, TOP, LINE, FOOT = 680, 150, 58, 38
MOST_ROWS = 11
KEPT_RECENT = 20
LOOK_UP_FROM = 2
TYPED_PIXELS = 17
SEARCH = mark("Search or run a command")
_PREFIX_WORDS = {
    ">": mark("commands"),
    "@": mark("people"),
    "#": mark("incidents"),
    "/": mark("notes"),
}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Palette(DialogFrame):
    """`provide` is asked for everything there is each time the palette opens, `look_up` at each
    letter for what is too much to list: it gives what answers the words, best first. `scope` names
    the incident in front; while it stands in the chip, what answers in it goes before all else."""

    chosen = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        provide: Callable[[], Sequence[PaletteItem]],
        look_up: Callable[[str], Sequence[PaletteItem]] | None = None,
        scope: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__(parent, WIDTH)
        self._look_up = look_up
        self._scope = scope
        self.is_scoped = False
        self.setAccessibleName(tr("Command palette"))
        self._window = parent
        self._provide = provide
        self._items: Sequence[PaletteItem] = ()
        self._recent: list[str] = []
        self._answered: Callable[[str], None] | None = None
        self.surface.set_colors("overlay", "line2")
        self.card.setContentsMargins(1, 1, 1, 1)
        self.card.setSpacing(0)
        self._hits = Hits(self)
        self._build_line()
        self._build_list()
        self._foot = _Foot(self.surface)
        self.card.addWidget(self._foot)
        self.rejected.connect(self.close_dialog)

    def open_palette(self, typed: str = "") -> None:
        self._answered = None
        self._items = self._provide()
        self._narrow_to(self._scope())
        self._question.hide()
        self._icon.set_icon("magnifying-glass", "text2")
        self._line.setAccessibleName(tr(SEARCH))
        self._line.setPlaceholderText(tr(SEARCH))
        groups = {item.group for item in self._items}
        self._foot.show_for(groups | {TIMELINE} if self._look_up else groups)
        self._open(typed)

    def ask(self, question: str, answered: Callable[[str], None], typed: str = "") -> None:
        """A command that needs words asks for them in the same line; Backspace on nothing typed
        goes back to the search, Esc away. `answered` gets what was typed, never ""."""
        self._answered = answered
        self._items = ()
        self._narrow_to("")
        self._question.setText(question)
        self._question.show()
        self._icon.set_icon("caret-right", "accent")
        self._line.setAccessibleName(question)
        self._line.setPlaceholderText("")
        self._foot.show_for(None)
        self._open(typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._line
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._pressed(event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _build_line(self) -> None:
        theme = theme_of(self)
        strip = _Strip(self.surface)
        strip.setFixedHeight(theme.sp(LINE))
        row = QHBoxLayout(strip)
        row.setContentsMargins(theme.sp(18), 0, theme.sp(18), 0)
        row.setSpacing(theme.sp(12))
        self._icon = Icon("magnifying-glass", "text2", 18, strip)
        row.addWidget(self._icon)
        self._question = Label("", "title", "accent", strip)
        row.addWidget(self._question)
        self._line = QLineEdit(strip)
        self._line.setFrame(False)
        self._line.setFont(self._typed_font())
        self._line.textChanged.connect(self._search)
        self._line.installEventFilter(self)
        row.addWidget(self._line, 1)
        self._chip = Button("", "secondary", "x", parent=strip, height=26)
        self._chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chip.clicked.connect(self._widen)
        row.addWidget(self._chip)
        self.card.addWidget(strip)

    def _build_list(self) -> None:
        theme = theme_of(self)
        holder = QWidget(self.surface)
        column = QVBoxLayout(holder)
        column.setContentsMargins(theme.sp(8), theme.sp(6), theme.sp(8), theme.sp(8))
        self._nothing = Label("", "body", "text2", holder)
        self._nothing.setContentsMargins(theme.sp(10), 0, 0, 0)
        self._nothing.setFixedHeight(theme.sp(ROW))
        column.addWidget(self._nothing)
        self._list = QListView(holder)
        self._list.setAccessibleName(tr("Found"))
        self._list.setModel(self._hits)
        # Kept by name: the view does not keep it.
        self._row = HitRow(self._list, self._hits)
        self._list.setItemDelegate(self._row)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.viewport().setAutoFillBackground(False)
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        column.addWidget(self._list)
        self._holder = holder
        self.card.addWidget(holder)

    def _typed_font(self) -> QFont:
        theme = theme_of(self)
        font = theme.font("body", 500)
        font.setPixelSize(theme.sp(TYPED_PIXELS))
        return font

    def _open(self, typed: str) -> None:
        self._line.setText(typed)
        self._line.setFont(self._typed_font())
        self._search(typed)
        if self.isVisible():
            self.refit()
        else:
            self.open(self._line)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        again = key is Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if again:
            self.rejected.emit()
        elif key in _STEPS and self._answered is None:
            self._move(_STEPS[key])
        elif key in _ENTER:
            self._enter()
        elif self._answered and self._erases_nothing(key):
            self.open_palette()
        elif self.is_scoped and (key is Qt.Key.Key_Tab or self._erases_nothing(key)):
            self._widen()
        else:
            return False
        return True

    def _erases_nothing(self, key: Qt.Key) -> bool:
        return key is Qt.Key.Key_Backspace and not self._line.text()

    def _narrow_to(self, label: str) -> None:
        self.is_scoped = bool(label)
        self._chip.setVisible(self.is_scoped)
        self._chip.set_label(label)
        self._chip.setAccessibleName(tr("Only {incident}. Search everywhere", incident=label))
        self._foot.show_scoped(scoped=self.is_scoped)

    def _widen(self) -> None:
        self._narrow_to("")
        self._search(self._line.text())
        self._line.setFocus()

    def _search(self, typed: str) -> None:
        asking = self._answered is not None
        self._hits.show([] if asking else self._found(typed))
        found = bool(self._hits.hits)
        if found:
            self._list.setCurrentIndex(self._hits.index(0))
        self._list.setVisible(found)
        self._nothing.setVisible(not found)
        self._nothing.setText(
            tr("Nothing is called “{typed}”. Try fewer letters.", typed=typed.strip())
        )
        self._holder.setVisible(not asking)
        self.refit()

    def _found(self, typed: str) -> list[Hit]:
        """What is called so, then what was written so; in the incident of the chip, and everywhere
        where nothing in it answers."""
        items = self._items
        if self.is_scoped and not typed.strip().startswith("#"):
            items = [item for item in items if item.group not in OF_ALL]
        hits = by_group(rank(items, typed, self._recent) or rank(self._items, typed, self._recent))
        prefix, words = (typed.strip()[:1], typed.strip())
        if prefix in PREFIXES:
            words = words[1:].strip()
        elsewhere = prefix in PREFIXES and prefix != "/"
        if self._look_up is None or len(words) < LOOK_UP_FROM or elsewhere:
            return hits
        return [*hits, *(Hit(item, (), 0) for item in self._look_up(words))]

    def _fit(self) -> None:
        theme = theme_of(self)
        tall = self._window.height()
        top = min(theme.sp(TOP), tall // 6)
        room = tall - top - theme.sp(LINE + FOOT + 14 + 24)
        rows = min(len(self._hits.hits), MOST_ROWS)
        wanted = height_of(theme, self._hits, rows)
        self._list.setFixedHeight(max(theme.sp(ROW), min(wanted, room)))
        self._holder.updateGeometry()  # else the card goes by how high the list was before
        super()._fit()
        self.surface.move(self.surface.x(), top)

    def _move(self, by: int) -> None:
        count = len(self._hits.hits)
        if not count:
            return
        at = self._list.currentIndex().row()
        row = (at + by) % count if abs(by) == 1 else min(max(at + by, 0), count - 1)
        self._list.setCurrentIndex(self._hits.index(row))

    def _enter(self) -> None:
        if self._answered is None:
            self._choose(self._list.currentIndex().row())
            return
        words = self._line.text().strip()
        if words:
            answered = self._answered
            self.close_dialog()
            answered(words)

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._hits.hits):
            return
        chosen = self._hits.hits[row].item.id
        others = [name for name in self._recent if name != chosen]
        self._recent = [chosen, *others][:KEPT_RECENT]
        self.close_dialog()
        self.chosen.emit(chosen)


class _Strip(QWidget):
    """The row of the line: one rule under it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(
                QRectF(0, self.height() - 1, self.width(), 1), theme_of(self).color("line2")
            )


class _Foot(QWidget):
    """Which keys do what here, and which prefixes would find something."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        self.setFixedHeight(theme.sp(FOOT))
        self._searching, self._scoped = True, False
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sp(16), 0, theme.sp(16), 0)
        row.setSpacing(theme.sp(5))
        self._choose = (KeyCap("Up", self), KeyCap("Down", self), self._word(tr("choose")))
        self._enter = self._word(tr("run"))
        for widget in (*self._choose, KeyCap("Enter", self), self._enter, KeyCap("Esc", self)):
            row.addWidget(widget)
            if isinstance(widget, Label):
                row.addSpacing(theme.sp(8))
        row.addWidget(self._word(tr("close")))
        row.addSpacing(theme.sp(8))
        self._wider = (KeyCap("Tab", self), self._word(tr("search everywhere")))
        for widget in self._wider:
            row.addWidget(widget)
        row.addStretch(1)
        self._prefixes = {
            prefix: self._word(f"{prefix} {tr(word)}") for prefix, word in _PREFIX_WORDS.items()
        }
        for label in self._prefixes.values():
            row.addSpacing(theme.sp(6))
            row.addWidget(label)

    def show_scoped(self, *, scoped: bool) -> None:
        self._scoped = scoped
        self._make_room()

    def show_for(self, groups: set[str] | None) -> None:
        """None where a question is asked, not a search made."""
        self._searching = groups is not None
        self._make_room()
        self._enter.setText(tr("run") if self._searching else tr("go on"))
        for prefix, label in self._prefixes.items():
            label.setVisible(bool((groups or set()) & set(PREFIXES[prefix])))
        self.update()

    def _make_room(self) -> None:
        """There is none for all of it: how to choose from a list is known best."""
        for widget in self._wider:
            widget.setVisible(self._scoped)
        for widget in self._choose:
            widget.setVisible(self._searching and not self._scoped)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._searching:
            with painting(self) as painter:
                painter.fillRect(QRectF(0, 0, self.width(), 1), theme_of(self).color("line2"))

    def _word(self, text: str) -> Label:
        return Label(text, "meta", "text2", self)
