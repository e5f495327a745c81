"""What reviews begin with: the templates that came along and the workspace's own."""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.domain.review import ReviewTemplate, Section
from models.domain.review_templates import Origin, origin_of
from views.review.preview import SECTION_WORDS
from views.settings.list_page import EditForm, ListPage, Values, two_lines
from views.settings.presenter import SettingsState
from views.settings.questions_edit import QuestionsBox
from views.settings.review_templates import TemplatesState, values_of
from views.theme import theme_of
from views.tongue import mark, ntr, tr
from views.widgets.button import Button
from views.widgets.chip import Chip
from views.widgets.label import Label

_WHOSE = {
    Origin.CAME: mark("as it came"),
    Origin.CHANGED: mark("changed here"),
    Origin.OWN: mark("your own"),
}


class TemplateForm(EditForm):
    """Under the name stand the questions, section by section."""

    columns = 1
    name_stands = False
    keys = ("Ctrl", "Enter")
    typed = Signal()
    moved = Signal(object)
    back_asked = Signal()
    removal_asked = Signal()

    def build(self) -> None:
        """Once, before it is first seen: not with all the other pages."""
        if hasattr(self, "boxes"):
            return
        self.boxes: dict[Section, QuestionsBox] = {}
        for section in Section:
            box = QuestionsBox(tr(SECTION_WORDS[section]), self)
            box.edit.confirmed.connect(self.save)
            box.typed.connect(self.typed)
            box.edit.cursorPositionChanged.connect(partial(self.moved.emit, box))
            self.boxes[section] = box
            self.middle.addWidget(box)
        for line in self.lines.values():
            line.textEdited.connect(lambda _: self.typed.emit())
        self.back = Button(tr("Bring back the one that came"), "quiet", parent=self)
        self.back.clicked.connect(self.back_asked)
        self.remove = Button(tr("Remove"), "quiet", "trash", parent=self)
        self.remove.clicked.connect(self.removal_asked)
        for button in (self.back, self.remove):
            self.foot.insertWidget(0, button)
        order = [*self.lines.values(), *(box.edit for box in self.boxes.values())]
        for one, next_one in pairwise([*order, self.back, self.remove, self.cancel, self.go]):
            QWidget.setTabOrder(one, next_one)

    def fill(self, values: Mapping[str, str], *, is_new: bool) -> None:
        self.build()
        for section, box in self.boxes.items():
            box.show_questions(values.get(section.value, ""))
        super().fill(values, is_new=is_new)

    def offer(self, origin: Origin | None) -> None:
        """What may be done with a template of that origin, None for a new one."""
        self.back.setVisible(origin is Origin.CHANGED)
        self.remove.setVisible(origin is Origin.OWN)

    def values(self) -> Values:
        asked = {section.value: box.edit.toPlainText() for section, box in self.boxes.items()}
        return super().values() | asked


class ReviewTemplatesPage(ListPage[ReviewTemplate]):
    """`typed` and `template_saved` carry the name of what is edited, "" for a new one, and what
    the form says; `back_asked` and `removal_asked` a name."""

    typed = Signal(str, dict)
    template_saved = Signal(str, dict)
    back_asked = Signal(str)
    removal_asked = Signal(str)

    none = mark("No template yet.")
    adds = mark("Add a template")
    saves = mark("Save template")
    fields = {  # noqa: RUF012 -- read only
        "name": (mark("Name"), mark("Outage of a supplier")),
        "about": (mark("What it is for"), mark("When the cause lies with somebody else.")),
    }
    form_kind = TemplateForm
    edit: TemplateForm

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "What a review begins with: questions in each section that is still empty, seen while "
            "writing and left out of every export. Everybody in the workspace has the same."
        )
        super().__init__("review-templates", tr("Review templates"), about, parent)
        self.edit.typed.connect(lambda: self.typed.emit(self._name(), self.edit.values()))
        self.edit.saved.connect(lambda values: self.template_saved.emit(self._name(), values))
        self.edit.back_asked.connect(lambda: self.back_asked.emit(self._name()))
        self.edit.removal_asked.connect(lambda: self.removal_asked.emit(self._name()))
        self.edit.moved.connect(self._reveal)

    def build(self) -> None:
        self.edit.build()

    def show_state(self, state: SettingsState) -> None:
        """What it shows is read apart; see `show_review_templates`."""

    def show_review_templates(self, state: TemplatesState) -> None:
        self.show_items(state.templates, state.problem)
        self.edit.go.setEnabled(not state.problem)

    def open_edit(self, name: str) -> None:
        self.build()
        super().open_edit(name)
        item = self.item(name)
        self.edit.offer(None if item is None else origin_of(item))
        self._to_form()

    def name_of(self, item: ReviewTemplate) -> str:
        return item.name

    def values_of(self, item: ReviewTemplate) -> Values:
        return values_of(item)

    def row_of(self, item: ReviewTemplate) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(12))
        row.addLayout(two_lines(item.name, item.about, self.card), 1)
        asked = sum(len(lines) for lines in item.questions.values())
        words = ntr("{n} question", "{n} questions", asked)
        row.addWidget(Label(words, "meta", "text2", self.card))
        origin = origin_of(item)
        fill = "raised" if origin is Origin.CAME else "selected"
        ink = "text2" if origin is Origin.CAME else "text"
        row.addWidget(Chip(tr(_WHOSE[origin]), ink, fill, parent=self.card))
        return row

    def _name(self) -> str:
        return self.edited or ""

    def _to_form(self) -> None:
        """It begins at the top of what is seen: it may be higher than that."""
        for place in (self.card, self.inside):
            layout = place.layout()
            if layout is not None:
                layout.activate()
        top = self.edit.mapTo(self.inside, self.edit.rect().topLeft()).y()
        self.verticalScrollBar().setValue(top - theme_of(self).sp(24))

    def _reveal(self, box: QuestionsBox) -> None:
        if box.edit.hasFocus():
            spot = box.edit.viewport().mapTo(self.inside, box.edit.cursorRect().center())
            self.ensureVisible(spot.x(), spot.y(), 0, theme_of(self).sp(40))
