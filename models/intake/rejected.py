"""Why a payload or a row could not be read."""

from models.domain.errors import BadInput


class Rejected(BadInput):
    """The payload is not an alert this program can read; the text says why."""
