"""The static page: whole files, written once, valid, and nothing internal in them."""

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import html5lib
import pytest

from models.domain.update import ComponentState, UpdateState
from models.publishing.channel import ChannelKind, ChannelSettings, Refused, Sent
from models.publishing.channels import open_channel
from models.publishing.folder import Folder
from models.publishing.message import Message
from tests.publishing.conftest import message
from tests.publishing.kept import START

ATOM = "{http://www.w3.org/2005/Atom}"
FILES = ["feed.atom", "history.json", "index.html", "summary.json"]
CHROMIUM = shutil.which("chromium")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "page"


@pytest.fixture
def folder(place: Path) -> Folder:
    settings = ChannelSettings("public", ChannelKind.FOLDER, str(place), page="Shop <status>")
    return open_channel(settings)


def shown(place: Path) -> list[str]:
    return sorted(one.name for one in place.iterdir() if not one.name.startswith("."))


def told(n: int, state: UpdateState, text: str, **changes: object) -> Message:
    return replace(message("public", n, state, text), **changes)


def write(folder: Folder, *messages: Message) -> None:
    for n, one in enumerate(messages):
        assert isinstance(folder.send(one, [], START + timedelta(minutes=10 * n)), Sent)


STORY = (
    told(0, UpdateState.INVESTIGATING, "Some orders fail.\n\nThe basket is <kept> & safe."),
    told(1, UpdateState.IDENTIFIED, "We know why."),
    told(0, UpdateState.INVESTIGATING, "Search is slow.", incident="zz", name="Slow search",
         key="k2", impact="minor",
         components=(("cmp_search", ComponentState.DEGRADED),),
         component_names={"cmp_search": "Search"}),
)  # fmt: skip
OVER = told(
    3,
    UpdateState.RESOLVED,
    "It is over. No data was lost.",
    components=(("cmp_checkout", ComponentState.OPERATIONAL),),
)


def test_writing_a_message_again_changes_nothing(folder: Folder, place: Path) -> None:
    write(folder, *STORY)
    before = {name: (place / name).read_bytes() for name in FILES}
    assert shown(place) == FILES
    assert isinstance(folder.send(STORY[0], [], START + timedelta(hours=3)), Sent)
    assert {name: (place / name).read_bytes() for name in FILES} == before


def test_a_look_up_finds_it_and_draws_what_a_kill_left_undone(folder: Folder, place: Path) -> None:
    write(folder, STORY[0])
    before = (place / "index.html").read_bytes()
    (place / "index.html").write_bytes(b"half")
    (place / "feed.atom").unlink()
    assert isinstance(folder.look_up(STORY[0], [], lambda _: False, START), Sent)
    assert (place / "index.html").read_bytes() == before
    assert shown(place) == FILES
    assert folder.look_up(STORY[1], [], lambda _: False, START) is None


def test_a_record_that_cannot_be_read_is_left_alone(folder: Folder, place: Path) -> None:
    place.mkdir()
    for bad in (b"{}", b"not json", b"[" * 100_000, b'{"page": null}'):
        (place / "history.json").write_bytes(bad)
        found = folder.send(STORY[0], [], START)
        assert isinstance(found, Refused)
        assert found.for_good
        assert "is not the record of a status page" in found.reason
        assert (place / "history.json").read_bytes() == bad
        assert shown(place) == ["history.json"]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = ChannelSettings("public", ChannelKind.FOLDER, str(tmp_path / "file" / "page"))
    found = open_channel(settings).send(STORY[0], [], START)
    assert isinstance(found, Refused)
    assert "cannot be written (Not a directory)" in found.reason


def test_the_page_is_valid_html_and_asks_nothing_of_others(folder: Folder, place: Path) -> None:
    write(folder, *STORY, OVER)
    raw = (place / "index.html").read_bytes()
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(raw, transport_encoding="utf-8")
    html = "{http://www.w3.org/1999/xhtml}"
    assert not list(tree.iter(f"{html}script"))
    asked = {one.get("href") or one.get("src") for one in tree.iter() if "href" in one.attrib}
    assert asked == {"feed.atom", "summary.json"}
    assert b"url(" not in raw
    assert b"@import" not in raw
    ids = re.findall(rb' id="([^"]*)"', raw)
    assert len(ids) == len(set(ids))
    labelled = re.findall(rb'aria-labelledby="([^"]*)"', raw)
    assert set(labelled) <= set(ids)
    words = "".join(tree.itertext())
    assert "Shop <status>" in words
    assert "The basket is <kept> & safe." in words


