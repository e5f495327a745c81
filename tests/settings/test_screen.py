"""The settings as a person uses them: by keyboard, page by page."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from models.queries.people import Person
from models.settings import Settings
from tests.settings.stage import SERVICES, Stage
from tests.shots.stage import settle
from views import shortcuts
from views.settings.keys_page import AT_ONCE, KeyRow
from views.settings.words import PAGES
from views.shortcuts import SHORTCUTS, Shortcuts, clashes
from views.theme import apply_theme, theme_of

NAMES = [name for name, _, _ in PAGES]


@pytest.fixture
def stage(qtbot, qapp):
    apply_theme(qapp, "dark")
    stage = Stage()
    qtbot.addWidget(stage.screen)
    stage.screen.resize(1100, 700)
    with qtbot.waitExposed(stage.screen):
        stage.screen.show()
    stage.screen.activateWindow()
    yield stage
    shortcuts.set_overrides({})
    apply_theme(qapp, "dark")


def press(key, text="", held=Qt.KeyboardModifier.NoModifier):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(QApplication.focusWidget(), QKeyEvent(kind, key, held, text))


def test_the_list_is_walked_with_up_and_down(stage):
    stage.screen.open_page("you")
    stage.screen.setFocus()
    walked = [stage.screen.page]
    for _ in NAMES[1:]:
        press(Qt.Key.Key_Down)
        walked.append(stage.screen.page)
    assert walked == NAMES


def test_tab_goes_from_the_list_into_the_page(stage):
    stage.screen.open_page("appearance")
    stage.screen.setFocus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is stage.screen.appearance.theme


def test_another_theme_and_another_text_size_are_there_at_once(stage):
    stage.screen.open_page("appearance")
    stage.screen.appearance.theme.setFocus()
    press(Qt.Key.Key_Right)
    stage.screen.appearance.scale.setFocus()
    press(Qt.Key.Key_Right)
    assert (theme_of().name, theme_of().scale) == ("light", 1.15)
    assert stage.kept == {"theme": "light", "text_scale": 1.15}
    stage.presenter.undo()
    assert theme_of().scale == 1.0
    assert stage.screen.appearance.scale.current() == "1.0"


def key_row(stage, name):
    stage.screen.open_page("keys")
    settle()
    row = stage.screen.keys.row(name)
    row.field.setFocus()
    return row


def test_the_page_of_keys_is_built_when_it_is_turned_to_and_then_stands_whole(stage, qtbot):
    assert stage.screen.findChildren(KeyRow) == []
    stage.screen.open_page("keys")
    assert len(stage.screen.findChildren(KeyRow)) == AT_ONCE
    qtbot.waitUntil(lambda: len(stage.screen.findChildren(KeyRow)) == len(SHORTCUTS))
    settle()
    assert all(row.isVisible() for row in stage.screen.findChildren(KeyRow))


def test_what_is_typed_while_the_page_of_keys_is_built_holds_for_rows_still_to_come(stage, qtbot):
    stage.screen.open_page("keys")
    stage.screen.keys.filter.setText("ctrl+,")
    qtbot.waitUntil(lambda: len(stage.screen.findChildren(KeyRow)) == len(SHORTCUTS))
    settle()
    shown = [row.id for row in stage.screen.findChildren(KeyRow) if row.isVisible()]
    assert shown == ["go.settings"]


def test_a_new_key_is_pressed_into_its_row(stage):
    row = key_row(stage, "palette")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_J, "\n", Qt.KeyboardModifier.ControlModifier)
    assert stage.kept["keys"] == {"palette": ("Ctrl+J", "Ctrl+Shift+P")}
    assert row.field.accessibleName() == "Key of Search or run a command: Ctrl+J or Ctrl+Shift+P"
    assert row.reset.isVisible()
    row.reset.click()
    assert stage.kept["keys"] == {}
    assert not row.reset.isVisible()


def test_a_letter_waits_for_a_second_one(stage, qtbot):
    key_row(stage, "note")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_W, "w")
    press(Qt.Key.Key_N, "n")
    assert stage.kept["keys"] == {"note": ("W N",)}
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_V, "v")
    qtbot.waitUntil(lambda: stage.kept["keys"] == {"note": ("V",)})


def test_escape_leaves_the_key_and_backspace_takes_it_away(stage):
    key_row(stage, "note")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert stage.kept == {}
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Backspace)
    assert stage.kept["keys"] == {"note": ()}


def test_a_taken_key_is_refused_in_its_row(stage):
    row = key_row(stage, "palette")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Comma, ",", Qt.KeyboardModifier.ControlModifier)
    assert row.problem.text() == "Ctrl+, is already Go to settings. Choose another key."
    assert row.problem.isVisible()
    assert stage.kept == {}
    assert clashes() == []


def test_while_a_row_hears_no_key_does_anything_else(stage, qapp):
    done = []
    keys = Shortcuts(stage.screen)
    for shortcut in SHORTCUTS:
        keys.bind(shortcut.id, lambda name=shortcut.id: done.append(name))
    keys.install(qapp)
    keys.activate("settings")
    key_row(stage, "go.settings")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_K, "", Qt.KeyboardModifier.ControlModifier)
    assert done == []
    press(Qt.Key.Key_K, "", Qt.KeyboardModifier.ControlModifier)
    assert done == ["palette"]
    keys.uninstall()


def test_acts_are_found_by_their_words_and_by_their_key(stage):
    stage.screen.open_page("keys")
    settle()
    for words, found in (("hand over", "role.handover"), ("ctrl+,", "go.settings")):
        stage.screen.keys.filter.setText(words)
        visible = {s.id for s in SHORTCUTS if stage.screen.keys.row(s.id).isVisible()}
        assert visible == {found}


def test_a_person_is_edited_in_place(stage):
    stage.screen.open_page("people")
    page = stage.screen.people
    page.open_edit("Jonas Weber")
    assert page.edit.lines["areas"].text() == "status page, customers"
    assert page.edit.lines["name"].isReadOnly()
    page.edit.lines["areas"].setText("customers,, press ")
    page.edit.tick.click()
    page.edit.lines["areas"].setFocus()
    press(Qt.Key.Key_Return)
    assert stage.people == [Person("Jonas Weber", ("customers", "press"), True, "")]
    assert not page.edit.isVisible()
    assert stage.said == [("Jonas Weber is saved.", True)]


def test_somebody_without_a_name_stays_in_the_form(stage):
    stage.screen.open_page("people")
    page = stage.screen.people
    page.add_button.click()
    press(Qt.Key.Key_Return)
    assert page.edit.problem.text() == "A person needs a name."
    assert page.edit.isVisible()
    press(Qt.Key.Key_Escape)
    assert not page.edit.isVisible()
    assert QApplication.focusWidget() is page.add_button


def test_a_refresh_keeps_what_is_being_typed(stage):
    stage.screen.open_page("services")
    page = stage.screen.services
    page.open_edit("mail")
    page.edit.lines["tier"].setText("2")
    stage.record = type(stage.record)(
        **{f: getattr(stage.record, f) for f in stage.record.__slots__ if f != "services"},
        services=SERVICES[:3],
    )
    stage.presenter.load()
    assert page.edit.isVisible()
    assert page.edit.lines["tier"].text() == "2"


def test_oneself_is_told_where_ones_name_is(stage):
    stage.screen.open_page("you")
    page = stage.screen.you
    assert page.areas.text() == "payments, orders"
    page.on_call.click()
    assert stage.people == [Person("Priya Nair", ("payments", "orders"), True, "")]
    page.name_line.setFocus()
    page.name_line.setText("Priya N.")
    press(Qt.Key.Key_Return)
    assert stage.kept == {"actor": "Priya N."}


def test_rules_are_read_while_they_are_typed(stage):
    stage.screen.open_page("rules")
    page = stage.screen.rules
    assert not page.save.isEnabled()
    kept = page.editor.toPlainText()
    page.editor.setPlainText("[room]\nat_risk = 0.7\n")
    assert page.problem.text() == "This can be saved."
    page.editor.setPlainText("[romm]\n")
    assert "romm is not known. Is room meant?" in page.problem.text()
    assert not page.save.isEnabled()
    page.drop.click()
    assert page.editor.toPlainText() == kept
    page.editor.setPlainText("[room]\nat_risk = 0.7\n")
    page.save.click()
    assert stage.policies == ["[room]\nat_risk = 0.7\n"]


def test_a_query_is_tested_and_what_came_is_said_beside_it(stage):
    stage.screen.open_page("sources")
    page = stage.screen.sources
    page.url.setFocus()
    page.url.setText(" http://localhost:9090 ")
    page.query.setFocus()
    page.query.setText("sum(up)")
    page.test.setFocus()
    page.test.click()
    assert page.result.text() == "1 series, now 2.1."
    assert stage.kept == {
        "prometheus_url": "http://localhost:9090",
        "prometheus_query": "sum(up)",
    }
    page.query.setFocus()
    page.query.setText("sum(up")
    page.test.click()
    assert "bracket" in page.result.text()


def test_a_limit_that_is_no_number_is_told_beside_it_and_stays_to_be_corrected(stage):
    stage.screen.open_page("sources")
    line = stage.screen.sources.line("prometheus_limit")
    for typed, said in (("two", "Write a number such as 2.5, or nothing."), ("", "")):
        line.setFocus()
        line.setText(typed)
        press(Qt.Key.Key_Return)
        assert line.text() == typed
        assert line.accessibleDescription().endswith(said)
    assert stage.kept == {}


def test_the_address_is_shown_while_somebody_listens(stage):
    stage.screen.open_page("sources")
    stage.presenter.show_listening("http://127.0.0.1:8751/intake/SOURCE")
    shown = [w for w in stage.screen.sources.findChildren(QAbstractButton) if w.isVisible()]
    assert "Copy address" in {button.text() for button in shown}


@pytest.mark.parametrize("scale", [1.0, 1.3])
@pytest.mark.parametrize("page", NAMES)
def test_every_page_can_be_read_and_named(qtbot, qapp, page, scale):
    apply_theme(qapp, "dark", scale)
    stage = Stage()
    qtbot.addWidget(stage.screen)
    stage.screen.resize(964, 620)
    stage.screen.show()
    stage.screen.open_page(page)
    settle()
    apply_theme(qapp, "dark", scale)
    cut = [
        label.text()
        for label in stage.screen.findChildren(QLabel)
        if label.isVisible() and label.text() and is_cut(label)
    ]
    nameless = [
        widget
        for widget in stage.screen.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    stage.screen.close()
    apply_theme(qapp, "dark")
    assert (cut, nameless) == ([], [])


def is_cut(label):
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    return label.sizeHint().width() > label.width() + 1


def test_people_without_a_list_are_told_what_would_be_here(qtbot, qapp):
    stage = Stage()
    qtbot.addWidget(stage.screen)
    stage.record = type(stage.record)("Ana Silva", Settings())
    stage.presenter.load()
    stage.screen.show()
    for page, words in (("people", "No person"), ("services", "No service")):
        stage.screen.open_page(page)
        shown = [lab.text() for lab in stage.screen.findChildren(QLabel) if lab.isVisible()]
        assert any(text.startswith(words) for text in shown)
