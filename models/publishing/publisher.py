"""The engine over an outbox: tries what is due, once each, and writes down what is known of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.domain.errors import BadInput, NotFound, Refused, Unavailable
from models.domain.update import Audience, DeliveryState
from models.publishing import channel as told
from models.publishing.backoff import next_try
from models.publishing.channel import KINDS, Channel, Outgoing, Resend
from models.publishing.message import Message
from models.publishing.outbox import Claim, Outbox, Posting, Receipt, Settled

LEASE = timedelta(seconds=45)
"""So long is left alone what a publisher had in hand when it was killed."""
_REST = timedelta(seconds=5)
"""How long what waits behind a silent channel is left alone."""
_SEND = timedelta(seconds=33)
"""What has to be left of the lease when the bytes go out."""
KEYS_LIVE = timedelta(hours=24)
"""How long receivers can be trusted to know a key again."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What was tried, as it is now, and when there is something to do next; None: nothing."""

    tried: tuple[Posting, ...]
    wake_at: datetime | None


class Publisher:
    """`open_channel` gives a channel by its name, None where there is none of that name any more;
    it raises BadInput where its settings or its secret cannot be used, Unavailable where the
    secret cannot be had now. `clock` is for retries and
    leases, `stamp` dates receipts (the clock of acts); `random` gives numbers from 0 to 1."""

    def __init__(
        self,
        outbox: Outbox,
        open_channel: Callable[[str], Channel | None],
        clock: Callable[[], datetime],
        random: Callable[[], float],
        stamp: Callable[[], datetime] | None = None,
    ) -> None:
        self._outbox = outbox
        self._open = open_channel
        self._clock = clock
        self._random = random
        self._stamp = stamp or clock
        self._quiet_until: dict[str, datetime] = {}

    def run(self, *, eager: bool = False) -> Ran:
        """Tries everything that is due once, and what becomes due by that. `eager`: also what
        waits for its next try. A channel that does not answer is left alone for this run, so that
        it delays nobody else's."""
        tried: dict[str, Posting] = {}
        resting: set[str] = set()
        while posting := self._next(tried, resting, eager=eager):
            key = posting.message.key
            tried[key] = posting
            if self._try(key):
                resting.add(posting.message.channel)
            tried[key] = self._outbox.find(key) or posting
        return Ran(tuple(tried.values()), self._wake_at(resting))

    def _wake_at(self, resting: set[str]) -> datetime | None:
        now = self._clock()
        later = self._outbox.wake_at(now)
        times = [] if later is None else [later]
        for posting in self._outbox.due(now):
            name = posting.message.channel
            rested = now + _REST if name in resting else now
            times.append(max(rested, self._quiet_until.get(name, now)))
        return min(times) if times else None

    def _next(self, tried: dict[str, Posting], resting: set[str], *, eager: bool) -> Posting | None:
        now = self._clock()
        for posting in self._outbox.due(now, eager=eager):
            name = posting.message.channel
            is_quiet = name in resting or now < self._quiet_until.get(name, now)
            if posting.message.key not in tried and not is_quiet:
                return posting
        return None

    def preview(self, message: Message) -> Outgoing:
        """Exactly what would leave, the secret hidden. Raises NotFound, BadInput."""
        name = message.channel
        channel = self._open(name)
        if channel is None:
            raise NotFound(f"There is no channel {name} here.")
        before = self._outbox.sent(message.incident, message.channel)
        return channel.preview(message, before, self._stamp())

    def _try(self, key: str) -> bool:
        """Whether the channel is better left alone for now."""
        now = self._clock()
        claim = self._outbox.claim(key, now, now + LEASE)
        if claim is None:
            return False
        message = claim.before.message
        channel = self._opened(message)
        if isinstance(channel, told.Refused):
            self._settle(claim, channel)
            return channel.unreachable
        outcome: told.Sent | told.Refused | told.Unclear
        is_in_doubt: bool | None
        if claim.may_have_left and KINDS[channel.settings.kind].can_look_up:
            found = self._looked_up(claim, channel)
            if found is None:
                return self._try_cleared(claim)
            outcome, is_in_doubt, was_found = found, True, isinstance(found, told.Sent)
        else:
            (outcome, is_in_doubt), was_found = self._sent(claim, channel), False
        self._settle(claim, outcome, is_in_doubt=is_in_doubt, was_found=was_found)
        if isinstance(outcome, told.Sent):
            return False
        if outcome.wait_s:
            self._quiet_until[message.channel] = self._clock() + timedelta(seconds=outcome.wait_s)
        return outcome.unreachable or bool(outcome.wait_s)

    def _opened(self, message: Message) -> Channel | told.Refused:
        name, audience = message.channel, message.audience
        try:
            channel = self._open(name)
        except BadInput as error:
            return told.Refused(str(error), for_good=True)
        except Unavailable as error:
            return told.Refused(str(error), unreachable=True)
        if channel is None:
            reason = f"There is no channel {name} any more. Add it, or send it by hand."
            return told.Refused(reason, for_good=True)
        if KINDS[channel.settings.kind].takes_actions is not message.is_action:
            what = "actions" if message.is_action else "updates"
            return told.Refused(f"{name} takes no {what}.", for_good=True)
        if message.is_action:
            return channel
        if KINDS[channel.settings.kind].customers_only and audience is not Audience.CUSTOMERS:
            reason = f"{name} is for customers; this is for {audience.value}."
            return told.Refused(reason, for_good=True)
        return channel

    def _try_cleared(self, claim: Claim) -> bool:
        """It is not there, and that is written down; then it is tried like any that waits."""
        before = claim.before
        settled = Settled(
            DeliveryState.QUEUED,
            self._clock(),
            _done(before),
            "It was looked up and is not there.",
            first_tried_at=before.first_tried_at,
        )
        return self._outbox.settle(claim, settled) and self._try(before.message.key)

    def _looked_up(self, claim: Claim, channel: Channel) -> told.Sent | told.Unclear | None:
        """None where it is not there."""
        message = claim.before.message
        sent = self._outbox.sent(message.incident, message.channel)
        return channel.look_up(message, sent, self._is_others(message), self._stamp())

    def _sent(
        self, claim: Claim, channel: Channel
    ) -> tuple[told.Sent | told.Refused | told.Unclear, bool | None]:
        """What became of it, and whether an earlier try may have arrived: None where only a
        person can tell."""
        facts, message = KINDS[channel.settings.kind], claim.before.message
        is_in_doubt = claim.may_have_left
        if is_in_doubt and not self._may_resend(claim.before, facts.resend):
            reason = claim.before.reason or "It may have left when the program was stopped."
            return told.Unclear(reason), None
        if self._clock() > claim.until - _SEND:
            # Whoever was halted here for long may no longer be the only one.
            return told.Refused("It took too long before it could be sent."), is_in_doubt
        before = self._outbox.sent(message.incident, message.channel)
        outcome = channel.send(message, before, self._stamp())
        if isinstance(outcome, told.Unclear) and facts.resend is Resend.PERSON:
            return outcome, None
        return outcome, is_in_doubt

    def _is_others(self, message: Message) -> Callable[[str], bool]:
        def is_others(remote: str) -> bool:
            owner = self._outbox.incident_of(message.channel, remote)
            return owner is not None and owner != message.incident

        return is_others

    def _may_resend(self, before: Posting, resend: Resend) -> bool:
        if resend is not Resend.SAFE or before.quarantined:
            return False
        return before.first_tried_at is None or (self._clock() - before.first_tried_at < KEYS_LIVE)

    def _settle(
        self,
        claim: Claim,
        outcome: told.Sent | told.Refused | told.Unclear,
        *,
        is_in_doubt: bool | None = None,
        was_found: bool = False,
    ) -> None:
        """`is_in_doubt` as `_sent` gives it; left out, it is a person's where it may have left.
        A look-up that finds it is no attempt."""
        now, before = self._clock(), claim.before
        first = before.first_tried_at or now
        done, attempts = _done(before), _done(before) + 1
        if isinstance(outcome, told.Sent):
            settled = Settled(
                DeliveryState.SENT,
                now,
                done if was_found else attempts,
                receipt=outcome.receipt,
                first_tried_at=first,
            )
            self._outbox.settle(claim, settled)
            return
        again = next_try(now, first, attempts, outcome.wait_s, self._random())
        if isinstance(outcome, told.Unclear):
            state, at = DeliveryState.UNKNOWN, None if is_in_doubt is None else again
        elif claim.may_have_left and is_in_doubt is not False:
            # That it is refused now says nothing of the time before.
            state, at = DeliveryState.UNKNOWN, None if outcome.for_good else again
        else:
            state, at = DeliveryState.FAILED, None if outcome.for_good else again
        settled = Settled(
            state,
            now,
            attempts,
            reason=outcome.reason,
            next_try_at=at,
            quarantined=before.quarantined and state is DeliveryState.UNKNOWN,
            first_tried_at=first,
        )
        self._outbox.settle(claim, settled)

    def arrived(self, key: str, by: str) -> Posting:
        """A person has looked: it is there. Raises NotFound, Refused."""
        claim = self._claimed(key)
        receipt = Receipt(self._stamp(), f"{by} saw that it arrived.")
        before = claim.before
        settled = Settled(
            DeliveryState.SENT,
            self._clock(),
            before.attempts,
            receipt=receipt,
            first_tried_at=before.first_tried_at,
        )
        return self._said(claim, settled)

    def send_again(self, key: str, by: str) -> Posting:
        """A person has looked: it is not there, or what kept it back is put right. What can be
        looked up still is. Raises NotFound, Refused."""
        claim = self._claimed(key)
        before, message = claim.before, claim.before.message
        later = self._outbox.sent(message.incident, message.channel)
        state, reason, now = DeliveryState.QUEUED, f"{by} sends it again.", self._clock()
        at = None
        if any(one.message.queued_at > message.queued_at for one in later):
            self._outbox.settle(claim, _as_it_was(before, now))
            raise Refused(f"A later update is out on {message.channel} already. Write a new one.")
        channel = self._open(message.channel)
        looks = channel is not None and KINDS[channel.settings.kind].can_look_up
        if claim.may_have_left and looks:
            state, at = DeliveryState.UNKNOWN, now
        settled = Settled(state, now, before.attempts, reason, next_try_at=at)
        return self._said(claim, settled)

    def leave(self, key: str, by: str) -> Posting:
        """A person decides that it is not to go out any more; what comes after it may."""
        claim = self._claimed(key)
        before = claim.before
        settled = Settled(
            DeliveryState.FAILED,
            self._clock(),
            before.attempts,
            f"{by} leaves it.",
            first_tried_at=before.first_tried_at,
        )
        return self._said(claim, settled)

    def _claimed(self, key: str) -> Claim:
        posting = self._outbox.find(key)
        if posting is None:
            raise NotFound("There is no such delivery.")
        now = self._clock()
        claim = self._outbox.claim(key, now, now + LEASE)
        if claim is None:
            raise Refused(
                "It is out already."
                if posting.state is DeliveryState.SENT
                else "It is being sent just now. Wait for what becomes of it."
            )
        return claim

    def _said(self, claim: Claim, settled: Settled) -> Posting:
        self._outbox.settle(claim, settled)
        return self._outbox.find(claim.before.message.key) or claim.before


def _done(before: Posting) -> int:
    """Attempts so far; one that was cut off was one."""
    return before.attempts + (before.state is DeliveryState.SENDING)


def _as_it_was(before: Posting, now: datetime) -> Settled:
    return Settled(
        before.state,
        now,
        before.attempts,
        before.reason,
        None,
        before.next_try_at,
        before.quarantined,
        before.first_tried_at,
    )
