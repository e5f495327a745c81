"""The replay over the review: its keys, its speed, the legend, and the scrubber."""

from PySide6.QtCore import QElapsedTimer, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.domain.times import to_ms
from views import text
from views.keys import said
from views.review.course_paint import MARK_COLORS, paint_mark
from views.review.scrubber import Scrubber
from views.review.states import SPEEDS, ReplayState
from views.shortcuts import caps
from views.theme import theme_of
from views.tongue import mark, tr
from views.widgets.button import IconButton
from views.widgets.label import Label
from views.widgets.painted import painting
from views.widgets.panel import Surface
from views.widgets.segments import Segment, Segments

FRAME_MS = 40
"""Playing moves the playhead so often."""
LEGEND_FROM, HINT_FROM = 960, 1_240
"""Logical pixels of width from which there is room for them."""
_LEGEND = (
    ("key", mark("Key moment")),
    ("alert", mark("Alert")),
    ("update", mark("Update")),
    ("step", mark("Step")),
    ("note", mark("Note")),
)


class Legend(QWidget):
    """Which shape is what."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(tr(words) for _, words in _LEGEND))

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        metrics = QFontMetrics(theme.font("meta"))
        wide = sum(metrics.horizontalAdvance(tr(words)) + theme.sp(30) for _, words in _LEGEND)
        return QSize(wide, theme.sp(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            painter.setFont(theme.font("meta"))
            x = 0.0
            for kind, words in _LEGEND:
                spot = QPointF(x + theme.sp(6), self.height() / 2)
                paint_mark(painter, kind, spot, theme.sp(5), theme.color(MARK_COLORS[kind]))
                painter.setPen(theme.color("text2"))
                advance = painter.fontMetrics().horizontalAdvance(tr(words))
                x += theme.sp(16)
                box = self.rect().adjusted(round(x), 0, 0, 0)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, tr(words))
                x += advance + theme.sp(14)


class ReplayPanel(Surface):
    """`ticked` carries how many milliseconds passed while it plays."""

    stepped = Signal(int)
    play_toggled = Signal()
    speed_chosen = Signal(int)
    ticked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = theme_of(self)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)
        self._since = QElapsedTimer()
        self.scrubber = Scrubber(self)
        self._back = IconButton("skip-back", self._named("review.back", tr("One event back")), self)
        self._play = IconButton("play", self._named("review.play", tr("Play")), self)
        self._on = IconButton("skip-forward", self._named("review.on", tr("One event on")), self)
        self._speed = Segments(self._speeds(), self)
        self._speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._speed.set_current("16")
        self._position = Label("", "title", parent=self)
        self._length = Label("", "body", "text3", self)
        self._legend = Legend(self)
        self._hint = Label(
            tr("Left and Right step, Shift jumps to key moments"), "meta", "text3", self
        )
        head = QHBoxLayout()
        head.setSpacing(theme.sp(8))
        for button in (self._back, self._play, self._on):
            head.addWidget(button)
        head.addSpacing(theme.sp(8))
        head.addWidget(self._speed)
        head.addSpacing(theme.sp(8))
        head.addWidget(self._position)
        head.addWidget(self._length)
        head.addStretch(1)
        head.addWidget(self._legend)
        head.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.sp(14), theme.sp(10), theme.sp(14), theme.sp(8))
        column.setSpacing(theme.sp(8))
        column.addLayout(head)
        column.addWidget(self.scrubber)
        self._back.clicked.connect(lambda: self.stepped.emit(-1))
        self._on.clicked.connect(lambda: self.stepped.emit(1))
        self._play.clicked.connect(self.play_toggled)
        self._speed.chosen.connect(lambda key: self.speed_chosen.emit(int(key)))

    def show_state(self, state: ReplayState) -> None:
        course, at = state.course, state.at
        self.scrubber.show_course(course)
        self.scrubber.show_at(at)
        self._speed.set_current(str(state.speed))
        if state.playing != self._timer.isActive():
            self._show_playing(state.playing)
        if course is not None and at is not None:
            since = to_ms(at) - to_ms(course.start)
            self._position.setText(f"+{text.duration_words(since)}")
            whole = text.duration_words(to_ms(course.end) - to_ms(course.start))
            self._length.setText(tr("of {length}", length=whole))

    def _show_playing(self, playing: bool) -> None:
        self._play.set_icon("pause" if playing else "play")
        words = self._named("review.play", tr("Pause") if playing else tr("Play"))
        self._play.setAccessibleName(words)
        self._play.setToolTip(words)
        if playing:
            self._since.start()
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        self.ticked.emit(self._since.restart())

    def fit(self, width: int, *, low: bool) -> None:
        """What does not fit in this width is left out; keys and marks say it too."""
        theme = theme_of(self)
        self.scrubber.set_compact(compact=low)
        self._legend.setVisible(width >= theme.sp(LEGEND_FROM))
        self._hint.setVisible(width >= theme.sp(HINT_FROM))

    @staticmethod
    def _named(shortcut: str, words: str) -> str:
        return f"{words}  {said(' '.join(caps(shortcut)))}"

    @staticmethod
    def _speeds() -> list[Segment]:
        return [Segment(str(n), f"{n}x" if n else tr("Step")) for n in SPEEDS]
