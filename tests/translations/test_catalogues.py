"""A language that is here is here whole."""

import re
import subprocess
import sys
from gettext import c2py

import pytest

from tests.translations.keys import ROOT, keys
from tests.translations.report import catalogue, codes, missing, unused
from tests.translations.unmarked import unmarked

GAP = re.compile(r"\{(\w+)\}")


def sayings(code):
    """(English, what is said) for every text, each form of one that counts by itself."""
    told = catalogue(code)
    for section in ("words", "sentences"):
        for text, said in told[section].items():
            for form in said if isinstance(said, list) else [said]:
                yield text, form


def test_no_word_of_the_views_goes_around_translation():
    assert unmarked() == []


def test_german_is_there():
    assert "de" in codes()


@pytest.mark.parametrize("code", codes())
def test_a_language_says_all_that_the_window_says_and_nothing_else(code):
    assert missing(code) == []
    assert unused(code) == []


@pytest.mark.parametrize("code", codes())
def test_what_is_said_has_the_gaps_of_the_english_text(code):
    wrong = {
        text: said
        for text, said in sayings(code)
        if set(GAP.findall(said)) - {"n"} != set(GAP.findall(text)) - {"n"}
    }
    assert wrong == {}


@pytest.mark.parametrize("code", codes())
def test_what_counts_has_a_form_for_every_number(code):
    told = catalogue(code)
    forms = {c2py(told["plural"])(n) for n in range(200)}
    counting = {text for text, key in keys().items() if key.counts}
    assert {text for text in counting if len(told["words"][text]) != len(forms)} == set()
    assert {text for text, said in told["words"].items() if isinstance(said, list)} == counting


def test_the_report_has_nothing_to_say():
    ran = subprocess.run(
        [sys.executable, "tests/translations/report.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "")
