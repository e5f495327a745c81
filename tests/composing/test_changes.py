"""What changed between two updates, and which words no dictionary has."""

from hypothesis import given
from hypothesis import strategies as st

from models import spelling
from models.composing.changes import Change, news, pieces, sentences, word_count

BEFORE = "EU checkout is working. US still affected.\n\nNext update in 20 minutes."
AFTER = "EU checkout is working. No card was charged.\n\nNext update in 20 minutes."


def test_news_are_the_sentences_that_came_and_went() -> None:
    assert [(piece.change, piece.words) for piece in news(BEFORE, AFTER)] == [
        (Change.ADDED, "No card was charged."),
        (Change.GONE, "US still affected."),
    ]


def test_a_sentence_that_moved_is_no_news() -> None:
    assert news("One thing. Another thing.", "Another thing.\n\nOne thing.") == ()


def test_a_figure_with_a_point_does_not_end_a_sentence() -> None:
    assert sentences("Errors at 2.1 % now. It falls.") == ["Errors at 2.1 % now.", "It falls."]


def test_words_are_counted() -> None:
    assert word_count("Next update  by 16:10 UTC.\n\nBye") == 6


words = st.lists(st.sampled_from(["a", "b", "c", "d\n", "e."]), max_size=30).map(" ".join)


@given(words, words)
def test_pieces_make_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    new = "".join(piece.words for piece in found if piece.change is not Change.GONE)
    old = "".join(piece.words for piece in found if piece.change is not Change.ADDED)
    assert new.split() == after.split()
    assert old.split() == before.split()


def test_a_very_long_text_is_compared_all_the_same() -> None:
    before = " ".join(f"w{n}" for n in range(6_000))
    after = before.replace("w3000 ", "other ")
    changed = [piece for piece in pieces(before, after) if piece.change is not Change.SAME]
    assert [piece.words.strip() for piece in changed] == ["w3000", "other"]


def test_a_misspelled_word_is_found_and_a_better_one_offered() -> None:
    speller = spelling.speller()
    text = "Checkout is workng again."
    (span,) = speller.wrong(text, spelling.words_of(["checkout-api"]))
    assert text[slice(*span)] == "workng"
    assert "working" in speller.suggest("workng")


def test_names_of_people_and_services_addresses_and_numbers_are_no_mistakes() -> None:
    known = spelling.words_of(["Amara Okafor", "webapp-prod"])
    text = "Okafor sees webapp fail at 15:04 UTC on db_main and example.org, it’s Amara’s."
    assert spelling.speller().wrong(text, known) == ()


def test_a_dictionary_of_the_system_is_read_where_there_is_one(tmp_path, monkeypatch) -> None:
    (tmp_path / "en_GB.aff").write_text("SET UTF-8\n")
    (tmp_path / "en_GB.dic").write_text("2\ncolour\nflavour\n")
    monkeypatch.setitem(spelling.FOLDERS, spelling.sys.platform, (str(tmp_path),))
    speller = spelling.speller("en_GB")
    assert speller.wrong("colour color", frozenset()) == ((7, 12),)


def test_a_dictionary_that_cannot_be_read_leaves_the_one_that_came(tmp_path, monkeypatch) -> None:
    (tmp_path / "en_US.aff").write_bytes(b"SET no-such-encoding\n")
    (tmp_path / "en_US.dic").write_bytes(b"\xff\xfe")
    monkeypatch.setitem(spelling.FOLDERS, spelling.sys.platform, (str(tmp_path),))
    assert spelling.speller().wrong("workng", frozenset()) == ((0, 6),)