def test_nothing_internal_is_in_any_file(folder: Folder, place: Path) -> None:
    """Neither what the room calls the incident and the update, nor who, nor the channel."""
    secret = replace(
        STORY[0],
        incident="incident-uid-77",
        update="update-uid-78",
        revision="revision-79",
        component_names={"cmp_checkout": "Checkout", "cmp_hidden": "db-internal-80"},
    )
    write(folder, secret)
    for name in FILES:
        text = (place / name).read_text(encoding="utf-8")
        for word in ("uid-77", "uid-78", "revision-79", "internal-80", "public", str(place)):
            assert word not in text, (name, word)


def test_the_summary_has_the_shape_of_the_public_one(folder: Folder, place: Path) -> None:
    write(folder, *STORY)
    summary = json.loads((place / "summary.json").read_bytes())
    assert set(summary) == {"page", "status", "components", "incidents", "scheduled_maintenances"}
    assert summary["status"] == {
        "indicator": "major",
        "description": "A part of the service is disrupted",
    }
    assert [(one["name"], one["status"]) for one in summary["components"]] == [
        ("Checkout", "partial_outage"),
        ("Search", "degraded_performance"),
    ]
    assert [one["name"] for one in summary["incidents"]] == ["Slow search", "Checkout errors"]
    update = summary["incidents"][1]["incident_updates"][0]
    assert (update["status"], update["body"]) == ("identified", "We know why.")
    assert update["affected_components"] == [
        {
            "code": "cmp_checkout",
            "name": "Checkout",
            "old_status": "partial_outage",
            "new_status": "partial_outage",
        }
    ]
    write(folder, OVER)
    summary = json.loads((place / "summary.json").read_bytes())
    assert summary["status"]["indicator"] == "minor"
    assert [one["name"] for one in summary["incidents"]] == ["Slow search"]


def test_the_feed_has_all_that_atom_asks_for(folder: Folder, place: Path) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    write(folder, replace(STORY[0], text="Bell \x07 and \x00 nothing, a tab\tand ü."), *STORY[1:])
    raw = (place / "feed.atom").read_bytes()
    parsed = feedparser.parse(raw)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    feed = ET.fromstring(raw)
    for needed in ("id", "title", "updated", "author"):
        assert len(feed.findall(ATOM + needed)) == 1
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == [
        "Investigating: Slow search",
        "Identified: Checkout errors",
        "Investigating: Checkout errors",
    ]
    for entry in entries:
        for needed in ("id", "title", "updated", "content"):
            assert len(entry.findall(ATOM + needed)) == 1
        assert entry.find(f"{ATOM}content").get("type") == "text"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    assert len(set(ids)) == 3
    assert entries[2].findtext(f"{ATOM}content") == (
        "Bell  and  nothing, a tab\tand ü.\nCheckout: Partial outage"
    )
    write(folder, OVER)
    again = ET.fromstring((place / "feed.atom").read_bytes()).findall(f"{ATOM}entry")
    assert {one.findtext(f"{ATOM}id") for one in again} > set(ids)


def test_an_incident_that_is_over_stays_below_with_how_bad_it_was(
    folder: Folder, place: Path
) -> None:
    write(folder, STORY[0], replace(OVER, impact="none"))
    page = (place / "index.html").read_text(encoding="utf-8")
    assert "Everything is working" in page
    assert '<details class="past"' in page
    history = json.loads((place / "history.json").read_bytes())
    assert history["incidents"][0]["impact"] == "major"


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
@pytest.mark.parametrize("width", [360, 1000])
def test_a_browser_shows_it_without_a_complaint(
    width: int, folder: Folder, place: Path, tmp_path: Path
) -> None:
    """Nothing is wider than the window, and a picture of it can be taken."""
    from models.publishing.page_record import read_record, with_message

    write(folder, *STORY)
    record = read_record((place / "history.json").read_bytes(), "")
    assert with_message(record, STORY[0], START) is record
    measured = tmp_path / "measured.html"
    measured.write_text(
        f'<!DOCTYPE html><iframe id="f" width="{width}" height="800"'
        f' src="page/index.html"></iframe><script>onload = () => {{ const d ='
        " document.getElementById('f').contentDocument.documentElement;"
        " const cards = d.querySelectorAll('.card').length;"
        " document.title = `${d.scrollWidth}/${d.clientWidth}/${cards}`"
        " }</script>"
    )
    ran = chromium("--allow-file-access-from-files", "--dump-dom", measured.as_uri(), home=tmp_path)
    assert f"<title>{width}/{width}/2</title>" in ran.stdout
    picture = tmp_path / "page.png"
    chromium(
        f"--screenshot={picture}",
        f"--window-size={max(width, 500)},1200",
        (place / "index.html").as_uri(),
        home=tmp_path,
    )
    assert picture.read_bytes().startswith(b"\x89PNG")


def chromium(*more: str, home: Path) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    still = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command = [CHROMIUM, *still, f"--user-data-dir={home / 'profile'}", *more]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
