"""Saving, asking, approving, sending: what the composer's gestures carry out."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from models.actions.approve_update import ApproveUpdate, SendBackUpdate
from models.actions.draft_update import DraftUpdate, EditUpdate
from models.actions.edit_text import EditText, joined
from models.actions.link_facts import LinkFacts
from models.actions.publish_update import PublishUpdate
from models.actions.snooze_update import SlowUpdates, SnoozeUpdate
from models.composing import can as report
from models.composing.can import Can
from models.composing.facts import tokens_in
from models.domain.errors import NothingToDo, Refused, WarRoomError
from models.domain.times import to_ms
from models.domain.update import Audience, Update, UpdateState
from models.jobs import JobRunner
from models.queries.composing import CAN
from models.queries.updates import text_name
from views.composer.analysis import stop_in
from views.composer.gate import places_of
from views.composer.presenter import SAVE_MS, ComposerPresenter, Waits
from views.composer.states import Working
from views.tongue import told, tr

UNDO_MS = 5_000
"""How long an update for our own people can be taken back."""

Act = Callable[[object], object]
Saved = tuple[str, str]
"""The uid of a draft, and the text that stands in it now."""


class Asks(Protocol):
    def ask_send(self, title: str, why: str, verb: str, answer: Callable[[], None]) -> None: ...

    def ask_line(self, title: str, why: str, verb: str, answer: Callable[[str], None]) -> None: ...

    def open_can(self, can: Can) -> None: ...

    def say(self, sentence: str) -> None: ...


class Sending:
    """Beside the presenter, which decides what is shown."""

    def __init__(
        self,
        presenter: ComposerPresenter,
        asks: Asks,
        jobs: JobRunner,
        waits: Waits,
        act: Act,
        sent: Callable[[], None],
    ) -> None:
        """`sent` is told when something was queued: the outbox has work."""
        self._is = presenter
        self._asks = asks
        self._jobs = jobs
        self._waits = waits
        self._act = act
        self._sent = sent
        self.then_send = True
        presenter.changed = self._changed

    def choose_then_send(self, on: bool) -> None:
        """Whether whoever approves it sends it too."""
        self.then_send = on

    # Saving

    def save(self) -> None:
        audience = self._is.state.audience
        self._waits.cancel(f"save {audience}")
        self._save(audience)

    def save_all(self) -> None:
        """Before the window closes, or another incident is opened."""
        for audience, mine in self._is.working.items():
            self._waits.cancel(f"save {audience}")
            if mine.is_typed and not mine.is_saved:
                self._save(audience)

    def _changed(self, audience: str) -> None:
        self._waits.after(f"save {audience}", SAVE_MS, lambda: self._save(audience))

    def _save(
        self,
        audience: str,
        asks: bool = False,
        then: Callable[[str], object] | None = None,
        done: Callable[[], None] | None = None,
    ) -> None:
        """`then` is done behind it in the same job, with the uid of the draft."""
        mine, uid = self._is.working.get(audience), self._is.uid
        if mine is None or (not mine.text.strip() and not mine.update and not asks):
            return
        self._is.set_saving(audience, saving=True)
        self._is.show()
        then_send, asked = self.then_send, self._is.asked(audience)
        goes = asks or then is not None

        def work() -> Saved:
            # A key and the button may come before the checks have looked at the last words.
            stop = stop_in(asked) if goes and asked is not None else ""
            if stop:
                raise Refused(stop)
            saved = _write(self._act, uid, mine, asks=asks, then_send=then_send)
            if then is not None:
                then(saved[0])
            return saved

        def kept(saved: Saved) -> None:
            self._is.set_saving(audience, saving=False)
            self._is.is_busy = False
            if self._is.uid == uid:
                self._kept(audience, mine, saved)
            if done is not None:
                done()

        def failed(error: WarRoomError) -> None:
            self._is.set_saving(audience, saving=False)
            self._is.fail(error)
            self._is.refresh()

        self._jobs.run(work, owner=self._is, then=kept, failed=failed)

    def _kept(self, audience: str, before: Working, saved: Saved) -> None:
        """What was typed while it was written stays; what others wrote is in it."""
        now = self._is.working[audience]
        update, text = saved
        alone = before.text.strip() == text
        kept = now.text if alone else joined(before.text, text, now.text)
        self._is.working[audience] = replace(now, update=update, seen=text, text=kept)
        self._is.refresh()

    # The one button

    def primary(self) -> None:
        act = self._is.state.primary.act
        if self._is.is_busy:
            return
        if act == "ask":
            self._ask()
        elif act == "send":
            self._send()
        elif act == "approve_alone":
            self._asks.ask_line(
                tr("Approve it alone"),
                tr(
                    "Nobody else is here to read it. It will say “not reviewed by a second person”."
                ),
                tr("Approve"),
                self.approve,
            )
        elif act == "undo":
            self.take_back()

    def _ask(self) -> None:
        audience = self._is.state.audience
        self._waits.cancel(f"save {audience}")
        self._is.is_busy = True
        self._save(
            audience, asks=True, done=lambda: self._asks.say(tr("Asked. It waits for approval."))
        )

    def _send(self) -> None:
        state, record = self._is.state, self._is.record
        assert record is not None
        if state.audience != "customers":
            self._is.pending = state.audience
            self._is.show()
            audience = state.audience
            self._waits.after("send", UNDO_MS, lambda: self._go(audience))
            return
        places = places_of(record, state.audience)
        self._asks.ask_send(
            tr("Send update {n} to customers?", n=state.n),
            tr("It goes to: {places}. What was sent cannot be taken back.", places=places),
            tr("Send to customers"),
            lambda: self._go("customers"),
        )

    def take_back(self) -> None:
        self._waits.cancel("send")
        self._is.pending = ""
        self._asks.say(tr("Taken back. Nothing was sent."))
        self._is.show()

    def _go(self, audience: str) -> None:
        uid = self._is.uid
        self._is.pending = ""
        self._is.is_busy = True
        self._waits.cancel(f"save {audience}")

        def done() -> None:
            self._sent()
            self._asks.say(tr("Update sent. The next one is on the clock."))

        self._save(audience, then=lambda update: self._act(PublishUpdate(uid, update)), done=done)

    # Approval

    def approve(self, reason: str = "") -> None:
        draft, uid = self._is.draft(), self._is.uid
        audience = self._is.state.audience
        if reason or draft is None:
            self._save(audience, then=lambda update: self._act(ApproveUpdate(uid, update, reason)))
            return
        goes_on = draft.asked is not None and draft.asked.then_send

        def work() -> bool:
            self._act(ApproveUpdate(uid, draft.uid))
            if goes_on:
                self._act(PublishUpdate(uid, draft.uid))
            return goes_on

        def done(sent: bool) -> None:
            if sent:
                self._sent()
            self._asks.say(
                tr("Update {n} is approved and on its way.", n=draft.n)
                if sent
                else tr("Update {n} is approved.", n=draft.n)
            )
            self._is.refresh()

        self._run(work, done)

    def send_back(self) -> None:
        draft, uid = self._is.draft(), self._is.uid
        if draft is None:
            return
        self._asks.ask_line(
            tr("Send update {n} back", n=draft.n),
            tr("What has to change? {person} reads it.", person=draft.author),
            tr("Send back"),
            lambda reason: self._run(
                lambda: self._act(SendBackUpdate(uid, draft.uid, reason)),
                lambda _: self._is.refresh(),
            ),
        )

    # The clock

    def snooze(self) -> None:
        uid = self._is.uid
        self._run(lambda: self._act(SnoozeUpdate(uid)), lambda _: self._is.refresh())

    def slow(self) -> None:
        uid = self._is.uid
        self._asks.ask_line(
            tr("A long incident: fewer updates"),
            tr("Why do people need fewer updates? It goes on the timeline."),
            tr("Slow down"),
            lambda reason: self._run(
                lambda: self._act(SlowUpdates(uid, reason)), lambda _: self._is.refresh()
            ),
        )

    # The CAN report

    def open_can(self) -> None:
        record = self._is.record
        if record is not None:
            begun = report.begun(record.known, to_ms(self._is.now()))
            self._asks.open_can(report.read(record.can) if record.can.strip() else begun)

    def keep_can(self, can: Can, audiences: tuple[str, ...]) -> None:
        """The report is kept, and told to each of these in their words."""
        record, uid = self._is.record, self._is.uid
        if record is None:
            return
        now_ms = to_ms(self._is.now())
        made = {
            "customers": report.to_customers,
            "leadership": report.to_leadership,
        }
        for audience in audiences:
            mine = self._is.working[audience]
            text = made[audience](can, record.known, now_ms)
            self._is.working[audience] = replace(mine, text=text, is_typed=True, moment="can")
            self._changed(audience)
        if audiences and self._is.state.audience not in audiences:
            self._is.choose_audience(audiences[0])
        self._run(
            lambda: self._act(EditText(uid, CAN, can.written(), record.can)),
            lambda _: self._is.refresh(),
        )
        self._is.show()
        self._is.analyse()

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def gone_on(error: WarRoomError) -> None:
            if isinstance(error, NothingToDo):
                self._is.refresh()
            self._asks.say(told(str(error)))

        self._jobs.run(work, owner=self._is, then=done, failed=gone_on)


def _write(act: Act, uid: str, mine: Working, *, asks: bool, then_send: bool) -> Saved:
    """The words into their draft, on the store's lane."""
    state = UpdateState(mine.state)
    update, text = mine.update, mine.seen
    try:
        if update:
            made = act(
                EditUpdate(
                    uid, update, mine.text, mine.seen, None, state, mine.components,
                    mine.data_lost, asks, then_send,
                )
            )  # fmt: skip
        else:
            made = act(
                DraftUpdate(
                    uid, Audience(mine.audience), state, mine.text, mine.components,
                    mine.data_lost, asks, then_send,
                )
            )  # fmt: skip
    except NothingToDo:
        made = None
    if isinstance(made, Update):
        update, text = made.uid, made.draft.text
    there = tokens_in(text, mine.links, {link.key: link.words for link in mine.links})
    keys = {(token.key, token.now) for token in there}
    links = [link for link in mine.links if (link.key, link.words) in keys]
    if links:
        with suppress(NothingToDo):
            act(LinkFacts(uid, text_name(update), links))
    return update, text
