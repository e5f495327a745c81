"""What a receiver sees of the words at this desk, or of an update that went out."""

from datetime import datetime

from models.domain.public import public_name
from models.domain.update import Update
from models.queries.composing import ComposerRecord
from views.composer import gate
from views.composer.states import Preview, Working
from views.composer.words import STATE_WORDS
from views.tongue import tr


def preview_of(
    record: ComposerRecord, mine: Working, shown: Update | None, receiver: int, now: datetime
) -> Preview:
    said = shown.published or shown.draft if shown else None
    state = said.state.value if said else mine.state
    channel = gate.channel_at(record, mine.audience, receiver)
    receivers = gate.receivers_of(record, mine.audience)
    chosen = receivers[min(receiver, len(receivers) - 1)]
    at = shown.out_at if shown else None
    return Preview(
        public_name(record.incident, record.known.public),
        state,
        tr(STATE_WORDS[state]),
        at or now,
        chosen.name,
        _host(channel.settings.url) if channel else "",
        (said.text if said else mine.text).strip(),
    )


def _host(url: str) -> str:
    """Where it is, without what may be secret in an address."""
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
