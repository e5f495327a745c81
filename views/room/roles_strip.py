"""The roles in one line, for a window too narrow for the board."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.domain.incident import Role
from models.queries.room import RoomRecord
from views.room.team import HatRow, hat_rows
from views.theme import Theme, theme_of
from views.tongue import inside, mark, tr
from views.widgets.avatar import paint_avatar
from views.widgets.painted import painting

_DISC, _GAP, _BETWEEN, _WIDEST = 26, 7, 18, 110
_SHORT = {
    Role.COMMANDER: mark("Commander"),
    Role.DEPUTY: mark("Deputy"),
    Role.COMMS: mark("Comms"),
    Role.SCRIBE: mark("Scribe"),
}


class RolesStrip(QWidget):
    """As many hats as fit, the commander first; the rest is counted. A click opens the board."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[HatRow, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_record(self, record: RoomRecord, now: datetime) -> None:
        rows = hat_rows(record.incident, now, record.policy)
        if rows != self._rows:
            self._rows = rows
            said = [f"{row.title}: {row.person or inside(tr('Nobody'))}" for row in rows]
            self.setAccessibleName(tr("Roles. {said}", said=", ".join(said)))
            self.setToolTip("\n".join(said))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        theme = theme_of(self)
        widths = [self._width(theme, row) for row in self._rows]
        gaps = theme.sp(_BETWEEN) * max(0, len(widths) - 1)
        return QSize(sum(widths) + gaps, theme.sp(36))

    def minimumSizeHint(self) -> QSize:
        theme = theme_of(self)
        first = self._width(theme, self._rows[0]) if self._rows else 0
        return QSize(first + theme.sp(30), theme.sp(36))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        more = theme.sp(30)
        with painting(self) as painter:
            x = 0.0
            for n, row in enumerate(self._rows):
                width = self._width(theme, row)
                last = n == len(self._rows) - 1
                if x + width + (0 if last else more) > self.width() and n:
                    painter.setFont(theme.font("meta"))
                    painter.setPen(theme.color("text3"))
                    box = QRectF(x, 0, more, self.height())
                    left = len(self._rows) - n
                    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"+{left}")
                    return
                self._paint_hat(painter, theme, row, QRectF(x, 0, width, self.height()))
                x += width + theme.sp(_BETWEEN)

    def _paint_hat(self, painter: QPainter, theme: Theme, row: HatRow, box: QRectF) -> None:
        side = theme.sp(_DISC)
        disc = QRectF(box.left(), box.center().y() - side / 2, side, side)
        lead = row.role is Role.COMMANDER
        asked = row.state == "asked"
        paint_avatar(painter, theme, disc, row.person, ring=lead, asked=asked)
        words = box.adjusted(side + theme.sp(_GAP), theme.sp(2), 0, -theme.sp(2))
        upper = QRectF(words.left(), words.top(), words.width(), words.height() / 2)
        lower = QRectF(words.left(), upper.bottom(), words.width(), words.height() / 2)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("accent" if lead else "text3"))
        hat = painter.fontMetrics().elidedText(
            _hat(row), Qt.TextElideMode.ElideRight, round(words.width())
        )
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, hat)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text" if row.state == "worn" else "warn"))
        name = painter.fontMetrics().elidedText(
            _name(row), Qt.TextElideMode.ElideRight, round(words.width())
        )
        painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, name)

    def _width(self, theme: Theme, row: HatRow) -> int:
        words = max(
            QFontMetrics(theme.font("caption")).horizontalAdvance(_hat(row)),
            QFontMetrics(theme.font("strong")).horizontalAdvance(_name(row)),
        )
        return theme.sp(_DISC + _GAP) + min(words + 2, theme.sp(_WIDEST))


def _hat(row: HatRow) -> str:
    short = _SHORT.get(row.role)
    return tr(short) if short else row.area or tr("SME")


def _name(row: HatRow) -> str:
    """First names are enough beside a disc with both initials."""
    return row.person.split()[0] if row.person else tr("Nobody")
