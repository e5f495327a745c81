"""The manager's month on screen, read from the widgets."""

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.kpi_parts import KpiParts
from app.workspace import Workspace, open_workspace
from models.actions.correct_time import CorrectTime, correct_time
from models.actions.import_history import import_history
from models.actions.import_policy import ImportPolicy, import_policy
from models.actions.set_service import SetService, set_service
from models.domain.errors import WarRoomError
from models.domain.severity import Severity
from models.domain.times import parse_time
from models.intake.histories import read_history
from models.queries.explain import formula_of
from tests.metrics.conftest import OCTOBER
from views.kpis.presenter import KINDS, MOST_ACK, PERIODS
from views.tongue import speak

NOW = parse_time("2026-11-01T00:00:00Z")
NAMES = [name for name, _ in PERIODS]
LAST_MONTH, ALL_TIME, THIS_MONTH = (
    NAMES.index(name) for name in ("Last month", "All time", "This month")
)


class AtOnce:
    """Jobs that are done when they are asked for."""

    def run(
        self,
        work: Callable[[], object],
        *,
        owner: object,
        then: Callable[[object], None],
        failed: Callable[[WarRoomError], None],
    ) -> None:
        try:
            result = work()
        except WarRoomError as error:
            failed(error)
        else:
            then(result)

    def forget(self, owner: object) -> None:
        pass


class Manager:
    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        self.workspace = workspace
        self.opened: list[str] = []
        self.clock = [NOW]
        workspace.now = lambda: self.clock[0]
        self.parts = KpiParts(
            workspace, AtOnce(), window, lambda _: None, self.opened.append, window
        )
        self.screen, self.presenter = self.parts.screen, self.parts.presenter
        self.screen.resize(1500, 900)
        self.screen.show()
        self.presenter.choose_period(LAST_MONTH)

    def tile(self, name: str) -> str:
        for tile in (*self.screen.tiles, *self.screen.more):
            if tile.name == name:
                return f"{tile.value.text()} {tile._unit.text()}".strip()
        raise AssertionError(name)

    def used(self, name: str) -> str:
        tiles = (*self.screen.tiles, *self.screen.more)
        return next(tile._used.text() for tile in tiles if tile.name == name)

    def label(self, uid: str) -> str:
        return self.workspace.label(uid)

    def why(self, name: str) -> list[list[str]]:
        """The rows of the explanation, from its table."""
        self.presenter.explain(name)
        table = self.screen.explanation.table
        return [
            [table.item(row, column).text() for column in range(table.columnCount())]
            for row in range(table.rowCount())
        ]


@pytest.fixture
def manager(qapp: QApplication, qtbot: object, data_dir: Path) -> Iterator[Manager]:
    workspace = open_workspace(data_dir, actor="Mia", now=lambda: NOW)
    history = read_history([(OCTOBER.name, OCTOBER.read_bytes())], "csv")
    import_history(history, workspace.desk)
    told = SetService("checkout", slo=0.999, window="month", team="shop")
    set_service(told, workspace.desk)
    window = QWidget()
    window.resize(1500, 900)
    qtbot.addWidget(window)
    window.show()
    yield Manager(workspace, window)
    workspace.close()


def test_every_number_of_the_month(manager: Manager) -> None:
    shown = {
        name: manager.tile(name)
        for name in ("tta", "ttr", "ttm", "ttd", "active_ttr", "recurrence", "slo:checkout")
    }
    assert shown == {
        "tta": "5:00 min",
        "ttr": "2:06 h",
        "ttm": "52:12 min",
        "ttd": "7:50 min",
        "active_ttr": "1:54 h",
        "recurrence": "16.7 %",
        "slo:checkout": "−598.9 %",
    }
    assert manager.used("tta") == "5 of 6 incidents"
    assert manager.screen.filters.count.text() == "6 incidents, 1 open, 3 left out"
    for name in ("comms_adherence", "review_on_time", "action_completion"):
        assert manager.tile(name) == "no data"


