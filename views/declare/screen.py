"""The declare dialog: one field to fill, everything else decided sensibly."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models.domain.severity import Severity
from views import text
from views.declare.presenter import DeclareState
from views.theme import theme_of
from views.tongue import inside, mark, tr
from views.vocabulary import status_word
from views.widgets.badge import badge_size, paint_badge
from views.widgets.banner import Banner
from views.widgets.button import Button, IconButton
from views.widgets.check import CheckBox
from views.widgets.dialog import DialogFrame
from views.widgets.keycap import HEIGHT, cap_width, paint_cap
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Surface

IN_SHORT = {
    Severity.P0: mark("Most users stopped"),
    Severity.P1: mark("A core function is down"),
    Severity.P2: mark("Slow or partly broken"),
    Severity.P3: mark("Few users, workaround"),
    Severity.P4: mark("Cosmetic"),
}


class SeverityChoice(QAbstractButton):
    def __init__(self, severity: Severity, parent: QWidget) -> None:
        super().__init__(parent)
        self.severity = severity
        self.setCheckable(True)
        self.setAccessibleName(
            tr(
                "Severity {severity}, {word}: {meaning}",
                severity=severity.value,
                word=tr(severity.word),
                meaning=tr(IN_SHORT[severity]),
            )
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        return QSize(theme.sp(120), theme.sp(90))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            rect = QRectF(self.rect())
            chosen = self.isChecked()
            fill = theme.color("selected" if chosen else "hover" if self.underMouse() else "raised")
            ring = theme.color("focus" if chosen or self.hasFocus() else "line2")
            rounded(painter, rect, 8, fill, ring, 2 if chosen or self.hasFocus() else 1)
            pad = theme.sp(10)
            width, height = badge_size(theme, "s")
            badge = QRectF(pad, pad, width, height)
            paint_badge(painter, theme, badge, self.severity, "s")
            right = rect.right() - theme.sp(8)
            for key in (str(self.severity.rank), "Alt"):
                cap, tall = cap_width(theme, key), theme.sp(HEIGHT)
                right -= cap
                paint_cap(painter, theme, QRectF(right, pad, cap, tall), key)
                right -= theme.sp(3)
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("text"))
            line = QRectF(pad, badge.bottom() + theme.sp(5), rect.width() - 2 * pad, theme.sp(18))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, tr(self.severity.word))
            painter.setFont(theme.font("caption", 400))
            painter.setPen(theme.color("text2"))
            rest = QRectF(pad, line.bottom(), rect.width() - 2 * pad, rect.bottom() - line.bottom())
            flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(rest, int(flags), tr(IN_SHORT[self.severity]))


class DeclareScreen(DialogFrame):
    title_typed = Signal(str)
    severity_chosen = Signal(object)
    services_typed = Signal(str)
    started_typed = Signal(str)
    drill_ticked = Signal(bool)
    declared = Signal(str)
    look_requested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 720)
        self.setAccessibleName(tr("Declare an incident"))
        theme = theme_of(self)
        self._alike_uid = ""
        self._again_uid = ""
        self._told: tuple[tuple[str, str, str], ...] = ()
        self.card.addLayout(self._head())
        self.card.addLayout(
            self._labelled(tr("What is happening?"), tr("the only field you must fill"))
        )
        self.title_line = QLineEdit(self.surface)
        self.title_line.setObjectName("title")
        self.title_line.setAccessibleName(tr("What is happening?"))
        self.title_line.setFixedHeight(theme.sp(42))
        self.title_line.setFont(theme.font("title"))
        self.title_line.textEdited.connect(self.title_typed)
        self.card.addWidget(self.title_line)
        self._alike = Banner("copy", "warn", self.surface)
        look = Button(tr("Look"), "quiet", "arrow-square-out", parent=self._alike, height=28)
        look.clicked.connect(lambda: self.look_requested.emit(self._alike_uid))
        self._alike.tail.addWidget(look)
        self._alike.hide()
        self.card.addWidget(self._alike)
        self._again = Banner("arrows-clockwise", "warn", self.surface, wrap=True)
        review = Button(tr("Look"), "quiet", "arrow-square-out", parent=self._again, height=28)
        review.clicked.connect(lambda: self.look_requested.emit(self._again_uid))
        self._again.tail.addWidget(review)
        self._again.hide()
        self.card.addWidget(self._again)
        self.card.addLayout(
            self._labelled(tr("Severity"), tr("not sure? leave P1, change it later"))
        )
        self.card.addLayout(self._severities())
        self.card.addLayout(self._systems_and_start())
        self.card.addWidget(
            Label(tr("What happens when you declare"), "label", "text2", self.surface)
        )
        self._happens = Surface("raised", "raised", 8, self.surface)
        self._lines = QVBoxLayout(self._happens)
        self._lines.setContentsMargins(*[theme.sp(14), theme.sp(10)] * 2)
        self._lines.setSpacing(theme.sp(6))
        self.card.addWidget(self._happens)
        self._error = Label("", "label", "bad", self.surface, wrap=True)
        self.card.addWidget(self._error)
        self.card.addLayout(self._foot())
        self.rejected.connect(self.close_dialog)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(10))
        row.addWidget(Icon("warning-circle", "accent", 18, self.surface))
        row.addWidget(Label(tr("Declare an incident"), "dialog_title", parent=self.surface))
        row.addStretch(1)
        close = IconButton("x", tr("Close, keep the draft"), self.surface)
        close.clicked.connect(self.rejected)
        row.addWidget(close)
        return row

    def _labelled(self, words: str, hint: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Label(words, "label", "text2", self.surface))
        row.addStretch(1)
        row.addWidget(Label(hint, "meta", "text3", self.surface))
        return row

    def _severities(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme_of(self).sp(8))
        self._choices = [SeverityChoice(severity, self.surface) for severity in Severity]
        for choice in self._choices:
            choice.clicked.connect(
                lambda _=False, chosen=choice.severity: self.severity_chosen.emit(chosen)
            )
            keys = QKeySequence(f"Alt+{choice.severity.rank}")
            # A shortcut, not a key event: the title's field would take the digit as text.
            shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(choice.click)
            row.addWidget(choice, 1)
        return row

    def _systems_and_start(self) -> QHBoxLayout:
        theme = theme_of(self)
        row = QHBoxLayout()
        row.setSpacing(theme.sp(12))
        self._systems = QLineEdit(self.surface)
        self._systems.setObjectName("systems")
        self._systems.setAccessibleName(tr("Systems, separated by commas"))
        self._systems.setPlaceholderText(tr("checkout, webapp-prod"))
        self._systems.textEdited.connect(self.services_typed)
        self._started = QLineEdit(self.surface)
        self._started.setObjectName("started")
        self._started.setAccessibleName(tr("When it was noticed"))
        self._started.setPlaceholderText(tr("now; or 15:20, -10m"))
        self._started.textEdited.connect(self.started_typed)
        self._from = Label("", "meta", "text3", self.surface)
        for words, field, beside in (
            (tr("Systems"), self._systems, Label("", "meta", "text3", self.surface)),
            (tr("Noticed"), self._started, self._from),
        ):
            column = QVBoxLayout()
            column.setSpacing(theme.sp(6))
            head = QHBoxLayout()
            head.addWidget(Label(words, "label", "text2", self.surface))
            head.addStretch(1)
            head.addWidget(beside)
            field.setFixedHeight(theme.sp(34))
            column.addLayout(head)
            column.addWidget(field)
            row.addLayout(column, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._drill = CheckBox(tr("This is a drill"), self.surface)
        self._drill.toggled.connect(self.drill_ticked)
        row.addWidget(self._drill)
        row.addStretch(1)
        cancel = Button(tr("Cancel"), "quiet", keys=("Esc",), parent=self.surface, height=36)
        cancel.clicked.connect(self.rejected)
        row.addWidget(cancel)
        keys = ("Ctrl", "Enter")
        self._declare = Button(
            tr("Declare {what}", what="P1"),
            "primary",
            "warning-circle",
            keys,
            self.surface,
            height=36,
        )
        self._declare.setObjectName("declare")
        self._declare.clicked.connect(self.accepted)
        row.addWidget(self._declare)
        return row

    # What the presenter says

    def show_state(self, state: DeclareState) -> None:
        _write(self.title_line, state.title)
        _write(self._systems, ", ".join(state.services), unless_focused=True)
        _write(self._started, state.started)
        self._from.setText(state.started_from)
        for choice in self._choices:
            choice.setChecked(choice.severity is state.severity)
            choice.update()
        self._drill.setChecked(state.drill)
        self._declare.set_label(
            tr("Declare a drill")
            if state.drill
            else tr("Declare {what}", what=state.severity.value)
        )
        self._declare.setEnabled(not state.busy)
        self._show_alike(state)
        self._show_again(state)
        self._show_happens(state)
        self._error.setText(state.error)
        self._error.setVisible(bool(state.error))
        if self.isVisible():
            self.refit()

    def close_declared(self, uid: str) -> None:
        self.close_dialog()
        self.declared.emit(uid)

    def choice(self, severity: Severity) -> SeverityChoice:
        return self._choices[severity.rank]

    def open_dialog(self) -> None:
        self.open(self.title_line)
        self.title_line.setCursorPosition(len(self.title_line.text()))

    def _show_alike(self, state: DeclareState) -> None:
        found = state.look_alike
        told = found is not None and state.earlier is not None and state.earlier.uid == found.uid
        self._alike.setVisible(found is not None and not told)
        if found is None:
            return
        self._alike_uid = found.uid
        named = f"{found.label}, {found.title}"
        if found.began_at:
            named = f"{named} ({text.day(found.began_at)})"
        standing = (
            tr("It is running now: open it rather than declare twice.")
            if found.live
            else tr("It is {state}.", state=inside(status_word(found.status)))
        )
        self._alike.say(
            tr("This looks like {incident}.", incident=named),
            standing,
        )

    def _show_again(self, state: DeclareState) -> None:
        found = state.earlier
        self._again.setVisible(found is not None)
        if found is None:
            return
        self._again_uid = found.uid
        ended = text.day(found.resolved_at)
        head = tr("Seen before: {incident} ({day}).", incident=found.label, day=ended)
        parts = [tr("Fixed then: {fix}.", fix=found.fix.rstrip("."))] if found.fix else []
        helped_not = [one for one in found.ineffective if one.text not in found.fix]
        for words, actions in (
            (mark("Still open: {actions}."), found.open_actions),
            (mark("Done, and it came back: {actions}."), helped_not),
        ):
            if actions:
                parts.append(tr(words, actions="; ".join(one.text for one in actions)))
        self._again.say(head, "\n".join(parts) or found.title)

    def _show_happens(self, state: DeclareState) -> None:
        if state.what_happens == self._told:
            return
        self._told = state.what_happens
        while self._lines.count():
            item = self._lines.takeAt(0)
            holder = item.widget() if item is not None else None
            if holder is not None:
                holder.hide()
                holder.deleteLater()
        theme = theme_of(self)
        for icon, words, detail in state.what_happens:
            holder = QWidget(self._happens)
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.sp(9))
            row.addWidget(Icon(icon, "text3", 15, holder))
            row.addWidget(Label(words, "strong", parent=holder))
            row.addWidget(Label(detail, "meta", "text3", holder))
            row.addStretch(1)
            self._lines.addWidget(holder)


def _write(line: QLineEdit, words: str, *, unless_focused: bool = False) -> None:
    """What a person is typing is never written over."""
    if line.text() != words and not (unless_focused and line.hasFocus()):
        line.setText(words)
