"""An action becomes an issue or a ticket elsewhere: one, whatever the line and the tracker do."""

import json
import os
import re
import shutil
import threading
from collections import deque
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from models.actions.add_action import AddAction, add_action
from models.actions.declare import Declare, declare
from models.actions.deliver import DeskOutbox
from models.actions.desk import Desk
from models.actions.push_action import PushAction, push_action
from models.actions.set_action import SetAction, set_action
from models.actions.set_channel import SetChannel, set_channel
from models.changes import ChangeFeed
from models.domain.action_item import ActionState
from models.domain.errors import BadInput, NotFound, NothingToDo, Refused, Unavailable
from models.domain.severity import Severity
from models.domain.update import Audience, DeliveryState
from models.publishing.channel import HIDDEN, ChannelKind, ChannelSettings
from models.publishing.channels import open_channel
from models.publishing.publisher import Publisher
from models.queries.channels import channels
from models.queries.tickets import tickets
from models.store import reviews
from models.store.database import Database
from tests.review.conftest import sit_down

SENT, UNKNOWN, FAILED = DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.FAILED
ANSWER_S = 0.4
TOKENS = {"github": "ghp_not-a-real-one", "jira": "rae@shop.example:not-a-real-one"}
PAGES = {"github": "shop/web", "jira": "SHOP"}


@dataclass
class Tracker:
    """GitHub's and Jira's answers over what was created, failing as told, creation by creation."""

    url: str = ""
    plan: deque[str] = field(default_factory=deque)
    look_plan: deque[str] = field(default_factory=deque)
    issues: list[dict] = field(default_factory=list)
    seen: list[Request] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    lags: bool = False

    def answer(self, request: Request) -> Response:
        self.seen.append(request)
        if request.method == "GET":
            return self._look(request)
        fault = self.plan.popleft() if self.plan else ""
        found = None
        if fault in ("", "late", "500 taken", "garbage"):
            found = self._create(request)
        if fault == "late":
            self.let_go.wait(10)
        if fault.startswith("500"):
            return Response("trouble", 500)
        if fault == "429":
            return Response("slow down", 429, {"Retry-After": "7"})
        if fault == "422":
            return Response("no such project", 422)
        if fault == "garbage":
            return Response("<<<{", 200, content_type="application/json")
        return _json(found, 201)

    def _create(self, request: Request) -> dict:
        told = json.loads(request.data)
        n = len(self.issues) + 1
        if request.path.endswith("/rest/api/2/issue"):
            one = {"id": str(n), "key": f"SHOP-{n}", "fields": told["fields"]}
        else:
            link = f"https://github.example/shop/web/issues/{n}"
            one = {"number": n, "html_url": link, **told}
        self.issues.append(one)
        return one

    def _look(self, request: Request) -> Response:
        fault = self.look_plan.popleft() if self.look_plan else ""
        if fault == "garbage":
            return Response("<<<{", 200)
        if fault:
            return Response("no", int(fault))
        if request.path.endswith("/rest/api/2/search"):
            found = [
                one for one in self.issues if one["fields"]["labels"][0] in request.args["jql"]
            ]
            return _json({"issues": found})
        if request.path.endswith("/search/issues"):
            wanted = request.args["q"].split('"')[1]
            return _json({"items": [one for one in self.issues if wanted in one["body"]]})
        if request.path.endswith("/repos/shop/web"):
            return _json({"full_name": "shop/web"})
        if request.path.endswith("/project/SHOP"):
            return _json({"key": "SHOP"})
        page = int(request.args["page"])
        return _json([] if self.lags or page > 1 else list(reversed(self.issues)))


def _json(told: object, status: int = 200) -> Response:
    return Response(json.dumps(told), status, content_type="application/json")


@pytest.fixture
def tracker(httpserver: HTTPServer) -> Iterator[Tracker]:
    found = Tracker(httpserver.url_for("").rstrip("/"))
    httpserver.expect_request(re.compile(".*")).respond_with_handler(found.answer)
    yield found
    found.let_go.set()


