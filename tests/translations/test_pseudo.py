"""A made-up language, longer than English and between marks: what it does not reach on a screen
is said in English to everybody, and what it does not fit is cut for many."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.composition import Desktop
from models.domain.review_templates import STARTER_TEMPLATES
from tests.shots.scenes import SCENES, scene, settings_page
from tests.shots.test_access import cut_labels
from tests.translations.stage import spoken
from views.tongue import OPENS, PSEUDO

SIZE = (1600, 1000)
_PAGES = ("you", "keys", "services", "sources", "notifications")
MORE = tuple(f"settings-{page}" for page in _PAGES)


TIGHT = {
    "Header": "five answers side by side; the title gives way first, but not for ever",
    "_Foot": "the keys of the palette in one line, which the list above needs least",
    "QueuePopup": "its title beside the button that closes it",
    "Surface": "the hint beside the brief of a handover",
    "Row": "what a setting is about, beside a choice of three long words",
    "QWidget": "the title of a panel beside what stands in its head",
}
"""Where a text four tenths longer than English may be cut at this width, and why no real language
is that long there."""


@pytest.fixture
def pseudo(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    with spoken(PSEUDO, qapp, tmp_path, monkeypatch) as built:
        yield built


def texts_of(widget: QWidget) -> set[str]:
    """What stands on it and what is said of it; not what somebody types into it."""
    said = {widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()}
    if isinstance(widget, QLabel | QAbstractButton):
        said.add(widget.text())
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        said.add(widget.placeholderText())
    return said - {widget.text()} if isinstance(widget, QLineEdit) else said


def visible(desktop: Desktop) -> Iterator[QWidget]:
    return (
        widget
        for widget in (desktop.window, *desktop.window.findChildren(QWidget))
        if widget.isVisible() and not widget.objectName().startswith("qt_")
    )


def written_by_people(desktop: Desktop) -> str:
    """Everything in the database: titles, names, notes, runbooks; and the templates that came."""
    read = desktop._reading.execute
    tables = [name for (name,) in read("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = (row for table in tables for row in read(f'SELECT * FROM "{table}"'))
    values = (value for row in rows for value in row if isinstance(value, str | bytes))
    came = [f"{one.name}\n{one.about}" for one in STARTER_TEMPLATES]
    kept = [v if isinstance(v, str) else v.decode("utf-8", "ignore") for v in values]
    return "\n".join([*kept, *came])


IDS = re.compile(
    r"INC-\d+|P[0-4]|\d\d:\d\d(:\d\d)? (UTC|Berlin)|English|Deutsch|UTC|S-\d+|https?://\S+"
    r"|Prometheus|5xx share|sum\(rate.*|Chose severity .*|P1 \(Priya Nair\)\.|\w+/\w+#\d+"
)
"""What is the same in every language: numbers of incidents and of tickets, severities, times,
rules, addresses, and what the timeline is going to say."""


def is_data(text: str, written: str) -> bool:
    parts = re.split(r", | · |: |\n|; | {2,}", text.strip("“”…"))
    return all(
        IDS.fullmatch(part) or part in written or not re.search("[A-Za-z]{2,}", part)
        for part in parts
    )


@pytest.fixture
def more_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of settings of which no picture is kept."""
    for page in MORE:
        monkeypatch.setitem(SCENES, page, settings_page(page.removeprefix("settings-")))


@pytest.mark.usefixtures("more_pages")
@pytest.mark.parametrize("name", [*SCENES, *MORE])
def test_everything_said_is_translated_and_fits(pseudo: Desktop, name: str) -> None:
    english: set[str] = set()
    cut: list[str] = []

    def look() -> None:
        cut.extend(cut_labels(pseudo))
        written = written_by_people(pseudo)
        for widget in visible(pseudo):
            for text in texts_of(widget):
                if OPENS not in text and not is_data(text, written):
                    english.add(f"{type(widget).__name__}: {text[:100]}")

    scene(pseudo, name, "dark", SIZE, look=look)
    assert sorted(english) == []
    assert [label for label in cut if label.rpartition(" in ")[2] not in TIGHT] == []
