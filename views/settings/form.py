"""What the pages of settings are made of: a page with cards, a card with rows."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from views.settings.presenter import SettingsState
from views.theme import theme_of
from views.tongue import tr
from views.widgets.check import CheckBox
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.panel import Icon, Surface
from views.widgets.segments import Segment, Segments

WIDTH = 640


class Page(QScrollArea):
    """`column` takes cards. `value_set` is a setting's name and its new value."""

    value_set = Signal(str, object)

    def __init__(self, name: str, title: str, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        theme = theme_of(self)
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget(self)
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(theme.sp(28), theme.sp(22), theme.sp(20), theme.sp(24))
        form = QWidget(inside)
        form.setMaximumWidth(theme.sp(WIDTH))
        form.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        outer.addWidget(form, 100)
        outer.addStretch(1)
        self.column = QVBoxLayout(form)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.sp(12))
        head = QVBoxLayout()
        head.setSpacing(theme.sp(4))
        head.addWidget(Label(title, "heading", parent=form))
        if about:
            head.addWidget(Label(about, "body", "text2", form, wrap=True))
        self.column.addLayout(head)
        self.column.addSpacing(theme.sp(4))
        self.form, self.inside = form, inside
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # after setWidget, which turns it on

    def finish(self) -> None:
        """After the last card: what is left over stays below."""
        self.column.addStretch(1)

    def show_state(self, state: SettingsState) -> None:
        raise NotImplementedError


class Card(Surface):
    """Rows with a line between them, under a title that stands above the box."""

    def __init__(self, page: Page, title: str = "") -> None:
        super().__init__(parent=page.form)
        theme = theme_of(self)
        self._title = Label(title, "label", "text3", page.form)
        if title:
            page.column.addSpacing(theme.sp(4))
            page.column.addWidget(self._title)
            self.setAccessibleName(title)
        else:
            self._title.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, theme.sp(4), 1, theme.sp(4))
        self.column.setSpacing(0)
        page.column.addWidget(self)

    def hide_if_bare(self) -> None:
        """A card whose rows are all hidden is not there, nor is its title."""
        items = (self.column.itemAt(at) for at in range(self.column.count()))
        bare = all(w.isHidden() for item in items if item and (w := item.widget()))
        self.setHidden(bare)
        self._title.setHidden(bare or not self._title.text())

    def add(self, row: QWidget) -> None:
        self.column.addWidget(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line between two rows belongs to the card: a row may be hidden."""
        super().paintEvent(event)
        items = (self.column.itemAt(at) for at in range(self.column.count()))
        shown = [w for item in items if item and (w := item.widget()) and w.isVisible()]
        with painting(self) as painter:
            for row in shown[1:]:
                line = QRectF(1, row.y(), self.width() - 2, 1)
                painter.fillRect(line, theme_of(self).color("line"))


class Row(QWidget):
    """What it is at the left, with a line about it; the control at the right, or `below`."""

    def __init__(
        self, title: str, about: str, control: QWidget, parent: QWidget, *, below: bool = False
    ) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        control.setParent(self)
        if not control.accessibleName():
            control.setAccessibleName(title)
        words = QVBoxLayout()
        words.setSpacing(theme.sp(2))
        words.addWidget(Label(title, "strong", parent=self))
        if about:
            words.addWidget(Label(about, "meta", "text2", self, wrap=True))
        self.problem = Problem(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.sp(16), theme.sp(11)] * 2)
        outer.setSpacing(theme.sp(8))
        top = QHBoxLayout()
        top.setSpacing(theme.sp(20))
        top.addLayout(words, 1)
        outer.addLayout(top)
        if below:
            outer.addWidget(control)
        else:
            top.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addWidget(self.problem)


class Problem(QWidget):
    """A sentence about what is wrong, where it is wrong; nothing at all while all is well."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(7))
        self._icon = Icon("warning-octagon", "bad", 14, self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label("", "label", "bad", self, wrap=True)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, sentence: str, *, good: bool = False) -> None:
        self._words.setText(sentence)
        self._words.set_look(color="ok" if good else "bad")
        self._icon.set_icon("check-circle" if good else "warning-octagon", "ok" if good else "bad")
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        return self._words.text()


class Choice(Segments):
    """A setting with a few values, by key."""

    def __init__(self, name: str, words: Mapping[str, str], parent: QWidget) -> None:
        super().__init__([Segment(key, tr(said)) for key, said in words.items()], parent)
        self.name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class SwitchRow(Row):
    """A setting that is on or off."""

    def __init__(self, page: Page, card: Card, name: str, title: str, about: str) -> None:
        self.name = name
        self.check = CheckBox(card)
        super().__init__(title, about, self.check, card)
        self.check.clicked.connect(lambda on: page.value_set.emit(name, on))
        card.add(self)

    def show_state(self, state: SettingsState) -> None:
        if state.record is not None:
            self.check.setChecked(bool(getattr(state.record.settings, self.name)))
            self.problem.say(state.problems.get(self.name, ""))
