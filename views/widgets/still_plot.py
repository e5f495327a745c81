"""A chart that nobody drags or zooms. Imported by who draws the first one: its library takes long
to load."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from views.theme import theme_of
from views.widgets.painted import painting
from views.widgets.turns import in_turn


class StillPlot(pg.PlotWidget):  # type: ignore[misc]  # the library has no types
    """Its picture is taken in a turn of its own and shown whenever the window is drawn: to paint a
    chart takes as long as the twenty widgets around it, and a page is drawn anew behind every
    dialog. Who paints it elsewhere, into a file, gets the chart itself."""

    def __init__(self, parent: QWidget) -> None:
        self._picture: QPixmap | None = None
        super().__init__(parent, enableMenu=False)
        self.hideButtons()
        self.disableAutoRange()
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAcceptDrops(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameShape(self.Shape.NoFrame)

    def dress(self, left: int, bottom: int) -> None:
        """In the colours of the theme; the axes so wide and so high, in its units. Whoever draws it
        anew begins here: no picture of how it was is shown from now on."""
        self._picture = None
        theme = theme_of(self)
        self.setBackground(theme.color("surface"))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(theme.color("line")))
            axis.setTextPen(pg.mkPen(theme.color("text3")))
            axis.setStyle(tickFont=theme.font("caption", 400), tickLength=0, tickTextOffset=5)
        self.getAxis("left").setWidth(theme.sp(left))
        self.getAxis("bottom").setHeight(theme.sp(bottom))

    def renew(self) -> None:
        """Something in it changed. Out of sight it is painted when it is seen."""
        self._picture = None
        if self.isVisible() and not self.size().isEmpty():
            ratio = self.devicePixelRatioF()
            picture = QPixmap(self.viewport().size() * ratio)
            picture.setDevicePixelRatio(ratio)
            with painting(picture) as painter:
                self.render(painter)
            self._picture = picture
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        super().resizeEvent(event)
        in_turn(self.renew, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        picture, ratio = self._picture, self.devicePixelRatioF()
        if picture is not None and picture.devicePixelRatioF() != ratio:
            picture = None  # the window came to another screen
            in_turn(self.renew, self)
        if picture is None or not getattr(self.window(), "is_drawing", False):
            super().paintEvent(event)
            return
        with painting(self.viewport()) as painter:
            painter.drawPixmap(0, 0, picture)
