"""The main screens bare, with very much, in trouble, at the largest text, and in German."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.composition import Desktop
from app.demo import fill
from app.workspace import Workspace
from models.actions.assess_impact import AssessImpact, assess_impact
from models.actions.declare import Declare, declare
from models.actions.import_history import import_history
from models.actions.import_runbooks import ImportRunbooks, RunbookFile, import_runbooks
from models.actions.receive_alerts import Payload, receive_alerts
from models.actions.resolve import Resolve, resolve
from models.actions.set_person import SetPerson, set_person
from models.actions.set_service import SetService, set_service
from models.domain.entry import EntryKind
from models.domain.errors import StoreTrouble
from models.domain.history import History, HistoryRow
from models.domain.severity import Severity
from models.intake.alerts import read_alerts
from models.store.database import Database
from tests.shots.learning import review
from tests.shots.scenes import is_drawn
from tests.shots.stage import NOW, SIZES, answered, picture, put_sample, settle, staged, wait_for
from tests.shots.writing import open_composer
from views.runbooks.presenter import Sources

WORDS = ("checkout", "search", "payments", "mail", "uploads", "login", "reports", "cache")
TROUBLE = StoreTrouble("The database refused to read: disk I/O error. Check the disk.")
BROKEN_POLICY = '[severity.P1]\nupdates_every = "often"\n'


@dataclass(frozen=True, slots=True)
class State:
    """`fill` puts into a fresh folder what the screen is looked at with."""

    fill: Callable[[Workspace], object]
    show: Callable[[Desktop], None]
    look: tuple[str, tuple[int, int]] = ("dark", SIZES[0])
    text_scale: str = "1.0"
    language: str = "en"

    def grab(self, app: QApplication, folder: Path) -> QImage:
        # A folder that is not new: nothing is asked first; only sample data needs our runbooks.
        if self.fill is fill:
            put_sample(folder)
        database = Database(folder)
        database.remember("first_run", "empty")
        if self.fill is not fill:
            database.remember("starter_runbooks", "yes")
        database.remember("theme", self.look[0])
        database.close()
        with staged(app, folder, self.text_scale, self.fill, self.language) as desktop:
            desktop.window.resize(*self.look[1])
            wait_for(lambda: desktop.home_presenter.state.loaded)
            wait_for(lambda: desktop.home_presenter.state.record.whole)
            answered(desktop)
            self.show(desktop)
            answered(desktop)
            return picture(desktop)


def nothing(workspace: Workspace) -> None:
    """As after the first start with an empty workspace."""


def one_incident(workspace: Workspace) -> None:
    declare(Declare(title="Checkout is slow"), workspace.desk)


def very_much(workspace: Workspace) -> None:
    desk = workspace.desk
    rows = [
        HistoryRow(
            where=f"row {n}",
            source="sample",
            source_id=f"s-{n}",
            title=f"{WORDS[n % 8].capitalize()} answers late in region {n % 7}",
            severity=list(Severity)[n % 5],
            services=(WORDS[n % 8], WORDS[(n + 3) % 8]),
            impact_started_at=NOW - timedelta(days=1, hours=9 * n),
            detected_at=NOW - timedelta(days=1, hours=9 * n, minutes=-3),
            resolved_at=NOW - timedelta(days=1, hours=9 * n - 2),
            over=True,
        )
        for n in range(400)
    ]
    import_history(History(tuple(rows)), desk)
    for n in range(40):
        body = _alert(n)
        receive_alerts([Payload("prometheus", body, read_alerts(body))], desk)
        set_person(SetPerson(f"Person {n:02}", (WORDS[n % 8],), n % 9 == 0), desk)
        set_service(SetService(f"{WORDS[n % 8]}-{n:02}", n % 4 + 1, f"component-{n:02}"), desk)
        book = f"# {WORDS[n % 8].capitalize()} is down, case {n}\n\n1. Look.\n2. Act.\n"
        import_runbooks(ImportRunbooks((RunbookFile(f"{n}.md", book.encode()),), "ours"), desk)
    for n in range(8):
        declare(Declare(f"{WORDS[n]} fails for all".capitalize(), Severity.P1), desk)
    uid = declare(Declare("Nothing answers anybody", Severity.P0), desk)
    assess_impact(
        AssessImpact(uid, users="everyone", services=WORDS, business="Sales stand."), desk
    )
    with desk.act() as act:
        for n in range(3_000):
            words = f"{WORDS[n % 8]} {WORDS[n // 8 % 8]} looked at, reading {n}"
            act.entry(uid, EntryKind.NOTE, words, happened_at=NOW - timedelta(seconds=3_000 - n))


def _alert(n: int) -> bytes:
    alert = {
        "status": "firing",
        "labels": {"alertname": f"{WORDS[n % 8]} is slow", "service": WORDS[n % 8]},
        "startsAt": (NOW - timedelta(minutes=n)).isoformat(),
        "fingerprint": f"f{n}",
    }
    return json.dumps({"version": "4", "status": "firing", "alerts": [alert]}).encode()


def home(desktop: Desktop) -> None:
    desktop.go("home")


def trouble(*_: object) -> NoReturn:
    """For what reads the store: whoever reads again, for whatever reason, is refused again."""
    raise TROUBLE


def home_in_trouble(desktop: Desktop) -> None:
    desktop.home_presenter._load = trouble
    desktop.home_presenter.refresh()
    wait_for(lambda: bool(desktop.home_presenter.state.notice))
    desktop.window.notice("The database is damaged", "Close War room and run 'warroom doctor'.")


def room(desktop: Desktop) -> None:
    desktop.open_incident(desktop.home_presenter.state.record.live[0].uid)
    wait_for(lambda: desktop.rooms.team.state.incident is not None)
    wait_for(lambda: desktop.room.timeline.count > 0)
    wait_for(lambda: desktop.rooms.updates.state.record is not None)
    settle()
    wait_for(lambda: is_drawn(desktop))
    settle()
    desktop.room.timeline.follow()


def composer(desktop: Desktop) -> None:
    room(desktop)
    open_composer(desktop, wait_for)


def room_in_trouble(desktop: Desktop) -> None:
    room(desktop)
    desktop.room.note_line.start()
    desktop.room.note_line.begin("rolled back in two regions")
    desktop.room.note_line.set_error(str(TROUBLE))
    desktop.say("The metric could not be read. The server at metrics.example does not answer.")


def runbooks(desktop: Desktop) -> None:
    desktop.go("runbooks")
    wait_for(lambda: desktop.runbooks.presenter.state.loaded)
    settle()


def resolved(workspace: Workspace) -> None:
    """A review that nobody has begun."""
    uid = declare(Declare("Checkout is slow", Severity.P1), workspace.desk)
    resolve(Resolve(uid, reason="it was over by itself"), workspace.desk)


def bare_review(desktop: Desktop) -> None:
    (uid,) = desktop._reading.execute("SELECT uid FROM incident").fetchone()
    desktop.open_review(uid)
    wait_for(lambda: desktop.reviews.presenter.state.loaded)
    wait_for(lambda: desktop.reviews.replay.state.then is not None)
    settle()


def review_in_trouble(desktop: Desktop) -> None:
    review(desktop)
    presenter = desktop.reviews.presenter
    presenter._load = trouble
    presenter.refresh()
    wait_for(lambda: bool(presenter.state.notice))


def reviews(desktop: Desktop) -> None:
    desktop.go("reviews")
    wait_for(lambda: desktop.reviews.state.loaded)
    settle()


def runbooks_in_trouble(desktop: Desktop) -> None:
    runbooks(desktop)
    answered(desktop)  # the rows are those last read
    presenter = desktop.runbooks.presenter
    presenter._sources = Sources(trouble, trouble, trouble)
    presenter.refresh()
    wait_for(lambda: bool(presenter.state.notice))


def settings(page: str) -> Callable[[Desktop], None]:
    def show(desktop: Desktop) -> None:
        desktop.go("settings")
        wait_for(lambda: desktop.settings.presenter.state.record is not None)
        desktop.settings.screen.open_page(page)

    return show


def settings_in_trouble(desktop: Desktop) -> None:
    settings("sources")(desktop)
    desktop.settings.presenter.test_query("", "")


LIGHT = ("light", SIZES[1])
LARGE = "1.3"

STATES: dict[str, State] = {
    "home-empty": State(nothing, home),
    "home-full": State(very_much, home, LIGHT),
    "home-trouble": State(fill, home_in_trouble),
    "home-large-text": State(fill, home, text_scale=LARGE),
    "room-empty": State(one_incident, room, LIGHT),
    "room-full": State(very_much, room),
    "room-trouble": State(fill, room_in_trouble, LIGHT),
    "room-large-text": State(fill, room, text_scale=LARGE),
    "runbooks-empty": State(nothing, runbooks, LIGHT),
    "runbooks-full": State(very_much, runbooks),
    "runbooks-trouble": State(fill, runbooks_in_trouble, LIGHT),
    "runbooks-large-text": State(fill, runbooks, text_scale=LARGE),
    "settings-empty": State(nothing, settings("people"), LIGHT),
    "settings-full": State(very_much, settings("people")),
    "settings-trouble": State(fill, settings_in_trouble, LIGHT),
    "settings-large-text": State(fill, settings("appearance"), text_scale=LARGE),
    "composer-empty": State(one_incident, composer, LIGHT),
    "composer-full": State(very_much, composer),
    "composer-large-text": State(fill, composer, text_scale=LARGE),
    "composer-german": State(fill, composer, LIGHT, language="de"),
    "reviews-empty": State(nothing, reviews, LIGHT),
    "review-empty": State(resolved, bare_review, LIGHT),
    "review-trouble": State(fill, review_in_trouble),
    "review-large-text": State(fill, review, text_scale=LARGE),
    "review-german": State(fill, review, LIGHT, language="de"),
    "home-german": State(fill, home, language="de"),
    "room-german": State(fill, room, LIGHT, language="de"),
}
