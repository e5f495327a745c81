"""An archive that says it is a bundle and holds something else is one sentence."""

import io
import zipfile

import pytest

from models.domain.errors import BadInput
from models.replication import bundle, wire
from models.replication.packing import pack

DEEP = b"\x91" * 100_000


def archive(operations: bytes, manifest: bytes | None = None) -> bytes:
    """Its hashes are right, whatever it holds."""
    members = {"operations.msgpack": operations, "context.json": b"{}"}
    told = manifest or wire.canonical_json(
        {
            "format": bundle.FORMAT,
            "incident": "i",
            "members": {name: wire.sha256(body) for name, body in members.items()},
        }
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.comment = b"." * bundle._COMMENT_LENGTH
        for name, body in (("manifest.json", told), *members.items()):
            made.writestr(name, body)
    raw = out.getvalue()[: -bundle._COMMENT_LENGTH]
    return raw + bundle._COMMENT + wire.sha256(raw).encode()


def test_one_that_can_be_read_holds_an_incident() -> None:
    with pytest.raises(BadInput, match="one whole incident"):
        bundle.read(archive(pack([])))


@pytest.mark.parametrize(
    "operations",
    [DEEP, b"", b"\xc1", pack(5), pack("text"), pack({"a": 1}), pack([5]), pack(["x"])],
)
def test_what_are_no_operations_is_one_sentence(operations: bytes) -> None:
    with pytest.raises(BadInput, match="not a bundle"):
        bundle.read(archive(operations))


@pytest.mark.parametrize("manifest", [b"[" * 100_000, b"5", b"[]", b"{}", b"\xff"])
def test_what_is_no_manifest_is_one_sentence(manifest: bytes) -> None:
    with pytest.raises(BadInput, match="not a bundle"):
        bundle.read(archive(pack([]), manifest))
