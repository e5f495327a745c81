"""The review as it reads, part by part: alone, or beside the text that is being written."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from models.domain.review import Section
from views.review.preview import ACTIONS, HEAD, Part, parts_of
from views.review.states import PageState
from views.runbooks.markdown import MarkdownText
from views.runbooks.scroll import Scroll
from views.theme import theme_of
from views.tongue import tr
from views.widgets.label import Label


class ReadingPane(Scroll):
    """A part is drawn again only when its words are others: it is asked while somebody types."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Preview"))
        theme = theme_of(self)
        self.column.setContentsMargins(0, theme.sp(6), theme.sp(12), theme.sp(8))
        self.column.setSpacing(theme.sp(10))
        self._parts: dict[Part, MarkdownText] = {}
        for part in (HEAD, *Section, ACTIONS):
            self._parts[part] = MarkdownText("", self.holder)
            self.column.addWidget(self._parts[part])
        self._nothing = Label(
            tr("What you write is read here, as it will leave."), "body", "text3", self.holder,
            wrap=True,
        )  # fmt: skip
        self.column.addWidget(self._nothing)
        self.column.addStretch(1)

    def show_review(
        self, state: PageState, texts: Mapping[Section, str], *, with_head: bool
    ) -> None:
        written = parts_of(state, texts)
        if not with_head:
            written.pop(HEAD, None)
        for part, widget in self._parts.items():
            words = written.get(part, "")
            if words:
                widget.set_markdown(words)
            widget.setVisible(bool(words))
        self._nothing.setVisible(not any(section in written for section in Section))

    def plain(self) -> str:
        return "\n".join(one.plain() for one in self._parts.values() if not one.isHidden())

    def follow(self, section: Section, share: float) -> None:
        """Brings the place to the top that lies so far (0 to 1) in what a section reads like; one
        that says nothing is passed by."""
        part = self._parts[section]
        if part.isHidden():
            return
        self.verticalScrollBar().setValue(part.y() + round(share * part.height()))

    def to_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def to_start(self) -> None:
        self.verticalScrollBar().setValue(0)
