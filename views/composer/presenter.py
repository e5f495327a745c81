"""Decides what the composer shows and what its gestures do; knows no widget."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from models.composing.can import Can
from models.composing.facts import Link, facts_of
from models.composing.templates import MOMENTS
from models.domain.errors import WarRoomError
from models.domain.public import known_as
from models.domain.update import ComponentState, Update, UpdateState
from models.jobs import JobRunner
from models.queries.composing import ComposerRecord
from models.spelling import Speller
from views.composer import gate, words
from views.composer.analysis import Asked, analyse, asked_of
from views.composer.previews import preview_of
from views.composer.states import (
    Analysis,
    CheckLine,
    ComposerState,
    Primary,
    Working,
)
from views.composer.working import draft_of, filled, last_out, proposed, taken_up, template_of
from views.tongue import told, tr

ANALYSE_MS = 40
SAVE_MS = 1_200
"""So long after the last key."""


class ComposerView(Protocol):
    def show_state(self, state: ComposerState) -> None: ...

    def show_typing(self, state: ComposerState) -> None:
        """A key was pressed: what follows from that alone."""

    def show_analysis(self, state: ComposerState) -> None: ...

    def show_templates(self, names: dict[str, str]) -> None: ...

    def put(self, words: str) -> None:
        """A fact, at the caret."""

    def show_suggestions(self, words: tuple[str, ...]) -> None: ...

    def open_can(self, can: Can) -> None: ...

    def say(self, sentence: str) -> None: ...


class Waits(Protocol):
    def after(self, name: str, ms: int, call: Callable[[], None]) -> None:
        """Calls once, so long after the last time it was asked for under this name."""

    def cancel(self, name: str) -> None: ...


class ComposerPresenter:
    """`jobs` is the store's lane, `thinking` one beside it for what only computes. `act` carries
    out a command and gives what it gave."""

    def __init__(
        self,
        view: ComposerView,
        jobs: JobRunner,
        thinking: JobRunner,
        waits: Waits,
        load: Callable[[str], ComposerRecord],
        speller: Speller,
        actor: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._view = view
        self._jobs = jobs
        self._thinking = thinking
        self._waits = waits
        self._load = load
        self._speller = speller
        self.actor = actor
        self.now = now
        self.changed: Callable[[str], None] = lambda audience: None
        """Told of each audience whose words or answers a person changed."""
        self.uid = ""
        self.record: ComposerRecord | None = None
        self.working: dict[str, Working] = {}
        self.pending = ""
        """The audience whose update goes out unless somebody takes it back."""
        self.is_busy = False
        self._saving: set[str] = set()
        self._receiver = 0
        self._shown = ""
        self._found: dict[str, Analysis] = {}
        self._then: Callable[[ComposerState], None] | None = None
        self.state = ComposerState()

    def open(self, uid: str) -> None:
        if uid != self.uid:
            self.uid, self.record, self.working, self._found = uid, None, {}, {}
            self._receiver, self._shown = 0, ""
            self.state = ComposerState(uid=uid)
        self.refresh()

    def refresh(self) -> None:
        uid = self.uid
        if uid:
            self._jobs.run(
                lambda: self._load(uid),
                owner=self,
                then=lambda record: self._loaded(uid, record),
                failed=self.refused,
            )

    def when_loaded(self, call: Callable[[ComposerState], None]) -> None:
        """Now, or as soon as the incident is read."""
        if self.record is not None and self.state.is_loaded:
            call(self.state)
        else:
            self._then = call

    def _loaded(self, uid: str, record: ComposerRecord) -> None:
        if uid != self.uid:
            return
        self.record = record
        self.working = taken_up(self.working, record)
        self.show()
        self.analyse()
        call, self._then = self._then, None
        if call is not None:
            call(self.state)

    # What a person chooses

    def choose_audience(self, audience: str) -> None:
        self._shown, self._receiver = "", 0
        self.state = replace(self.state, audience=audience, error="")
        self.show()
        self.analyse()

    def choose_state(self, state: str) -> None:
        """Words that nobody typed begin anew, and so does how the page stands."""
        mine, record = self.mine, self.record
        if mine is None or record is None:
            return
        kept = proposed(record, mine.audience, mine.state) == mine.components
        mine = replace(mine, state=state)
        if kept:
            mine = replace(mine, components=proposed(record, mine.audience, state))
        if not mine.is_typed:
            template = template_of(record, mine.audience, state)
            mine = filled(mine, template, record)
        self._change(mine)

    def choose_template(self, moment: str) -> None:
        mine, record = self.mine, self.record
        if mine is None or record is None:
            return
        template = record.templates.get(f"{moment}.{mine.audience}")
        self._change(replace(filled(mine, template, record), is_typed=True))

    def answer_data_lost(self, lost: bool) -> None:
        if self.mine is not None:
            self._change(replace(self.mine, data_lost=lost))

    def choose_component(self, component: str, standing: str) -> None:
        if self.mine is not None:
            parts = {name: told for name, told in self.mine.components if name != component}
            if standing:
                parts[component] = ComponentState(standing)
            self._change(replace(self.mine, components=tuple(sorted(parts.items()))))

    def choose_receiver(self, n: int) -> None:
        self._receiver = n
        self.show()

    def look_at(self, uid: str) -> None:
        """Another update: a draft is opened to write in it, another one to read."""
        record = self.record
        update = self.update(uid)
        if record is None or update is None:
            return
        audience = update.draft.audience.value if update.draft.audience else ""
        draft = draft_of(record, audience) if audience else None
        if draft is not None and draft.uid == uid:
            self.choose_audience(audience)
            return
        self._shown = uid
        self.show()
        self.analyse()

    def look_back(self) -> None:
        self._shown = ""
        self.show()
        self.analyse()

    # What a person writes

    def typed(self, text: str) -> None:
        mine = self.mine
        if mine is None or self._shown:
            return
        self.working[mine.audience] = replace(mine, text=text, is_typed=True)
        self.changed(mine.audience)
        self.state = replace(
            self.state,
            text=text,
            saved=self._saved(mine.audience),
            error="",
            preview=replace(self.state.preview, text=text.strip()),
            primary=self._primary(),
        )
        self._view.show_typing(self.state)
        self._waits.after("analyse", ANALYSE_MS, self.analyse)

    def insert_fact(self, n: int) -> None:
        """The fact at that place of the list, from 1."""
        mine = self.mine
        if mine is None or self._shown or not 0 < n <= len(self.state.facts):
            return
        fact = self.state.facts[n - 1]
        self.link(fact.key, fact.words)
        self._view.put(fact.words)

    def link(self, key: str, said: str) -> None:
        mine = self.mine
        if mine is not None and Link(key, said) not in mine.links:
            links = (*mine.links, Link(key, said))
            self.working[mine.audience] = replace(mine, links=links)

    def suggest(self, word: str) -> None:
        self._thinking.run(
            lambda: self._speller.suggest(word),
            owner=self,
            then=self._view.show_suggestions,
            failed=self.refused,
        )

    # What follows

    @property
    def mine(self) -> Working | None:
        return self.working.get(self.state.audience)

    def draft(self, audience: str = "") -> Update | None:
        mine = self.working.get(audience or self.state.audience)
        return self.update(mine.update) if mine is not None else None

    def update(self, uid: str) -> Update | None:
        known = self.record.incident.updates if self.record else ()
        return next((one for one in known if uid and one.uid == uid), None)

    def set_saving(self, audience: str, *, saving: bool) -> None:
        (self._saving.add if saving else self._saving.discard)(audience)

    def fail(self, error: WarRoomError) -> None:
        self.is_busy = False
        self.state = replace(self.state, error=str(error))
        self.show()

    def refused(self, error: WarRoomError) -> None:
        self._view.say(told(str(error)))

    def analyse(self) -> None:
        asked = self._asked_of(self.mine, self.update(self._shown))
        if asked is None:
            return
        self._thinking.run(
            lambda: analyse(asked, self._speller),
            owner=self,
            then=self._analysed,
            failed=self.refused,
        )

    def _analysed(self, found: Analysis) -> None:
        if not self._shown:
            self._found[found.audience] = found
        if found.audience != self.state.audience or self.record is None:
            return
        self.state = replace(
            self.state, analysis=found, checks=self._checks(found), primary=self._primary()
        )
        self._view.show_analysis(self.state)

    def _change(self, mine: Working) -> None:
        self.working[mine.audience] = mine
        self.state = replace(self.state, error="")
        if mine.is_typed or mine.update:
            self.changed(mine.audience)
        self.show()
        self.analyse()

    def asked(self, audience: str) -> Asked | None:
        """The words at this desk for an audience, with all that they are checked against."""
        return self._asked_of(self.working.get(audience), None)

    # The whole state

    def show(self) -> None:
        mine, record = self.mine, self.record
        if mine is None or record is None:
            return
        draft, shown = self.draft(), self.update(self._shown)
        receivers = gate.receivers_of(record, mine.audience)
        found = self._found.get(mine.audience, Analysis(mine.audience))
        now = self.now()
        n = draft.n if draft else record.record.n
        parts = {name: standing.value for name, standing in mine.components}
        said = shown.published or shown.draft if shown else None
        went = shown or last_out(record, mine.audience)
        self.state = replace(
            self.state,
            label=record.label,
            n=n,
            draft_uid=draft.uid if draft else "",
            update_state=said.state.value if said else mine.state,
            text=mine.text,
            saved=self._saved(mine.audience),
            tabs=words.tabs(self.working, record.incident.updates),
            template=mine.moment,
            facts=facts_of(record.known, now, mine.audience),
            analysis=found,
            checks=self._checks(found),
            preview=preview_of(record, mine, shown, self._receiver, now),
            receivers=receivers,
            receiver=min(self._receiver, len(receivers) - 1),
            history=words.history_rows(record.incident.updates),
            due=words.due_of(record.incident, record.known.policy, n, now, record.record.none_due),
            approval=gate.approval_of_sent(shown, now)
            if shown
            else gate.approval_of(record, mine, draft, self.actor(), now),
            arrivals=words.arrivals(went, looked_at=shown is not None),
            arrived_n=went.n if went else 0,
            primary=self._primary(),
            asks_data_lost=mine.state == UpdateState.RESOLVED.value,
            data_lost=mine.data_lost,
            components=tuple(
                (component, known_as(service, record.known.public), parts.get(component, ""))
                for component, service in record.components
                if mine.audience == "customers"
            ),
            shown=replace(shown, draft=said) if shown and said else None,
            is_busy=self.is_busy,
            is_loaded=True,
        )
        self._view.show_templates({name: tr(words.TEMPLATE_WORDS[name]) for name in MOMENTS})
        self._view.show_state(self.state)

    def _asked_of(self, mine: Working | None, shown: Update | None) -> Asked | None:
        if mine is None or self.record is None:
            return None
        return asked_of(self.record, mine, shown, self.now())

    def _checks(self, found: Analysis) -> tuple[CheckLine, ...]:
        commander = self.record.incident.commander if self.record else ""
        return words.check_lines(found, commander)

    def _primary(self) -> Primary:
        mine, record = self.mine, self.record
        if mine is None or record is None or self._shown:
            return Primary()
        found = self._found.get(mine.audience, Analysis())
        pending = self.pending == mine.audience
        return gate.primary_of(record, mine, self.draft(), found, self.actor(), pending)

    def _saved(self, audience: str) -> str:
        mine = self.working[audience]
        if audience in self._saving:
            return "saving"
        if mine.is_saved:
            return "saved"
        return "typing" if mine.is_typed else ""
