"""What receivers see, light by nature; dimmed where the room is dark."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextEdit, QWidget

from models.composing.changes import Change, Piece
from models.replication.prose import difference
from views import text
from views.composer.states import Preview, Receiver
from views.shortcuts import caps
from views.theme import Theme, theme_of
from views.tongue import tr
from views.widgets.button import Button
from views.widgets.keycap import KeyCap
from views.widgets.label import Label
from views.widgets.painted import painting, rounded
from views.widgets.panel import Icon, Panel
from views.widgets.segments import Segment, Segments

KIND_ICONS = {"page": "globe", "email": "envelope", "chat": "hash"}
_STATE_LOOKS = {
    "investigating": ("warn", "warnbg"),
    "identified": ("warn", "warnbg"),
    "monitoring": ("info", "infobg"),
    "resolved": ("ok", "okbg"),
}
_DIMMED = 0.62
_MOST_NEWS = 3


class PreviewPanel(Panel):
    """`receiver_chosen` carries the place of a receiver, `bytes_asked` wants to see what would
    leave to it, byte for byte."""

    receiver_chosen = Signal(int)
    bytes_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Preview"), "eye", None, parent)
        theme = theme_of(self)
        for key in caps("composer.preview"):
            self.head.addWidget(KeyCap(key, self))
        self.seen_by = Segments((), self, framed=False)
        self.seen_by.setAccessibleName(tr("As seen by"))
        self.seen_by.chosen.connect(lambda key: self.receiver_chosen.emit(int(key)))
        self.body.addWidget(self.seen_by)
        self.card = _Card(self)
        self.body.addWidget(self.card, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.sp(6))
        self._seen = Label("", "meta", "text3", self, wrap=True)
        foot.addWidget(self._seen, 1)
        self.bytes = Button(tr("Bytes"), "quiet", "file-code", parent=self, height=26)
        self.bytes.setToolTip(tr("Exactly what would leave"))
        self.bytes.clicked.connect(self.bytes_asked)
        foot.addWidget(self.bytes)
        self.dim = Button(tr("Dim"), "secondary", "moon", parent=self, height=26)
        self.dim.setCheckable(True)
        self.dim.toggled.connect(lambda on: self.card.set_dimmed(dimmed=on))
        foot.addWidget(self.dim)
        self.body.addLayout(foot)
        self._since = Label("", "label", "text2", self)
        self.body.addWidget(self._since)
        self._news = [_NewsRow(self) for _ in range(_MOST_NEWS + 1)]
        for row in self._news:
            self.body.addWidget(row)
        self.body.addSpacing(theme.sp(2))

    def show_receivers(self, receivers: Sequence[Receiver], chosen: int) -> None:
        self.seen_by.set_segments(
            [Segment(str(n), one.name, KIND_ICONS[one.kind]) for n, one in enumerate(receivers)]
        )
        self.seen_by.set_current(str(chosen))
        self._seen.setText(receivers[chosen].words if chosen < len(receivers) else "")

    def show_preview(self, preview: Preview, kind: str) -> None:
        self.card.show_preview(preview, kind)

    def show_news(self, news: Sequence[Piece], since: int) -> None:
        self._since.setVisible(bool(since))
        self._since.setText(
            tr("Changed since update {n}", n=since)
            if news
            else tr("Nothing changed since update {n}", n=since)
        )
        for n, row in enumerate(self._news):
            if n < min(len(news), _MOST_NEWS):
                row.show_piece(news[n])
            elif n == _MOST_NEWS and len(news) > _MOST_NEWS:
                row.show_more(len(news) - _MOST_NEWS)
            row.setVisible(bool(since) and n < len(news))

    def start(self) -> None:
        self.seen_by.setFocus(Qt.FocusReason.ShortcutFocusReason)


@lru_cache(maxsize=4)
def _light(scale: float) -> Theme:
    """What receivers look at is light, whatever the room is."""
    return Theme("light", scale)


class _NewsRow(QWidget):
    """`+ No card was charged`"""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme_of(self).sp(8))
        self._icon = Icon("plus", "ok", 13, self)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label("", "body", "text", self, wrap=True)
        row.addWidget(self._words, 1)

    def show_piece(self, piece: Piece) -> None:
        came = piece.change is Change.ADDED
        self._icon.set_icon("plus" if came else "minus", "ok" if came else "text3")
        words = _short(piece.words.strip())
        self._words.setText(words if came else tr("“{words}”", words=words))
        self._words.set_look(color="text" if came else "text2")
        self.setAccessibleName(
            tr("new: {words}", words=words) if came else tr("gone: {words}", words=words)
        )

    def show_more(self, n: int) -> None:
        self._icon.set_icon("dots-three", "text3")
        self._words.setText(tr("{n} more", n=n))
        self._words.set_look(color="text3")


def _short(words: str, most: int = 110) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


class _Card(QWidget):
    """A piece of somebody else's screen: its colours are theirs, not the room's."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._preview, self._kind, self._dimmed = Preview(), "page", False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._body = QTextEdit(self)
        self._body.setReadOnly(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setProperty("preview", True)
        self._body.setAccessibleName(tr("Text as it is received"))
        self._body.viewport().setAutoFillBackground(False)
        self._body.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._dress()

    def set_dimmed(self, *, dimmed: bool) -> None:
        self._dimmed = dimmed
        self._dress()
        self.update()

    def show_preview(self, preview: Preview, kind: str) -> None:
        before, after = self._body.toPlainText(), preview.text
        if before != after:
            start, gone, put = difference(before, after)
            cursor = QTextCursor(self._body.document())
            cursor.setPosition(start)
            cursor.setPosition(start + gone, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(put, self._look())
        self._preview, self._kind = preview, kind
        self.setAccessibleName(
            tr("{title}, {state}", title=preview.title, state=preview.state_word)
        )
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(300), theme_of(self).sp(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme_of(self).sp(200), theme_of(self).sp(150))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        light = _light(theme_of(self).scale)
        sp = light.sp
        with painting(self) as painter:
            whole = QRectF(self.rect())
            rounded(painter, whole, sp(8), self._color(light, "raised"))
            head = whole.adjusted(sp(12), sp(8), -sp(12), 0)
            head.setHeight(sp(30))
            dot = QRectF(head.left(), head.center().y() - sp(7), sp(14), sp(14))
            rounded(painter, dot, sp(4), self._color(light, "accentfill"))
            painter.setFont(light.font("strong"))
            painter.setPen(self._color(light, "text"))
            words = head.adjusted(sp(22), 0, 0, 0)
            page = self._preview.page
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, page)
            used = painter.fontMetrics().horizontalAdvance(page) + sp(34)
            painter.setFont(light.font("meta"))
            painter.setPen(self._color(light, "text3"))
            address = painter.fontMetrics().elidedText(
                self._preview.address, Qt.TextElideMode.ElideRight,
                max(0, round(head.width() - used)),
            )  # fmt: skip
            painter.drawText(
                head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, address
            )
            card = self._inner(light)
            rounded(painter, card, sp(7), self._color(light, "surface"), self._color(light, "line"))
            inner = card.adjusted(sp(12), sp(10), -sp(12), 0)
            painter.setFont(light.font("title"))
            painter.setPen(self._color(light, "text"))
            title = QRectF(inner.left(), inner.top(), inner.width(), sp(24))
            shown = painter.fontMetrics().elidedText(
                self._preview.title, Qt.TextElideMode.ElideRight, round(title.width())
            )
            painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)
            ink, ground = _STATE_LOOKS.get(self._preview.state, ("text2", "raised"))
            painter.setFont(light.font("chip"))
            word = self._preview.state_word
            width = painter.fontMetrics().horizontalAdvance(word) + sp(16)
            chip = QRectF(inner.left(), title.bottom() + sp(4), width, sp(20))
            rounded(painter, chip, chip.height() / 2, self._color(light, ground))
            painter.setPen(self._color(light, ink))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, word)
            painter.setFont(light.font("meta"))
            painter.setPen(self._color(light, "text3"))
            at = self._preview.at
            when = f"{text.day(at)}, {text.clock_time(at, seconds=False)} UTC" if at else ""
            beside = QRectF(chip.right() + sp(8), chip.top(), inner.width(), chip.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, when)

    def _inner(self, light: Theme) -> QRectF:
        sp = light.sp
        return QRectF(self.rect()).adjusted(sp(12), sp(42), -sp(12), -sp(12))

    def _fit(self) -> None:
        sp = theme_of(self).sp
        card = self._inner(_light(theme_of(self).scale))
        box = card.adjusted(sp(6), sp(62), -sp(6), -sp(6))
        self._body.setGeometry(box.toRect())

    def _dress(self) -> None:
        light = _light(theme_of(self).scale)
        self._body.setFont(light.font("body"))
        cursor = QTextCursor(self._body.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(self._look())
        spaced = QTextBlockFormat()
        spaced.setLineHeight(150.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spaced)

    def _look(self) -> QTextCharFormat:
        """Said with the words: the window's style has colours of its own for what is in it."""
        look = QTextCharFormat()
        look.setForeground(self._color(_light(theme_of(self).scale), "text"))
        return look

    def _color(self, light: Theme, name: str) -> QColor:
        color = light.color(name)
        if not self._dimmed:
            return color
        red, green, blue = color.red(), color.green(), color.blue()
        return QColor(*(round(part * _DIMMED) for part in (red, green, blue)))
