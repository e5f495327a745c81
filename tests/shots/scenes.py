"""Every screen in every look, from sample data at a moment that stands still."""

from collections.abc import Callable

from PySide6.QtGui import QImage

from app.composition import Desktop
from models.composing.facts import Link
from models.domain.syncing import SyncStatus
from tests.shots import learning, writing
from tests.shots.apart import leave_waiting, told, write_apart
from tests.shots.stage import NOW, SIZES, THEMES, answered, picture, settle, wait_for
from views.widgets.turns import waiting


def _room(desktop: Desktop) -> None:
    uid = desktop.home_presenter.state.record.live[0].uid
    desktop.open_incident(uid)
    wait_for(lambda: desktop.room_presenter.state.record is not None)
    wait_for(lambda: desktop.rooms.team.state.incident is not None)
    wait_for(lambda: desktop.room.timeline.count > 0)
    wait_for(lambda: desktop.rooms.runbook_panel._view is not None)
    wait_for(lambda: desktop.rooms.updates.state.record is not None)
    wait_for(lambda: is_drawn(desktop))
    settle()
    desktop.room.timeline.follow()
    desktop.room.focus_note()


def is_drawn(desktop: Desktop) -> bool:
    """The chart's library comes behind the first numbers."""
    chart = desktop.rooms.chart
    return chart.is_empty or (chart._plot is not None and chart._redraw not in waiting())


def _quiet_room(desktop: Desktop) -> None:
    uid = desktop.home_presenter.state.record.live[1].uid
    desktop.open_incident(uid)
    wait_for(lambda: desktop.rooms.team.state.incident is not None)
    wait_for(lambda: desktop.rooms.team.state.incident.uid == uid)
    wait_for(lambda: desktop.room.timeline.count > 0)
    wait_for(lambda: desktop.rooms.updates.state.record is not None)
    settle()
    desktop.room.timeline.follow()
    desktop.room.focus_note()


def _declare(desktop: Desktop) -> None:
    desktop.open_declare()
    title = "webapp-prod cannot reach database"
    desktop.declare.title_line.setText(title)
    desktop.declare_presenter.title_typed(title)
    wait_for(lambda: desktop.declare_presenter.state.look_alike is not None)


def _in_room(ask: str) -> Callable[[Desktop], None]:
    def open_it(desktop: Desktop) -> None:
        _room(desktop)
        getattr(desktop.room, ask)()

    return open_it


def _promote(desktop: Desktop) -> None:
    _quiet_room(desktop)
    desktop.room.ask_promote()


def _offer(desktop: Desktop) -> None:
    _room(desktop)
    team = desktop.rooms.team
    team.offer("Amara Okafor", team.state.brief)
    wait_for(lambda: team.state.incident is not None and team.state.incident.offer is not None)
    desktop.room.open_offer(team.state)


def _inbox(desktop: Desktop) -> None:
    desktop.go("inbox")


def _runbook(desktop: Desktop) -> None:
    _room(desktop)
    desktop.open_run()
    wait_for(lambda: desktop.runbooks.presenter.state.run is not None)
    wait_for(desktop.runbooks.screen.run_page.isVisible)


def _library(desktop: Desktop) -> None:
    desktop.go("runbooks")
    wait_for(lambda: desktop.runbooks.presenter.state.book is not None)


def _kpis(desktop: Desktop) -> None:
    _ = desktop.kpis  # at once; a person gets it in slices
    desktop.go("kpis")
    desktop.kpis.presenter.choose_period(1)
    wait_for(lambda: desktop.kpis.presenter.state.loaded and desktop.kpis.screen.turns.done)
    settle()


def _why(desktop: Desktop) -> None:
    _kpis(desktop)
    desktop.kpis.presenter.explain("ttr")
    wait_for(desktop.kpis.screen.explanation.isVisible)


def settings_page(page: str) -> Callable[[Desktop], None]:
    def open_it(desktop: Desktop) -> None:
        desktop.go("settings")
        wait_for(lambda: desktop.settings.presenter.state.record is not None)
        desktop.settings.screen.open_page(page)

    return open_it


def _layout(name: str) -> Callable[[Desktop], None]:
    def open_it(desktop: Desktop) -> None:
        _room(desktop)
        desktop.room.set_preset(name)

    return open_it


def _told(name: str) -> Callable[[Desktop], None]:
    """With a server of which `name` is so."""

    def open_it(desktop: Desktop) -> None:
        desktop.sync.port.tell(told(name, NOW, desktop.home_presenter.state.record.live))

    return open_it


