"""The server's order of a stream, as a cursor: where a reader is, and proof that it is the same
stream that it read before."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

START = b"\0" * 32


def following(chain: bytes, hash_: bytes) -> bytes:
    """The chain behind one more operation, given by its hash."""
    return hashlib.sha256(chain + hash_).digest()


@dataclass(frozen=True, slots=True)
class Cursor:
    """`seq` operations of a stream were read; `chain` is the hash over them, in their order."""

    seq: int = 0
    chain: bytes = START

    def after(self, hashes: Iterable[bytes]) -> "Cursor":
        """The cursor behind further operations, given by their hashes."""
        seq, chain = self.seq, self.chain
        for hash_ in hashes:
            seq, chain = seq + 1, following(chain, hash_)
        return Cursor(seq, chain)
