"""Who is here now: a disc each, those who look at the same incident ringed and first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from views.theme import theme_of
from views.tongue import ntr, tr
from views.widgets.avatar import paint_avatar
from views.widgets.painted import painting

if TYPE_CHECKING:  # nobody else is there at the first paint
    from views.sync.states import Person

MOST = 5
_DISC, _STEP = 20, 22


class Presence(QWidget):
    """Nothing at all while nobody else is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._people: tuple[Person, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_people(self, people: "tuple[Person, ...]") -> None:
        if people == self._people:
            return
        self._people = people
        self.setVisible(bool(people))
        names = [f"{person.name}, {person.where}" for person in people]
        self.setAccessibleName(
            tr("Here now: {names}", names=". ".join(names)) if names else tr("Nobody else is here")
        )
        self.setToolTip("\n".join(names))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """`3 in this room`, or `5 online` where nobody is."""
        beside = sum(person.beside for person in self._people)
        if beside:
            return ntr("{n} other in this room", "{n} others in this room", beside)
        return ntr("{n} other online", "{n} others online", len(self._people))

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        width = QFontMetrics(theme.font("meta")).horizontalAdvance(self.words()) + theme.sp(8)
        width += theme.sp(_STEP) * min(len(self._people), MOST)
        more = self._more()
        if more:
            width += QFontMetrics(theme.font("meta")).horizontalAdvance(more) + theme.sp(4)
        return QSize(width + 2, theme.sp(_DISC + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        with painting(self) as painter:
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text2"))
            painter.drawText(self.rect(), middle, self.words())
            x = painter.fontMetrics().horizontalAdvance(self.words()) + theme.sp(8)
            side = theme.sp(_DISC)
            for person in self._people[:MOST]:
                box = QRectF(x, (self.height() - side) / 2, side, side)
                paint_avatar(painter, theme, box, person.name, ring=person.beside)
                x += theme.sp(_STEP)
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("text3"))
            rest = QRectF(x + theme.sp(2), 0, self.width() - x, self.height())
            painter.drawText(rest, middle, self._more())

    def _more(self) -> str:
        hidden = len(self._people) - MOST
        return f"+{hidden}" if hidden > 0 else ""
