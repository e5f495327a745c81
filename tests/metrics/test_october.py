"""The manager's month: every figure, with its traps, in the command line and in what it exports."""

import csv
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.domain.times import parse_time, to_ms
from tests.metrics.conftest import PERIOD, Run

MINUTE = 60_000
HOUR = 60 * MINUTE


def spread_of(kpis: Any, name: str) -> tuple[int, int, int, int, int]:
    found = kpis["metrics"][name]
    return (*(found[f"{word}_ms"] for word in ("mean", "median", "p90")), found["n"], found["of"])


def test_what_counts_and_what_does_not(october: Run) -> None:
    kpis = october("kpis", *PERIOD)
    assert (kpis["eligible"], kpis["open"]) == (6, 1)
    assert kpis["excluded"] == [
        {"incident": "INC-5", "reason": "drill"},
        {"incident": "INC-6", "reason": "merged"},
        {"incident": "INC-7", "reason": "cancelled"},
    ]
    assert (kpis["from"], kpis["to"], kpis["as_of"]) == (PERIOD[1], PERIOD[3], PERIOD[3])


@pytest.mark.parametrize(
    ("name", "figures", "missing"),
    [
        ("ttd", (470, 180, 1_800, 6), {}),
        ("tta", (300, 180, 720, 5), {"INC-4": "no acknowledgement"}),
        ("ttm", (3_132, 2_700, 5_400, 5), {"INC-9": "no mitigation"}),
        ("ttr", (126 * 60, 90 * 60, 270 * 60, 5), {"INC-9": "still open"}),
        ("active_ttr", (114 * 60, 90 * 60, 210 * 60, 5), {"INC-9": "still open"}),
        ("impact", (4_764, 3_300, 10_800, 5), {"INC-9": "not over"}),
    ],
)
def test_every_figure(
    october: Run, name: str, figures: tuple[int, ...], missing: dict[str, str]
) -> None:
    kpis = october("kpis", *PERIOD)
    *seconds, n = figures
    assert spread_of(kpis, name) == (*(1_000 * s for s in seconds), n, 6)
    told = {row["incident"]: row["reason"] for row in kpis["metrics"][name]["missing"]}
    assert told == missing


def test_what_came_back(october: Run) -> None:
    found = october("kpis", *PERIOD)["recurrence"]
    assert (found["n"], found["of"], found["incidents"]) == (1, 6, ["INC-3"])
    assert found["rate"] == pytest.approx(1 / 6)


def test_a_person_may_unlink_what_looks_alike_and_link_what_does_not(october: Run) -> None:
    october("unlink-recurrence", "INC-3", "INC-1")
    assert october("kpis", *PERIOD)["recurrence"]["incidents"] == []
    october("link-recurrence", "INC-8", "INC-2")
    assert october("kpis", *PERIOD)["recurrence"]["incidents"] == ["INC-8"]


def test_rates_without_acts_have_no_data(october: Run) -> None:
    kpis = october("kpis", *PERIOD)
    for name in ("comms_adherence", "review_on_time", "action_completion"):
        assert kpis[name] == {"rate": None, "n": 0, "of": 0}


def test_a_corrected_timestamp_changes_the_figure(october: Run) -> None:
    told = ("acknowledged_at", "2026-10-15T08:05:00Z", "--reason", "pager log")
    october("set-time", "INC-4", *told)
    assert spread_of(october("kpis", *PERIOD), "tta")[:4] == (
        5 * MINUTE,
        4 * MINUTE,
        12 * MINUTE,
        6,
    )


