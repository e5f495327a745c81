"""Ed25519 signatures of operations: whose device made this, provable by anybody who has its key."""

from models.replication.operation import Operation

KEY_BYTES = 32
SIGNATURE_BYTES = 64


class Signer:
    """Holds a private key and gives nothing but signatures and the public key."""

    def __init__(self, private: bytes, device: str = "") -> None:
        """`private`: KEY_BYTES of a good random source, or what `Signer` was made with before.
        `device` is whose key it is; "" where nobody asks."""
        # 7 MiB: only who signs or checks holds them.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.device = device

    @property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def __call__(self, hash_: bytes) -> bytes:
        return self._key.sign(hash_)


def holds(signature: bytes, hash_: bytes, public: bytes) -> bool:
    """Whether `signature` over an operation's hash was made with the key of `public`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(signature) != SIGNATURE_BYTES or len(public) != KEY_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, hash_)
    except InvalidSignature:
        return False
    return True


def vouched_for(op: Operation) -> list[tuple[str, int, bytes]]:
    """The operations, as (device, counter, hash), that a signed one vouches for, each with all
    that its hash chain leads back to."""
    if (op.entity_kind, op.field) != ("device", "vouched") or not isinstance(op.value, list):
        return []
    found = []
    for item in op.value:
        if isinstance(item, list) and len(item) == 3:
            device, counter, hash_ = item
            if isinstance(device, str) and isinstance(counter, int) and isinstance(hash_, bytes):
                found.append((device, counter, hash_))
    return found
