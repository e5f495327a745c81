"""Garbage is looked for on the UI thread alone. Python looks for it on whichever thread happens to
make the next object; a widget found dead on a lane would be destroyed there, and that ends the
process."""

import gc
from functools import partial

from PySide6.QtCore import QObject, QTimer

from views.widgets.turns import in_turn

EVERY_MS = 500
LOADED = 50_000
"""More objects than this in so short a time are a library: that of charts makes 200,000, and to
look through them takes longer than a hand should wait, again and again. They stay, as what was
there at the start."""


class Garbage(QObject):
    """Takes over from Python's own search, at its own thresholds, until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(partial(in_turn, self.look, self))

    def start(self) -> None:
        """What is there now stays: it is not looked through again, and what comes later is."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """The oldest generation that is due, and those younger with it."""
        if gc.get_count()[0] > LOADED:
            gc.freeze()
            return
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > most
        ]
        if due:
            gc.collect(max(due))
