"""What a step does, as the SQL beside it."""

from pathlib import Path

from alembic import op


def run(step: str) -> None:
    """`step`: the `__file__` of the step; its statements end with a semicolon and a line's end."""
    text = Path(step).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
