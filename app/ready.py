"""What is made ready while nobody waits, after the first paint."""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.parts import Parts
from app.qt_jobs import QtJobRunner
from views.widgets.slices import WAITS, Slices

AT_ONCE = 40
"""Widgets that get their style in one slice."""
LIBRARIES = (
    "models.queries.needs",
    "app.commands",
    "models.runbooks.reader",
    "models.queries.runbooks",
    "models.composing.templates",
    "models.actions.publish_update",
    "models.queries.channels",
    "models.queries.templates",
    "models.sync.engine",
    "models.queries.room",
    "models.queries.policy_history",
    "models.queries.conflicts",
    "models.queries.update_log",
    "models.queries.composing",
    "models.queries.export",
    "models.queries.reel",
    "models.queries.review_page",
    "models.queries.review_list",
    "models.queries.similar",
    "models.queries.library",
    "models.queries.proposals",
    "models.queries.reading_list",
    "models.composing.changes",
    "models.composing.can",
    "models.checks.updates",
    "models.checks.review",
    "models.actions.import_runbooks",
    "models.actions.edit_runbook",
    "models.actions.settle_delivery",
    "models.actions.accept_proposals",
    "models.actions.mark_read",
    "views.composer.presenter",
    "views.conflicts.presenter",
    "views.library.presenter",
    "views.review.states",
    "views.room.presenter",
    "views.room.team_presenter",
    "views.runbooks.presenter",
    "views.settings.presenter",
    "views.settings.publishing",
    "views.settings.review_templates",
    "views.sync.presenter",
)
"""What the parts import and Qt has no part in: loaded on a lane of its own, for some take longer
than a person may wait."""

SHELF_LIBRARIES = ("models.queries.kpis",)
"""Of the library of reviews, which counts what came back with numpy, 17 MiB."""

MODULES = (
    "views.room.timeline_rows",
    "views.room.timeline_paint",
    "views.room.timeline_pictures",
    "views.room.timeline_speech",
    "views.room.timeline_view",
    "views.widgets.person_line",
    "views.room.handover",
    "views.room.promote",
    "views.room.impact_panel",
    "views.room.triage_dialog",
    "views.room.asks",
    "views.room.objective",
    "views.room.timeline_filters",
    "views.room.frame",
    "views.room.header",
    "views.room.note_line",
    "views.room.roles_panel",
    "views.widgets.stepper",
    "views.room.screen",
    "views.settings.form",
    "views.settings.keys_page",
    "views.composer.words",
    "views.settings.channels_page",
    "views.settings.plain_pages",
    "views.review.action_rows",
    "views.settings.questions_edit",
    "views.settings.review_templates_page",
    "views.settings.rules_page",
    "views.settings.sync_page",
    "views.settings.templates_page",
    "views.settings.screen",
    "views.runbooks.words",
    "views.runbooks.side",
    "views.runbooks.book_page",
    "views.runbooks.step_list",
    "views.runbooks.library_list",
    "views.runbooks.step_page",
    "views.runbooks.screen",
    "app.room_layouts",
    "app.sync_parts",
    "app.runbook_views",
    "views.room.update_panel",
    "app.room_files",
    "views.room.runbook_panel",
    "views.room.signal_chart",
    "app.room_parts",
    "app.syncing",
    "views.settings.publishing_view",
    "app.settings_parts",
    "app.declare_parts",
    "app.runbook_parts",
    "views.palette.screen",
    "app.palette_parts",
    "app.polling",
    "views.conflicts.cards",
    "views.conflicts.side",
    "views.conflicts.screen",
    "app.conflict_parts",
    "views.composer.working",
    "views.composer.approval_panel",
    "views.composer.panel",
    "views.composer.screen",
    "views.composer.sending",
    "app.going_out",
    "app.composer_parts",
    "views.review.page_of",
    "views.review.preview",
    "views.review.actions_panel",
    "views.review.scrubber",
    "views.review.section_editor",
    "views.review.document",
    "views.review.room_then",
    "views.review.screen",
    "views.library.chat_presenter",
    "views.library.words",
    "views.review.replay_presenter",
    "app.library_parts",
    "app.review_parts",
)
"""What the parts import, in steps that are each shorter than anybody notices."""

