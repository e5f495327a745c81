"""Values as bytes: msgpack, in the one form that hashes are over."""

from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder()


def pack(value: object) -> bytes:
    """The canonical bytes of a value: each part in its shortest form, the keys of maps sorted."""
    return _ENCODER.encode(value)


def unpack(raw: bytes | memoryview) -> Any:
    """ValueError where they are no msgpack, or nested beyond all sense."""
    try:
        return _DECODER.decode(raw)
    except RecursionError:
        raise ValueError("nested too deeply") from None
