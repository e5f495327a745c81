"""A chat's export is taken in by the window: from a review, from the tab, by dropping it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from app.composition import Desktop
from models.domain.review import Section
from models.queries.timeline import Filter, every
from tests.shots import learning
from tests.shots.stage import staged


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    with staged(qapp, tmp_path / "data") as built:
        learning.review(built)
        yield built


@pytest.fixture
def export(desktop: Desktop, tmp_path: Path) -> Path:
    """Two messages that tell something, one that does not, at the time of the review's incident."""
    began = desktop.reviews.replay.state.course.start
    said = ((2, "Rolled back to 1.3"), (3, "lunch?"), (9, "all green, back to normal"))
    messages = [
        {
            "type": "message",
            "user": "Mei",
            "text": text,
            "ts": f"{(began + timedelta(minutes=after)).timestamp():.0f}.000100",
        }
        for after, text in said
    ]
    (tmp_path / "war").mkdir()
    path = tmp_path / "war" / "2026-11-16.json"
    path.write_text(json.dumps(messages))
    return path


def rows(desktop: Desktop) -> list[str]:
    return [one.proposal.message.text for one in desktop.reviews.library.chat.state.rows]


def choose(desktop: Desktop, qtbot: QtBot, path: Path) -> str:
    """In the dialog that is open; gives its title."""
    qtbot.waitUntil(lambda: desktop.window.findChild(QFileDialog) is not None)
    dialog = desktop.window.findChild(QFileDialog)
    title = dialog.windowTitle()
    dialog.setDirectory(str(path.parent))
    dialog.selectFile(str(path))
    dialog.accept()
    return title


def test_from_its_review_to_the_timeline(desktop: Desktop, qtbot: QtBot, export: Path) -> None:
    reviews = desktop.reviews
    uid, label = reviews.uid, reviews.presenter.state.label
    reviews.screen.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_C)
    assert choose(desktop, qtbot, export) == f"Import a chat for {label}"
    qtbot.waitUntil(lambda: len(rows(desktop)) == 2)
    assert desktop.window.current == "reviews"
    assert rows(desktop) == ["Rolled back to 1.3", "all green, back to normal"]
    assert f"2 messages are proposed for {label}." in reviews.library.chat.state.done
    QTest.keyClick(reviews.library.chat_screen.rows, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "1 message is on" in reviews.library.chat.state.done)
    notes = every(desktop._reading, uid, Filter())
    assert "Rolled back to 1.3" in [one.text for one in notes]
    qtbot.waitUntil(lambda: rows(desktop) == ["all green, back to normal"])  # read anew


def test_from_the_tab_by_key(desktop: Desktop, qtbot: QtBot, export: Path) -> None:
    uid = desktop.reviews.uid
    desktop.go("reviews")
    qtbot.waitUntil(lambda: bool(desktop.reviews.state.rows))
    desktop.shortcuts.run("chat.import")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    places = desktop.reviews.library.chat.state.places
    at = [place.uid for place in places].index(uid)
    for _ in range(at):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    choose(desktop, qtbot, export)
    qtbot.waitUntil(lambda: len(rows(desktop)) == 2)


def test_dropped_on_a_review_it_is_for_that_one_and_no_words_are_written(
    desktop: Desktop, qtbot: QtBot, export: Path
) -> None:
    screen = desktop.reviews.screen
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(export))])
    editor = screen.document.editor(Section.WHAT_HAPPENED)
    assert not editor.canInsertFromMimeData(data)
    held = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *held)
    QApplication.sendEvent(screen, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, *held)
    QApplication.sendEvent(screen, drop)
    qtbot.waitUntil(lambda: len(rows(desktop)) == 2)
    assert desktop.reviews.library.chat_screen.isVisible()


def test_what_is_no_export_is_said_where_it_was_asked_for(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.json"
    wrong.write_text("{}")
    desktop.reviews.library.take_chat(desktop.reviews.uid, "INC-12", str(wrong))
    chat = desktop.reviews.library.chat
    qtbot.waitUntil(lambda: chat.state.notice.startswith("This is no export of a Slack workspace."))
    assert chat.state.reading == ""