class Review:
    """A desktop with a review that has one action, and its outbox."""

    def __init__(self, folder: Path, kind: str, tracker: Tracker) -> None:
        self.now = datetime(2026, 11, 20, 16, tzinfo=UTC)
        self.kind = kind
        self.sit_at(folder)
        settings = ChannelSettings("tracker", ChannelKind(kind), tracker.url, PAGES[kind])
        set_channel(SetChannel(settings, (), has_secret=True), self.desk)
        self.incident = declare(Declare("Checkout errors", Severity.P1), self.desk)
        self.action = add_action(
            AddAction(self.incident, "Alert on pool use above 80 %", owner="Cy"), self.desk
        )

    def sit_at(self, folder: Path) -> None:
        self.store = Database(folder)
        self.desk = Desk(self.store, ChangeFeed(), lambda: self.now, os.urandom, "Rae")
        outbox = DeskOutbox.of(self.desk)
        self.publisher = Publisher(outbox, self.open, lambda: self.now, lambda: 0.5)

    @classmethod
    def again(cls, review: "Review", folder: Path) -> "Review":
        """The same action at another folder."""
        found = copy(review)
        found.sit_at(folder)
        return found

    def open(self, name: str):
        known = next(one for one in channels(self.store.connection) if one.name == name)
        return open_channel(known.settings, TOKENS[self.kind], whole_s=ANSWER_S)

    def push(self) -> str:
        return push_action(PushAction(self.action), self.desk).key

    def run(self) -> DeliveryState:
        self.publisher.run()
        self.now += timedelta(minutes=2)
        return self.state

    @property
    def state(self) -> DeliveryState:
        (one,) = tickets(self.store.connection)
        return one.delivery.state

    @property
    def link(self) -> str:
        return reviews.action(self.store.connection, self.action).tracker

    def lines(self) -> list[str]:
        rows = self.store.connection.execute("SELECT text FROM entry ORDER BY rowid")
        return [str(text) for (text,) in rows]


@pytest.fixture(params=["github", "jira"])
def review(request: pytest.FixtureRequest, tmp_path: Path, tracker: Tracker) -> Iterator[Review]:
    found = Review(tmp_path / "desk", request.param, tracker)
    yield found
    found.store.close()


def expected_link(review: Review, tracker: Tracker) -> str:
    if review.kind == "github":
        return "https://github.example/shop/web/issues/1"
    return f"{tracker.url}/browse/SHOP-1"


def test_an_action_becomes_one_issue_and_gets_its_link(review: Review, tracker: Tracker) -> None:
    review.push()
    assert review.run() is SENT
    assert review.link == expected_link(review, tracker)
    (issue,) = tracker.issues
    said = json.dumps(issue, ensure_ascii=False)
    assert "Alert on pool use above 80 %" in said
    assert "Owner: Cy" in said and "Checkout errors" in said
    assert review.lines()[-1].endswith(f"on tracker. {review.link}")


@pytest.mark.parametrize("fault", ["late", "500 taken", "garbage"])
def test_what_may_have_arrived_is_looked_up_and_not_created_again(
    review: Review, tracker: Tracker, fault: str
) -> None:
    tracker.plan.append(fault)
    review.push()
    assert review.run() is UNKNOWN
    assert review.link == ""
    tracker.let_go.set()
    assert review.run() is SENT
    assert review.link == expected_link(review, tracker)
    assert len(tracker.issues) == 1


def test_what_did_not_arrive_is_created_once(review: Review, tracker: Tracker) -> None:
    tracker.plan.extend(["500", "429"])
    review.push()
    assert [review.run() for _ in range(3)] == [UNKNOWN, FAILED, SENT]
    assert len(tracker.issues) == 1


def test_it_stays_unknown_while_it_cannot_be_looked_up(review: Review, tracker: Tracker) -> None:
    tracker.plan.append("late")
    review.push()
    review.run()
    tracker.let_go.set()
    tracker.look_plan.extend(["500", "garbage", "403"])
    assert [review.run() for _ in range(4)] == [UNKNOWN, UNKNOWN, UNKNOWN, SENT]
    assert len(tracker.issues) == 1


def test_nothing_is_created_where_looking_fails_first(review: Review, tracker: Tracker) -> None:
    tracker.look_plan.append("500")
    review.push()
    assert review.run() is FAILED
    assert tracker.issues == []
    assert review.run() is SENT


def test_it_is_pushed_once(review: Review, tracker: Tracker) -> None:
    review.push()
    with pytest.raises(NothingToDo, match="on its way to tracker already"):
        review.push()
    review.run()
    with pytest.raises(NothingToDo, match="in a tracker already"):
        review.push()
    assert len(tracker.issues) == 1


