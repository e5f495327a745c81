"""The left end of the status bar: where this machine stands to the server, and what needs one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from views.icons import paint_icon
from views.theme import theme_of
from views.tongue import tr
from views.vocabulary import ALONE
from views.widgets.elide import ElideLabel
from views.widgets.painted import painting, rounded

if TYPE_CHECKING:  # the status bar is there at the first paint, and a server rarely
    from views.sync.states import SyncState

_ICON, _PAD, _HEIGHT = 14, 7, 24


class StatusLink(QAbstractButton):
    """An icon and some words that lead somewhere."""

    def __init__(self, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._kind, self._ink, self._detail = "check-circle", "ok", "text2", ""
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, icon: str, kind: str, words: str, detail: str = "") -> None:
        ink = kind if kind in ("warn", "info") else "text2"
        fresh = (icon, kind, ink, words, detail)
        if fresh == (self._icon, self._kind, self._ink, self.text(), self._detail):
            return
        self._icon, self._kind, self._ink, _, self._detail = fresh
        self.setText(words)
        self.setAccessibleName(f"{words}, {detail}" if detail else words)
        self.updateGeometry()
        self.update()

    def detail(self) -> str:
        return self._detail

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = QFontMetrics(theme.font("label")).horizontalAdvance(self.text())
        if self._detail:
            gap = theme.sp(6)
            width += gap + QFontMetrics(theme.font("meta")).horizontalAdvance(self._detail)
        return QSize(width + theme.sp(2 * _PAD + _ICON + 7) + 2, theme.sp(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            rect = QRectF(self.rect())
            if self.underMouse() and self.isEnabled():
                rounded(painter, rect, 6, theme.color("hover"))
            if self.hasFocus():
                rounded(painter, rect, 6, None, theme.color("focus"), 2)
            side = theme.sp(_ICON)
            spot = QRectF(theme.sp(_PAD), (self.height() - side) / 2, side, side)
            paint_icon(painter, self._icon, theme.color(self._kind), spot)
            x = spot.right() + theme.sp(7)
            parts = ((self.text(), "label", self._ink), (self._detail, "meta", "text3"))
            for words, font, color in parts:
                painter.setFont(theme.font(font))
                painter.setPen(theme.color(color))
                width = painter.fontMetrics().horizontalAdvance(words)
                box = QRectF(x, 0, width + 2, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
                x += width + theme.sp(6)


class SyncIndicator(QWidget):
    """With no server it says where the work is kept, and leads nowhere."""

    queue_asked = Signal()
    conflicts_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).sp(2))
        self.link = StatusLink(tr("What waits, and when it was last synced"), self)
        self.link.clicked.connect(self.queue_asked)
        self.choices = StatusLink(tr("Open the conflicts"), self)
        self.refused = StatusLink(tr("See what the server did not take"), self)
        self.choices.clicked.connect(self.conflicts_asked)
        self.refused.clicked.connect(self.conflicts_asked)
        self._actor = ElideLabel("", "meta", "text3", self)
        for widget in (self.link, self.choices, self.refused):
            row.addWidget(widget)
        row.addSpacing(theme_of(self).sp(4))
        row.addWidget(self._actor, 1000)
        row.addStretch(1)
        self.link.say("check-circle", "ok", tr(ALONE))
        self.link.setEnabled(False)
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices.hide()
        self.refused.hide()

    def show_actor(self, name: str) -> None:
        self._actor.set_text(tr("acting as {name}", name=name))

    def show_sync(self, state: "SyncState") -> None:
        words = state.words if state.has_server else tr(ALONE)
        self.link.say(state.icon, state.kind, words, state.detail)
        self.link.setEnabled(state.has_server)
        policy = Qt.FocusPolicy.TabFocus if state.has_server else Qt.FocusPolicy.NoFocus
        self.link.setFocusPolicy(policy)
        self.choices.say("git-merge", "warn", state.choices)
        self.choices.setVisible(bool(state.choices))
        self.refused.say("warning-circle", "warn", state.refused)
        self.refused.setVisible(bool(state.refused))
        self._actor.setVisible(not state.is_signed_in)
