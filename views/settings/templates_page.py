"""What updates begin with: one template a moment and audience, changed in words."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QWidget

from views.composer.words import AUDIENCES, TEMPLATE_WORDS
from views.settings.form import Page, Problem
from views.settings.presenter import SettingsState
from views.settings.publishing import PublishingState, TemplateRow
from views.theme import theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.chip import Chip
from views.widgets.label import Label
from views.widgets.segments import Segment, Segments

_MOMENTS = ("investigating", "identified", "update", "monitoring", "resolved")


class TemplatesPage(Page):
    """`typed` and `template_saved` carry moment or audience, and the text."""

    typed = Signal(str, str)
    template_saved = Signal(str, str, object)

    def __init__(self, parent: QWidget) -> None:
        about = tr(
            "What an update begins with, by moment and audience. Names of facts in double braces "
            "are filled in; a fact that is not known stays a gap for a person."
        )
        super().__init__("templates", tr("Update templates"), about, parent)
        self._state = PublishingState()
        self._is_built = False

    def build(self) -> None:
        """Once, before it is first seen: not with all the other pages."""
        if self._is_built:
            return
        self._is_built = True
        theme = theme_of(self)
        self.moments = Segments(
            [Segment(key, tr(TEMPLATE_WORDS[key])) for key in _MOMENTS], self.form
        )
        self.moments.setAccessibleName(tr("Moment"))
        self.audiences = Segments(
            [Segment(key, tr(words), icon) for key, words, icon in AUDIENCES], self.form
        )
        self.audiences.setAccessibleName(tr("For whom"))
        for choice in (self.moments, self.audiences):
            choice.chosen.connect(lambda _: self._turn())
            self.column.addWidget(choice)
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        self.insert = Button(
            tr("Insert a fact"), "secondary", "brackets-curly", parent=self.form, height=28
        )
        self.insert.clicked.connect(self._open_facts)
        head.addWidget(self.insert)
        head.addStretch(1)
        self._whose = Chip(tr("as it came"), parent=self.form)
        head.addWidget(self._whose)
        self.column.addLayout(head)
        self.editor = _Editor(self.form)
        self.editor.textChanged.connect(self._typed)
        self.column.addWidget(self.editor)
        self.problem = Problem(self.form)
        self.column.addWidget(self.problem)
        self.column.addWidget(Label(tr("With facts of a sample"), "label", "text3", self.form))
        self._made = _Made(self.form)
        self.column.addWidget(self._made)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(8))
        foot.addStretch(1)
        self.bring_back = Button(tr("Bring back the one that came"), "quiet", parent=self.form)
        self.bring_back.clicked.connect(lambda: self._save(None))
        foot.addWidget(self.bring_back)
        self.save = Button(tr("Save template"), "primary", parent=self.form)
        self.save.clicked.connect(lambda: self._save(self.editor.toPlainText()))
        foot.addWidget(self.save)
        self.column.addLayout(foot)
        self.finish()

    def show_state(self, state: SettingsState) -> None:
        """What it shows is read apart; see `show_publishing`."""

    def show_publishing(self, state: PublishingState) -> None:
        """What is being typed stays."""
        self.build()
        before, self._state = self._state, state
        if state.templates != before.templates:
            self._turn()
        self._made.setPlainText(state.made)
        self.problem.say(state.template_problem)
        self.save.setEnabled(not state.template_problem)

    def _row(self) -> TemplateRow | None:
        key = f"{self.moments.current()}.{self.audiences.current()}"
        return next((row for row in self._state.templates if row.key == key), None)

    def _turn(self) -> None:
        row = self._row()
        if row is None:
            return
        self.editor.setPlainText(row.text)
        words = tr("as it came") if row.starter else tr("changed here")
        self._whose.set_chip(words, "text2", "raised")
        self.bring_back.setVisible(not row.starter)

    def _typed(self) -> None:
        self.typed.emit(self.audiences.current(), self.editor.toPlainText())

    def _save(self, text: str | None) -> None:
        self.template_saved.emit(self.moments.current(), self.audiences.current(), text)

    def _open_facts(self) -> None:
        menu = QMenu(self)
        for name, words in self._state.names:
            action = menu.addAction(f"{name}    {tr(words)}")
            action.triggered.connect(lambda _=False, n=name: self._put(n))
        menu.popup(self.insert.mapToGlobal(self.insert.rect().bottomLeft()))

    def _put(self, name: str) -> None:
        listed = f"{{{{ {name} | listed }}}}"
        words = listed if name in ("services", "regions") else f"{{{{ {name} }}}}"
        cursor = QTextCursor(self.editor.textCursor())
        cursor.insertText(words)
        self.editor.setFocus()


class _Editor(QPlainTextEdit):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Text of the template"))
        self.setFont(theme_of(self).font("mono_small"))
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(600), theme_of(self).sp(230))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(300), theme_of(self).sp(180))


class _Made(QPlainTextEdit):
    """What a template makes of the sample's facts: to read, not to write in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(tr("With facts of a sample"))
        self.setFont(theme_of(self).font("reading"))
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(600), theme_of(self).sp(132))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(300), theme_of(self).sp(110))