def _conflicts(desktop: Desktop) -> None:
    live = desktop.home_presenter.state.record.live[0]
    write_apart(desktop._workspace, live.uid, NOW)
    _told("back")(desktop)
    desktop.go("conflicts")
    wait_for(lambda: len(desktop.conflicts.presenter.state.listed) == 2)
    wait_for(lambda: desktop.sync.presenter.state.choice_count == 2)


def _no_conflicts(desktop: Desktop) -> None:
    desktop.go("conflicts")
    wait_for(lambda: desktop.conflicts.presenter.state.is_loaded)


def _refused(desktop: Desktop) -> None:
    _conflicts(desktop)
    _told("refused")(desktop)
    wait_for(lambda: len(desktop.conflicts.presenter.state.parked) == 3)


def _offline(desktop: Desktop) -> None:
    leave_waiting(desktop._workspace, 7)
    _room(desktop)
    _told("offline")(desktop)
    desktop.sync.show_queue()
    wait_for(lambda: bool(desktop.sync.presenter.state.queue))


def _sign_in(desktop: Desktop) -> None:
    _told("signed out")(desktop)
    desktop.open_sign_in()
    wait_for(lambda: desktop.sync.presenter.sign_in_state.keyring is not None)
    desktop.sync.dialog.password.setText("a long password")


def _settings_sync(desktop: Desktop) -> None:
    _told("synced")(desktop)
    settings_page("sync")(desktop)


def _written(desktop: Desktop, *works: Callable[[], object]) -> None:
    """On the lane that has the connection: what reads it there is not overtaken."""
    done: list[object] = []
    for work in works:
        desktop._jobs.run(work, owner=desktop, then=done.append, failed=done.append)
    wait_for(lambda: len(done) == len(works))
    assert not any(isinstance(one, Exception) for one in done), done


def _composer(desktop: Desktop) -> None:
    """A draft half-way: facts in it, who approves, where it goes."""
    workspace, uid = desktop._workspace, desktop.home_presenter.state.record.live[0].uid
    _written(
        desktop,
        lambda: writing.add_channels(workspace),
        lambda: writing.drafted(workspace, uid),
    )
    _room(desktop)
    writing.open_composer(desktop, wait_for)


def _approver(desktop: Desktop) -> None:
    """Somebody else wrote it; the person here commands."""
    workspace, uid = desktop._workspace, desktop.home_presenter.state.record.live[0].uid
    _written(
        desktop,
        lambda: writing.add_channels(workspace),
        lambda: writing.drafted(workspace, uid, author="Jonas Weber", asks=True),
    )
    _room(desktop)
    writing.open_composer(desktop, wait_for)
    desktop.composer.screen.approval.start()


def _composer_in_trouble(desktop: Desktop) -> None:
    """What stops it, what a source says otherwise by now, a delivery that did not arrive."""
    workspace, uid = desktop._workspace, desktop.home_presenter.state.record.live[0].uid
    words = "It is resolved for all, about 12,400 customers of webapp-prod. [what changed]"
    users = (Link("users", "about 12,400"),)
    _written(
        desktop,
        lambda: writing.add_channels(workspace),
        lambda: writing.tell_support(workspace, uid),
        lambda: writing.drafted(workspace, uid, words, more=users),
        lambda: writing.more_are_hit(workspace, uid),
    )
    _room(desktop)
    writing.open_composer(desktop, wait_for)
    desktop.going_out.poke()
    trouble = "did not arrive"
    wait_for(lambda: any(tab.state == trouble for tab in desktop.composer.presenter.state.tabs))


def _earlier_update(desktop: Desktop) -> None:
    _written(desktop, lambda: writing.add_channels(desktop._workspace))
    _room(desktop)
    writing.open_composer(desktop, wait_for)
    presenter = desktop.composer.presenter
    presenter.look_at(next(row.uid for row in presenter.state.history if not row.is_open))
    wait_for(lambda: presenter.state.analysis.text == presenter.state.shown.draft.text)


def _comms(desktop: Desktop) -> None:
    _room(desktop)
    desktop.room.set_preset("comms")
    writing.open_composer(desktop, wait_for)


def _channels(desktop: Desktop) -> None:
    _written(desktop, lambda: writing.add_channels(desktop._workspace))
    settings_page("channels")(desktop)
    wait_for(lambda: bool(desktop.settings.publishing.presenter.state.channels))
    desktop.settings.screen.channels.open_edit("Northwind Status")


