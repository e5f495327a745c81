"""Values as bytes: msgpack, in the one form that hashes are over."""

from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder()


pack = _ENCODER.encode
"""The canonical bytes of a value: each part in its shortest form, the keys of maps sorted. The
encoder's own method: a push asks it twice for every operation."""


def unpack(raw: bytes | memoryview) -> Any:
    """ValueError where they are no msgpack, or nested beyond all sense."""
    try:
        return _DECODER.decode(raw)
    except RecursionError:
        raise ValueError("nested too deeply") from None
