"""An incident in one file: canonical JSON, or a .warroom archive with its attachments.

Either is refused whole when any byte of it differs from what was written.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.domain.errors import BadInput
from models.replication import chain, wire
from models.replication.operation import Operation
from models.replication.packing import pack, unpack

if TYPE_CHECKING:  # what signs and proves is loaded only where something is signed
    from models.replication.signing import Signer

FORMAT = "warroom-incident/1"
MOST_BYTES = 512 * 1024 * 1024
MOST_MEMBERS = 10_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_COMMENT = b"sha256:"
_COMMENT_LENGTH = len(_COMMENT) + 64


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file held, proved. `attachments` is content by its SHA-256; `context` what the
    workspace knew around the incident (the policy in force at its detection, services, people
    named), for a workspace that knows nothing of it. `signed_by` is the device that vouches for
    the archive whole, by the key it names; "" where none did."""

    incident: str
    operations: tuple[Operation, ...]
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)
    signed_by: str = ""


def write_json(incident: str, operations: Sequence[Operation], rendering: object) -> bytes:
    """Canonical JSON: the same operations give the same bytes on every machine."""
    ordered = sorted(operations, key=lambda op: op.order)
    content: dict[str, object] = {
        "format": FORMAT,
        "incident": incident,
        "operations": [wire.to_json(op) for op in ordered],
        "rendering": rendering,
    }
    content["sha256"] = wire.sha256(wire.canonical_json(content))
    return wire.canonical_json(content)


def write_archive(bundle: Bundle, signer: "Signer | None" = None) -> bytes:
    """A zip without compression, so that its bytes depend on its content and its signer alone."""
    ordered = sorted(bundle.operations, key=lambda op: op.order)
    members: dict[str, bytes] = {
        "operations.msgpack": pack([wire.encode(op) for op in ordered]),
        "context.json": wire.canonical_json(dict(bundle.context)),
        **{f"attachments/{name}": body for name, body in sorted(bundle.attachments.items())},
    }
    manifest: dict[str, object] = {
        "format": FORMAT,
        "incident": bundle.incident,
        "members": {name: wire.sha256(body) for name, body in members.items()},
    }
    if signer is not None:
        manifest["signature"] = {
            "device": signer.device,
            "public_key": signer.public.hex(),
            "signature": signer(_signed_part(manifest)).hex(),
        }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = b"." * _COMMENT_LENGTH
        for name, body in (("manifest.json", wire.canonical_json(manifest)), *members.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), body)
    raw = out.getvalue()[:-_COMMENT_LENGTH]
    return raw + _COMMENT + wire.sha256(raw).encode()


def _signed_part(manifest: Mapping[str, object]) -> bytes:
    """The hash of the manifest without its signature, which through the hashes in it is that of
    everything."""
    plain = {name: part for name, part in manifest.items() if name != "signature"}
    return hashlib.sha256(wire.canonical_json(plain)).digest()


def _signer_of(manifest: Mapping[str, object]) -> str:
    """The device that signed; "" for none. Raises BadInput where its signature does not hold."""
    told = manifest.get("signature")
    if told is None:
        return ""
    from models.replication.signing import holds

    parts: dict[object, object] = told if isinstance(told, dict) else {}
    try:
        signature, public = (
            bytes.fromhex(str(parts.get(name))) for name in ("signature", "public_key")
        )
        held = holds(signature, _signed_part(manifest), public)
    except ValueError:
        held = False
    if not held:
        raise BadInput("The archive was changed: its signature does not hold.")
    return str(parts.get("device") or public.hex()[:16])


def read(raw: bytes) -> Bundle:
    """The bundle in a file's bytes.

    Raises:
        BadInput: not a bundle, cut short, or changed; nothing of it may be used.
    """
    if len(raw) > MOST_BYTES:
        raise BadInput(f"The file has more than {MOST_BYTES // 1024 // 1024} MiB.")
    bundle = _read_archive(raw) if raw.startswith(b"PK") else _read_json(raw)
    strays = {op.stream for op in bundle.operations} - {f"incident:{bundle.incident}"}
    if strays or not bundle.operations:
        raise BadInput("The file does not hold one whole incident. Export it again.")
    check = chain.check(bundle.operations)
    if not check.ok:
        raise BadInput(
            f"The file was changed: operation {check.first_broken} does not hold, {check.reason}."
        )
    return bundle


def _read_json(raw: bytes) -> Bundle:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadInput("The file is not a bundle: it is neither an archive nor JSON.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadInput(f"The file is not a bundle: it does not say {FORMAT}.")
    without = {key: value for key, value in content.items() if key != "sha256"}
    told = wire.sha256(wire.canonical_json(without))
    if told != content.get("sha256") or wire.canonical_json(content) != raw:
        raise BadInput("The file was changed after it was written. Get it again from its author.")
    items = content.get("operations")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadInput("The file is not a bundle: it lists no operations.")
    return Bundle(str(content.get("incident")), tuple(wire.from_json(item) for item in items))


# Of a zip that is damaged or locked, and of JSON or msgpack that is none.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError,
)  # fmt: skip


def _read_archive(raw: bytes) -> Bundle:
    body, comment = raw[:-_COMMENT_LENGTH], raw[-_COMMENT_LENGTH:]
    if comment != _COMMENT + wire.sha256(body).encode():
        raise BadInput("The file was changed or cut short. Get it again from its author.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS or sum(i.file_size for i in infos) > MOST_BYTES:
                raise BadInput("The archive holds more than a bundle may.")
            members = {info.filename: archive.read(info) for info in infos}
        manifest = json.loads(members.pop("manifest.json"))
        listed = manifest["members"]
        incident = str(manifest["incident"])
        if manifest["format"] != FORMAT or listed != {
            n: wire.sha256(b) for n, b in members.items()
        }:
            raise BadInput("The archive does not hold what its manifest says.")
        packed = unpack(members["operations.msgpack"])
        context = json.loads(members["context.json"])
        signed_by = _signer_of(manifest)
    except _UNREADABLE:
        raise BadInput("The file is not a bundle: its archive cannot be read.") from None
    if not isinstance(packed, list) or not all(isinstance(item, bytes) for item in packed):
        raise BadInput("The file is not a bundle: it lists no operations.")
    return Bundle(
        incident,
        tuple(wire.decode_checked(item) for item in packed),
        _attachments(members),
        context if isinstance(context, dict) else {},
        signed_by,
    )


def _attachments(members: Mapping[str, bytes]) -> dict[str, bytes]:
    found = {}
    for name, body in members.items():
        folder, _, digest = name.partition("/")
        if folder == "attachments":
            if wire.sha256(body) != digest:
                raise BadInput("An attachment was changed: it does not match its name.")
            found[digest] = body
    return found
