"""What of a chat's export is proposed for a timeline, and what hostile files come to."""

import json
from datetime import UTC, datetime

import pytest

from models.domain.chat import Why
from models.domain.errors import BadInput
from models.intake.chat.export import read_export
from models.intake.chat.reasons import reasons_in

USERS = json.dumps(
    [
        {"id": "U1", "name": "mei.l", "profile": {"display_name": "Mei"}},
        {"id": "U2", "name": "ben", "profile": {"display_name": "", "real_name": "Ben O."}},
    ]
)


def day(*messages):
    return json.dumps([{"type": "message", "ts": f"17324{n:05d}.000100", **one}
                       for n, one in enumerate(messages)]).encode()  # fmt: skip


def export(*messages):
    names = [("users.json", USERS.encode()), ("channels.json", b"[]")]
    return read_export([*names, ("war/2024-11-24.json", day(*messages))])


def test_a_message_has_its_time_its_person_and_words_without_the_chats_own_marks():
    said = "<@U2> rolled back &lt;v12&gt;, see <https://g.example/d|the graph> in <#C1|war>"
    (one,) = export({"user": "U1", "text": said}).messages
    assert one.at == datetime.fromtimestamp(1732400000, UTC)
    assert (one.who, one.channel) == ("Mei", "war")
    assert one.text == "@Ben O. rolled back <v12>, see the graph (https://g.example/d) in #war"
    assert one.why == (Why.CHANGE, Why.LINK)
    assert one.key == "slack:war:1732400000.000100"


def test_what_the_chat_says_about_itself_is_no_message():
    found = export({"user": "U1", "subtype": "channel_join", "text": "joined"}, {"text": ""})
    assert found.messages == ()


def test_bots_speak_by_their_name_and_their_attachments():
    (one,) = export(
        {"subtype": "bot_message", "bot_id": "B1", "username": "pager", "text": "",
         "attachments": [{"title": "Firing: p99", "text": "checkout is slow", "fallback": "f"}]}
    ).messages  # fmt: skip
    assert (one.who, one.text) == ("pager", "Firing: p99 checkout is slow")
    assert Why.ALERT in one.why


def test_pictures_and_files_are_told_apart():
    shot, log = export(
        {"user": "U1", "text": "", "files": [{"name": "graph.png", "mimetype": "image/png"}]},
        {"user": "U1", "text": "the log", "files": [{"name": "app.log", "mimetype": "text/plain"}]},
    ).messages
    assert shot.why == (Why.IMAGE,) and shot.text == "[graph.png]"
    assert log.why == (Why.FILE,) and log.text == "the log\n[app.log]"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("we decided to fail over", {Why.DECISION}),
        ("let's roll it back", {Why.DECISION}),
        ("deployed 1.4 to prod", {Why.CHANGE}),
        ("rolling back now", {Why.CHANGE}),
        ("all green again, recovered", {Why.RECOVERY}),
        ("checkout is down for everyone", {Why.IMPACT}),
        ("it began around 14:05", {Why.TIME}),
        ("saw it at 14:05 UTC first", {Why.TIME}),
        ("lunch anyone?", set()),
        ("```ERROR timeout, restarted 503```", set()),
        ("https://x.example/deployed-and-resolved", set()),
    ],
)
def test_words_of_a_timeline_are_known(text, why):
    assert set(reasons_in(text)) >= why
    if not why:
        assert reasons_in(text) == ()


@pytest.mark.parametrize(
    "body",
    [b"{}", b"[", b"\xff\xfe", b"[" * 5000, b'"text"', b"[1e999999]", b"null", b"[NaN]"],
)
def test_a_hostile_file_is_named_with_a_sentence_and_the_others_are_read(body):
    found = read_export([("war/1.json", day({"text": "deployed"})), ("war/2.json", body)])
    assert len(found.messages) == 1
    assert body == b"[1e999999]" or [row.where for row in found.rejected] == ["war/2.json"]
    assert all(row.reason.endswith(".") for row in found.rejected)


@pytest.mark.parametrize(
    "message",
    [{"ts": 5}, {"ts": "x"}, {"ts": "99999999999999"}, {"text": {"a": 1}}, {"files": "x"},
     {"user": ["U1"]}, {"attachments": [[1]]}, {"ts": "99999999999.0"}],
)  # fmt: skip
def test_a_message_of_strange_parts_is_left_out_or_read_without_them(message):
    found = read_export([("war/1.json", day({"text": "deployed", **message}))])
    assert len(found.messages) <= 1


def test_a_folder_that_is_no_export_is_refused():
    with pytest.raises(BadInput, match="no export of a Slack workspace"):
        read_export([("users.json", USERS.encode())])
    with pytest.raises(BadInput, match="no export of a Slack workspace"):
        read_export([("x/a.json", b"{}")])


def test_the_real_export_is_read_whole(shared_data):
    folder = shared_data / "chat" / "slack-export"
    files = [(path.relative_to(folder).as_posix(), path.read_bytes())
             for path in sorted(folder.rglob("*.json"))]  # fmt: skip
    found = read_export(files)
    assert len(found.messages) == 147 and found.rejected == ()
    assert {one.channel for one in found.messages} == {"enrique", "traveling-sailor"}
    assert all("<@" not in one.text for one in found.messages)
