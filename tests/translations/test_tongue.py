"""One text, said in the language chosen."""

from collections.abc import Iterator

import pytest

from views import text
from views.tongue import best_of, inside, languages, mark, ntr, number, speak, told, tr

HOUR, MINUTE = 3_600_000, 60_000


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    speak("en")


def test_without_a_language_everything_is_english():
    assert tr("Declare {what}", what="P1") == "Declare P1"
    assert ntr("{n} incident", "{n} incidents", 1) == "1 incident"
    assert ntr("{n} incident", "{n} incidents", 12_400) == "12,400 incidents"


def test_german_says_the_same():
    speak("de")
    assert tr("Declare {what}", what="P1") == "P1 ausrufen"
    assert ntr("{n} incident", "{n} incidents", 1) == "1 Störung"
    assert ntr("{n} incident", "{n} incidents", 12_400) == "12.400 Störungen"


def test_one_english_word_may_have_two_meanings():
    speak("de")
    assert (tr("Close"), tr("Close", sense="incident")) == ("Schließen", "Abschließen")


def test_a_text_of_a_table_is_said_when_it_is_shown():
    kept = mark("Timeline")
    speak("de")
    assert tr(kept) == "Verlauf"


def test_what_people_wrote_may_hold_braces():
    speak("de")
    assert tr("Edit {name}", name="{checkout}") == "{checkout} bearbeiten"


def test_a_text_nobody_translated_is_said_in_english():
    speak("de")
    assert tr("Seventeen purple elephants") == "Seventeen purple elephants"


def test_a_sentence_that_models_made_is_found_again_with_what_fills_it():
    speak("de")
    assert told("Amara Okafor offers you command") == "Amara Okafor bietet Ihnen die Leitung an"
    assert told("Status update due at 16:00 UTC") == "Statusmeldung fällig um 16:00 UTC"
    assert told("Is recovery confirmed?") == "Ist die Erholung bestätigt?"


def test_a_word_within_such_a_sentence_is_said_too():
    speak("de")
    assert told("INC-7 is in Mitigation already.") == "INC-7 ist schon in Eindämmung."


def test_a_sentence_within_such_a_sentence_is_said_too():
    speak("de")
    said = told(
        "It is in the name of Bo, whose account is not signed in on that device. "
        "Send it anyway if it is right; you answer for it."
    )
    assert said == (
        "Sie ist im Namen von Bo; dieses Konto ist auf jenem Gerät nicht angemeldet. "
        "Senden Sie sie trotzdem, wenn sie stimmt; Sie stehen dafür ein."
    )


def test_why_a_server_is_silent_is_said_in_german():
    speak("de")
    said = told(
        "warroom.example.org does not answer (nothing listens there). What you do is saved here "
        "and sent later."
    )
    assert said == (
        "warroom.example.org antwortet nicht (dort hört niemand zu). Was Sie tun, wird hier "
        "gesichert und später gesendet."
    )


def test_the_more_particular_sentence_wins():
    speak("de")
    said = told(
        "INC-7 is in Mitigation and not resolved yet. Resolve it first, or post it as monitoring."
    )
    assert said.startswith("INC-7 ist in Eindämmung und noch nicht behoben.")


def test_what_people_wrote_is_never_taken_for_a_sentence():
    speak("de")
    assert told("The database is on fire") == "The database is on fire"
    said = told("Did update 3 reach Web? Bo took it.")
    assert said == "Hat Meldung 3 Web erreicht? Bo took it."


def test_numbers_times_and_lengths_are_written_as_the_language_writes_them():
    speak("de")
    assert number(12_400.5, 1) == "12.400,5"
    assert text.reading(2.06, "%") == "2,06%"
    assert text.duration_words(HOUR + 18 * MINUTE) == "1 h 18 min"
    assert text.ago(3 * 24 * HOUR) == "3 Tage"
    assert text.users("12400") == "12.400"


def test_a_noun_keeps_its_capital_where_the_language_wants_it():
    assert inside("Mitigation") == "mitigation"
    speak("de")
    assert inside(tr("Mitigation")) == "Eindämmung"


def test_the_first_of_the_systems_languages_that_is_here_is_spoken():
    assert languages()[0] == "en"
    assert best_of(["fr-CH", "de-CH", "en-GB"]) == "de"
    assert best_of(["en-US", "de"]) == "en"
    assert best_of(["fr", "it"]) == "en"


def test_a_language_that_is_not_here_is_english():
    speak("xx")
    assert tr("Timeline") == "Timeline"