def test_a_number_opens_with_what_is_used_and_what_is_not_and_why(manager: Manager) -> None:
    rows = {row[0]: row for row in manager.why("tta")}
    dialog = manager.screen.explanation
    assert dialog._formula.text() == "TTA = acknowledged − detected"
    assert "Mean 5 m 00 s, median 3 m 00 s, p90 12 m 00 s of 5 used" in dialog._sentence.text()
    assert rows["INC-2"][2:6] == ["2026-10-05 13:10:00", "2026-10-05 13:22:00", "12 m 00 s", "yes"]
    told = {label: row[5] for label, row in rows.items() if row[5] != "yes"}
    assert told == {
        "INC-4": "no: no acknowledgement",
        "INC-5": "no: drill",
        "INC-6": "no: merged",
        "INC-7": "no: cancelled",
    }


def test_enter_on_a_row_opens_its_incident(manager: Manager) -> None:
    manager.why("tta")
    QTest.keyClick(manager.screen.explanation.table, Qt.Key.Key_Return)
    assert [manager.label(uid) for uid in manager.opened] == ["INC-2"]
    assert not manager.screen.explanation.isVisible()


def test_a_tile_opens_by_key_and_says_itself(manager: Manager) -> None:
    tile = manager.screen.tiles[1]
    assert tile.accessibleName() == "Mean time to resolve"
    assert "2 h 06 m, median 1 h 30 m, p90 4 h 30 m, from 5 of 6" in tile.accessibleDescription()
    assert "Off goal" in tile.accessibleDescription()
    QTest.keyClick(tile, Qt.Key.Key_Space)
    assert manager.screen.explanation.isVisible()


def test_a_corrected_timestamp_shows_at_once_also_in_an_open_explanation(manager: Manager) -> None:
    manager.why("tta")
    told = CorrectTime("INC-4", "acknowledged_at", parse_time("2026-10-15T08:05:00Z"), "pager")
    correct_time(told, manager.workspace.desk)
    manager.presenter.refresh()
    assert (manager.tile("tta"), manager.used("tta")) == ("5:00 min", "6 of 6 incidents")
    assert "median 4 m 00 s" in manager.screen.explanation._sentence.text()


def test_what_came_back_opens_its_latest(manager: Manager) -> None:
    (cause,) = manager.presenter.state.causes
    assert (cause.words, cause.times) == ("checkout/db-pool", "1 time")
    QTest.keyClick(manager.screen.causes._rows[0], Qt.Key.Key_Return)
    assert [manager.label(uid) for uid in manager.opened] == ["INC-3"]
    assert manager.why("recurrence")[0][5] == "again after INC-1"


def test_filters(manager: Manager) -> None:
    manager.presenter.choose_service("checkout")
    assert manager.presenter.state.count == "3 incidents, 1 open"
    manager.presenter.choose_severity(Severity.P1)
    assert manager.tile("ttr") == "no data"
    manager.presenter.choose_severity(None)
    manager.presenter.choose_service("")
    manager.presenter.choose_team("shop")
    assert manager.presenter.state.count == "3 incidents, 1 open"
    manager.presenter.choose_team("")
    manager.presenter.choose_kind(len(KINDS) - 1)
    assert manager.tile("tta") == "1:00 min"


def test_what_if_every_acknowledgement_took_at_most_five_minutes(manager: Manager) -> None:
    manager.presenter.choose_most_ack(MOST_ACK.index(5))
    said = manager.presenter.state.what_if
    assert "(1 would have come sooner): TTA 3 m 36 s instead of 5 m 00 s" in said
    assert "TTR 2 h 04 m instead of 2 h 06 m" in said
    assert manager.tile("tta") == "5:00 min"


def test_few_incidents_claim_no_change(manager: Manager) -> None:
    assert manager.presenter.state.tiles[0].change == "too few to claim a change"
    manager.presenter.choose_period(ALL_TIME)
    assert manager.presenter.state.tiles[0].change == ""


def test_an_empty_period_has_no_data_anywhere(manager: Manager) -> None:
    manager.presenter.choose_period(THIS_MONTH)
    for name in ("tta", "ttr", "ttm", "ttd", "active_ttr", "impact", "recurrence"):
        assert manager.tile(name) == "no data", name
    said = [tile.accessibleDescription() for tile in manager.screen.tiles[:3]]
    assert not any("0:00" in words or "nan" in words for words in said)
    left = {row[0] for row in manager.why("ttr")}
    assert left == set()
    assert "No data" in manager.screen.explanation._sentence.text()


