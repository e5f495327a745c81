"""What incidents teach, as it is looked at: reviews, the library, what a chat proposed."""

from contextlib import suppress

from app.composition import Desktop
from app.demo_past import TITLE as LIVED
from models.actions.propose_chat import propose_chat
from models.actions.set_action import SetAction, set_action
from models.actions.set_channel import SetChannel, set_channel
from models.domain.errors import NothingToDo
from models.domain.review import Section
from models.publishing.channel import ChannelKind, ChannelSettings
from models.queries.library import search_reviews
from models.store.reviews import actions
from tests.shots.shelf import spoken, write_shelf
from tests.shots.stage import NOW, settle, wait_for


def reviews(desktop: Desktop) -> None:
    desktop.go("reviews")
    wait_for(lambda: bool(desktop.reviews.state.rows))


def review(desktop: Desktop) -> None:
    """The one of the sample data, at the moment of its second decision."""
    (uid,) = desktop._reading.execute("SELECT uid FROM incident WHERE title=?", (LIVED,)).fetchone()
    desktop.open_review(uid)
    reviews = desktop.reviews
    wait_for(lambda: reviews.presenter.state.loaded)
    wait_for(lambda: reviews.replay.state.then is not None)
    marks = [mark for mark in reviews.replay.state.course.marks if mark.kind == "key"]
    reviews.replay.seek(marks[-1].at)
    wait_for(lambda: reviews.replay.state.then.at == marks[-1].at)
    settle()


def question(desktop: Desktop) -> None:
    review(desktop)
    editor = desktop.reviews.screen.document.editor(Section.WHAT_WENT_WELL)
    editor.setFocus()
    editor.insertPlainText("- Sofia should have been asked sooner.\n")
    wait_for(lambda: bool(editor.findings))
    desktop.reviews.screen.document.next_finding()


def preview(desktop: Desktop) -> None:
    review(desktop)
    if not desktop.reviews.screen.document.is_preview:
        desktop.reviews.screen.toggle_preview()


def both(desktop: Desktop) -> None:
    review(desktop)
    desktop.reviews.screen.arrange("both")


def tracker(desktop: Desktop) -> None:
    """One action is in a tracker, of another it is asked whether it may go there."""
    workspace = desktop._workspace
    with suppress(NothingToDo):  # another look at the same screen
        settings = ChannelSettings(
            "Shop issues", ChannelKind.GITHUB, "https://api.github.com", "northwind/shop"
        )
        set_channel(SetChannel(settings, (), True), workspace.desk)
        linked = next(one for one in actions(workspace.connection) if "Probe" in one.text)
        set_action(
            SetAction(linked.uid, tracker="https://github.com/northwind/shop/issues/41"),
            workspace.desk,
        )
    review(desktop)
    presenter = desktop.reviews.presenter
    presenter.refresh()
    wait_for(lambda: any(one.trackers for one in presenter.state.actions))
    free = next(one for one in presenter.state.actions if one.trackers)
    desktop.reviews.screen._ask_push(free, "Shop issues")


def evidence(desktop: Desktop) -> None:
    review(desktop)
    desktop.shortcuts.run("review.evidence")


def action(desktop: Desktop) -> None:
    review(desktop)
    desktop.shortcuts.run("review.action")
    desktop.reviews.screen.decided.line.line.setText("Watch the address ranges @sofia 4 Dec")


def library(desktop: Desktop) -> None:
    workspace = desktop._workspace
    if not search_reviews(workspace.connection, "saturation"):
        write_shelf(workspace.connection, workspace.desk)
    desktop.go("reviews")
    desktop.reviews.search()
    shelf = desktop.reviews.library.presenter
    wait_for(lambda: shelf.state.reading is not None and len(shelf.state.reading.rows) > 2)
    pool = next(one for one in shelf.state.reading.rows if "pool" in one.title)
    shelf.choose(pool.uid, pool.label)
    wait_for(lambda: bool(shelf.state.similar))


def found(desktop: Desktop) -> None:
    library(desktop)
    shelf = desktop.reviews.library.presenter
    shelf.type_words("database pool")
    wait_for(lambda: shelf.state.is_answered)
    wait_for(lambda: bool(shelf.state.similar))


def chat(desktop: Desktop) -> None:
    live = desktop.home_presenter.state.record.live[0]
    propose_chat(live.uid, spoken(NOW), desktop._workspace.desk)
    desktop.go("reviews")
    desktop.reviews.list.open_tab("chat")
    desktop.reviews.library.open("chat")
    wait_for(lambda: len(desktop.reviews.library.chat.state.rows) == len(spoken(NOW)))