def test_the_budget_of_checkout(october: Run) -> None:
    (budget,) = october("slo", "--month", "2026-10")
    assert budget["budget_ms"] == 44 * MINUTE + 38_400
    assert budget["used_ms"] == 312 * MINUTE
    assert f"{budget['used_ratio']:.1%}" == "698.9%"
    assert budget["burn_rate"] == pytest.approx(budget["used_ratio"])
    assert [(hit["incident"], hit["impact_ms"] // MINUTE) for hit in budget["incidents"]] == [
        ("INC-1", 40),
        ("INC-3", 32),
        ("INC-9", 240),
    ]
    (before,) = october("slo", "--month", "2026-10", now="2026-10-31T20:00:00Z")
    assert (before["used_ms"] // MINUTE, f"{before['used_ratio']:.1%}") == (72, "161.3%")


def test_a_rolling_window_ends_when_it_is_asked(october: Run) -> None:
    october("service", "set", "checkout", "--window", "30d")
    (budget,) = october("slo", "--at", "2026-10-13T00:00:00Z")
    assert (budget["from"], budget["to"]) == ("2026-09-13T00:00:00Z", "2026-10-13T00:00:00Z")
    assert (budget["budget_ms"], budget["used_ms"]) == (43 * MINUTE + 12_000, 72 * MINUTE)


def test_the_edges_of_a_period(october: Run) -> None:
    first = "2026-10-02T09:04:00Z"
    assert october("kpis", "--from", first, "--to", "2026-10-03T00:00:00Z")["eligible"] == 1
    assert october("kpis", "--from", "2026-10-01T00:00:00Z", "--to", first)["eligible"] == 0


def test_filters(october: Run) -> None:
    kpis = october("kpis", *PERIOD, "--service", "checkout", "--severity", "P0")
    assert (kpis["eligible"], kpis["excluded"]) == (3, [])
    assert kpis["recurrence"]["n"] == 1


@pytest.mark.parametrize(
    "typed", [("--from", "2027-01-01T00:00:00Z"), ("--service", "of nobody"), ("--severity", "P4")]
)
def test_nothing_is_no_data_and_never_zero(october: Run, typed: tuple[str, ...]) -> None:
    kpis = october("kpis", *typed)
    assert (kpis["eligible"], kpis["recurrence"]["rate"]) == (0, None)
    for name in kpis["metrics"]:
        assert spread_of(kpis, name) == (None, None, None, 0, 0)
    assert "no data" in october("kpis", *typed, text=True)


def test_an_empty_folder_and_one_incident(warroom: Run) -> None:
    assert warroom("kpis")["eligible"] == 0
    assert warroom("slo") == []
    warroom("declare", "--title", "One", "--severity", "P4")
    kpis = warroom("kpis")
    assert (kpis["eligible"], kpis["open"]) == (1, 1)
    assert kpis["metrics"]["ttr"]["missing"] == [{"incident": "INC-1", "reason": "still open"}]
    assert kpis["metrics"]["ttr"]["mean_ms"] is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("kpis", "--from", PERIOD[3], "--to", PERIOD[1]), "--to is after --from"),
        (("slo", "--month", "October"), "'October' is not a month"),
        (("slo", "--month", "2026-13"), "'2026-13' is not a month"),
        (("kpis", "--format", "csv"), "--out FILE"),
        (("kpis", "--out", "here.csv"), "--format"),
    ],
)
def test_what_makes_no_sense_is_refused(october: Run, typed: tuple[str, ...], said: str) -> None:
    assert said in october(*typed, refused=True)


def test_text_says_the_same(october: Run) -> None:
    text = october("kpis", *PERIOD, text=True)
    assert "6 eligible, 3 excluded, 1 open" in text
    assert "5 m 00 s   3 m 00 s   12 m 00 s  5 of 6" in text
    assert "2 h 06 m   1 h 30 m   4 h 30 m   5 of 6" in text
    assert "698.9%" in october("slo", "--month", "2026-10", text=True)


