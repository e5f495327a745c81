"""A file or a folder that is dragged here from elsewhere."""

from PySide6.QtCore import QMimeData


def dropped_path(data: QMimeData) -> str:
    """The first that lies on this machine, "" where there is none."""
    paths = (url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return next((path for path in paths if path), "")
