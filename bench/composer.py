"""The composer at work: a key in a text of 20 kB, until it is drawn, previewed and checked."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from bench.figure import Figure, p50, p99

if TYPE_CHECKING:
    from app.composition import Desktop

SIZES = (1_000, 20_000)
"""Characters."""
MOST_KEY_MS, MOST_SHOWN_MS = 16.0, 150.0
_PARAGRAPH = (
    "Checkout works again in Europe since 15:39 UTC. Customers in the United States may still see "
    "an error when they pay, and can try again later. About {n} of 100 payments fail there. No "
    "card was charged for a failed order, and no data was lost.\n\n"
)


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.composition import Desktop
    from app.demo import fill
    from app.workspace import open_workspace

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    workspace = open_workspace(folder / "data", actor="Priya Nair")
    fill(workspace)
    desktop = Desktop(app, workspace, UTC)
    desktop.show()
    try:
        _turn_until(lambda: bool(desktop.home_presenter.state.record.live))
        desktop.open_incident(desktop.home_presenter.state.record.live[0].uid)
        desktop.composer.open()
        _turn_until(lambda: desktop.composer.presenter.state.is_loaded)
        floor = None
        for size in SIZES:
            found = list(_typed(desktop, size, 15 if quick else 60))
            floor = floor or found[0].ms
            yield from found
            if size != SIZES[0]:
                grown = f"composer, a key in {size:,} characters, growth"
                yield Figure(grown, found[0].ms, f"in {SIZES[0]:,}", floor, 3.0)
    finally:
        desktop.shortcuts.uninstall()
        desktop.window.close()
        desktop.close()


def _own(work: Callable[[], object]) -> float:
    """Milliseconds of the drawing thread's own time: a busy machine is nobody's block."""
    start = thread_time()
    work()
    return (thread_time() - start) * 1_000


def _typed(desktop: "Desktop", size: int, times: int) -> Iterator[Figure]:
    """A key in the middle of the text, drawn in the text and in the preview before the next one."""
    composer = desktop.composer
    editor, presenter = composer.screen.composer.text, composer.presenter
    text = "".join(_PARAGRAPH.format(n=n) for n in range(200))[:size]
    editor.begin_with(text)
    editor.typed.emit(text)
    _turn_until(lambda: presenter.state.analysis.text == text)
    cursor = editor.textCursor()
    cursor.setPosition(size // 2)
    editor.setTextCursor(cursor)

    def press() -> None:
        editor.insertPlainText("x")
        editor.viewport().grab()
        composer.screen.preview.card.grab()

    keys, checks, shows = [], [], []
    show = presenter._view.show_analysis  # noqa: SLF001 -- measured where it is drawn

    def shown(state: object) -> None:
        shows.append(_own(lambda: (show(state), editor.viewport().grab())))  # type: ignore[arg-type]

    composer.screen.show_analysis = shown  # type: ignore[method-assign]
    press()  # fonts and pictures are there from the second on
    for _ in range(times):
        began = perf_counter()
        keys.append(_own(press))
        _turn_until(lambda: presenter.state.analysis.text == presenter.state.text)
        checks.append((perf_counter() - began) * 1_000)
    del composer.screen.show_analysis
    name = f"composer, a key in {size:,} characters"
    yield Figure(f"{name}: drawn with its preview, p50", p50(keys), "", None, MOST_KEY_MS)
    yield Figure(f"{name}: drawn with its preview, p99", p99(keys), "", None, MOST_KEY_MS)
    yield Figure(f"{name}: checks put into the text, p50", p50(shows), "", None, MOST_KEY_MS)
    yield Figure(f"{name}: until it is checked, p50", p50(checks), "", None, MOST_SHOWN_MS)


def _turn_until(holds: Callable[[], bool]) -> None:
    """Runs the event loop; AssertionError after ten seconds."""
    from PySide6.QtCore import QEventLoop, QTimer

    end = perf_counter() + 10
    while not holds():
        assert perf_counter() < end, "it did not get there"
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()
