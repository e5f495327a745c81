"""What the timeline says of a delivery."""

from models.domain.entry import Level
from models.domain.update import DeliveryState
from models.publishing.outbox import Posting


def told_of_action(action: str, before: Posting, after: Posting) -> tuple[str, Level] | None:
    """The same of an action with these words on its way to a tracker."""
    channel, receipt = after.message.channel, after.receipt
    if after.state is DeliveryState.SENT and receipt is not None:
        said = f"Action “{action}” is {receipt.remote or receipt.words} on {channel}."
        return said, Level.NORMAL
    if after.state is DeliveryState.UNKNOWN and before.state is not after.state:
        said = f"It is not known whether action “{action}” reached {channel}: {after.reason}"
        return said, Level.NORMAL
    if after.state is DeliveryState.FAILED and after.next_try_at is None:
        said = f"Action “{action}” did not reach {channel}: {after.reason} It is not tried again."
        return said, Level.NORMAL
    return None


def told(n: int, before: Posting, after: Posting) -> tuple[str, Level] | None:
    """Of update `n`; None where nobody needs to read it: one more try that failed as before."""
    channel, again = after.message.channel, before.state is after.state
    if after.state is DeliveryState.SENT:
        return f"Update {n} is on {channel}.", Level.NORMAL
    was_sending = before.state is DeliveryState.SENDING or before.attempts == 0
    if after.state is DeliveryState.UNKNOWN and (not again or was_sending):
        return f"It is not known whether update {n} reached {channel}: {after.reason}", Level.NORMAL
    if after.state is DeliveryState.FAILED:
        if after.next_try_at is None:
            text = f"Update {n} did not reach {channel}: {after.reason} It is not tried again."
            return text, Level.KEY
        if before.attempts == 0:
            text = f"Update {n} did not reach {channel}: {after.reason} It is tried again."
            return text, Level.NORMAL
    return None
