"""German on every screen: nothing is cut where a window is small."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.composition import Desktop
from tests.shots.scenes import SCENES, scene
from tests.shots.test_access import SMALL, cut_labels
from tests.translations.stage import spoken
from views.settings.screen import PageList
from views.settings.words import PAGES


@pytest.fixture
def german(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    with spoken("de", qapp, tmp_path, monkeypatch) as built:
        yield built


@pytest.mark.parametrize("name", SCENES)
def test_no_german_word_is_cut(german: Desktop, name: str) -> None:
    cut: list[str] = []
    scene(german, name, "dark", SMALL, look=lambda: cut.extend(cut_labels(german)))
    assert cut == []


def test_words_of_the_toolkit_are_german_too(german: Desktop) -> None:
    field = QLineEdit(german.window)
    field.setText("Kasse")
    menu = field.createStandardContextMenu()
    words = [action.text().partition("\t")[0].replace("&", "") for action in menu.actions()]
    menu.deleteLater()
    assert {"Ausschneiden", "Kopieren", "Einfügen"} <= set(words)


def test_the_record_stays_in_the_language_it_was_written_in(german: Desktop) -> None:
    scene(german, "room", "dark", (1600, 1000))
    shown = german.room_presenter.state.record
    assert shown is not None
    assert shown.incident.objective.startswith("Restore checkout in every region")


def test_every_page_of_settings_is_named_whole(german: Desktop) -> None:
    scene(german, "settings", "dark", SMALL)
    pages = german.settings.screen.list
    cut = [name for name, _, _ in PAGES if pages.button(name).width() < _wanted(pages, name)]
    assert cut == []


def _wanted(pages: PageList, name: str) -> int:
    return pages.button(name).sizeHint().width()