def test_charts_are_tables_and_sentences_too(manager: Manager) -> None:
    screen = manager.screen
    assert "6 incidents, most in W42 (2)." in screen.incidents.accessibleDescription()
    screen.incidents.setFocus()
    QTest.keyClick(screen.incidents, Qt.Key.Key_T)
    assert screen.incidents.shows_table
    table = screen.incidents.table
    heads = [table.horizontalHeaderItem(n).text() for n in range(table.columnCount())]
    assert heads == ["Week", "P0", "P1", "P2", "All"]
    assert [table.item(2, n).text() for n in range(5)] == ["W42", "1", "0", "1", "2"]
    QTest.keyClick(screen.incidents, Qt.Key.Key_T)
    assert not screen.incidents.shows_table
    panels = (screen.ttr, screen.spread, screen.budget, screen.stages)
    assert all(panel.accessibleDescription() for panel in panels)


def test_goals_of_the_policy_decide_what_is_on_goal(manager: Manager) -> None:
    assert [tile.verdict for tile in manager.presenter.state.tiles] == ["good", "bad", "bad", "bad"]
    import_policy(
        ImportPolicy('[goals]\ntta = "1m"\nttr = "3h"\nrecurrence = "none"\n'),
        manager.workspace.desk,
    )
    manager.presenter.refresh()
    state = manager.presenter.state
    assert [tile.verdict for tile in state.tiles] == ["bad", "good", "", "bad"]
    assert [tile.goal for tile in state.tiles][:3] == [
        "Goal under 1 m, changed 1 Nov",
        "Goal under 3 h, changed 1 Nov",
        "No goal set, changed 1 Nov",
    ]


@pytest.mark.parametrize("form", ["csv", "md", "pdf", "png"])
def test_what_is_shown_is_saved(manager: Manager, tmp_path: Path, form: str) -> None:
    shown = manager.presenter.board
    assert shown is not None
    out = tmp_path / f"figures.{form}"
    manager.parts.save(shown, form, out)
    body = out.read_bytes()
    marks = {"csv": b"7560000", "md": b"2 h 06 m", "pdf": b"%PDF", "png": b"PNG"}
    assert marks[form] in body


@pytest.mark.parametrize("form", ["png", "svg"])
def test_every_chart_leaves_with_what_it_says_and_its_definition(
    manager: Manager, form: str
) -> None:
    manager.screen.turns.draw_now()
    for chart in manager.screen.charts:
        body = manager.parts.picture(chart, form)
        said = f"{chart.sentence} {formula_of(chart.name)}"
        if form == "png":
            assert QImage.fromData(body).text("Description") == said
        else:
            (told,) = [one.text for one in ET.fromstring(body) if "desc" in one.tag]
            assert told == said
        assert len(body) > 4_000
        assert len(chart.sentence) > 10


def test_every_number_answers_why_in_one_click(manager: Manager) -> None:
    screen, asked = manager.screen, []
    screen.number_opened.connect(asked.append)
    buttons = [*(chart.why for chart in screen.charts), screen.causes.why]
    for opens in (*screen.tiles, *screen.more, screen.filters.count):
        QTest.mouseClick(opens, Qt.MouseButton.LeftButton)
        assert screen.explanation.state.name == opens.name
    for button in buttons:
        screen.explanation.close_dialog()
        button.click()
        assert screen.explanation.isVisible()
        assert screen.explanation.state.formula == formula_of(asked[-1])
    assert len(asked) == 4 + 7 + 5 + 1 + 1


def test_who_is_counted_is_told_too(manager: Manager) -> None:
    rows = {row[0]: row[5] for row in manager.why("eligible")}
    assert len(rows) == 9
    assert (rows["INC-9"], rows["INC-5"], rows["INC-1"]) == ("still open", "no: drill", "yes")
    said = manager.screen.explanation._sentence.text()
    assert said == "6 counted, 1 of them open; 3 left out."


