"""The files of a chat's export: a folder of it, its zip, or one day by itself."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from app.files import read_file
from models.domain.errors import BadInput
from models.intake.chat import export, slack

MOST_BYTES = 512 << 20
"""Of all files together, unpacked."""


def export_files(path: Path) -> list[tuple[str, bytes]]:
    """(path inside the export, content) of its JSON files.

    Raises:
        BadInput: it is not there, too large, or a zip that cannot be read.
    """
    if not path.exists():
        raise BadInput(f"{path} is not there.")
    if path.is_dir():
        return list(_capped(path, _of_folder(path)))
    if zipfile.is_zipfile(path):
        return list(_capped(path, _of_zip(path)))
    return [(f"{path.parent.name}/{path.name}", read_file(path, slack.MOST_BYTES))]


def _of_folder(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*.json")):
        if path.is_file():
            inside = path.relative_to(root)
            # The folder of one channel has its name; days right in it are of that channel.
            place = inside if inside.parent.name else Path(root.name) / inside
            yield place.as_posix(), read_file(path, slack.MOST_BYTES)


def _of_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.is_dir() or not member.filename.endswith(".json"):
                    continue
                if member.file_size > slack.MOST_BYTES:
                    raise BadInput(f"{member.filename} in {path} is too large for a day of a chat.")
                with archive.open(member) as file:
                    # What the zip says of its size is its maker's word only.
                    body = file.read(slack.MOST_BYTES + 1)
                yield member.filename, body
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise BadInput(f"{path} cannot be read as a zip: {error}.") from None


def _capped(path: Path, files: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    total = 0
    for n, (name, body) in enumerate(files, start=1):
        total += len(body)
        if total > MOST_BYTES or n > export.MOST_FILES:
            raise BadInput(
                f"{path} holds more than an export of {MOST_BYTES >> 20} MiB and "
                f"{export.MOST_FILES:,} files. Name the folder of one channel."
            )
        yield name, body
