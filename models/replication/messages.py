"""What desktop and server say to each other, as bytes: msgpack in zstd, or JSON for tools.

Sizes are capped before anything is parsed: a small message may not unfold into a large one.
"""

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

import zstandard

from models.domain.errors import BadInput
from models.replication import packing, wire

PROTOCOL = 1
"""The newest form of these messages that this program speaks; it speaks all from 1."""

MOST_BYTES = 8 * 1024 * 1024
"""The largest message, unfolded. Pages and pushes are cut far below it."""

MOST_OPERATIONS = 1000
MOST_PUSH_BYTES = 4 * 1024 * 1024
"""A push is cut at either; the server takes no larger one."""

BINARY = "application/vnd.warroom+msgpack"
JSON = "application/json"

Message = dict[str, Any]

_LEVEL = -1
"""Of operations, whose most are ids and hashes, the next level takes half as long again for the
same size."""
_MOST_DEPTH = 8
_NESTING = frozenset((list, dict))


def pack(message: Mapping[str, object]) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL).compress(packing.pack(dict(message)))


def unpack(raw: bytes) -> Message:
    """Raises BadInput for anything that is not one message within MOST_BYTES."""
    if len(raw) > MOST_BYTES:
        raise BadInput(f"A message of {len(raw):,} bytes is larger than {MOST_BYTES:,}.")
    unfolded = _unfolded(raw)
    try:
        message = packing.unpack(unfolded)
    except ValueError:
        raise BadInput("A message cannot be read: its bytes are not msgpack.") from None
    return _checked(message)


def _unfolded(raw: bytes) -> bytes:
    """A frame that does not say how large it is, or says too much, is refused unread."""
    try:
        size = zstandard.frame_content_size(raw)
        if not 0 <= size <= MOST_BYTES:
            raise BadInput(
                f"A message says no size, or unfolds into more than {MOST_BYTES:,} bytes."
            )
        unfolded: bytes = zstandard.ZstdDecompressor().decompress(raw, max_output_size=size)
    except (zstandard.ZstdError, MemoryError):
        raise BadInput("A message cannot be read: its bytes are not zstd.") from None
    return unfolded


def pack_json(message: Mapping[str, object]) -> bytes:
    return wire.canonical_json(wire.bytes_to_text(dict(message)))  # type: ignore[arg-type]


def unpack_json(raw: bytes) -> Message:
    if len(raw) > MOST_BYTES:
        raise BadInput(f"A message of {len(raw):,} bytes is larger than {MOST_BYTES:,}.")
    try:
        message = wire.text_to_bytes(json.loads(raw))
        packing.pack(message)  # half a character or an endless number is no message
    except (ValueError, RecursionError, OverflowError):
        raise BadInput("A message cannot be read: it is not JSON.") from None
    return _checked(message)


def _checked(message: object) -> Message:
    if not isinstance(message, dict) or not all(isinstance(key, str) for key in message):
        raise BadInput("A message cannot be read: it is not a map.")
    if not _is_within(message, _MOST_DEPTH):
        raise BadInput("A message cannot be read: it is nested too deeply.")
    return message


def _is_within(value: list[Any] | dict[str, Any], depth: int) -> bool:
    """Whether no more than `depth` lists and maps lie inside one another."""
    level = [value]
    for _ in range(depth):
        items = chain.from_iterable(
            outer.values() if isinstance(outer, dict) else outer for outer in level
        )
        level = [item for item in items if type(item) in _NESTING]
    return not level


def text(message: Message, name: str, most: int = 200) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise BadInput(f"The message has no usable {name}.")
    return value


def integer(message: Message, name: str) -> int:
    value = message.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**62:
        raise BadInput(f"The message has no usable {name}.")
    return value


def raw_bytes(message: Message, name: str, length: int) -> bytes:
    value = message.get(name)
    if not isinstance(value, bytes) or len(value) != length:
        raise BadInput(f"The message has no usable {name}.")
    return value


def items(message: Message, name: str, most: int) -> list[Any]:
    value = message.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise BadInput(f"The message has no usable {name}.")
    return value
