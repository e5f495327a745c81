"""Reading a file that a person named, capped before it is read."""

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