@pytest.mark.parametrize("form", ["csv", "md"])
def test_what_is_exported_carries_figures_and_definitions(
    october: Run, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"october.{form}"
    october("kpis", *PERIOD, "--format", form, "--out", str(out))
    written = out.read_text(encoding="utf-8")
    for words in (
        "TTA = acknowledged − detected",
        "TTR = final resolved − detected",
        "Recurrence rate = eligible incidents that recur",
        "Budget = (1 − target) × window",
    ):
        assert words in written
    for figure in ("300000", "7560000", "0.1666") if form == "csv" else (
        "| 5 m 00 s | 3 m 00 s | 12 m 00 s |", "| 2 h 06 m | 1 h 30 m | 4 h 30 m |", "16.7%",
        "698.9%",
    ):  # fmt: skip
        assert figure in written
    for wrong in ("4 m 10 s", "4 m 20 s", ",250000,", ",260000,", "1 h 36 m"):
        assert wrong not in written


def test_the_exported_incidents_give_the_same_figures_again(october: Run, tmp_path: Path) -> None:
    out = tmp_path / "october.csv"
    october("kpis", *PERIOD, "--format", "csv", "--out", str(out))
    *_, incidents = out.read_text(encoding="utf-8").split("\n\n")
    rows = list(csv.DictReader(incidents.splitlines()))
    used = [row for row in rows if not row["excluded"]]
    took = [
        to_ms(parse_time(row["acknowledged_at"])) - to_ms(parse_time(row["detected_at"]))
        for row in used
        if row["acknowledged_at"]
    ]
    assert (len(used), sum(took) / len(took)) == (6, 5 * MINUTE)
    assert [row["id"] for row in rows if row["recurs"] == "yes"] == ["INC-3"]


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_page_is_drawn(october: Run, tmp_path: Path, qapp: object, form: str) -> None:
    out = tmp_path / f"october.{form}"
    october("kpis", *PERIOD, "--format", form, "--out", str(out))
    assert out.read_bytes()[:4] == {"png": b"\x89PNG", "pdf": b"%PDF"}[form]
    assert out.stat().st_size > 20_000


def test_figures_do_not_depend_on_the_zone_of_the_machine(
    october: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = october("kpis", *PERIOD)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert october("kpis", *PERIOD) == here


def test_time_in_updates_counts_once_they_are_late(warroom: Run) -> None:
    start = parse_time("2026-10-10T10:00:00Z")

    def at(minutes: int) -> str:
        return f"{start + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"

    warroom("declare", "--title", "Down", "--severity", "P0", now=at(0))
    assert warroom("kpis", now=at(4))["comms_adherence"] == {"rate": None, "n": 0, "of": 0}
    assert warroom("kpis", now=at(6))["comms_adherence"] == {"rate": 0.0, "n": 0, "of": 1}


def test_years_of_a_real_status_page(warroom: Run, shared_data: Path, tmp_path: Path) -> None:
    page = shared_data / "incidents" / "github_statuspage" / "incidents.json"
    assert warroom("import", "incidents", str(page))["imported"] == 1_282
    ttr = warroom("kpis")["metrics"]["ttr"]
    reasons = [row["reason"] for row in ttr["missing"]]
    assert (ttr["n"], ttr["of"], len(reasons)) == (443, 1_282, 839)
    assert reasons.count("one message, no duration") == 836
    assert reasons.count("ends before it starts") == 3
    out = tmp_path / "years.md"
    warroom("kpis", "--format", "md", "--out", str(out))
    lines = out.read_text(encoding="utf-8").splitlines()
    assert "| 2018 | 52 | no data | no data | 0 | 52 × one message, no duration |" in lines
    assert "| 2020 | 70 | 1 h 24 m | 1 h 01 m | 67 | 3 × ends before it starts |" in lines
    assert "| 2022 | 123 | 2 h 11 m | 1 h 21 m | 123 |  |" in lines


@pytest.mark.parametrize("form", ["csv", "md", "png", "pdf"])
@pytest.mark.parametrize("case", ["nothing", "one", "all left out"])
def test_exports_of_next_to_nothing_say_why(
    warroom: Run, tmp_path: Path, qapp: object, case: str, form: str
) -> None:
    if case == "one":
        warroom("declare", "--title", "One", "--severity", "P4")
    if case == "all left out":
        warroom("declare", "--title", "Only a drill", "--kind", "drill")
    out = tmp_path / f"r.{form}"
    warroom("kpis", "--format", form, "--out", str(out))
    if form in ("png", "pdf"):
        assert out.stat().st_size > 10_000
        return
    said = out.read_text(encoding="utf-8")
    assert "nan" not in said.casefold()
    if form == "md":
        assert "| Time to resolve | no data | no data | no data |" in said
        counted = {"nothing": "0 incidents counted, 0 left out", "one": "1 incident counted",
                   "all left out": "0 incidents counted, 1 left out"}  # fmt: skip
        assert counted[case] in said
        why = {"nothing": "", "one": "| still open | time to resolve,",
               "all left out": "| drill | all figures | 1 | INC-1 |"}  # fmt: skip
        assert why[case] in said
    else:
        assert f"ttr,,,,,0,{1 if case == 'one' else 0}," in said


@pytest.mark.parametrize("form", ["md", "csv"])
def test_no_export_depends_on_the_language_or_the_zone(
    october: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    bodies = set()
    for zone, language in (("UTC", "en"), ("Pacific/Kiritimati", "de"), ("America/Lima", "de")):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("WARROOM_LANGUAGE", language)
        out = tmp_path / f"{language}-{len(bodies)}.{form}"
        october("kpis", *PERIOD, "--format", form, "--out", str(out))
        bodies.add(out.read_bytes())
    assert len(bodies) == 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_a_page_reads_as_the_figures_do(october: Run, tmp_path: Path, qapp: object) -> None:
    out = tmp_path / "october.pdf"
    october("kpis", *PERIOD, "--format", "pdf", "--out", str(out))
    made = subprocess.run(
        ["pdftotext", "-layout", str(out), "-"], capture_output=True, text=True, check=True
    )
    said = " ".join(made.stdout.split())
    for words in (
        "5 m 00 s 3 m 00 s 12 m 00 s", "2 h 06 m 1 h 30 m 4 h 30 m", "16.7%", "698.9%",
        "TTA = acknowledged − detected", "no acknowledgement", "drill", "merged", "cancelled",
    ):  # fmt: skip
        assert words in said
    assert made.stdout.count("\f") == 1