def test_recurrence_names_all_it_is_a_share_of(manager: Manager) -> None:
    told = [row[5] for row in manager.why("recurrence")]
    assert told[0] == "again after INC-1"
    assert sorted(told[1:6]) == [*["did not come back"] * 4, "no failure mode"]
    assert told[6:] == ["no: drill", "no: merged", "no: cancelled"]


def test_a_budget_names_what_hit_it_from_when_to_when(manager: Manager) -> None:
    rows = {row[0]: row[2:6] for row in manager.why("slo:checkout")}
    assert rows == {
        "INC-1": ["2026-10-02 09:00:00", "2026-10-02 09:40:00", "40 m 00 s", "yes"],
        "INC-3": ["2026-10-12 21:58:00", "2026-10-12 22:30:00", "32 m 00 s", "yes"],
        "INC-9": ["2026-10-31 20:00:00", "2026-11-01 00:00:00", "4 h 00 m", "goes on"],
    }
    said = manager.screen.explanation._sentence.text()
    assert said.startswith("99.9% over month (2026-10-01 00:00:00 to 2026-11-01 00:00:00 UTC)")
    assert "5 h 12 m of it are used, 698.9%" in said


def test_stretches_are_told_apart(manager: Manager) -> None:
    active = {row[0]: row[4:6] for row in manager.why("active_ttr")}
    assert active["INC-8"] == ["3 h 30 m", "without 1 h 00 m between resolve and reopen"]
    impact = {row[0]: row[2:6] for row in manager.why("impact")}
    assert impact["INC-1"][:3] == ["2026-10-02 09:00:00", "2026-10-02 09:40:00", "40 m 00 s"]
    assert impact["INC-8"][3] == "in 2 stretches"


def test_stages_open_with_their_parts(manager: Manager) -> None:
    (first, *_) = manager.why("stages")
    heads = manager.screen.explanation.state.heads
    assert heads[2:6] == ("Detect", "Triage", "Mitigate", "Resolve")
    assert first[0] == "INC-8"


def test_a_changed_goal_leaves_what_has_ended_and_says_so(manager: Manager) -> None:
    manager.clock[0] = parse_time("2026-11-05T12:00:00Z")
    manager.presenter.refresh()
    verdict = manager.presenter.state.tiles[0].verdict
    import_policy(ImportPolicy('[goals]\ntta = "1m"\n'), manager.workspace.desk)
    manager.presenter.refresh()
    tile = manager.presenter.state.tiles[0]
    assert (tile.verdict, tile.goal) == (verdict, "Goal under 5 m, changed 5 Nov")
    manager.why("tta")
    said = manager.screen.explanation._sentence.text()
    assert "after this period, 5 m became 1 m; the period keeps 5 m." in said
    manager.presenter.choose_period(THIS_MONTH)
    assert manager.presenter.state.tiles[0].goal == "Goal under 1 m, changed 5 Nov"


def test_a_changed_objective_leaves_the_budget_of_a_month_that_is_over(manager: Manager) -> None:
    manager.clock[0] = parse_time("2026-11-05T12:00:00Z")
    set_service(SetService("checkout", slo=0.99), manager.workspace.desk)
    manager.presenter.refresh()
    assert manager.tile("slo:checkout") == "−598.9 %"
    manager.why("slo:checkout")
    said = manager.screen.explanation._sentence.text()
    assert "99.9%, month became 99%, month; the period keeps 99.9%, month." in said


def test_no_number_depends_on_the_language(manager: Manager) -> None:
    english = [(tile.value.text(), tile._unit.text()) for tile in manager.screen.tiles]
    rows = [row[:5] for row in manager.why("tta")]
    speak("de")
    try:
        manager.presenter.refresh()
        german = [(tile.value.text(), tile._unit.text()) for tile in manager.screen.tiles]
        assert [(value.replace(",", "."), unit) for value, unit in german] == english
        said = [[cell.replace(" min ", " m ") for cell in row[:5]] for row in manager.why("tta")]
        assert said[0] == rows[0]
        assert manager.screen.explanation._formula.text() != "TTA = acknowledged − detected"
        told = {row[0]: row[5] for row in manager.why("recurrence")}
        assert told["INC-3"] == "erneut nach INC-1"
    finally:
        speak("en")
