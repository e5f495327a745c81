"""Words found on the timelines: asked by their beginnings, or by what is written there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.store import driver
from models.store.words import match_words, match_written

WORDS = (
    "roll",
    "rollback",
    "rollbacks",
    "Rollback",
    "rolling",
    "pool",
    "Pööl",
    "a_b",
    "ab",
    "2418",
)


def made(path, rows):
    connection = driver.connect(path)
    connection.execute(
        "CREATE VIRTUAL TABLE entry_text USING fts5(text, "
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    connection.executemany("INSERT INTO entry_text(text) VALUES (?)", [(row,) for row in rows])
    return connection


def newest(connection, query):
    return connection.execute(
        "SELECT rowid FROM entry_text WHERE entry_text MATCH ? ORDER BY rowid DESC", (query,)
    ).fetchall()


lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
typed = st.one_of(
    lines, st.text(max_size=12), st.sampled_from(WORDS).map(lambda word: word[: len(word) // 2])
)


@settings(deadline=None, max_examples=150)
@given(st.lists(lines, max_size=12), typed)
def test_both_ask_for_the_same(tmp_path_factory, rows, words) -> None:
    connection = made(tmp_path_factory.mktemp("words") / "d", rows)
    if match_words(words):
        written = newest(connection, match_written(connection, words))
        assert written == newest(connection, match_words(words))
    else:
        assert match_written(connection, words) == ""
    connection.close()


def test_many_endings_are_asked_for_by_their_beginning(tmp_path) -> None:
    connection = made(tmp_path / "d", [f"pool{n}" for n in range(40)])
    assert match_written(connection, "pool") == '("pool"*)'
    assert match_written(connection, "pool3 POOL12") == ('("pool3"*) AND ("pool12")')
    assert len(newest(connection, match_written(connection, "pool"))) == 40
    assert newest(connection, match_written(connection, "full")) == []
    connection.close()


def test_what_is_written_later_is_found(tmp_path) -> None:
    connection = made(tmp_path / "d", ["the pool"])
    assert len(newest(connection, match_written(connection, "pool"))) == 1
    connection.execute("INSERT INTO entry_text(text) VALUES ('two pools')")
    assert len(newest(connection, match_written(connection, "pool"))) == 2
    connection.execute("DELETE FROM entry_text WHERE rowid=1")
    assert newest(connection, match_written(connection, "pool")) == [(2,)]
    connection.close()