def _tracker(desktop: Desktop) -> None:
    """A new channel, as one writes it."""
    settings_page("channels")(desktop)
    wait_for(lambda: bool(desktop.settings.publishing.presenter.state.templates))
    page = desktop.settings.screen.channels
    page.open_edit("")
    page.edit.name.setText("Shop issues")
    page.edit.kind.setCurrentIndex(page.edit.kind.findData("github"))
    page.edit.url.setText("https://api.github.com")
    page.edit.page.setText("northwind/shop")


def _templates(desktop: Desktop) -> None:
    settings_page("templates")(desktop)
    wait_for(lambda: bool(desktop.settings.publishing.presenter.state.made))


def _review_templates(desktop: Desktop) -> None:
    settings_page("review-templates")(desktop)
    wait_for(lambda: bool(desktop.settings.publishing.reviews.state.templates))
    desktop.settings.screen.review_templates.open_edit("In depth")


SCENES: dict[str, Callable[[Desktop], None]] = {
    "home": lambda desktop: None,
    "declare": _declare,
    "room": _room,
    "palette": lambda desktop: desktop.palette.open_palette("de"),
    "handover": _in_room("ask_handover"),
    "assign": _in_room("ask_assign"),
    "triage": _in_room("ask_triage"),
    "promote": _promote,
    "offer": _offer,
    "quiet-room": _quiet_room,
    "inbox": _inbox,
    "runbook": _runbook,
    "runbooks": _library,
    "kpis": _kpis,
    "why": _why,
    "library": learning.library,
    "library-found": learning.found,
    "chat": learning.chat,
    "reviews": learning.reviews,
    "review": learning.review,
    "review-question": learning.question,
    "review-evidence": learning.evidence,
    "review-action": learning.action,
    "review-preview": learning.preview,
    "review-tracker": learning.tracker,
    "review-both": learning.both,
    "settings": settings_page("appearance"),
    "settings-people": settings_page("people"),
    "settings-rules": settings_page("rules"),
    "settings-sync": _settings_sync,
    "conflicts": _conflicts,
    "conflicts-none": _no_conflicts,
    "conflicts-refused": _refused,
    "offline": _offline,
    "sign-in": _sign_in,
    "first": lambda desktop: desktop.go("first"),
    "comms": _comms,
    "composer": _composer,
    "composer-approver": _approver,
    "composer-trouble": _composer_in_trouble,
    "composer-earlier": _earlier_update,
    "settings-channels": _channels,
    "settings-tracker": _tracker,
    "settings-templates": _templates,
    "settings-review-templates": _review_templates,
    "hands-on": _layout("hands_on"),
    "wall": _layout("wall"),
    "keys": lambda desktop: desktop.keys.show_scope("room"),
}
"""Every screen and dialog by name, and how to get there from Home."""


def scene(
    desktop: Desktop,
    name: str,
    theme: str,
    size: tuple[int, int],
    look: Callable[[], None] = lambda: None,
) -> QImage:
    """One screen, grabbed. `look` is called while it stands."""
    if desktop.settings.theme != theme:
        desktop.settings.toggle_theme()
    desktop.window.resize(*size)
    desktop.go("home")
    wait_for(lambda: len(desktop.home_presenter.state.record.live) == 2)
    wait_for(lambda: desktop.home_presenter.state.record.whole)
    SCENES[name](desktop)
    answered(desktop)
    image = picture(desktop)
    look()
    desktop.room.set_preset("command")
    if desktop.built("kpis"):
        desktop.kpis.screen.explanation.close_dialog()
    if desktop.built("reviews"):
        desktop.reviews.screen.arrange("write")
    for dialog in desktop.dialogs():
        if dialog.isVisible():
            dialog.close_dialog()
    if desktop.sync.queue.isVisible():
        desktop.sync.queue.close_popup()
    desktop.sync.port.tell(SyncStatus())
    return image


MAIN = (
    "home", "room", "declare", "palette", "runbook", "conflicts", "composer", "review",
)  # fmt: skip
"""Screens looked at in both themes and both sizes; of the others one look each of the two."""


def looks_of(name: str) -> list[tuple[str, tuple[int, int]]]:
    """(theme, size) of every picture kept of a screen."""
    every = [(theme, size) for theme in THEMES for size in SIZES]
    return every if name in MAIN else [("dark", SIZES[0]), ("light", SIZES[1])]


def file_name(name: str, theme: str, size: tuple[int, int]) -> str:
    return f"{name}-{theme}-{size[0]}x{size[1]}.png"
