"""What a person types for a value, read by the domain's own rules and refused in its words.

The domain is imported by the parsers of values when they run, so that --help answers at once.
"""

from __future__ import annotations

from collections.abc import Callable

from app.cli.complaint import complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def time(text: str) -> object:
    from models.domain.times import parse_time

    return _read(parse_time, text)


def severity(text: str) -> object:
    from models.domain.severity import Severity

    return _read(Severity.parse, text)


def stage(text: str) -> object:
    from models.domain.stage import Stage

    return _read(Stage.parse, text)


def role(text: str) -> object:
    from models.domain.incident import Role

    return _read(Role.parse, text)


def incident_kind(text: str) -> object:
    from models.domain.incident import IncidentKind

    return _read(IncidentKind.parse, text)


def entry_kind(text: str) -> object:
    from models.domain.entry import EntryKind

    return _read(EntryKind.parse, text)


def _read(parse: Callable[[str], object], text: str) -> object:
    """Ends with 1 and the domain's own sentence, not argparse's, where the value makes no sense."""
    from models.domain.errors import WarRoomError

    try:
        return parse(text)
    except WarRoomError as error:
        complain(str(error))
        raise SystemExit(1) from None
