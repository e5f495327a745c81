"""Text that several people write: updates of a pycrdt document, merged in any order.

An update is hostile bytes: what the library cannot read is left out, alike on every machine. Now
and then a writer gives the whole text in place of one more update, packed, and names the updates
that it stands for: their bodies need not be kept any longer.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import zstandard

from models.domain.errors import BadInput
from models.replication.operation import Value

if TYPE_CHECKING:
    from pycrdt import Doc

MOST_UPDATE = 64 * 1024
MOST_TEXT = 200_000
MOST_WHOLE = 2 * 1024 * 1024
MOST_PACKED = 160 * 1024
"""A whole text unfolded, and packed as it lies in an operation."""
CONDENSE_AFTER = 200
"""So many updates, and the next one carries the whole text."""
_PIECE = MOST_UPDATE // 4 - 64
"""Characters that one update carries at most, whatever they are."""
_ROOT = "text"
_WHOLE = "whole"


def read(updates: Iterable[bytes]) -> str:
    """The text that these updates make, whatever their order."""
    return _read(tuple(sorted(updates)))


@lru_cache(maxsize=64)
def _read(updates: tuple[bytes, ...]) -> str:
    from pycrdt import Text

    return str(_document(updates).get(_ROOT, type=Text))


def updates_in(values: Iterable[Value]) -> list[bytes]:
    """The updates that the values of operations hold; what is none is left out."""
    found = []
    for value in values:
        if isinstance(value, bytes) and len(value) <= MOST_UPDATE:
            found.append(value)
        elif isinstance(value, dict) and isinstance(packed := value.get(_WHOLE), bytes):
            unfolded = _unfold(packed)
            if unfolded is not None:
                found.append(unfolded)
    return found


def whole(updates: Iterable[bytes]) -> Value | None:
    """The value that stands for all of these updates; None where it would be too large."""
    state = bytes(_document(tuple(sorted(updates))).get_update())
    packed = zstandard.compress(state, 9)
    if len(packed) > MOST_PACKED or len(state) > MOST_WHOLE:
        return None
    return {_WHOLE: packed}


def covers(value: Value, updates: Iterable[bytes]) -> bool:
    """True when the text that `value` carries holds all of these updates already."""
    document = _document(tuple(updates_in([value])))
    before = document.get_update()
    for update in updates:
        try:
            document.apply_update(update)
        except (ValueError, RuntimeError):
            continue
    return bytes(document.get_update()) == bytes(before)


def _unfold(packed: bytes) -> bytes | None:
    """Capped before it is unfolded: it may come from anybody."""
    if len(packed) > MOST_PACKED:
        return None
    try:
        size = zstandard.get_frame_parameters(packed).content_size
        if not 0 < size <= MOST_WHOLE:
            return None
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=MOST_WHOLE)
    except zstandard.ZstdError:
        return None


def changes(updates: Iterable[bytes], text: str, writer: int) -> list[bytes]:
    """The updates that turn what is there into `text`; none when it is that already. `writer` is
    a number that no other session writes with, 1 to 2**32.

    Raises:
        BadInput: the text is too long.
    """
    from pycrdt import Text

    if len(text) > MOST_TEXT:
        raise BadInput(f"A text has at most {MOST_TEXT:,} characters; put the rest elsewhere.")
    document = _document(tuple(sorted(updates)), writer)
    written = document.get(_ROOT, type=Text)
    before = str(written)
    if before == text:
        return []
    made: list[bytes] = []
    start, gone, put = difference(before, text)
    at = len(before[:start].encode())
    # What the transaction itself says: an update made from the state before it would carry every
    # deletion that there ever was.
    watching = document.observe(lambda event: made.append(bytes(event.update)))
    if gone:
        with document.transaction():
            del written[at : at + len(before[start : start + gone].encode())]
    for first in range(0, len(put), _PIECE):
        piece = put[first : first + _PIECE]
        with document.transaction():
            written.insert(at, piece)
        at += len(piece.encode())
    document.unobserve(watching)
    if any(len(update) > MOST_UPDATE for update in made):
        raise BadInput("Too much of the text is taken out at once. Do it in parts.")
    return made


def difference(before: str, after: str) -> tuple[int, int, str]:
    """(where, how many characters go, what comes): the one stretch in which two texts differ."""
    least = min(len(before), len(after))
    start = _alike(least, lambda n: before[:n] == after[:n])
    end = _alike(least - start, lambda n: before[len(before) - n :] == after[len(after) - n :])
    return start, len(before) - start - end, after[start : len(after) - end]


def _alike(most: int, same: Callable[[int], bool]) -> int:
    """The most characters for which `same` holds: found by halving, for it is asked at each key."""
    least = 0
    while least < most:
        half = (least + most + 1) // 2
        least, most = (half, most) if same(half) else (least, half - 1)
    return least


def _document(updates: tuple[bytes, ...], writer: int | None = None) -> "Doc[Any]":
    from pycrdt import Doc

    document: Doc[Any] = Doc() if writer is None else Doc(client_id=writer)
    for update in updates:
        if len(update) <= MOST_WHOLE:
            try:
                document.apply_update(update)
            except (ValueError, RuntimeError):
                continue
    return document
