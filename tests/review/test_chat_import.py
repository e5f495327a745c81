"""A chat's export proposes lines for a timeline; a person puts them there, once."""

import json
import zipfile

import pytest

from app.workspace import open_workspace
from models.actions.accept_proposals import (
    AcceptProposals,
    SkipProposals,
    accept_proposals,
    skip_proposals,
)
from models.domain.errors import NotFound, NothingToDo

NOW = "2026-11-20T18:00:00Z"


@pytest.fixture
def chat(tmp_path, desk):
    """An incident from 16:00 to 17:00 and an export with talk around it."""
    desk("16:00:00", "Ana", "declare", "--title", "Down")
    desk("17:00:00", "Ana", "resolve", "1", "--confirmed", "--reason", "over")
    folder = tmp_path / "export"
    (folder / "war").mkdir(parents=True)
    users = [{"id": "U1", "profile": {"display_name": "Mei"}}]
    (folder / "users.json").write_text(json.dumps(users))
    told = (
        (1795190700, "lunch?"),                     # 2026-11-20T16:05:00Z
        (1795191000, "Rolled back to 1.3"),         # 16:10
        (1795191600, "all green, back to normal"),  # 16:20
        (1795100000, "deployed the day before"),
        (1795197600 + 86_400, "deployed tomorrow"),
    )  # fmt: skip
    messages = [{"type": "message", "user": "U1", "text": text, "ts": f"{at}.000200"}
                for at, text in told]  # fmt: skip
    (folder / "war" / "2026-11-20.json").write_text(json.dumps(messages))
    return folder


def line(desk):
    return [one for one in desk(NOW, "Ana", "timeline", "1") if one["kind"] == "note"]


def test_messages_are_proposed_with_why_and_nothing_is_on_the_timeline(desk, chat):
    told = desk(NOW, "Ana", "import", "chat", "1", str(chat))
    assert (told["messages"], told["proposed"], told["outside"], told["plain"]) == (5, 2, 2, 1)
    assert [(one["who"], one["text"], one["why"]) for one in told["proposals"]] == [
        ("Mei", "Rolled back to 1.3", ["change"]),
        ("Mei", "all green, back to normal", ["recovery"]),
    ]
    assert told["proposals"][0]["at"] == "2026-11-20T16:10:00Z"
    assert line(desk) == []
    again = desk(NOW, "Ana", "import", "chat", "1", str(chat))
    assert (again["proposed"], again["known"], len(again["proposals"])) == (0, 2, 2)


def test_what_is_accepted_stands_at_its_own_time_under_the_name_of_who_said_it(desk, chat):
    told = desk(NOW, "Ana", "import", "chat", "1", str(chat), "--accept")
    assert told["accepted"] == 2
    first, second = line(desk)
    assert (first["actor"], first["happened_at"]) == ("Mei", "2026-11-20T16:10:00Z")
    assert first["recorded_at"].startswith("2026-11-20T18:00:00")
    assert second["text"] == "all green, back to normal"
    again = desk(NOW, "Ana", "import", "chat", "1", str(chat), "--accept")
    assert (again["proposed"], again["known"], again["accepted"]) == (0, 2, 0)
    assert len(line(desk)) == 2
    assert desk(NOW, "Ana", "verify")["ok"]


def test_a_zip_is_read_as_its_folder_is(desk, chat, tmp_path):
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in chat.rglob("*.json"):
            archive.write(path, path.relative_to(chat))
    assert desk(NOW, "Ana", "import", "chat", "1", str(packed))["proposed"] == 2


def test_a_zip_that_unfolds_without_end_is_refused(desk, chat, tmp_path):
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("war/1.json", b"[" + b" " * (17 << 20) + b"]")
    said = desk(NOW, "Ana", "import", "chat", "1", str(packed), refused=True)
    assert "too large for a day of a chat" in said
    assert line(desk) == []


def test_what_is_no_export_is_refused_with_a_sentence(desk, chat, tmp_path):
    for name, body in (("a.json", "{}"), ("b.json", "[" * 9_000), ("c.json", "nothing")):
        (tmp_path / name).write_text(body)
        said = desk(NOW, "Ana", "import", "chat", "1", str(tmp_path / name), refused=True)
        assert said.startswith("This is no export of a Slack workspace.")
    said = desk(NOW, "Ana", "import", "chat", "1", str(tmp_path / "none"), refused=True)
    assert said.endswith("is not there.")


def test_what_is_skipped_is_not_proposed_again(desk, chat, tmp_path):
    told = desk(NOW, "Ana", "import", "chat", "1", str(chat))
    first, second = (one["uid"] for one in told["proposals"])
    workspace = open_workspace(tmp_path / "rae", actor="Ana")
    try:
        assert skip_proposals(SkipProposals((first,)), workspace.desk) == 1
        assert accept_proposals(AcceptProposals((second,)), workspace.desk) == 1
        with pytest.raises(NothingToDo):
            accept_proposals(AcceptProposals((first, second)), workspace.desk)
        with pytest.raises(NotFound):
            skip_proposals(SkipProposals(("ffff",)), workspace.desk)
    finally:
        workspace.close()
    again = desk(NOW, "Ana", "import", "chat", "1", str(chat))
    assert (again["proposed"], again["known"], again["proposals"]) == (0, 2, [])
    assert [one["text"] for one in line(desk)] == ["all green, back to normal"]
