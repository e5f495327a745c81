"""The first start: who you are, and what to begin with."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.label import Label
from views.widgets.line_input import LineInput
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon

SAMPLE, IMPORT, EMPTY = "sample", "import", "empty"
CHOICES = (
    (
        SAMPLE, "lightbulb", mark("Fill with sample data"),
        mark("Two incidents under way, twelve that are over. All of it is made up."),
    ),
    (
        IMPORT, "download-simple", mark("Import past incidents"),
        mark("From a status page's export or a table. Runbooks come in by their own page."),
    ),
    (
        EMPTY, "file", mark("Start empty"),
        mark("Home is bare until the first incident is declared."),
    ),
)  # fmt: skip
"""(what is chosen, icon, words, one line about it)."""

_WIDTH = 560
_NAMELESS = mark("Write your name first: it stands beside what you do.")


class ChoiceButton(QAbstractButton):
    """A card that is pressed."""

    def __init__(self, icon: str, title: str, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.sp(18), theme.sp(15)] * 2)
        row.setSpacing(theme.sp(16))
        row.addWidget(Icon(icon, "accent", 22, self))
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        words.addWidget(Label(title, "strong", parent=self))
        words.addWidget(Label(about, "meta", "text2", self, wrap=True))
        row.addLayout(words, 1)
        row.addWidget(Icon("arrow-right", "text3", 16, self))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        over = self.underMouse() or self.isDown()
        fill = theme.color("hover" if over else "surface")
        with painting(self) as painter:
            box = QRectF(self.rect())
            rounded(painter, box, 10, fill, theme.color("line2" if over else "line"))
            if self.hasFocus():
                rounded(painter, box, 10, None, theme.color("focus"), 2)


class FirstRunScreen(QWidget):
    """`chosen` is one of sample, import and empty, and the name that was written."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Nothing here yet"))
        theme = theme_of(self)
        outer = QHBoxLayout(self)
        holder = QWidget(self)
        holder.setMaximumWidth(theme.sp(_WIDTH))
        outer.addStretch(1)
        outer.addWidget(holder, 100)
        outer.addStretch(1)
        column = QVBoxLayout(holder)
        column.setSpacing(theme.sp(10))
        column.addStretch(2)
        column.addWidget(Label(tr("Nothing here yet"), "heading", parent=holder))
        about = tr("War room keeps everything on this machine. Begin in the way that suits you.")
        column.addWidget(Label(about, "body", "text2", holder, wrap=True))
        column.addSpacing(theme.sp(14))
        column.addWidget(Label(tr("Your name"), "label", "text2", holder))
        self.name_line = LineInput(tr("Your name"), tr("Ana Silva"), "user", parent=holder)
        self.name_line.textEdited.connect(lambda: self._say(""))
        self.name_line.returnPressed.connect(self._go_on)
        column.addWidget(self.name_line)
        self._problem = Label("", "label", "bad", holder, wrap=True)
        self._problem.hide()
        column.addWidget(self._problem)
        column.addSpacing(theme.sp(14))
        self.buttons: dict[str, ChoiceButton] = {}
        for name, icon, words, line in CHOICES:
            button = ChoiceButton(icon, tr(words), tr(line), holder)
            button.clicked.connect(lambda _=False, name=name: self._choose(name))
            self.buttons[name] = button
            column.addWidget(button)
        column.addSpacing(theme.sp(6))
        later = tr("Sample data is marked as such in the top bar.")
        column.addWidget(Label(later, "meta", "text3", holder, wrap=True))
        column.addStretch(3)
        self.setFocusProxy(self.name_line)

    def set_name(self, name: str) -> None:
        """What this machine calls the person; selected, so that typing takes its place."""
        self.name_line.setText(name)
        self.name_line.selectAll()

    def _go_on(self) -> None:
        """Enter after the name goes to the choices."""
        self.buttons[SAMPLE].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, name: str) -> None:
        person = self.name_line.text().strip()
        if not person:
            self._say(tr(_NAMELESS))
            self.name_line.setFocus()
            return
        self.chosen.emit(name, person)

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.name_line.set_wrong(sentence)
