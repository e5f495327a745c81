"""Tables of numbers that a person gives to the room."""

from pathlib import Path
from urllib.parse import unquote, urlparse

from app.files import read_file
from models.actions.add_points import AddPoints, add_points
from models.actions.desk import Desk
from models.domain.errors import BadInput, NothingToDo
from models.intake.series import MOST_CHARACTERS, read_csv


def keep_csv(desk: Desk, incident: str, given: str) -> str:
    """`given` is the table itself, or a file that holds it. Gives a sentence of what was kept.

    Raises:
        BadInput: not a table of numbers over time; names the row.
        NothingToDo: every point is kept already.
    """
    kept, known = [], ""
    for series in read_csv(_table(given)):
        try:
            n = add_points(AddPoints(incident, series.name, series.points, series.unit), desk)
            kept.append(f"{n:,} of {series.name}")
        except NothingToDo as nothing:
            known = str(nothing)
    if not kept:
        raise NothingToDo(known)
    return f"Points kept: {', '.join(kept)}."


def _table(given: str) -> str:
    line = given.strip()
    if "\n" in line:
        return given
    path = Path(unquote(urlparse(line).path) if line.startswith("file:") else line)
    if not path.is_file():
        raise BadInput("Drop a CSV file here, or paste its rows: a time, then the values.")
    try:
        return read_file(path, MOST_CHARACTERS).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{path.name} is not a text in UTF-8.") from None
