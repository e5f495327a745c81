"""Files that a person named: read with a cap, written whole or not at all."""

import os
import tempfile
from pathlib import Path

from models.domain.errors import BadInput
from models.store.blobs import MOST_BYTES


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Raises BadInput for what cannot be read or is over `most` bytes."""
    try:
        if path.stat().st_size > most:
            raise BadInput(f"{path} has more than {most // 1024 // 1024} MiB.")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None


def write_whole(path: Path, body: bytes) -> None:
    """Beside it first, then in its place: a full disk never leaves half a file under the name."""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None
