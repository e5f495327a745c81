"""The checks over real updates and reviews, each finding judged by reading and kept."""

import json
from pathlib import Path

from models.checks.record import Record
from models.checks.review import check_review
from models.checks.updates import check_update
from tests.checks.real import real_reviews, real_updates
from tests.checks.sentences import figure

HERE = Path(__file__).resolve().parent
OF_THE_WHOLE_TEXT = ("no_who", "no_action", "no_next", "no_data_word")


def kept(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def verdicts(entries, *names):
    return {tuple(one[name] for name in names): one["verdict"] == "true" for one in entries}


def test_fewer_than_one_false_alarm_in_ten_real_updates(shared_data):
    judged = kept("update_verdicts.json")
    drawn = set(judged["drawn"])
    known = verdicts(judged["findings"], "update", "rule", "start", "end")
    found = {
        (update.uid, one.rule, one.start, one.end)
        for update in real_updates(shared_data)
        if update.uid in drawn
        for one in check_update(update.draft, update.record)
    }
    assert len(drawn) == 100
    assert found == known.keys(), "read what is new, and say in the file what it is"
    false = sum(not known[one] for one in found)
    figure(f"100 real updates: {len(found)} findings, {false} false alarms")
    assert false < 10


def test_what_is_marked_in_all_real_updates_is_nearly_always_rightly_marked(shared_data):
    judged = kept("update_verdicts.json")
    entries = [*judged["stretches"], *judged["findings"]]
    known = {
        key: right
        for key, right in verdicts(entries, "update", "rule", "start", "end").items()
        if key[1] not in OF_THE_WHOLE_TEXT
    }
    updates = list(real_updates(shared_data))
    found = {
        (update.uid, one.rule, one.start, one.end)
        for update in updates
        for one in check_update(update.draft, update.record)
        if one.rule not in OF_THE_WHOLE_TEXT
    }
    assert len(updates) == 2_801
    assert found == known.keys(), "read what is new, and say in the file what it is"
    precision = sum(known[one] for one in found) / len(found)
    figure(f"2,801 real updates: {len(found)} stretches marked, precision {precision:.3f}")
    assert precision >= 0.9


def test_flags_in_real_reviews_are_nearly_always_right(shared_data):
    judged = kept("review_verdicts.json")
    whole, drawn = set(judged["whole"]), set(judged["drawn"])
    known = verdicts(judged["flags"], "document", "rule", "start", "text")
    found = {
        (place, one.rule, one.start, one.text)
        for place, text in real_reviews(shared_data)
        for one in check_review(text, Record(users="everyone" if place in whole else None))
    }
    assert len(drawn) == 50
    assert found == known.keys(), "read what is new, and say in the file what it is"
    for name, some in (("all", found), ("50 drawn", {one for one in found if one[0] in drawn})):
        precision = sum(known[one] for one in some) / len(some)
        figure(f"real reviews, {name}: {len(some)} flags, precision {precision:.3f}")
        assert precision >= 0.9
