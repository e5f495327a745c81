"""Tables from every corner of the world: what a comma is, which row is wrong, what has a name."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.errors import BadInput
from models.domain.series import value_words
from models.intake.series import read_csv, read_prometheus

AT, LATER = "2026-11-20T16:00Z", "2026-11-20T16:01Z"


def values(text: str) -> list[float | None]:
    return [point.value for series in read_csv(text) for point in series.points]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"{AT};2,125\n{LATER};2,25\n", [2.125, 2.25]),
        (f"{AT};2,125\n", [2.125]),
        (f"{AT};1.234,5\n{LATER};1.000\n", [1234.5, 1000.0]),
        (f'{AT},"2,125"\n', [2125.0]),
        (f'{AT},"1,234.5"\n', [1234.5]),
        (f"{AT}\t2,125\n{LATER}\t0,5\n", [2.125, 0.5]),
        (f"{AT}\t12 400\n{LATER}\t1\u00a0234\u202f567\n", [12400.0, 1234567.0]),
        (f"{AT}\t\u22123\n{LATER}\t+.5\n", [-3.0, 0.5]),
    ],
)
def test_a_comma_is_read_as_the_rest_of_the_table_reads_it(
    text: str, read: list[float | None]
) -> None:
    assert values(text) == read


def test_a_comma_that_may_be_either_is_asked_about_and_never_guessed() -> None:
    with pytest.raises(BadInput, match="Row 1: 2,125 can be read in two ways"):
        read_csv(f"{AT}\t2,125\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"time,v\n{AT},1\n\n\n{LATER},x\n", "Row 5: 'x' is not a number"),
        (f"time,v\n{AT},1\n,2\n", "Row 3: the time is missing"),
        ("time,v\n0001-01-01T00:00+01:00,1\n", "Row 2: .* lies in the year 1"),
        ("time,v\n9999-12-31T23:59-12:00,1\n", "lies in the year 9999"),
        (f"time,v\n{AT},{'1' * 200_000}\n", "Row 2: this is not a row"),
        (f"time,v\n{AT},{'9' * 400}\n", "is not a number"),
    ],
)
def test_the_row_named_is_the_row_in_the_file(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_csv(text)


def test_two_columns_of_one_name_stay_two_lines() -> None:
    found = read_csv(f"time,errors,errors\n{AT},1,2\n")
    assert [series.name for series in found] == ["errors", "errors 2"]


def test_a_unit_is_found_in_the_heading_or_behind_every_number() -> None:
    found = read_csv(f"time,5xx %,paid carts,p99 (ms)\n{AT},1,71%,840\n{LATER},2,,850\n")
    assert [(series.name, series.unit) for series in found] == [
        ("5xx", "%"),
        ("paid carts", "%"),
        ("p99", "ms"),
    ]


@given(st.text(max_size=300) | st.text('0129,;.\t\r\n"%-+:TZe \ufeff', max_size=80))
def test_any_text_is_a_table_or_a_sentence(text: str) -> None:
    with suppress(BadInput):
        assert read_csv(text)


@pytest.mark.parametrize(
    "samples", ['{"a": 1}', '[1e300, "1"]', '[NaN, "1"]', '"ab"', "5", '[1, "x"]', "[[], []]"]
)
def test_a_sample_that_is_none_is_left_out(samples: str) -> None:
    body = (
        '{"status":"success","data":{"resultType":"matrix","result":[{"values":['
        f'{samples}, [1795190400.123, "1"]]}}]}}}}'
    )
    (found,) = read_prometheus(body.encode())
    assert [(p.at.microsecond, p.value) for p in found.points] == [(123_000, 1.0)]


def test_what_is_no_finite_number_has_no_figure() -> None:
    assert [value_words(v, "%") for v in (float("nan"), float("inf"), -0.0, 3)] == [
        "no data",
        "no data",
        "0%",
        "3%",
    ]
