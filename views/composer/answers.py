"""What an update asks beside its words: whether data was lost, and how parts of the page stand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from models.domain.update import ComponentState
from views.composer.states import ComposerState
from views.composer.words import COMPONENT_WORDS
from views.theme import theme_of
from views.tongue import tr
from views.widgets.label import Label
from views.widgets.segments import Segment, Segments

_MOST_COMPONENTS = 3


class AnswersRow(QWidget):
    """`data_lost_answered` carries the answer, `component_chosen` an id and its state."""

    data_lost_answered = Signal(bool)
    component_chosen = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = theme_of(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sp(8))
        self._lost = Label(tr("Was data lost?"), "strong", parent=self)
        row.addWidget(self._lost)
        answers = [
            Segment("", tr("Not answered")),
            Segment("no", tr("No")),
            Segment("yes", tr("Yes")),
        ]
        self.lost = Segments(answers, self)
        self.lost.setSizePolicy(
            self.lost.sizePolicy().Policy.Fixed, self.lost.sizePolicy().Policy.Fixed
        )
        self.lost.chosen.connect(self._answered)
        row.addWidget(self.lost)
        self._parts: list[tuple[Label, QComboBox]] = []
        for n in range(_MOST_COMPONENTS):
            name, state = Label("", "meta", "text2", self), QComboBox(self)
            state.addItem(tr("Not changed"), "")
            for one in ComponentState:
                state.addItem(tr(COMPONENT_WORDS[one.value]), one.value)
            state.activated.connect(lambda _, n=n: self._chosen(n))
            row.addWidget(name)
            row.addWidget(state)
            self._parts.append((name, state))
        row.addStretch(1)
        self._ids: list[str] = []

    def show_answers(self, state: ComposerState) -> None:
        editable = state.shown is None
        self._lost.setVisible(editable and state.asks_data_lost)
        self.lost.setVisible(editable and state.asks_data_lost)
        told = {None: "", False: "no", True: "yes"}[state.data_lost]
        self.lost.set_current(told)
        rows = state.components[:_MOST_COMPONENTS] if editable else ()
        self._ids = [name for name, _, _ in rows]
        for n, (label, box) in enumerate(self._parts):
            label.setVisible(n < len(rows))
            box.setVisible(n < len(rows))
            if n < len(rows):
                _, words, standing = rows[n]
                label.setText(tr("{component} on the page", component=words))
                box.setAccessibleName(tr("State of {component} on the page", component=words))
                box.setCurrentIndex(max(0, box.findData(standing)))
        self.setVisible(editable and (state.asks_data_lost or bool(rows)))

    def _answered(self, key: str) -> None:
        if key:
            self.data_lost_answered.emit(key == "yes")

    def _chosen(self, n: int) -> None:
        if n < len(self._ids):
            self.component_chosen.emit(self._ids[n], str(self._parts[n][1].currentData()))
