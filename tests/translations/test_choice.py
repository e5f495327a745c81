"""Which language the window speaks: chosen in settings, else the system's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from app.language import OVERRIDE, speak
from models.settings import Settings, changed, load, save
from tests.shots.stage import staged, wait_for
from views.tongue import MIRRORED, spoken


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(OVERRIDE)
    yield
    speak(qapp, "en")


class Kept(dict[str, str]):
    """What the database remembers."""

    meta = dict.get
    remember = dict.__setitem__


def test_a_choice_is_remembered():
    kept = Kept()
    save(kept, "language", "de")
    assert load(kept).language == "de"


@pytest.mark.parametrize("nonsense", ["", "Deutsch!", "d", "../de"])
def test_what_is_no_code_is_not_taken(nonsense):
    kept = Kept({"setting:language": nonsense})
    assert load(kept).language == "system"


def test_the_language_chosen_is_spoken(qapp):
    speak(qapp, "de")
    assert spoken().code == "de"


def test_following_the_system_speaks_its_language_or_english(qapp):
    wanted = QLocale.system().uiLanguages()
    speak(qapp, "system")
    assert spoken().code == ("de" if wanted and wanted[0].startswith("de") else "en")


def test_the_environment_stands_for_the_system_and_a_choice_wins(qapp, monkeypatch):
    monkeypatch.setenv(OVERRIDE, "de")
    speak(qapp, "system")
    assert spoken().code == "de"
    speak(qapp, "en")
    assert spoken().code == "en"


def test_a_language_read_from_the_right_turns_the_window_round(qapp):
    speak(qapp, MIRRORED)
    assert qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft
    speak(qapp, "en")
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_a_change_says_when_it_takes_effect(qapp: QApplication, tmp_path: Path) -> None:
    with staged(qapp, tmp_path) as desktop:
        desktop.go("settings")
        wait_for(lambda: desktop.settings.presenter.state.record is not None)
        desktop.settings.screen.open_page("appearance")
        desktop.settings.presenter.set_value("language", "de")
        said = desktop.window.toaster.accessibleName()
    assert said == "Language: Deutsch. It is spoken from the next start on."


def test_the_next_start_speaks_it(qapp: QApplication, tmp_path: Path) -> None:
    with staged(qapp, tmp_path, language="de") as desktop:
        wait_for(lambda: desktop.home_presenter.state.record.whole)
        desktop.go("room")
        shown = desktop.window.windowTitle()
    assert shown.startswith("Lageraum")


def test_a_changed_setting_is_of_the_right_kind():
    assert changed(Settings(), "language", "de").language == "de"