def test_two_folders_with_one_log_make_one_issue(
    review: Review, tracker: Tracker, tmp_path: Path
) -> None:
    """A copy of the data folder pushes what the first has pushed: it is found there."""
    review.store.close()
    shutil.copytree(tmp_path / "desk", tmp_path / "copy")
    for folder in ("desk", "copy"):
        one = Review.again(review, tmp_path / folder)
        one.push()
        assert one.run() is SENT
        assert one.link == expected_link(review, tracker)
        one.store.close()
    review.sit_at(tmp_path / "desk")
    assert len(tracker.issues) == 1


def test_an_older_issue_is_found_by_search(tmp_path: Path, tracker: Tracker) -> None:
    """GitHub: it is not among the newest any more."""
    review = Review(tmp_path / "desk", "github", tracker)
    tracker.plan.append("late")
    review.push()
    review.run()
    tracker.let_go.set()
    tracker.lags = True
    assert review.run() is SENT
    assert len(tracker.issues) == 1
    review.store.close()


def test_a_refusal_is_a_persons_and_can_be_pushed_again(review: Review, tracker: Tracker) -> None:
    tracker.plan.append("422")
    review.push()
    assert review.run() is FAILED
    assert "no such project" in review.lines()[-1]
    assert review.run() is FAILED, "it is not tried by itself"
    review.push()
    assert review.run() is SENT
    assert len(tracker.issues) == 1


def test_a_link_of_a_person_stays(review: Review, tracker: Tracker) -> None:
    review.push()
    set_action(SetAction(review.action, tracker="https://elsewhere.example/7"), review.desk)
    review.run()
    assert review.link == "https://elsewhere.example/7"


def test_what_is_dropped_goes_nowhere(review: Review) -> None:
    set_action(SetAction(review.action, state=ActionState.DROPPED), review.desk)
    with pytest.raises(Refused, match="was dropped"):
        review.push()


def test_the_token_goes_to_the_tracker_and_is_shown_nowhere(
    review: Review, tracker: Tracker
) -> None:
    message = push_action(PushAction(review.action), review.desk)
    shown = review.publisher.preview(message)
    assert TOKENS[review.kind] not in str(shown)
    assert HIDDEN in dict(shown.headers)["Authorization"]
    review.run()
    assert all(request.headers["Authorization"] for request in tracker.seen)
    assert review.open("tracker").test(review.now).endswith("Nothing was created.")


def test_a_tracker_that_is_none_says_so(tmp_path: Path, tracker: Tracker) -> None:
    review = Review(tmp_path / "desk", "github", tracker)
    tracker.look_plan.append("404")
    with pytest.raises(Unavailable, match="knows nothing under this address"):
        review.open("tracker").test(review.now)
    for kind, page in ((ChannelKind.GITHUB, "web"), (ChannelKind.JIRA, "shop")):
        with pytest.raises(BadInput, match="Name the"):
            open_channel(ChannelSettings("t", kind, tracker.url, page))
    settings = ChannelSettings("t", ChannelKind.JIRA, tracker.url, "SHOP")
    with pytest.raises(BadInput, match="takes actions"):
        set_channel(SetChannel(settings, (Audience.INTERNAL,)), review.desk)
    set_channel(SetChannel(settings), review.desk)
    with pytest.raises(BadInput, match="Say which tracker"):
        review.push()
    with pytest.raises(NotFound, match="no tracker x"):
        push_action(PushAction(review.action, "x"), review.desk)
    review.store.close()


def test_by_command_line(
    tmp_path: Path, tracker: Tracker, capsys: pytest.CaptureFixture[str]
) -> None:
    desk: Callable = sit_down(tmp_path / "rae", capsys)
    desk("16:00:00", "Rae", "declare", "--title", "Checkout errors")
    action = desk("16:01:00", "Rae", "action", "add", "1", "Alert on pool use", "--owner", "Cy")
    said = desk("16:02:00", "Rae", "action", "push", action["id"], refused=True)
    assert said.endswith("Add one: channel add NAME --kind github or jira.")
    added = desk("16:03:00", "Rae", "channel", "add", "issues", "--kind", "github", "--url",
                 tracker.url, "--page", "shop/web")  # fmt: skip
    assert (added["audiences"], added["resend"]) == ([], "look_up")
    shown = desk("16:04:00", "Rae", "action", "push", action["id"], "--dry-run")
    assert json.loads(shown["body"])["title"] == "Alert on pool use"
    assert desk("16:04:30", "Rae", "outbox") == []
    pushed = desk("16:05:00", "Rae", "action", "push", action["id"])
    assert (pushed["delivery"]["state"], tracker.issues) == ("queued", [])
    (row,) = desk("16:05:30", "Rae", "outbox")
    assert (row["action"], row["state"]) == (action["id"], "queued")