PARTS = (
    "declare",
    "palette",
    "sync",
    "settings",
    "keys",
    "inbox",
    "runbooks",
    "conflicts",
    "review_screen",
    "reviews",
    "polling",
    "composer_screen",
    "composer",
)
"""Of `Parts`, by name, in the order in which a person is likely to ask for them."""

CHART_LIBRARIES = ("models.queries.board", "pyqtgraph")
CHART_MODULES = (
    "views.widgets.still_plot",
    "views.kpis.plots",
    "views.kpis.causes",
    "views.kpis.chart_panel",
    "views.kpis.explain",
    "views.kpis.filters",
    "views.kpis.tile",
    "views.kpis.screen",
    "app.kpi_parts",
)
"""Of the screen of key figures: loaded when it is first turned to, for its libraries hold as much
memory as all of Home."""


class Ready:
    """Loads and builds, a slice at a time between events, what the first step would wait for."""

    def __init__(self, parts: Parts) -> None:
        self.done: Callable[[], None] = lambda: None
        self._parts = parts
        self._lane = QtJobRunner(parts.window)
        self._loading = 0
        self._charts_asked = False
        self._slices = Slices(parts.window)

    @property
    def is_over(self) -> bool:
        return self._slices.is_over

    def start(self) -> None:
        self._load(LIBRARIES)
        self._slices.add(self._work())

    def for_charts(self, then: Callable[[], None]) -> None:
        """The screen of key figures, the same way; `then` is called once when it is there."""
        if not self._charts_asked:
            self._charts_asked = True
            self._slices.add(self._charts(then))

    def for_library(self) -> None:
        """While the list of reviews is looked at: the library is one key from there."""
        self._load(SHELF_LIBRARIES)

    def stop(self) -> None:
        self._slices.stop()
        self._lane.forget(self)
        self._lane.finish()

    def _load(self, libraries: Sequence[str]) -> None:
        self._loading += len(libraries)
        for library in libraries:
            self._lane.run(
                partial(import_module, library),
                owner=self,
                then=partial(self._loaded, library),
                failed=partial(self._loaded, library),  # whoever imports it next tells why
            )

    def _loaded(self, library: str, _: object) -> None:
        if library == LIBRARIES[0]:
            self._parts.home_presenter.refresh()  # with who is needed for what
        self._loading -= 1

    def _work(self) -> Iterator[object]:
        parts = self._parts
        for module in MODULES:
            while self._loading:
                yield WAITS
            yield import_module(module)
        yield self._make("rooms")
        if parts.window.current != "room":
            parts.room.resize(parts.home.size())
            parts.room.arrange()
            yield WAITS
        for part in PARTS:
            yield self._make(part)
        parts.sync.port.start()
        parts.going_out.poke()
        yield from _polished((parts.room, parts.reviews.screen, *parts.dialogs()))
        sys.stderr.write("warroom: everything is ready\n")
        sys.stderr.flush()
        self.done()

    def _make(self, part: str) -> str:
        """A turn each: one takes as long as a turn may."""
        getattr(self._parts, part)
        return WAITS

    def _charts(self, then: Callable[[], None]) -> Iterator[object]:
        self._load(CHART_LIBRARIES)
        for module in CHART_MODULES:
            while self._loading:
                yield WAITS
            yield import_module(module)
        screen = self._parts.kpis.screen
        self._parts.kpis.read_ahead()
        yield WAITS
        screen.build()
        yield WAITS
        for plot in screen.plots:
            yield plot.make_ready()
        screen.resize(self._parts.home.size())
        yield from _polished((screen,))
        then()


def _polished(tops: Sequence[QWidget]) -> Iterator[object]:
    """A style is put on a widget before it is first seen."""
    waiting = [widget for top in tops for widget in (top, *top.findChildren(QWidget))]
    for first in range(0, len(waiting), AT_ONCE):
        for widget in waiting[first : first + AT_ONCE]:
            if isValid(widget):
                widget.ensurePolished()
        yield waiting
