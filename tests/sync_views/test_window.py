"""The server in the window: what stands in the status bar, what opens, how one signs in."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.domain.errors import Refused
from models.domain.syncing import Link, Parked, Presence, SyncStatus
from tests.sync_views.conftest import NOW, Seat
from tests.sync_views.told import press

SERVER = "https://warroom.example.org"
SYNCED = SyncStatus(Link.SYNCED, SERVER, "Ana", "responder", last_synced_at=NOW, keep="session")
OFFLINE = replace(SYNCED, link=Link.OFFLINE, waiting=7, offline_since=NOW - timedelta(minutes=29))


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_with_no_server_the_bar_says_where_the_work_is_and_nothing_else(seat: Seat) -> None:
    window = seat.desktop.window
    assert window.status.indicator.link.text() == "On this machine"
    assert not window.status.indicator.link.isEnabled()
    assert not window.status.presence.isVisible()
    assert not window.sync_banner.isVisible()


def test_going_offline_is_said_in_the_bar_and_in_one_line_until_it_is_over(seat: Seat) -> None:
    window = seat.desktop.window
    seat.port.tell(OFFLINE)
    assert window.status.indicator.link.accessibleName() == "Offline since 15:04, 7 saved here"
    assert window.sync_banner.isVisible()
    assert "7 changes will be sent" in window.sync_banner.words()
    seat.port.tell(SYNCED)
    assert window.status.indicator.link.text() == "Synced"
    assert not window.sync_banner.isVisible()


def test_the_queue_opens_by_click_says_what_waits_and_closes_by_key(
    seat: Seat, qtbot: QtBot
) -> None:
    sync = seat.desktop.sync
    seat.port.tell(OFFLINE)
    click(seat.desktop.window.status.indicator.link)
    qtbot.waitUntil(lambda: bool(sync.presenter.state.queue))
    assert sync.queue.isVisible()
    assert {row.label for row in sync.presenter.state.queue} >= {"INC-1"}
    press("Enter")
    assert ("sync now",) in seat.port.asked
    press("Esc")
    assert not sync.queue.isVisible()


def test_a_second_click_and_a_click_elsewhere_close_the_queue(seat: Seat) -> None:
    sync, window = seat.desktop.sync, seat.desktop.window
    seat.port.tell(SYNCED)
    click(window.status.indicator.link)
    click(window.status.indicator.link)
    assert not sync.queue.isVisible()
    click(window.status.indicator.link)
    click(window.top)
    assert not sync.queue.isVisible()


def test_the_keyboard_goes_back_to_where_it_was(seat: Seat) -> None:
    seat.port.tell(SYNCED)
    before = QApplication.focusWidget()
    press("Ctrl+Shift+Y")
    assert seat.desktop.sync.queue.isVisible()
    press("Esc")
    assert QApplication.focusWidget() is before


def test_signing_in_by_keyboard(seat: Seat, qtbot: QtBot) -> None:
    press("Ctrl+Shift+I")
    dialog = seat.desktop.sync.dialog
    qtbot.waitUntil(lambda: seat.desktop.sync.presenter.sign_in_state.keyring is not None)
    assert dialog.url.hasFocus()
    press(SERVER, "Tab", "Tab", "a long password", "Ctrl+Enter")
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert seat.port.asked[-1] == (
        "sign in", SERVER, "Ana", "a long password", "session", "",
    )  # fmt: skip


def test_a_refused_sign_in_is_said_in_the_dialog_which_stays(seat: Seat, qtbot: QtBot) -> None:
    seat.port.refuses = Refused("The name or the password is wrong. Try again.")
    press("Ctrl+Shift+I")
    dialog = seat.desktop.sync.dialog
    dialog.url.setText(SERVER)
    dialog.password.setText("wrong")
    click(dialog.sign_in)
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert dialog.problem.text() == "The name or the password is wrong. Try again."
    assert dialog.isVisible()
    assert dialog.password.text() == "wrong"
    qtbot.waitUntil(dialog.sign_in.isEnabled)
    press("Esc")
    assert not dialog.isVisible()


def test_what_is_missing_is_asked_for_before_anything_is_sent(seat: Seat) -> None:
    press("Ctrl+Shift+I", "Enter")
    dialog = seat.desktop.sync.dialog
    assert dialog.problem.text().startswith("Write the address of your team's server")
    dialog.url.setText(SERVER)
    press("Enter")
    assert dialog.problem.text() == "Write your password."
    press("Esc")


def test_a_system_without_a_keyring_offers_the_session_and_a_file(seat: Seat, qtbot: QtBot) -> None:
    press("Ctrl+Shift+I")
    dialog = seat.desktop.sync.dialog
    qtbot.waitUntil(lambda: seat.desktop.sync.presenter.sign_in_state.keyring is False)
    assert dialog.keep.current() == "session"
    assert not dialog.passphrase.isVisible()
    dialog.keep.setFocus()
    press("Right")
    assert dialog.keep.current() == "file"
    assert dialog.passphrase.isVisible()
    press("Esc")


def test_the_password_is_not_there_when_it_opens_again(seat: Seat) -> None:
    press("Ctrl+Shift+I")
    dialog = seat.desktop.sync.dialog
    dialog.password.setText("a long password")
    press("Esc", "Ctrl+Shift+I")
    assert dialog.password.text() == ""
    press("Esc")


def test_who_is_here_stands_in_the_bar(seat: Seat, qtbot: QtBot) -> None:
    present = (Presence("Dee", seat.uid), Presence("Mei", ""))
    seat.port.tell(replace(SYNCED, present=present))
    presence = seat.desktop.window.status.presence
    assert presence.isVisible()
    assert presence.words() == "2 others online"
    seat.desktop.open_incident(seat.uid)
    qtbot.waitUntil(lambda: presence.words() == "1 other in this room")
    assert presence.toolTip() == "Dee, looks at this incident\nMei, online"
    assert ("look at", seat.uid) in seat.port.asked
    seat.desktop.go("home")
    assert seat.port.asked[-1] == ("look at", "")


def test_a_notice_that_was_read_does_not_come_again(seat: Seat) -> None:
    window = seat.desktop.window
    ahead = replace(SYNCED, clock_offset_ms=7 * 60_000)
    seat.port.tell(ahead)
    assert window.sync_banner.words().startswith("Your clock is about 7 min ahead.")
    click(window.sync_banner.button)
    assert not window.sync_banner.isVisible()
    seat.port.tell(replace(ahead, waiting=1))
    assert not window.sync_banner.isVisible()


def test_what_the_server_refused_can_be_copied_and_sent_again(seat: Seat, qtbot: QtBot) -> None:
    one = Parked("0a" * 16, seat.uid, "severity: P2", "You may not change it.", NOW)
    seat.port.tell(replace(SYNCED, parked=(one,)))
    refused = seat.desktop.window.status.indicator.refused
    assert refused.text() == "Server refused 1 change"
    click(refused)
    tray = seat.desktop.conflicts.screen
    qtbot.waitUntil(tray.parked.isVisible)
    click(tray.parked.copy)
    assert "not taken: You may not change it." in QApplication.clipboard().text()
    click(tray.parked.again)
    qtbot.waitUntil(lambda: ("try again",) in seat.port.asked)


def test_what_goes_on_a_persons_word_is_sent_anyway(seat: Seat, qtbot: QtBot) -> None:
    """One by one, or all of it; what is no matter of anybody's word has no such button."""
    plain = Parked("0a" * 16, seat.uid, "severity: P2", "You may not change it.", NOW)
    first, second = (
        replace(plain, op_id=op_id * 16, words=f"entry: {words}", reason="It is not signed.",
                may_confirm=True)
        for op_id, words in (("0b", "The pool is full"), ("0c", "Restarted"))
    )  # fmt: skip
    seat.port.tell(replace(SYNCED, parked=(plain, first, second)))
    seat.desktop.go("conflicts")
    tray = seat.desktop.conflicts.screen.parked
    qtbot.waitUntil(tray.isVisible)
    assert [send.accessibleName() for send in tray.sends] == [
        "Send anyway: entry: The pool is full",
        "Send anyway: entry: Restarted",
    ]
    assert tray.send_all.text() == "Send 2 anyway"
    click(tray.send_all)
    qtbot.waitUntil(lambda: ("confirm", first.op_id, second.op_id) in seat.port.asked)
    tray.sends[0].setFocus()
    QTest.keyClick(tray.sends[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: ("confirm", first.op_id) in seat.port.asked)
    seat.port.tell(replace(SYNCED, parked=(plain, second)))
    qtbot.waitUntil(lambda: len(tray.sends) == 1)
    assert tray.sends[0].hasFocus()
    assert not tray.send_all.isVisible()


def test_the_page_of_settings_follows_and_signs_out(seat: Seat, qtbot: QtBot) -> None:
    page = seat.desktop.settings.screen.sync
    seat.desktop.go("settings")
    seat.desktop.settings.screen.open_page("sync")
    assert page.sign_in.isVisible()
    assert not page.sign_out.isVisible()
    seat.port.tell(SYNCED)
    assert page.sign_out.isVisible()
    click(page.sign_out)
    qtbot.waitUntil(lambda: ("sign out",) in seat.port.asked)
